package org.modelassay.dispersion;

import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Effective rank of some vectors: exp of the entropy of their matrix's singular values over the
 * singular values' sum (Roy and Vetterli 2007, "The effective rank: a measure of effective
 * dimensionality", EUSIPCO). 1 when all lie on one line, the width when no direction is preferred.
 */
final class EffectiveRank {
  private EffectiveRank() {}

  /**
   * The effective rank, from the eigenvalues of the smaller Gram matrix.
   *
   * @param vectors [N][width], finite
   * @return 1 to min(N, width); NaN when all are zero
   */
  static double of(float[][] vectors) {
    int n = vectors.length;
    int width = vectors[0].length;
    int size = Math.min(n, width);
    var gram = new DMatrixRMaj(size, size);
    IntStream.range(0, size)
        .parallel()
        .forEach(
            a -> {
              double[] row = n <= width ? products(vectors, a) : products(vectors, a, width);
              System.arraycopy(row, 0, gram.data, a * size, size);
            });
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(size, false, true);
    if (!eigen.decompose(gram)) {
      throw new IllegalStateException("no eigenvalues of a Gram matrix of " + size + " rows");
    }
    double[] values = new double[size];
    double largest = 0;
    for (int k = 0; k < size; k++) {
      values[k] = eigen.getEigenvalue(k).real;
      largest = Math.max(largest, values[k]);
    }
    // What is below the rounding of the squares is zero; its root would not be small.
    double rounding = largest * size * Math.ulp(1.0);
    double sum = 0;
    double weighted = 0;
    for (double value : values) {
      if (value > rounding) {
        double singular = Math.sqrt(value);
        sum += singular;
        weighted += singular * Math.log(singular);
      }
    }
    return Math.exp(Math.log(sum) - weighted / sum);
  }

  /** Dot products of vector a with all vectors. */
  private static double[] products(float[][] vectors, int a) {
    double[] row = new double[vectors.length];
    for (int b = 0; b < row.length; b++) {
      for (int k = 0; k < vectors[a].length; k++) {
        row[b] += (double) vectors[a][k] * vectors[b][k];
      }
    }
    return row;
  }

  /** Of dimension a with all dimensions. */
  private static double[] products(float[][] vectors, int a, int width) {
    double[] row = new double[width];
    for (float[] vector : vectors) {
      double factor = vector[a];
      for (int b = 0; b < width; b++) {
        row[b] += factor * vector[b];
      }
    }
    return row;
  }
}
