package org.modelassay.dispersion;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modelassay.statistics.Sums;

/**
 * How alike two sets of vectors are, row by row of the same segments: linear CKA and relative
 * error. The vectors may differ in width for CKA.
 *
 * <p>The debiased CKA puts the unbiased HSIC of Song et al. (2012, "Feature selection via
 * dependence maximization", JMLR 13:1393-1434) in the place of the plain one, as Nguyen et al.
 * (2021, arXiv 2010.15327) do. The plain CKA of Kornblith et al. (2019, arXiv 1905.00414) nears 1
 * whatever the vectors when they are fewer than their dimensions.
 */
final class Alignment {
  /** Fewest segments that the unbiased HSIC is defined for. */
  static final int FEWEST = 4;

  private static final int ROWS = 16;

  private Alignment() {}

  /**
   * Linear CKA, debiased and plain.
   *
   * @param x [N][width]
   * @param y [N][width], of the same segments
   */
  static Cka cka(float[][] x, float[][] y) {
    double[][] a = centred(x);
    double[][] b = centred(y);
    double[] xy = products(a, b);
    double[] xx = products(a, a);
    double[] yy = products(b, b);
    double[] both = hsic(a, b, xy);
    double[] first = hsic(a, a, xx);
    double[] second = hsic(b, b, yy);
    int n = a.length;
    double[] cka = new double[n + 1];
    Arrays.setAll(cka, i -> ratio(both[i], first[i], second[i]));
    return new Cka(new Jackknifed(cka[n], Arrays.copyOf(cka, n)), ratio(sum(xy), sum(xx), sum(yy)));
  }

  /**
   * Linear CKA; NaN where the vectors of a side do not differ.
   *
   * @param debiased at most about 1, below 0 where chance has it so; NaN with fewer than {@link
   *     #FEWEST} segments, and without a segment in turn when fewer are left
   * @param plain 0 to 1
   */
  record Cka(Jackknifed debiased, double plain) {}

  /**
   * sqrt(sum |y - x|² / sum |x|²), of vectors of one width.
   *
   * @param x [N][width] what is kept to
   * @param y [N][width] what departs from it
   */
  static Jackknifed relativeError(float[][] x, float[][] y) {
    int n = x.length;
    double[] errors = new double[n];
    double[] squares = new double[n];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < x[i].length; k++) {
        double error = (double) y[i][k] - x[i][k];
        errors[i] += error * error;
        squares[i] += (double) x[i][k] * x[i][k];
      }
    }
    double error = sum(errors);
    double square = sum(squares);
    double[] without = new double[n];
    // Rounding may take the difference below zero by an ulp.
    Arrays.setAll(without, i -> Math.sqrt(Math.max(0, error - errors[i]) / (square - squares[i])));
    return new Jackknifed(Math.sqrt(error / square), without);
  }

  private static double ratio(double both, double first, double second) {
    return first > 0 && second > 0 ? both / Math.sqrt(first * second) : Double.NaN;
  }

  /**
   * The unbiased HSIC of linear kernels without each segment in turn, and at the end of all.
   *
   * <p>With the kernels' diagonals set to zero it is (tr KL + 1'K1 1'L1 / ((n - 1)(n - 2)) - 2
   * 1'KL1 / (n - 2)) / (n (n - 3)). Each of the sums without segment i follows from row i alone.
   *
   * @param products of x and y
   */
  private static double[] hsic(double[][] x, double[][] y, double[] products) {
    int n = x.length;
    double[] trace = products.clone();
    double[] k = rows(x, null);
    double[] l = rows(y, null);
    double[] weightedByL = rows(x, l);
    double[] weightedByK = rows(y, k);
    double[] dots = new double[n];
    for (int i = 0; i < n; i++) {
      trace[i] -= dot(x[i], x[i]) * dot(y[i], y[i]);
      dots[i] = k[i] * l[i];
    }
    double traces = sum(trace);
    double ks = sum(k);
    double ls = sum(l);
    double kls = sum(dots);
    double[] hsic = new double[n + 1];
    for (int i = 0; i < n; i++) {
      hsic[i] =
          hsic(
              traces - 2 * trace[i],
              ks - 2 * k[i],
              ls - 2 * l[i],
              kls - dots[i] - weightedByL[i] - weightedByK[i] + trace[i],
              n - 1);
    }
    hsic[n] = hsic(traces, ks, ls, kls, n);
    return hsic;
  }

  private static double hsic(double trace, double k, double l, double kl, int n) {
    if (n < FEWEST) {
      return Double.NaN;
    }
    double u = n - 2;
    return (trace + k * l / ((n - 1) * u) - 2 * kl / u) / ((double) n * (n - 3));
  }

  /** Of each i the sum over the other j of x_i x_j w_j, w being 1 where there is none. */
  private static double[] rows(double[][] x, double @Nullable [] w) {
    double[] sum = new double[x[0].length];
    for (int j = 0; j < x.length; j++) {
      for (int c = 0; c < sum.length; c++) {
        sum[c] += x[j][c] * (w == null ? 1 : w[j]);
      }
    }
    double[] rows = new double[x.length];
    Arrays.setAll(rows, i -> dot(x[i], sum) - dot(x[i], x[i]) * (w == null ? 1 : w[i]));
    return rows;
  }

  /** Of each i the sum over all j of (x_i x_j) (y_i y_j), by the smaller of the two squares. */
  private static double[] products(double[][] x, double[][] y) {
    int n = x.length;
    double[] products = new double[n];
    if (n <= Math.max(x[0].length, y[0].length)) {
      for (int i = 0; i < n; i++) {
        for (int j = 0; j <= i; j++) {
          double product = dot(x[i], x[j]) * dot(y[i], y[j]);
          products[i] += product;
          if (j < i) {
            products[j] += product;
          }
        }
      }
      return products;
    }
    double[][] cross = new double[x[0].length][y[0].length];
    // Some rows of the square at a time, so that a vector is fetched once for all of them.
    IntStream.rangeClosed(0, (cross.length - 1) / ROWS)
        .parallel()
        .forEach(
            block -> {
              int end = Math.min(cross.length, (block + 1) * ROWS);
              for (int i = 0; i < n; i++) {
                for (int c = block * ROWS; c < end; c++) {
                  double factor = x[i][c];
                  for (int d = 0; d < y[i].length; d++) {
                    cross[c][d] += factor * y[i][d];
                  }
                }
              }
            });
    IntStream.range(0, n)
        .parallel()
        .forEach(
            i -> {
              double[] row = new double[y[i].length];
              for (int c = 0; c < cross.length; c++) {
                double factor = x[i][c];
                for (int d = 0; d < row.length; d++) {
                  row[d] += factor * cross[c][d];
                }
              }
              products[i] = dot(row, y[i]);
            });
    return products;
  }

  private static double[][] centred(float[][] x) {
    double[] mean = new double[x[0].length];
    for (float[] row : x) {
      for (int c = 0; c < mean.length; c++) {
        mean[c] += row[c];
      }
    }
    double[][] centred = new double[x.length][mean.length];
    for (int i = 0; i < x.length; i++) {
      for (int c = 0; c < mean.length; c++) {
        centred[i][c] = x[i][c] - mean[c] / x.length;
      }
    }
    return centred;
  }

  private static double dot(double[] a, double[] b) {
    double dot = 0;
    for (int c = 0; c < a.length; c++) {
      dot += a[c] * b[c];
    }
    return dot;
  }

  private static double sum(double[] values) {
    return Sums.sum(values);
  }
}
