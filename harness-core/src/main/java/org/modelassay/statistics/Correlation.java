package org.modelassay.statistics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

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
    // Equal columns correlate by exactly 1.
    double correlation = xy / (xx == yy ? xx : Math.sqrt(xx) * Math.sqrt(yy));
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

  /**
   * The two-sided 95 % interval of Pearson's correlation by Fisher's z: {@code tanh(atanh r ± z /
   * sqrt(n - 3))}.
   *
   * @param r the correlation
   * @param n rows
   * @return [-1, 1] when there are fewer than 4 rows; [r, r] when r is -1 or 1; NaN when r is
   */
  public static Interval pearsonInterval(double r, int n) {
    return interval(r, n, 1, "Fisher z");
  }

  /**
   * The same of Spearman's correlation by the standard error of Bonett and Wright (2000, "Sample
   * size requirements for estimating Pearson, Kendall and Spearman correlations", Psychometrika
   * 65:23-28): {@code tanh(atanh r ± z sqrt((1 + r² / 2) / (n - 3)))}.
   */
  public static Interval spearmanInterval(double r, int n) {
    return interval(r, n, 1 + r * r / 2, "Bonett-Wright");
  }

  private static Interval interval(double r, int n, double variance, String method) {
    if (n < 4 && !Double.isNaN(r)) {
      return Interval.of(-1, 1, method);
    }
    double z = NormalDistribution.of(0, 1).inverseSurvivalProbability(Interval.TAIL);
    double middle = Math.log1p(2 * r / (1 - r)) / 2;
    double reach = z * Math.sqrt(variance / (n - 3));
    return r >= 1
        ? Interval.of(1, 1, method)
        : Interval.of(Math.tanh(middle - reach), Math.tanh(middle + reach), method);
  }

  /**
   * The two-sided p value of the hypothesis that there is no correlation, Pearson's or Spearman's:
   * {@code r sqrt((n - 2) / (1 - r²))} as Student's t with n - 2 degrees of freedom. Of Spearman's
   * with fewer than 10 rows a {@linkplain Permutation#spearman permutation test} is exact.
   *
   * @param r the correlation
   * @param n rows
   * @return 1 when there are fewer than 3 rows; NaN when r is
   */
  public static double pValue(double r, int n) {
    if (n < 3 || Double.isNaN(r)) {
      return Double.isNaN(r) ? Double.NaN : 1;
    }
    double t = Math.abs(r) * Math.sqrt((n - 2) / ((1 - r) * (1 + r)));
    return 2 * TDistribution.of(n - 2).survivalProbability(t);
  }

  static double[] ranks(double[] values) {
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
