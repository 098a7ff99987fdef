package org.modelassay.statistics;

/** The cosine of the angle between two vectors. */
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
   * Mean over all pairs of n vectors of 1 - cos, from the sum of their unit vectors alone: 1 -
   * (|sum|² - n) / (n (n - 1)).
   *
   * @param squareOfSum |sum|²
   * @param n number of vectors
   * @return NaN of fewer than two
   */
  public static double meanDistance(double squareOfSum, int n) {
    return n < 2 ? Double.NaN : 1 - (squareOfSum - n) / ((double) n * (n - 1));
  }
}
