package org.modelassay.torch;

import java.util.List;
import org.modelassay.model.ModelFiles;
import org.modelassay.model.checkpoint.TensorSource;

/**
 * Rows of a model's output matrix, from its mapped files: no other weight is read, and of a matrix
 * that is stored as it is no other row.
 */
public final class OutputRows implements AutoCloseable {
  private final WeightLoader loader;
  private final Tensor matrix;

  private OutputRows(WeightLoader loader, Tensor matrix) {
    this.loader = loader;
    this.matrix = matrix;
  }

  /** Opens the matrix; the model must stay open as long. */
  public static OutputRows open(ModelFiles model) {
    String name = DecoderLoader.matrix(model.shape());
    TensorSource source =
        model.weights().entrySet().stream()
            .filter(each -> each.getKey().name().equals(name))
            .findFirst()
            .orElseThrow()
            .getValue();
    var loader = new WeightLoader(WeightTreatment.NONE, Precision.FLOAT32, Device.CPU);
    try {
      return new OutputRows(loader, loader.values(source));
    } catch (RuntimeException | Error e) {
      loader.close();
      throw e;
    }
  }

  /**
   * Directions of some rows.
   *
   * @param ids numbers of the rows
   */
  public Directions directions(int[] ids) {
    long[] rows = new long[ids.length];
    for (int i = 0; i < ids.length; i++) {
      rows[i] = ids[i];
    }
    try (Tensor at = Inputs.vector(rows)) {
      List<Tensor> parts = Programs.heads().tuple("directions", matrix, at);
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
    matrix.close();
    loader.close();
  }
}
