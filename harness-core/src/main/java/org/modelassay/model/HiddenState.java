package org.modelassay.model;

/**
 * A hidden state of a decoder with L blocks.
 *
 * @param layer 0 is the embedding, which has no sub-layers; 1 to L are the blocks
 * @param sublayer where in the block
 */
public record HiddenState(int layer, Sublayer sublayer) {
  /** Checks the layer. */
  public HiddenState {
    if (layer < 0 || (layer == 0 && sublayer != Sublayer.BLOCK)) {
      throw new IllegalArgumentException(
          layer == 0 ? "the embedding has no sub-layer " + sublayer : "layer " + layer);
    }
  }

  /** What a block hands on, or the embedding. */
  public static HiddenState ofBlock(int layer) {
    return new HiddenState(layer, Sublayer.BLOCK);
  }

  /** Such as {@code 12} or {@code 12.attention}. */
  @Override
  public String toString() {
    return layer + sublayer.suffix();
  }
}
