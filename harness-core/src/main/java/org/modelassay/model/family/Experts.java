package org.modelassay.model.family;

import org.modelassay.model.Weight;

/** Weights of mixtures of experts, by the names that checkpoints give them. */
final class Experts {
  private Experts() {}

  /** The router of a layer: a matrix of [experts, hidden] that no treatment touches. */
  static Weight router(String to, String source, int count, int hidden) {
    return Weight.plain(to + "router", source + ".weight", count, hidden);
  }

  /**
   * The gated MLPs of a layer: one by one as published, or stacked as transformers 5 holds them, in
   * {@code gate_up_proj} [E, 2 middle, hidden] and {@code down_proj} [E, hidden, middle].
   *
   * @param to the layer by the program's name, such as {@code 3.}
   * @param from where the experts stand in the checkpoint, such as {@code
   *     model.layers.3.mlp.experts.}
   * @param names of the gate, the matrix beside it and the one that follows, in that order
   */
  static void gated(
      WeightList weights,
      String to,
      String from,
      int count,
      int middle,
      int hidden,
      String... names) {
    boolean stacked = weights.stored(from + "gate_up_proj");
    for (int e = 0; e < count; e++) {
      String expert = to + "experts." + e + ".";
      if (stacked) {
        weights
            .add(
                Weight.matrix(expert + "gate_up", from + "gate_up_proj", 2L * middle, hidden)
                    .entryOf(count, e))
            .add(
                Weight.matrix(expert + "down", from + "down_proj", hidden, middle)
                    .entryOf(count, e));
      } else {
        weights
            .linear(expert + "gate", from + e + "." + names[0], middle, hidden, false)
            .linear(expert + "up", from + e + "." + names[1], middle, hidden, false)
            .linear(expert + "down", from + e + "." + names[2], hidden, middle, false);
      }
    }
  }

  /** A gated MLP with the names of Llama. */
  static void mlp(
      WeightList weights, String to, String from, int middle, int hidden, boolean bias) {
    weights
        .linear(to + "gate", from + "gate_proj", middle, hidden, bias)
        .linear(to + "up", from + "up_proj", middle, hidden, bias)
        .linear(to + "down", from + "down_proj", hidden, middle, bias);
  }
}
