package org.modelassay.model.checkpoint;

import java.nio.file.Path;
import java.util.Arrays;

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
}
