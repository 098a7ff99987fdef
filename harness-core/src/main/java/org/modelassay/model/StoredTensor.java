package org.modelassay.model;

import java.nio.file.Path;
import java.util.Arrays;

/**
 * Where a tensor lies in a file.
 *
 * @param name its name in the checkpoint
 * @param type type of its numbers
 * @param shape its sizes
 * @param file the file
 * @param offset of its first byte in the file
 * @param bytes its size
 */
public record StoredTensor(
    String name, StoredType type, long[] shape, Path file, long offset, long bytes) {
  /** Number of elements. */
  public long elements() {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }
}
