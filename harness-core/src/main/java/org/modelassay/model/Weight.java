package org.modelassay.model;

/**
 * A weight that the program wants.
 *
 * @param name the program's name for it, such as {@code 3.q}
 * @param source the checkpoint's name, such as {@code model.layers.3.self_attn.q_proj.weight}
 * @param shape its sizes
 * @param treated whether treatments apply: the matrices of attention and MLP, never embedding,
 *     head, norms or biases
 */
public record Weight(String name, String source, long[] shape, boolean treated) {
  static Weight matrix(String name, String source, long rows, long columns) {
    return new Weight(name, source, new long[] {rows, columns}, true);
  }

  static Weight plain(String name, String source, long... shape) {
    return new Weight(name, source, shape, false);
  }
}
