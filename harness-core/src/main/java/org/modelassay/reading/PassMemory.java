package org.modelassay.reading;

import org.modelassay.model.DecoderShape;

/** How many tokens a pass may hold, from what it will take in memory: decided before the run. */
final class PassMemory {
  /** Arrays over positions and vocabulary that exist at once. */
  private static final long HEAD = 1L << 30;

  private PassMemory() {}

  /**
   * The rule for a model: halved until a pass fits.
   *
   * @param rule sizes where memory is no concern
   * @param workspace bytes that a pass may take beside the weights
   */
  static Passes.Rule rule(LocalModel model, Passes.Rule rule, long workspace) {
    Passes.Rule fits = rule;
    while (fits.tokens() > 256 && bytes(model, fits.tokens()) > workspace) {
      fits = fits.halved();
    }
    return fits;
  }

  /** What a device must have beside the weights: a pass, and the output matrix of a baseline. */
  static long least(LocalModel model) {
    return bytes(model, 1024)
        + (long) model.vocabularySize()
            * model.directory().shape().output()
            * model.precision().bytes();
  }

  /**
   * What a pass takes: the hidden states of a layer, its queries, keys and values, and the inner
   * width of its MLP; keys and values of trunks; the head's chunk.
   */
  private static long bytes(LocalModel model, int tokens) {
    DecoderShape shape = model.directory().shape();
    long heads = (long) shape.number("heads") * shape.number("head_dim");
    long keys = 2L * shape.number("kv_heads") * shape.number("head_dim") * shape.layers();
    long inner =
        model.directory().weights().keySet().stream()
            .filter(weight -> weight.treated() && weight.stored().length == 2)
            .mapToLong(weight -> weight.stored()[weight.transposed() ? 1 : 0])
            .max()
            .orElse(shape.hidden());
    long token = 4L * (4L * shape.hidden() + 6 * heads + 3 * inner) + 2 * 4L * keys;
    return tokens * token + HEAD;
  }
}
