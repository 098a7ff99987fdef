package org.modelassay.model;

import java.util.List;

/**
 * What the decoder program has to know of a model: sizes and the choices in which families differ.
 * A family's page makes it from the configuration.
 *
 * @param vocabulary rows of the embedding and of the output matrix, V
 * @param hidden width of the residual stream, H
 * @param heads query heads, N
 * @param kvHeads key-value heads, G; divides N
 * @param headDimension width of a head, D
 * @param intermediate width of the MLP
 * @param normEpsilon added to the mean square
 * @param activation of the MLP's gate: {@code silu}
 * @param windows per layer, how many keys a position sees, itself included; 0 = all
 * @param rope rotary positions
 * @param context the longest input the model was made for
 * @param tied whether the output matrix is the embedding
 */
public record DecoderShape(
    int vocabulary,
    int hidden,
    int heads,
    int kvHeads,
    int headDimension,
    int intermediate,
    double normEpsilon,
    String activation,
    List<Integer> windows,
    Rope rope,
    int context,
    boolean tied) {
  /** Copies the list. */
  public DecoderShape {
    windows = List.copyOf(windows);
  }

  /** Number of layers, L. */
  public int layers() {
    return windows.size();
  }
}
