package org.modelassay.statistics;

import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** Differences of two shares that were counted on the same items. */
public final class PairedProportions {
  private static final double Z =
      NormalDistribution.of(0, 1).inverseSurvivalProbability((1 - Interval.CONFIDENCE) / 2);

  private PairedProportions() {}

  /**
   * The two-sided 95 % score interval of the difference (b - c) / n of paired shares (Tango 1998,
   * "Equivalence test and confidence interval for the difference in proportions for the
   * paired-sample design", Statistics in Medicine 17:891-908). It holds every difference d with
   *
   * <pre>{@code |b - c - n d| <= z sqrt(n (2 q(d) + d (1 - d)))}</pre>
   *
   * where q(d) is the maximum-likelihood share of the second kind of disagreement given d.
   *
   * @param b items that count for the first share only
   * @param c items that count for the second share only
   * @param n all items; 0 gives [-1, 1]
   * @throws IllegalArgumentException unless b, c &gt;= 0 and b + c &lt;= n
   */
  public static Interval tango(long b, long c, long n) {
    if (b < 0 || c < 0 || b + c > n) {
      throw new IllegalArgumentException(
          "discordant items must be at least 0 and at most n together, but are %s and %s of %s"
              .formatted(b, c, n));
    }
    double first = (double) b;
    double second = (double) c;
    double all = (double) n;
    return Interval.of(-upper(second, first, all), upper(first, second, all), "Tango score");
  }

  /** The upper end: the one root above the estimate, as the score falls with the difference. */
  private static double upper(double b, double c, double n) {
    if (n == 0) {
      return 1;
    }
    double inside = (b - c) / n;
    double outside = 1;
    while (true) {
      double middle = (inside + outside) / 2;
      if (middle <= inside || middle >= outside) {
        return outside;
      }
      if (b - c - n * middle + Z * Math.sqrt(variance(b, c, n, middle)) > 0) {
        inside = middle;
      } else {
        outside = middle;
      }
    }
  }

  /** The variance of b - c when the difference is d. */
  private static double variance(double b, double c, double n, double d) {
    // q solves 2n q^2 + linear q + constant = 0; the larger root, without cancellation.
    double linear = -b - c + (2 * n - b + c) * d;
    double constant = -c * d * (1 - d);
    double root = Math.sqrt(Math.max(0, linear * linear - 8 * n * constant));
    double q = linear > 0 ? -2 * constant / (root + linear) : (root - linear) / (4 * n);
    return Math.max(0, n * (2 * q + d * (1 - d)));
  }

  /**
   * The exact one-sided McNemar test (McNemar 1947; arXiv 2602.10144, section 3): the probability
   * of at least b of b + c disagreements when both kinds are equally likely.
   *
   * @param b disagreements of the kind whose excess is tested, such as right before and wrong now
   * @param c disagreements of the other kind
   * @return the p value; 1 when there is no disagreement
   * @throws IllegalArgumentException when b or c is negative
   */
  public static double mcNemarExactOneSided(long b, long c) {
    if (b < 0 || c < 0) {
      throw new IllegalArgumentException(
          "discordant items must be at least 0, but are " + b + " and " + c);
    }
    int trials = Math.toIntExact(b + c);
    return BinomialDistribution.of(trials, 0.5).survivalProbability((int) b - 1);
  }
}
