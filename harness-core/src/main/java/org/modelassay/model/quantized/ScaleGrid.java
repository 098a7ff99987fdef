package org.modelassay.model.quantized;

import org.modelassay.model.checkpoint.StoredTensor;
import org.modelassay.model.checkpoint.TensorSource;

/**
 * Scales that lie over a matrix, one for each block of it. A block that reaches over the edge is
 * cut there.
 *
 * @param scales the scales, row by row in whatever shape
 * @param grid rows and columns of scales
 * @param height rows of the matrix that share one
 * @param width columns of the matrix that share one
 */
record ScaleGrid(TensorSource scales, long[] grid, long height, long width) {
  /**
   * Reads it off the shape of the scales: one for the matrix, one for each row, one for each equal
   * group of a row, or one for each block.
   *
   * @param matrix [out, in]
   * @param block height and width, empty when there are no blocks
   */
  static ScaleGrid of(StoredTensor scales, long[] matrix, int... block) {
    long out = matrix[0];
    long in = matrix[1];
    long[] shape = scales.shape();
    if (scales.elements() == 1) {
      return new ScaleGrid(scales, new long[] {1, 1}, out, in);
    }
    long rows = shape.length > 0 ? shape[0] : 0;
    long columns = shape.length == 1 ? 1 : shape.length == 2 ? shape[1] : 0;
    if (block.length == 2
        && rows == (out + block[0] - 1) / block[0]
        && columns == (in + block[1] - 1) / block[1]) {
      return new ScaleGrid(scales, new long[] {rows, columns}, block[0], block[1]);
    }
    if (rows == out && columns > 0 && in % columns == 0) {
      return new ScaleGrid(scales, new long[] {rows, columns}, 1, in / columns);
    }
    throw Parts.misshaped(
        scales,
        "one scale for the matrix, for each row or for each group of a row"
            + (block.length == 0 ? "" : ", or for each block of " + block[0] + " by " + block[1])
            + ", of a matrix of "
            + out
            + " by "
            + in);
  }
}
