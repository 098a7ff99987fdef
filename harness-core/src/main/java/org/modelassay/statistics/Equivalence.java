package org.modelassay.statistics;

import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Tests of equivalence by two one-sided tests (TOST; Schuirmann 1987): a difference is shown to lie
 * within a margin when both "it is as low as -margin" and "it is as high as margin" are refuted.
 * The p value is the larger of the two; p &lt;= alpha just when the interval of confidence 1 - 2
 * alpha lies within the margin.
 */
public final class Equivalence {
  private Equivalence() {}

  /**
   * Equivalence of paired shares by Tango's score (Tango 1998).
   *
   * @param b items that count for the first share only
   * @param c items that count for the second share only
   * @param n all items
   * @param margin largest difference that does not matter, between 0 and 1
   * @return the p value
   */
  public static double pairedProportions(long b, long c, long n, double margin) {
    check(margin);
    if (margin >= 1) {
      throw new IllegalArgumentException("a margin of shares must be below 1, but is " + margin);
    }
    NormalDistribution normal = NormalDistribution.of(0, 1);
    return Math.max(
        normal.survivalProbability(PairedProportions.tangoScore(b, c, n, -margin)),
        normal.cumulativeProbability(PairedProportions.tangoScore(b, c, n, margin)));
  }

  /**
   * Equivalence of a mean difference to 0 by Student's t with n - 1 degrees of freedom.
   *
   * @param differences of each item, 2 or more
   * @param margin largest mean difference that does not matter
   * @return the p value
   */
  public static double means(double[] differences, double margin) {
    return means(
        Sums.mean(differences), Means.standardError(differences), differences.length - 1, margin);
  }

  /** The same by clusters: their standard error, and G - 1 degrees of freedom. */
  public static double means(double[] differences, Clusters clusters, double margin) {
    return means(
        Sums.mean(differences),
        Means.standardError(differences, clusters),
        clusters.count() - 1,
        margin);
  }

  private static double means(double mean, double error, int freedom, double margin) {
    check(margin);
    double nearest = margin - Math.abs(mean);
    if (error == 0) {
      return nearest > 0 ? 0 : 1;
    }
    return TDistribution.of(freedom).survivalProbability(nearest / error);
  }

  private static void check(double margin) {
    if (!(margin > 0)) {
      throw new IllegalArgumentException("a margin must be above 0, but is " + margin);
    }
  }
}
