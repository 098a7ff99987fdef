package org.modelassay.torch;

import java.util.Arrays;
import java.util.List;
import org.modelassay.model.ModelFiles;
import org.modelassay.model.checkpoint.TensorSource;

/**
 * Rows of a model's output matrix, from its mapped files: no other weight is read, and of a matrix
 * that is stored as it is, or quantised row by row, no other row.
 */
public final class OutputRows implements AutoCloseable {
  private final WeightLoader loader =
      new WeightLoader(WeightTreatment.NONE, Precision.FLOAT32, Device.CPU);
  private final TensorSource matrix;

  private OutputRows(TensorSource matrix) {
    this.matrix = matrix;
  }

  /** Finds the matrix; the model must stay open as long. */
  public static OutputRows open(ModelFiles model) {
    String name = DecoderLoader.matrix(model.shape());
    return new OutputRows(
        model.weights().entrySet().stream()
            .filter(each -> each.getKey().name().equals(name))
            .findFirst()
            .orElseThrow()
            .getValue());
  }

  /**
   * Directions of some rows.
   *
   * @param ids numbers of the rows
   */
  public Directions directions(int[] ids) {
    try (Tensor rows = loader.values(matrix.rows(Arrays.stream(ids).asLongStream().toArray()))) {
      List<Tensor> parts = Programs.heads().tuple("directions", rows);
      try (Tensor sum = parts.get(0);
          Tensor lengths = parts.get(1)) {
        return new Directions(sum.doubles(), lengths.doubles());
      }
    }
  }

  /**
   * Directions of N rows.
   *
   * @param sum [H] sum of their unit vectors; means nothing when a length is zero or not finite
   * @param lengths [N]
   */
  public record Directions(double[] sum, double[] lengths) {}

  @Override
  public void close() {
    loader.close();
  }
}
