package org.modelassay.model.family;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.modelassay.AssayException;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.Weight;

/**
 * Collects the weights of a family under a prefix of the program's names and of the checkpoint's.
 */
final class WeightList {
  /** Ten times as many as the largest published mixture has. */
  private static final int MOST = 1_000_000;

  private final List<Weight> weights = new ArrayList<>();
  private final Set<String> stored;

  WeightList() {
    this(Set.of());
  }

  /** With the names that the checkpoint holds, for families that are published under several. */
  WeightList(Set<String> stored) {
    this.stored = stored;
  }

  /** Whether the checkpoint holds a tensor. */
  boolean stored(String source) {
    return stored.contains(source);
  }

  /** A vector or another weight that no treatment touches: {@code source} with {@code .weight}. */
  WeightList plain(String name, String source, long... shape) {
    return add(Weight.plain(name, source + ".weight", shape));
  }

  /** A norm of one width, with a bias where the family has one. */
  WeightList norm(String name, String source, long width, boolean bias) {
    plain(name, source, width);
    return bias ? bias(name, source, width) : this;
  }

  /** A matrix of attention or MLP, [rows, columns], with a bias of [rows] where there is one. */
  WeightList linear(String name, String source, long rows, long columns, boolean bias) {
    add(Weight.matrix(name, source + ".weight", rows, columns));
    return bias ? bias(name, source, rows) : this;
  }

  /** The same stored input-major, as [columns, rows]. */
  WeightList transposed(String name, String source, long rows, long columns, boolean bias) {
    add(Weight.matrix(name, source + ".weight", rows, columns).storedTransposed());
    return bias ? bias(name, source, rows) : this;
  }

  /** The output matrix, unless the embedding is it. */
  WeightList head(String source, DecoderShape shape) {
    return shape.tied() ? this : plain("head", source, shape.vocabulary(), shape.output());
  }

  /** What an MLP has beside a gate: {@code up} [middle, hidden], {@code down} [hidden, middle]. */
  WeightList upDown(String to, String up, String down, long middle, long hidden, boolean bias) {
    return linear(to + "up", up, middle, hidden, bias)
        .linear(to + "down", down, hidden, middle, bias);
  }

  /** A bias. */
  WeightList bias(String name, String source, long width) {
    return add(Weight.plain(name + ".bias", source + ".bias", width));
  }

  /** Any weight. */
  WeightList add(Weight weight) {
    if (weights.size() == MOST) {
      throw new AssayException(
          "the configuration asks for more than "
              + MOST
              + " tensors, at "
              + weight.sources().get(0)
              + ": are the numbers of layers and experts right?");
    }
    weights.add(weight);
    return this;
  }

  List<Weight> list() {
    return List.copyOf(weights);
  }
}
