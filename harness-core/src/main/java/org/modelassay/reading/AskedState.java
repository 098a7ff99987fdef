package org.modelassay.reading;

import org.modelassay.AssayException;
import org.modelassay.model.HiddenState;
import org.modelassay.model.Sublayer;

/**
 * A hidden state as a check names it.
 *
 * @param layer 0 is the embedding, L the last layer, negative counts from the end (-1 = L)
 * @param sublayer where in the block
 */
public record AskedState(int layer, Sublayer sublayer) {

  /**
   * The state in one model.
   *
   * @throws AssayException when the model has none such
   */
  public HiddenState of(TextModel model) {
    int last = model.layers();
    if (layer > last || layer < -last - 1) {
      throw new AssayException(
          "layer "
              + layer
              + ": "
              + model.name()
              + " has layers 0 (the embedding) to "
              + last
              + ", or "
              + (-last - 1)
              + " to -1 from the end");
    }
    int number = layer < 0 ? last + 1 + layer : layer;
    if (number == 0 && sublayer != Sublayer.BLOCK) {
      throw new AssayException(
          "layer "
              + this
              + ": the embedding of "
              + model.name()
              + " has no sub-layers; take layers from 1 on, or sublayers = BLOCK");
    }
    if ((sublayer == Sublayer.MLP || sublayer == Sublayer.MLP_INPUT) && !model.hasMlps()) {
      throw new AssayException(
          "layer "
              + this
              + ": the blocks of "
              + model.name()
              + " have no MLP of their own; take sublayers = BLOCK");
    }
    return new HiddenState(number, sublayer);
  }

  /** As metrics name it, such as {@code -1} or {@code 12.attention}. */
  @Override
  public String toString() {
    return layer + sublayer.suffix();
  }
}
