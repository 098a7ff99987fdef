package org.modelassay.model;

import java.util.List;
import java.util.OptionalInt;
import org.modelassay.model.tokenizer.TokenizerRules;

/**
 * Text to token ids and back, as the model's own tokenizer does it. No method adds a token of its
 * own accord; {@link #rules} says what the tokenizer would put around a sequence. Thread-safe.
 */
public interface Tokenizer {
  /**
   * Encodes data: the text of a special token inside it is text like any other. This is {@code
   * encode_special_tokens = True} of the tokenizers library, {@code split_special_tokens=True} of
   * transformers. Added tokens that are not special are still found.
   */
  int[] encode(String text);

  /** Encodes data, many texts in order, on all processors. */
  default List<int[]> encodeAll(List<String> texts) {
    return texts.stream().map(this::encode).toList();
  }

  /**
   * Where the tokens of a text come from, in the order of {@link #encode}.
   *
   * @return a token a span
   */
  List<Span> spans(String text);

  /**
   * The characters that a token comes from. Tokens that share a character, such as the bytes of
   * one, each have all of it.
   *
   * @param begin the first, in Unicode code points
   * @param end behind the last
   */
  record Span(int begin, int end) {}

  /** Encodes what a chat template rendered: the text of a special token is that token. */
  int[] encodeRendered(String text);

  /** Decodes, special tokens included. */
  String decode(int[] tokens);

  /** What the tokenizer does to a sequence by default. */
  TokenizerRules rules();

  /**
   * The token that the tokenizer puts in front of a sequence by default, or empty if it puts none.
   */
  OptionalInt bos();

  /** One more than the largest id the tokenizer can give. */
  int size();

  /** Hex SHA-256 of everything that decides the encoding. */
  String digest();
}
