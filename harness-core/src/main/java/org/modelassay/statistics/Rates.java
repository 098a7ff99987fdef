package org.modelassay.statistics;

import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** Intervals of a share of items. */
public final class Rates {
  /** Method of the intervals of counted shares. */
  public static final String CLOPPER_PEARSON = "Clopper-Pearson";

  private Rates() {}

  /**
   * The exact two-sided 95 % interval of a binomial share (Clopper and Pearson 1934): the ends are
   * quantiles of Beta(k, n - k + 1) and Beta(k + 1, n - k).
   *
   * @param successes items counted, k
   * @param n items looked at; 0 gives [0, 1]
   * @throws IllegalArgumentException unless 0 &lt;= successes &lt;= n
   */
  public static Interval clopperPearson(long successes, long n) {
    return clopperPearson(successes, n, Interval.CONFIDENCE);
  }

  /** The same at another confidence. */
  public static Interval clopperPearson(long successes, long n, double confidence) {
    check(successes, n);
    return exact((double) successes, (double) n, confidence, CLOPPER_PEARSON);
  }

  /**
   * The two-sided 95 % score interval (Wilson 1927): narrower than Clopper-Pearson's, covering 95 %
   * on average over rates and not at each of them, so it is shown and does not judge.
   *
   * @param successes items counted
   * @param n items looked at; 0 gives [0, 1]
   * @throws IllegalArgumentException unless 0 &lt;= successes &lt;= n
   */
  public static Interval wilson(long successes, long n) {
    check(successes, n);
    if (n == 0) {
      return Interval.of(0, 1, "Wilson score");
    }
    double z = NormalDistribution.of(0, 1).inverseSurvivalProbability(Interval.TAIL);
    double p = (double) successes / n;
    double middle = (p + z * z / (2 * n)) / (1 + z * z / n);
    double reach = z * Math.sqrt(p * (1 - p) / n + z * z / (4.0 * n * n)) / (1 + z * z / n);
    return Interval.of(
        successes == 0 ? 0 : middle - reach, successes == n ? 1 : middle + reach, "Wilson score");
  }

  /**
   * The two-sided 95 % interval of a share of clustered items (Korn and Graubard 1998, "Confidence
   * intervals for proportions with small expected number of positive counts estimated from survey
   * data", Survey Methodology 24:193-201): Clopper-Pearson's with n* items, k* = n* p of them
   * counted, where n* is the {@linkplain #effectiveSize effective sample size}.
   *
   * @param counted 1 for each item that counts, 0 for the others
   * @param clusters of the same items, 2 or more
   */
  public static Interval kornGraubard(double[] counted, Clusters clusters) {
    double size = effectiveSize(counted, clusters);
    return exact(Sums.mean(counted) * size, size, Interval.CONFIDENCE, "Korn-Graubard");
  }

  /**
   * The effective sample size of a share: {@code n* = p (1 - p) / v · (t(n - 1) / t(G - 1))²}, and
   * never more than n. v is the squared clustered {@linkplain Means#standardError(double[],
   * Clusters) standard error} of G clusters, t(d) the 97.5 % quantile of Student's distribution
   * with d degrees of freedom. Where no item counts, or all do, v says nothing and stands at its
   * value for independent items, so that n* = n (t(n - 1) / t(G - 1))².
   *
   * @param counted 1 for each item that counts, 0 for the others
   * @param clusters of the same items, 2 or more
   * @throws IllegalArgumentException when a number is neither, or clusters are fewer
   */
  public static double effectiveSize(double[] counted, Clusters clusters) {
    for (double value : counted) {
      if (value != 0 && value != 1) {
        throw new IllegalArgumentException("an item counts 0 or 1, but one is " + value);
      }
    }
    return Means.effectiveSize(counted, clusters, Interval.CONFIDENCE);
  }

  private static Interval exact(double successes, double n, double confidence, String method) {
    double tail = Interval.tail(confidence);
    double low =
        successes == 0
            ? 0
            : BetaDistribution.of(successes, n - successes + 1).inverseCumulativeProbability(tail);
    double high =
        successes == n
            ? 1
            : BetaDistribution.of(successes + 1, n - successes).inverseSurvivalProbability(tail);
    return new Interval(low, high, confidence, method);
  }

  private static void check(long successes, long n) {
    if (successes < 0 || successes > n) {
      throw new IllegalArgumentException(
          "successes must be 0 to n, but are " + successes + " of " + n);
    }
  }
}
