package org.modelassay.model.checkpoint;

import java.nio.file.Path;

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
    implements TensorSource {}
