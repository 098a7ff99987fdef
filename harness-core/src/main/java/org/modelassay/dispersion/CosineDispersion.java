package org.modelassay.dispersion;

/**
 * Mean pairwise cosine distance of some vectors, D = mean over i &lt; j of 1 - cos(v_i, v_j) (arXiv
 * 2506.24106), in time linear in their number: with unit vectors u_i and s = sum of u_i, D = 1 -
 * (|s|^2 - N) / (N (N - 1)).
 */
final class CosineDispersion {
  private final double[][] units;
  private final double[] sum;

  /**
   * Takes the vectors' directions.
   *
   * @param vectors [N][width], at least one
   * @throws IllegalArgumentException when one has no direction: zero or not finite
   */
  CosineDispersion(float[][] vectors) {
    units = new double[vectors.length][];
    sum = new double[vectors[0].length];
    for (int i = 0; i < vectors.length; i++) {
      double length = length(vectors[i]);
      if (!isDirection(length)) {
        throw new IllegalArgumentException("vector " + i + " of length " + length);
      }
      units[i] = new double[sum.length];
      for (int k = 0; k < sum.length; k++) {
        units[i][k] = vectors[i][k] / length;
        sum[k] += units[i][k];
      }
    }
  }

  /** Number of the first vector that is zero or not finite, or -1. */
  static int flawed(float[][] vectors) {
    for (int i = 0; i < vectors.length; i++) {
      if (!isDirection(length(vectors[i]))) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isDirection(double length) {
    return length > 0 && Double.isFinite(length);
  }

  private static double length(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }

  /** D; NaN of fewer than two vectors. */
  double mean() {
    return mean(dot(sum, sum), units.length);
  }

  /** D without each vector in turn: the sum without u has the square |s|^2 - 2 s u + 1. */
  double[] leaveOneOut() {
    double square = dot(sum, sum);
    double[] means = new double[units.length];
    for (int i = 0; i < means.length; i++) {
      means[i] = mean(square - 2 * dot(sum, units[i]) + dot(units[i], units[i]), units.length - 1);
    }
    return means;
  }

  private static double mean(double squareOfSum, int n) {
    return n < 2 ? Double.NaN : 1 - (squareOfSum - n) / ((double) n * (n - 1));
  }

  private static double dot(double[] a, double[] b) {
    double dot = 0;
    for (int k = 0; k < a.length; k++) {
      dot += a[k] * b[k];
    }
    return dot;
  }
}
