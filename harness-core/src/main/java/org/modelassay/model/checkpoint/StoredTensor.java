package org.modelassay.model.checkpoint;

import java.nio.file.Path;
import java.util.Arrays;

/**
 * A tensor as it lies in a file.
 *
 * @param name its name in the checkpoint
 * @param type type of its numbers
 * @param shape its sizes
 * @param file the file
 * @param offset of its first byte in the file
 * @param bytes its size
 */
public record StoredTensor(
    String name, StoredType type, long[] shape, Path file, long offset, long bytes)
    implements TensorSource {
  @Override
  public StoredTensor entry(int index) {
    long size = bytes / shape[0]; // an entry lies in one piece
    return new StoredTensor(
        name, type, Arrays.copyOfRange(shape, 1, shape.length), file, offset + index * size, size);
  }
}
