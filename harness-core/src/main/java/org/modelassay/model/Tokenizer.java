package org.modelassay.model;

import java.util.List;
import java.util.OptionalInt;

/** Text to token ids and back, as the model's own tokenizer does it. */
public interface Tokenizer {
  /**
   * Encodes without adding special tokens; the text of a special token in the input is that token.
   */
  int[] encode(String text);

  /** Encodes many texts, in order. */
  default List<int[]> encodeAll(List<String> texts) {
    return texts.stream().map(this::encode).toList();
  }

  /** Decodes, special tokens included. */
  String decode(int[] tokens);

  /**
   * The beginning-of-sequence token that the tokenizer puts in front by default, or empty if it
   * puts none.
   */
  OptionalInt bos();

  /** One more than the largest id the tokenizer can give. */
  int size();

  /** Hex SHA-256 of everything that decides the encoding. */
  String digest();
}
