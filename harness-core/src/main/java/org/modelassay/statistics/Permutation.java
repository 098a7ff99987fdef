package org.modelassay.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Tests by what the data would look like if labels meant nothing (Fisher 1935; Pitman 1937). They
 * assume no shape. Few arrangements are all looked at, which makes the p value exact; of many,
 * {@value #DRAWS} are drawn, and p = (b + 1) / (m + 1) with b of m draws at least as extreme, which
 * errs at most as often as it says (Phipson and Smyth 2010).
 */
public final class Permutation {
  /** Arrangements drawn when there are too many to look at all. */
  public static final int DRAWS = 9999;

  /** Arrangements up to which all are looked at. */
  private static final int ALL = 50_000;

  /** What counts as extreme. */
  public enum Alternative {
    /** The statistic is large: a mean difference or a correlation above 0. */
    GREATER,
    /** The statistic is small. */
    LESS,
    /** The statistic is far from 0. */
    TWO_SIDED
  }

  private Permutation() {}

  /**
   * The paired test: if two models are alike, each item's difference could as well have the other
   * sign. Of clustered items pass each cluster's sum of differences: its items change together.
   *
   * @param differences of each item
   * @param seed same seed, same p value
   * @return the p value of their mean; 1 when all are 0
   */
  public static double signFlip(double[] differences, Alternative alternative, long seed) {
    double[] signed = Arrays.stream(differences).filter(d -> d != 0).toArray();
    int n = signed.length;
    Count count = new Count(Sums.sum(signed), scale(signed), alternative);
    if (n < 16) {
      for (int bits = 0; bits < 1 << n; bits++) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
          sum += (bits >> i & 1) == 0 ? signed[i] : -signed[i];
        }
        count.add(sum);
      }
      return count.share();
    }
    SplittableRandom random = new SplittableRandom(seed);
    for (int draw = 0; draw < DRAWS; draw++) {
      double sum = 0;
      long bits = 0;
      for (int i = 0; i < n; i++) {
        bits = i % 64 == 0 ? random.nextLong() : bits >>> 1;
        sum += (bits & 1) == 0 ? signed[i] : -signed[i];
      }
      count.add(sum);
    }
    return count.shareWithObserved();
  }

  /**
   * The test of two samples: if they are alike, any of the values could have been in either.
   *
   * @param x first sample, 1 value or more
   * @param y second sample, 1 value or more
   * @param seed same seed, same p value
   * @return the p value of the difference of means, mean x - mean y
   */
  public static double twoSample(double[] x, double[] y, Alternative alternative, long seed) {
    if (x.length == 0 || y.length == 0) {
      throw new IllegalArgumentException("a sample has no values");
    }
    int n = x.length + y.length;
    double[] pooled = Arrays.copyOf(x, n);
    System.arraycopy(y, 0, pooled, x.length, y.length);
    double mean = Sums.mean(pooled);
    // The difference of means is proportional to the sum of what x has above the common mean.
    for (int i = 0; i < n; i++) {
      pooled[i] -= mean;
    }
    int k = x.length;
    ToDoubleFunction<double[]> statistic =
        values -> {
          double sum = 0;
          for (int i = 0; i < k; i++) {
            sum += values[i];
          }
          return sum;
        };
    Count count = new Count(statistic.applyAsDouble(pooled), scale(pooled), alternative);
    double splits = 1;
    for (int i = 1; i <= k; i++) {
      splits *= (double) (n - k + i) / i;
    }
    if (splits <= ALL) {
      combinations(pooled, 0, k, 0, count);
      return count.share();
    }
    return drawn(pooled, k, statistic, count, seed);
  }

  /**
   * The test of a linear relation: if y does not depend on x, its values could stand in any order.
   *
   * @return the p value of Pearson's correlation; NaN when there is none
   */
  public static double pearson(double[] x, double[] y, Alternative alternative, long seed) {
    if (Double.isNaN(Correlation.pearson(x, y))) {
      return Double.NaN;
    }
    int n = x.length;
    double meanX = Sums.mean(x);
    double meanY = Sums.mean(y);
    double[] deviations = Arrays.stream(y).map(value -> value - meanY).toArray();
    // Correlation is proportional to the sum of products, whatever the order.
    ToDoubleFunction<double[]> statistic =
        values -> {
          double sum = 0;
          for (int i = 0; i < n; i++) {
            sum += (x[i] - meanX) * values[i];
          }
          return sum;
        };
    double scale = scale(Arrays.stream(x).map(v -> v - meanX).toArray());
    Count count =
        new Count(statistic.applyAsDouble(deviations), scale * scale(deviations), alternative);
    if (n <= 8) {
      orders(deviations, 0, statistic, count);
      return count.share();
    }
    return drawn(deviations, n, statistic, count, seed);
  }

  /**
   * The test of a monotone relation.
   *
   * @return the p value of Spearman's correlation; NaN when there is none
   */
  public static double spearman(double[] x, double[] y, Alternative alternative, long seed) {
    return pearson(Correlation.ranks(x), Correlation.ranks(y), alternative, seed);
  }

  private static double drawn(
      double[] values, int places, ToDoubleFunction<double[]> statistic, Count count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int draw = 0; draw < DRAWS; draw++) {
      // Fisher and Yates; any order is a fair start for the next.
      for (int i = 0; i < Math.min(places, values.length - 1); i++) {
        swap(values, i, i + random.nextInt(values.length - i));
      }
      count.add(statistic.applyAsDouble(values));
    }
    return count.shareWithObserved();
  }

  private static void combinations(double[] values, int from, int left, double sum, Count count) {
    if (left == 0) {
      count.add(sum);
      return;
    }
    for (int i = from; i <= values.length - left; i++) {
      combinations(values, i + 1, left - 1, sum + values[i], count);
    }
  }

  private static void orders(
      double[] values, int from, ToDoubleFunction<double[]> statistic, Count count) {
    if (from == values.length) {
      count.add(statistic.applyAsDouble(values));
      return;
    }
    for (int i = from; i < values.length; i++) {
      swap(values, from, i);
      orders(values, from + 1, statistic, count);
      swap(values, from, i);
    }
  }

  private static void swap(double[] values, int i, int j) {
    double value = values[i];
    values[i] = values[j];
    values[j] = value;
  }

  private static double scale(double[] values) {
    return Arrays.stream(values).map(Math::abs).sum();
  }

  /** Counts the arrangements that are at least as extreme as the observed one. */
  private static final class Count {
    private final double bound;
    private final Alternative alternative;
    private long extreme;
    private long all;

    /**
     * @param scale sum of the terms' sizes, of which rounding may make a statistic a tiny part
     *     smaller than its equal
     */
    Count(double observed, double scale, Alternative alternative) {
      this.bound = oriented(observed, alternative) - 1e-12 * scale;
      this.alternative = alternative;
    }

    void add(double statistic) {
      extreme += oriented(statistic, alternative) >= bound ? 1 : 0;
      all++;
    }

    double share() {
      return (double) extreme / all;
    }

    double shareWithObserved() {
      return (extreme + 1.0) / (all + 1);
    }

    private static double oriented(double statistic, Alternative alternative) {
      return switch (alternative) {
        case GREATER -> statistic;
        case LESS -> -statistic;
        case TWO_SIDED -> Math.abs(statistic);
      };
    }
  }
}
