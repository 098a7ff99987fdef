package org.modelassay.model.gguf;

import java.nio.file.Path;

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
record GgufTensor(String name, GgmlType type, long[] shape, Path file, long offset, long bytes) {}
