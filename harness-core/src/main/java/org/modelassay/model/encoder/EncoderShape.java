package org.modelassay.model.encoder;

import org.modelassay.model.ModelConfig;
import org.modelassay.model.UnsupportedModelException;

/**
 * What the encoder program has to know of a model.
 *
 * @param vocabulary rows of the embedding
 * @param hidden width of the states
 * @param layers number of layers
 * @param heads attention heads, which share the width
 * @param middle width between the two matrices of an MLP
 * @param positions rows of the table of positions
 * @param padding the id that the count of positions passes over, and the row that stands before the
 *     first position; -1 where positions count from row 0 whatever the ids are
 * @param eps of every norm
 * @param activation of the MLP, by the program's name
 */
public record EncoderShape(
    int vocabulary,
    int hidden,
    int layers,
    int heads,
    int middle,
    int positions,
    int padding,
    double eps,
    String activation) {

  /** Checks what no configuration can mean. */
  EncoderShape checked(ModelConfig config) {
    if (hidden % heads != 0) {
      throw new UnsupportedModelException(
          config.file()
              + ": a width of "
              + hidden
              + " is no multiple of "
              + heads
              + " heads, and heads of another width are not implemented");
    }
    if (padding >= positions - 1 || padding >= vocabulary) {
      throw config.unsupported(
          "pad_token_id",
          "an id below the vocabulary of "
              + vocabulary
              + " and below the last of "
              + positions
              + " positions");
    }
    return this;
  }

  /** The longest sequence that has a position for each id. */
  public int context() {
    return positions - padding - 1;
  }
}
