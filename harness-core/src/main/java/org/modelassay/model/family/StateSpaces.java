package org.modelassay.model.family;

import com.fasterxml.jackson.databind.JsonNode;
import org.modelassay.AssayException;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.Weight;

/** Weights of the mixers that carry a state, by the names that most checkpoints give them. */
final class StateSpaces {
  private StateSpaces() {}

  /**
   * The mixer of Mamba 1.
   *
   * @param to the layer by the program's name, such as {@code 3.}
   * @param from the mixer by the checkpoint's, such as {@code backbone.layers.3.mixer.}
   */
  static void selective(WeightList weights, String to, String from, Selective sizes) {
    int inner = sizes.inner();
    weights.linear(to + "in", from + "in_proj", 2L * inner, sizes.hidden(), sizes.bias());
    convolution(weights, to, from + "conv1d", inner, sizes.kernel(), sizes.convolutionBias());
    weights
        .linear(to + "x", from + "x_proj", sizes.rank() + 2L * sizes.state(), inner, false)
        .linear(to + "dt", from + "dt_proj", inner, sizes.rank(), false)
        .add(Weight.plain(to + "dt_bias", from + "dt_proj.bias", inner))
        .add(Weight.plain(to + "A_log", from + "A_log", inner, sizes.state()))
        .add(Weight.plain(to + "D", from + "D", inner))
        .linear(to + "out", from + "out_proj", sizes.hidden(), inner, sizes.bias());
  }

  /**
   * Sizes of a Mamba 1 mixer.
   *
   * @param hidden width of the residual stream
   * @param inner channels
   * @param state components of a channel's state
   * @param rank of the time step
   * @param kernel positions that the convolution sees
   */
  record Selective(
      int hidden,
      int inner,
      int state,
      int rank,
      int kernel,
      boolean bias,
      boolean convolutionBias) {}

  /** The mixer of Mamba 2; names as in {@link #selective}. */
  static void duality(WeightList weights, String to, String from, Duality sizes) {
    int inner = sizes.inner();
    int wide = inner + 2 * sizes.groups() * sizes.state();
    int rows = inner + wide + sizes.heads();
    weights.linear(to + "in", from + "in_proj", rows, sizes.hidden(), sizes.bias());
    convolution(weights, to, from + "conv1d", wide, sizes.kernel(), sizes.convolutionBias());
    weights
        .add(Weight.plain(to + "dt_bias", from + "dt_bias", sizes.heads()))
        .add(Weight.plain(to + "A_log", from + "A_log", sizes.heads()))
        .add(Weight.plain(to + "D", from + "D", sizes.heads()))
        .plain(to + "gate_norm", from + "norm", inner)
        .linear(to + "out", from + "out_proj", sizes.hidden(), inner, sizes.bias());
  }

  /**
   * Sizes of a Mamba 2 mixer.
   *
   * @param hidden width of the residual stream
   * @param inner channels of all heads
   * @param heads number of heads
   * @param groups of heads that share what enters and leaves their states
   * @param state components of a channel's state
   * @param kernel positions that the convolution sees
   */
  record Duality(
      int hidden,
      int inner,
      int heads,
      int groups,
      int state,
      int kernel,
      boolean bias,
      boolean convolutionBias) {
    /** Refuses sizes that do not divide. */
    Duality checked(ModelConfig config) {
      if (inner % heads != 0 || heads % groups != 0) {
        throw new AssayException(
            config.file()
                + ": "
                + inner
                + " channels, "
                + heads
                + " heads and "
                + groups
                + " groups: heads divide channels and groups divide heads");
      }
      return this;
    }
  }

  /** A causal convolution of each channel with a kernel of its own. */
  static void convolution(
      WeightList weights, String to, String source, int channels, int kernel, boolean bias) {
    weights.plain(to + "conv", source, channels, 1, kernel);
    if (bias) {
      weights.bias(to + "conv", source, channels);
    }
  }

  /** The rank of the time step: a number, or "auto" for a sixteenth of the hidden size. */
  static int rank(ModelConfig config, String key, int hidden) {
    boolean derived = !config.has(key) || config.node(key).asText().equals("auto");
    return derived ? (hidden + 15) / 16 : config.size(key);
  }

  /**
   * The least and the greatest time step; infinity is written bare, as text, or as transformers 5
   * does.
   */
  static double[] limits(ModelConfig config, String key) {
    JsonNode node = config.node(key);
    if (node.isMissingNode()) {
      return new double[] {0, Double.POSITIVE_INFINITY};
    }
    double[] limits = {number(node.path(0)), number(node.path(1))};
    if (node.size() != 2 || !(limits[0] <= limits[1])) {
      throw new AssayException(
          config.file() + ": " + key + " is " + node + ", expected the least and greatest step");
    }
    return limits;
  }

  private static double number(JsonNode node) {
    String text = node.path("__float__").asText(node.asText());
    return text.equals("Infinity") ? Double.POSITIVE_INFINITY : node.asDouble(Double.NaN);
  }
}
