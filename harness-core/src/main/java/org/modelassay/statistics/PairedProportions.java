package org.modelassay.statistics;

import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Differences of two shares that were counted on the same items: b items count for the first share
 * only, c for the second only.
 */
public final class PairedProportions {
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

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
    return tango(b, c, n, Interval.CONFIDENCE);
  }

  /**
   * The same at another confidence; 1 - 2 alpha serves a test of equivalence at alpha.
   *
   * @param confidence such as 0.95
   */
  public static Interval tango(long b, long c, long n, double confidence) {
    check(b, c, n);
    return tango((double) b, (double) c, (double) n, confidence, "Tango score");
  }

  /**
   * The same of clustered items at 95 %: b, c and n are scaled to the effective sample size, that
   * of the differences' clustered standard error (Rao and Scott 1992, "A simple method for the
   * analysis of clustered binary data", Biometrics 48:577-585), with the charge for few clusters
   * that {@link Rates#kornGraubard} makes.
   *
   * @param differences of each item 1, 0 or -1: its first value less its second
   * @param clusters of the same items, 2 or more
   */
  public static Interval tango(double[] differences, Clusters clusters) {
    double b = 0;
    double c = 0;
    for (double difference : differences) {
      if (difference != 0 && Math.abs(difference) != 1) {
        throw new IllegalArgumentException(
            "an item's difference is 1, 0 or -1, but one is " + difference);
      }
      b += Math.max(0, difference);
      c += Math.max(0, -difference);
    }
    double size = Means.effectiveSize(differences, clusters, Interval.CONFIDENCE);
    double scale = size / differences.length;
    return tango(b * scale, c * scale, size, Interval.CONFIDENCE, "Tango score, clustered");
  }

  /** The interval of counts that need not be whole. */
  static Interval tango(double b, double c, double n, double confidence, String method) {
    double z = NORMAL.inverseSurvivalProbability(Interval.tail(confidence));
    return new Interval(-upper(c, b, n, z), upper(b, c, n, z), confidence, method);
  }

  /**
   * Tango's statistic of the hypothesis that the difference is d: standard normal if it is, large
   * when the difference seems larger.
   */
  static double tangoScore(long b, long c, long n, double d) {
    check(b, c, n);
    double deviation = b - c - n * d;
    return deviation == 0
        ? 0
        : deviation / Math.sqrt(variance((double) b, (double) c, (double) n, d));
  }

  /** The upper end: the one root above the estimate, as the score falls with the difference. */
  private static double upper(double b, double c, double n, double z) {
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
      if (b - c - n * middle + z * Math.sqrt(variance(b, c, n, middle)) > 0) {
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
    return coin(b, c).survivalProbability((int) b - 1);
  }

  /**
   * The exact two-sided McNemar test: the probability of a split as uneven, either way.
   *
   * @return the p value; 1 when both kinds are equally frequent
   */
  public static double mcNemarExactTwoSided(long b, long c) {
    return Math.min(1, 2 * mcNemarExactOneSided(Math.max(b, c), Math.min(b, c)));
  }

  /**
   * The one-sided McNemar test that counts the split seen half (mid-p; Fagerland, Lydersen and
   * Laake 2013, "The McNemar test for binary matched-pairs data", BMC Medical Research Methodology
   * 13:91). The exact test rejects less often than it may; this one comes near the nominal rate and
   * may exceed it slightly.
   *
   * @return the p value; 0.5 when there is no disagreement
   */
  public static double mcNemarMidPOneSided(long b, long c) {
    BinomialDistribution coin = coin(b, c);
    return coin.survivalProbability((int) b) + coin.probability((int) b) / 2;
  }

  /** The two-sided mid-p McNemar test of the same paper. */
  public static double mcNemarMidPTwoSided(long b, long c) {
    BinomialDistribution coin = coin(b, c);
    return b == c
        ? 1 - coin.probability((int) b) / 2
        : 2 * mcNemarMidPOneSided(Math.max(b, c), Math.min(b, c));
  }

  private static BinomialDistribution coin(long b, long c) {
    if (b < 0 || c < 0) {
      throw new IllegalArgumentException(
          "discordant items must be at least 0, but are " + b + " and " + c);
    }
    return BinomialDistribution.of(Math.toIntExact(b + c), 0.5);
  }

  private static void check(long b, long c, long n) {
    if (b < 0 || c < 0 || b + c > n) {
      throw new IllegalArgumentException(
          "discordant items must be at least 0 and at most n together, but are %s and %s of %s"
              .formatted(b, c, n));
    }
  }
}
