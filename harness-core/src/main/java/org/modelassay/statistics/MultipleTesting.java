package org.modelassay.statistics;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * P values of several tests, adjusted so that each can be compared with alpha on its own. The order
 * stays.
 */
public final class MultipleTesting {
  private MultipleTesting() {}

  /**
   * Holm's step-down method (Holm 1979): the chance of any false rejection is at most alpha,
   * however the tests depend on each other.
   *
   * @throws IllegalArgumentException when a p value is not 0 to 1
   */
  public static double[] holm(double[] p) {
    int[] order = ascending(p);
    int n = p.length;
    double[] adjusted = new double[n];
    double largest = 0;
    for (int rank = 0; rank < n; rank++) {
      largest = Math.max(largest, (n - rank) * p[order[rank]]);
      adjusted[order[rank]] = Math.min(1, largest);
    }
    return adjusted;
  }

  /**
   * The step-up method of Benjamini and Hochberg (1995): of the rejections a share of at most alpha
   * is expected to be false, when the tests are independent or positively dependent.
   *
   * @throws IllegalArgumentException when a p value is not 0 to 1
   */
  public static double[] benjaminiHochberg(double[] p) {
    int[] order = ascending(p);
    int n = p.length;
    double[] adjusted = new double[n];
    double least = 1;
    for (int rank = n - 1; rank >= 0; rank--) {
      least = Math.min(least, p[order[rank]] * n / (rank + 1));
      adjusted[order[rank]] = least;
    }
    return adjusted;
  }

  private static int[] ascending(double[] p) {
    for (double value : p) {
      if (!(value >= 0 && value <= 1)) {
        throw new IllegalArgumentException("a p value must be 0 to 1, but is " + value);
      }
    }
    return IntStream.range(0, p.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> p[i]))
        .mapToInt(i -> i)
        .toArray();
  }
}
