package org.modelassay.model.gguf;

import java.nio.file.Path;
import java.util.Arrays;

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
}
