package org.modelassay.reading;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One sequence of token ids that a model reads from its beginning.
 *
 * @param id names the sequence inside its set; unique there
 * @param tokens the ids, at least one; the last one is a target only if {@code firstScored} says
 *     so. Not copied: do not change it
 * @param prefix how many leading tokens are no data (1 where a beginning-of-sequence token stands
 *     in front, else 0); their own states are left out of every statistic
 * @param firstScored position of the first token whose log-likelihood is asked for, at least 1 (a
 *     token is predicted from those before it); every token from there to the end is scored. Equal
 *     to the length: none is scored
 */
public record TokenSequence(String id, int[] tokens, int prefix, int firstScored) {
  /** Checks the positions. */
  public TokenSequence {
    if (tokens.length == 0 || firstScored < 1 || firstScored > Math.max(1, tokens.length)) {
      throw new IllegalArgumentException(
          "sequence " + id + ": " + tokens.length + " tokens, first scored " + firstScored);
    }
    if (prefix < 0 || prefix > tokens.length) {
      throw new IllegalArgumentException("sequence " + id + ": prefix " + prefix);
    }
  }

  /**
   * Some tokens cut from their start into whole pieces of one length, each to be read by itself;
   * what is left at the end is dropped.
   *
   * @param id what they are of; a piece is called after it and where it begins, in tokens
   * @param bos what stands in front of each piece
   * @param scored whether every token is, that something stands before
   */
  public static List<TokenSequence> cut(
      String id, int[] tokens, OptionalInt bos, int length, boolean scored) {
    int prefix = bos.isPresent() ? 1 : 0;
    var pieces = new ArrayList<TokenSequence>();
    for (int start = 0; start + length <= tokens.length; start += length) {
      int[] piece = new int[prefix + length];
      bos.ifPresent(token -> piece[0] = token);
      System.arraycopy(tokens, start, piece, prefix, length);
      pieces.add(new TokenSequence(id + "@" + start, piece, prefix, scored ? 1 : piece.length));
    }
    return pieces;
  }

  /** Number of tokens that the model is given and predicts within. */
  public int length() {
    return tokens.length;
  }

  /** Number of scored targets. */
  public int scored() {
    return tokens.length - firstScored;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TokenSequence that
        && id.equals(that.id)
        && prefix == that.prefix
        && firstScored == that.firstScored
        && Arrays.equals(tokens, that.tokens);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, prefix, firstScored, Arrays.hashCode(tokens));
  }

  @Override
  public String toString() {
    return "TokenSequence["
        + id
        + ", "
        + tokens.length
        + " tokens, scored from "
        + firstScored
        + "]";
  }
}
