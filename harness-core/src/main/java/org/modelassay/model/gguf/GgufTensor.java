package org.modelassay.model.gguf;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.modelassay.model.checkpoint.ComputedTensor;
import org.modelassay.model.checkpoint.StoredTensor;
import org.modelassay.model.checkpoint.StoredType;
import org.modelassay.model.checkpoint.TensorSource;

/**
 * A tensor as it lies in a GGUF file.
 *
 * @param name its name, such as {@code blk.0.attn_q.weight}
 * @param type how its numbers are stored
 * @param shape its sizes, the outermost first (the file lists them innermost first)
 * @param file the file
 * @param offset of its first byte in the file
 * @param bytes its size
 */
record GgufTensor(String name, GgmlType type, long[] shape, Path file, long offset, long bytes) {
  /** An entry of its first dimension; blocks lie within rows, so it is a tensor of its own. */
  GgufTensor entry(int index) {
    long each = bytes / shape[0];
    return new GgufTensor(
        name, type, Arrays.copyOfRange(shape, 1, shape.length), file, offset + index * each, each);
  }

  /** The same numbers in another shape. */
  GgufTensor shaped(long... sizes) {
    return new GgufTensor(name, type, sizes, file, offset, bytes);
  }

  /** Its values, under a name. */
  TensorSource source(String as) {
    return switch (type) {
      case F32 -> stored(as, StoredType.F32, shape);
      case F16 -> stored(as, StoredType.F16, shape);
      case BF16 -> stored(as, StoredType.BF16, shape);
      case F64 -> stored(as, StoredType.F64, shape);
      case I8 -> stored(as, StoredType.I8, shape);
      case I16 -> stored(as, StoredType.I16, shape);
      case I32 -> stored(as, StoredType.I32, shape);
      case I64 -> stored(as, StoredType.I64, shape);
      // Half precision is what such files are made of and what their scales are stored in.
      default ->
          new ComputedTensor(
              as,
              "gguf.dequantized",
              List.of(
                  stored(as, StoredType.U8, new long[] {bytes}),
                  type.name(),
                  (long) type.block(),
                  (long) type.bytes(),
                  shape),
              shape,
              StoredType.F16);
    };
  }

  private StoredTensor stored(String as, StoredType numbers, long[] sizes) {
    return new StoredTensor(as, numbers, sizes, file, offset, bytes);
  }
}
