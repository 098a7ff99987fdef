package org.modelassay.model.checkpoint;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Where the values of a tensor come from: the bytes of a file, or a computation over others. */
public sealed interface TensorSource permits StoredTensor, ComputedTensor {
  /** Its name in the checkpoint. */
  String name();

  /** Its sizes. */
  long[] shape();

  /** The type of its values; of quantised ones, the type they were made from. */
  StoredType type();

  /** A file it lies in, for messages. */
  Path file();

  /** Number of elements. */
  default long elements() {
    return Arrays.stream(shape()).reduce(1, Math::multiplyExact);
  }

  /** One entry of the first dimension. */
  TensorSource entry(int index);

  /**
   * Some entries of the first dimension of a matrix, one after the other; of what is stored or
   * quantised row by row no other is touched.
   *
   * @param ids numbers of the entries
   */
  default TensorSource rows(long[] ids) {
    return new ComputedTensor(
        name(), "weights.rows", List.of(this, ids), new long[] {ids.length, shape()[1]}, type());
  }
}
