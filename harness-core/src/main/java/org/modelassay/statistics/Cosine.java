package org.modelassay.statistics;

/** The cosine of the angle between vectors. */
public final class Cosine {
  private Cosine() {}

  /**
   * The cosine: 1 for one direction, -1 for opposite ones. Summed in float64.
   *
   * @return NaN where a vector is zero, which has no direction
   * @throws IllegalArgumentException when the lengths differ
   */
  public static double of(float[] a, float[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          "vectors of " + a.length + " and " + b.length + " numbers have no angle");
    }
    double dot = 0;
    double squareA = 0;
    double squareB = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      squareA += (double) a[i] * a[i];
      squareB += (double) b[i] * b[i];
    }
    // Rounding may lead a hair beyond what a cosine can be.
    return Math.max(-1, Math.min(1, dot / (Math.sqrt(squareA) * Math.sqrt(squareB))));
  }

  /**
   * Mean over pairs of vectors of 1 - cosine, in time linear in their number: with unit vectors u_i
   * and s their sum, 1 - (|s|^2 - N) / (N (N - 1)).
   *
   * @param vectors [N][width]
   * @return NaN of fewer than two, or when one has no direction: zero or not finite
   */
  public static double meanDistance(float[][] vectors) {
    int n = vectors.length;
    if (n < 2) {
      return Double.NaN;
    }
    double[] sum = new double[vectors[0].length];
    for (float[] vector : vectors) {
      double squares = 0;
      for (float value : vector) {
        squares += (double) value * value;
      }
      double length = Math.sqrt(squares);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += vector[i] / length;
      }
    }
    double square = 0;
    for (double value : sum) {
      square += value * value;
    }
    return 1 - (square - n) / ((double) n * (n - 1));
  }
}
