package org.modelassay.statistics;

import org.apache.commons.statistics.distribution.TDistribution;

/** Intervals by leaving out one member of the sample at a time. */
public final class Jackknife {
  private Jackknife() {}

  /**
   * The two-sided 95 % interval {@code estimate ± t sqrt((n - 1) / n · Σ (v_i - mean v)²)} (Tukey
   * 1958; Efron and Stein 1981), t being the quantile of Student's distribution with n - 1 degrees
   * of freedom.
   *
   * <p>It serves statistics on pairs of members, where a bootstrap would pair a member with itself.
   *
   * @param estimate the statistic of the whole sample
   * @param leaveOneOut the statistic without each member in turn, at least 2
   * @throws IllegalArgumentException when there are fewer
   */
  public static Interval interval(double estimate, double[] leaveOneOut) {
    int n = leaveOneOut.length;
    if (n < 2) {
      throw new IllegalArgumentException("a jackknife needs 2 members or more, but has " + n);
    }
    double mean = Sums.mean(leaveOneOut);
    double squares = 0;
    for (double value : leaveOneOut) {
      squares += (value - mean) * (value - mean);
    }
    double t = TDistribution.of(n - 1).inverseSurvivalProbability(Interval.TAIL);
    double reach = t * Math.sqrt(squares * (n - 1) / n);
    return Interval.of(estimate - reach, estimate + reach, "jackknife t");
  }
}
