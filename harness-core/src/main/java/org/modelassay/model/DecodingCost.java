package org.modelassay.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a decoder computes for one token, counted from the sizes of its weights. Norms, soft-max,
 * biases, rotations, convolutions and the scans of state spaces are not counted: next to the matrix
 * products they are small.
 *
 * @param matrices elements of the matrices of all layers that one token meets: of mixtures the
 *     experts that it is sent to, of shared blocks each use; embedding and head left out
 * @param head elements of the output matrix
 * @param attention of each attention, what one earlier position costs
 */
public record DecodingCost(long matrices, long head, List<Attention> attention) {
  private static final Pattern EXPERT = Pattern.compile("(\\d+)\\.experts\\.(\\d+)\\..*");
  private static final Pattern SHARED = Pattern.compile("shared\\.(\\d+)\\..*");

  /** Copies the list. */
  public DecodingCost {
    attention = List.copyOf(attention);
  }

  /**
   * An attention.
   *
   * @param width elements of all heads' keys and values at one position, as its queries meet them
   * @param window positions it looks back at, 0 for all
   */
  public record Attention(long width, int window) {}

  /** Counts a model's weights. */
  public static DecodingCost of(DecoderShape shape, Collection<Weight> weights) {
    long uses = weights.stream().filter(w -> w.name().matches("\\d+\\.share")).count();
    long blocks =
        weights.stream()
            .map(w -> SHARED.matcher(w.name()))
            .filter(Matcher::matches)
            .map(m -> m.group(1))
            .distinct()
            .count();
    long experts =
        weights.stream()
            .map(w -> EXPERT.matcher(w.name()))
            .filter(Matcher::matches)
            .mapToLong(m -> Long.parseLong(m.group(2)) + 1)
            .max()
            .orElse(1);
    double matrices = 0;
    for (Weight weight : weights) {
      if (weight.treated() || weight.name().endsWith(".router")) {
        matrices += times(shape, weight, experts, uses, blocks) * elements(weight);
      }
    }
    return new DecodingCost(
        Math.round(matrices), (long) shape.vocabulary() * shape.output(), attention(shape, uses));
  }

  /** How often a token meets a matrix. */
  private static double times(
      DecoderShape shape, Weight weight, long experts, long uses, long blocks) {
    if (EXPERT.matcher(weight.name()).matches()) {
      return (double) shape.number("router_count") / experts;
    }
    Matcher shared = SHARED.matcher(weight.name());
    if (shared.matches()) {
      // The uses take the blocks in turn.
      long turns = (uses - Long.parseLong(shared.group(1)) + blocks - 1) / blocks;
      return turns;
    }
    return 1;
  }

  private static long elements(Weight weight) {
    long elements = 1;
    for (long size : weight.shape()) {
      elements *= size;
    }
    return elements;
  }

  private static List<Attention> attention(DecoderShape shape, long uses) {
    if (!shape.attributes().containsKey("heads")) {
      return List.of();
    }
    long width =
        (long) shape.number("heads") * (shape.number("head_dim") + shape.number("value_dim"));
    List<?> windows = (List<?>) shape.attributes().getOrDefault("windows", List.of());
    List<?> mixers = (List<?>) shape.attributes().getOrDefault("mixers", List.of());
    var layers = new ArrayList<Attention>();
    for (int i = 0; i < shape.layers(); i++) {
      Object mixer = mixers.get(i);
      if (mixer.equals("attention") || mixer.equals("latent")) {
        layers.add(new Attention(width, (Integer) windows.get(i)));
      }
    }
    for (long i = 0; i < uses; i++) {
      layers.add(new Attention(width, 0));
    }
    return layers;
  }

  /**
   * Floating-point operations of one token, a multiply-add counted as two, in the mean over the
   * steps of a text that begins with nothing: the step at position t looks back at t positions.
   *
   * @param length number of steps, at least 1
   */
  public double flopsPerToken(int length) {
    double sum = 2.0 * matrices + 2.0 * head;
    for (Attention each : attention) {
      sum += 2.0 * each.width * meanSeen(length, each.window);
    }
    return sum;
  }

  private static double meanSeen(int length, int window) {
    if (window == 0 || window >= length) {
      return (length - 1) / 2.0;
    }
    return (window * (window - 1) / 2.0 + (double) (length - window) * window) / length;
  }
}
