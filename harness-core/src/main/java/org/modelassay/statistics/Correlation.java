package org.modelassay.statistics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** How two columns of numbers go together. */
public final class Correlation {
  private Correlation() {}

  /**
   * Pearson's product-moment correlation.
   *
   * @param x first column
   * @param y second column, of the same length
   * @return -1 to 1; NaN when there are fewer than 2 rows, a column is constant, or a number is not
   *     finite
   */
  public static double pearson(double[] x, double[] y) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          "columns must be equally long, but have " + x.length + " and " + y.length + " rows");
    }
    double meanX = Sums.mean(x);
    double meanY = Sums.mean(y);
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int i = 0; i < x.length; i++) {
      double dx = x[i] - meanX;
      double dy = y[i] - meanY;
      xx += dx * dx;
      yy += dy * dy;
      xy += dx * dy;
    }
    double correlation = xy / (Math.sqrt(xx) * Math.sqrt(yy));
    // Rounding may leave the range by an ulp; NaN passes through both.
    return Math.max(-1, Math.min(1, correlation));
  }

  /**
   * Spearman's rank correlation: Pearson's of the ranks, ties having their average rank.
   *
   * @param x first column
   * @param y second column, of the same length
   * @return as {@link #pearson}
   */
  public static double spearman(double[] x, double[] y) {
    return pearson(ranks(x), ranks(y));
  }

  private static double[] ranks(double[] values) {
    int n = values.length;
    double[] ranks = new double[n];
    if (Arrays.stream(values).anyMatch(Double::isNaN)) {
      Arrays.fill(ranks, Double.NaN);
      return ranks;
    }
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> values[i]))
            .mapToInt(i -> i)
            .toArray();
    for (int from = 0, to; from < n; from = to) {
      to = from + 1;
      while (to < n && values[order[to]] == values[order[from]]) {
        to++;
      }
      for (int i = from; i < to; i++) {
        ranks[order[i]] = (from + 1 + to) / 2.0;
      }
    }
    return ranks;
  }
}
