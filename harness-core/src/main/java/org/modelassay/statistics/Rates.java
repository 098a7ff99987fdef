package org.modelassay.statistics;

import org.apache.commons.statistics.distribution.BetaDistribution;

/** Intervals of a share of items. */
public final class Rates {
  /** Method of the intervals of counted shares. */
  public static final String CLOPPER_PEARSON = "Clopper-Pearson";

  private static final double TAIL = (1 - Interval.CONFIDENCE) / 2;

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
    if (successes < 0 || successes > n) {
      throw new IllegalArgumentException(
          "successes must be 0 to n, but are " + successes + " of " + n);
    }
    double low =
        successes == 0
            ? 0
            : BetaDistribution.of((double) successes, n - successes + 1.0)
                .inverseCumulativeProbability(TAIL);
    double high =
        successes == n
            ? 1
            : BetaDistribution.of(successes + 1.0, (double) (n - successes))
                .inverseSurvivalProbability(TAIL);
    return Interval.of(low, high, CLOPPER_PEARSON);
  }
}
