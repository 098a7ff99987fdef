package org.modelassay.statistics;

import org.apache.commons.statistics.distribution.FDistribution;

/**
 * How much of what slices of a data set differ by is of the slices, and not of the items that
 * happen to be in them: intraclass correlation, one-way random effects (Shrout and Fleiss 1979,
 * "Intraclass correlations: uses in assessing rater reliability", Psychological Bulletin
 * 86:420-428; unequal sizes as in Donner 1986).
 */
public final class Reliability {
  private Reliability() {}

  /**
   * The intraclass correlation of single items, ICC(1): the share of an item's variance that lies
   * between slices, {@code (MSB - MSW) / (MSB + (m - 1) MSW)}. MSB and MSW are the mean squares
   * between and within slices, m is their mean size, less {@code variance / (mean · slices)} where
   * sizes differ. It can be slightly negative by chance.
   *
   * @param slices the items' values of each slice
   * @return NaN when all values are equal
   * @throws IllegalArgumentException unless there are 2 slices or more, none empty, one with 2
   *     values or more
   */
  public static double intraclass(double[][] slices) {
    Variance variance = Variance.of(slices);
    return intraclass(variance.ratio(), variance.size());
  }

  /**
   * The two-sided 95 % interval of {@link #intraclass}, from the F distribution of MSB / MSW: exact
   * for normal values and slices of one size, near otherwise.
   */
  public static Interval intraclassInterval(double[][] slices) {
    Variance variance = Variance.of(slices);
    FDistribution f = FDistribution.of(variance.between(), variance.within());
    double tail = Interval.TAIL;
    return Interval.of(
        intraclass(variance.ratio() / f.inverseSurvivalProbability(tail), variance.size()),
        intraclass(variance.ratio() / f.inverseCumulativeProbability(tail), variance.size()),
        "intraclass F");
  }

  /**
   * The reliability of the mean of n items of a slice, {@code n r / (1 + (n - 1) r)} (Spearman and
   * Brown 1910): the share of the variance of such means that lies between slices. It is what the
   * means of two halves of 2n items, drawn at random, are expected to correlate by. For all slices
   * of one size n it is ICC(1,n), {@code 1 - MSW / MSB}.
   *
   * @param intraclass correlation r of single items; below 0 taken as 0
   * @param n items of the slice
   */
  public static double ofMean(double intraclass, long n) {
    double r = Math.max(0, intraclass);
    return n * r / (1 + (n - 1) * r);
  }

  private static double intraclass(double ratio, double size) {
    return ratio == Double.POSITIVE_INFINITY ? 1 : (ratio - 1) / (ratio + size - 1);
  }

  /** The analysis of variance: F ratio, size m of a slice, degrees of freedom. */
  private record Variance(double ratio, double size, int between, int within) {
    static Variance of(double[][] slices) {
      int count = slices.length;
      int items = 0;
      double squaredSizes = 0;
      double total = 0;
      for (double[] slice : slices) {
        if (slice.length == 0) {
          throw new IllegalArgumentException("a slice has no values");
        }
        items += slice.length;
        squaredSizes += (double) slice.length * slice.length;
        total += Sums.sum(slice);
      }
      if (count < 2 || items == count) {
        throw new IllegalArgumentException(
            "reliability needs 2 slices or more and one with 2 values or more, but has %s of %s"
                .formatted(count, items));
      }
      double between = 0;
      double within = 0;
      for (double[] slice : slices) {
        double mean = Sums.mean(slice);
        between += slice.length * (mean - total / items) * (mean - total / items);
        for (double value : slice) {
          within += (value - mean) * (value - mean);
        }
      }
      return new Variance(
          between / (count - 1) / (within / (items - count)),
          (items - squaredSizes / items) / (count - 1),
          count - 1,
          items - count);
    }
  }
}
