package org.modelassay.statistics;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/** Quantiles of a sample and their intervals. */
public final class Quantiles {
  private Quantiles() {}

  /**
   * The quantile by linear interpolation between order statistics: type 7 of Hyndman and Fan
   * (1996), the default of NumPy and R.
   *
   * @param values the sample, in any order; left as it is
   * @param q share below, 0 to 1
   * @return NaN when a value is NaN
   * @throws IllegalArgumentException when there is no value or q is out of range
   */
  public static double quantile(double[] values, double q) {
    return ofSorted(sorted(values, q), q);
  }

  /**
   * The two-sided 95 % interval of the population's quantile between two order statistics, their
   * ranks taken from the binomial distribution (David and Nagaraja 2003, "Order Statistics",
   * section 7.1). It assumes no shape and covers at least 95 %. An end that so few values cannot
   * bound is infinite.
   *
   * @param values the sample, in any order; left as it is
   * @param q share below, 0 to 1
   * @throws IllegalArgumentException when there is no value or q is out of range
   */
  public static Interval interval(double[] values, double q) {
    double[] sorted = sorted(values, q);
    int n = sorted.length;
    BinomialDistribution below = BinomialDistribution.of(n, q);
    // The quantile is at least the l-th value unless fewer than l values lie below it, and below
    // the u-th unless u or more do.
    int l = below.inverseCumulativeProbability(Interval.TAIL);
    int u = below.inverseSurvivalProbability(Interval.TAIL) + 1;
    boolean nan = Double.isNaN(sorted[n - 1]);
    return Interval.of(
        nan ? Double.NaN : l < 1 ? Double.NEGATIVE_INFINITY : sorted[l - 1],
        nan ? Double.NaN : u > n ? Double.POSITIVE_INFINITY : sorted[u - 1],
        "order statistics");
  }

  /** The same quantile of values already sorted. */
  static double ofSorted(double[] sorted, double q) {
    if (Double.isNaN(sorted[sorted.length - 1])) {
      return Double.NaN;
    }
    double at = q * (sorted.length - 1);
    int floor = (int) Math.floor(at);
    double low = sorted[floor];
    double high = sorted[Math.min(floor + 1, sorted.length - 1)];
    double share = at - floor;
    if (low == high) {
      return low;
    }
    // From the nearer end, so that neither end is missed by rounding.
    return share < 0.5 ? low + (high - low) * share : high - (high - low) * (1 - share);
  }

  private static double[] sorted(double[] values, double q) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no values to take a quantile of");
    }
    if (!(q >= 0 && q <= 1)) {
      throw new IllegalArgumentException("a quantile's share must be 0 to 1, but is " + q);
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted;
  }
}
