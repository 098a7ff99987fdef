package org.modelassay.statistics;

/**
 * Mean pairwise cosine distance of some vectors, D = mean over i &lt; j of 1 - cos(v_i, v_j) (arXiv
 * 2506.24106), in time linear in their number: with unit vectors u_i and s = sum of u_i, D = 1 -
 * (|s|^2 - N) / (N (N - 1)).
 */
public final class CosineDispersion {
  private final float[][] vectors;
  private final double[] lengths;
  private final double[] sum;

  /**
   * Sums up the vectors' directions.
   *
   * @param vectors [N][width], at least one; not copied
   * @throws IllegalArgumentException when one has no direction: zero or not finite
   */
  public CosineDispersion(float[][] vectors) {
    this.vectors = vectors;
    lengths = new double[vectors.length];
    sum = new double[vectors[0].length];
    for (int i = 0; i < vectors.length; i++) {
      lengths[i] = length(vectors[i]);
      if (!isDirection(lengths[i])) {
        throw new IllegalArgumentException("vector " + i + " of length " + lengths[i]);
      }
      for (int k = 0; k < sum.length; k++) {
        sum[k] += vectors[i][k] / lengths[i];
      }
    }
  }

  /** Number of the first vector that is zero or not finite, or -1. */
  public static int flawed(float[][] vectors) {
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
  public double mean() {
    return Cosine.meanDistance(squareOfSum(), lengths.length);
  }

  /** D without each vector in turn: the sum without u has the square |s|^2 - 2 s u + 1. */
  public double[] leaveOneOut() {
    double square = squareOfSum();
    double[] means = new double[lengths.length];
    for (int i = 0; i < means.length; i++) {
      means[i] = Cosine.meanDistance(square - 2 * alongSum(i) + 1, means.length - 1);
    }
    return means;
  }

  /** The mean distance of each vector to the others, whose mean is D; NaN of a single one. */
  public double[] distancesToOthers() {
    double[] distances = new double[lengths.length];
    for (int i = 0; i < distances.length; i++) {
      distances[i] = 1 - (alongSum(i) - 1) / (distances.length - 1);
    }
    return distances;
  }

  /** s u of a vector. */
  private double alongSum(int i) {
    double dot = 0;
    for (int k = 0; k < sum.length; k++) {
      dot += sum[k] * vectors[i][k];
    }
    return dot / lengths[i];
  }

  private double squareOfSum() {
    double square = 0;
    for (double value : sum) {
      square += value * value;
    }
    return square;
  }
}
