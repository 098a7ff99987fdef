package org.modelassay.model.tokenizer;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;

/**
 * What a tokenizer does to a text beside cutting it, as its own files say it; nothing of it is
 * guessed.
 *
 * @param source where it was read: {@code tokenizer.json} or {@code GGUF metadata}
 * @param bos the token that begins a sequence, or null if the files name none
 * @param eos the token that ends a sequence, or null if the files name none
 * @param before tokens put in front of a sequence by default, in order
 * @param after tokens put behind a sequence by default, in order
 * @param prefixSpace whether a text gets a blank in front, so that its first word is cut as a later
 *     one
 * @param notes where two files contradict each other, and which of them counts
 */
public record TokenizerRules(
    String source,
    @Nullable Special bos,
    @Nullable Special eos,
    List<Special> before,
    List<Special> after,
    boolean prefixSpace,
    List<String> notes) {

  /**
   * A token by its text.
   *
   * @param text the text
   * @param id its id
   */
  public record Special(String text, int id) {}

  /** Copies the lists. */
  public TokenizerRules {
    before = List.copyOf(before);
    after = List.copyOf(after);
    notes = List.copyOf(notes);
  }

  /**
   * The token put in front of a sequence, or empty when there is none.
   *
   * @throws AssayException when there are several: a sequence here has one at most
   */
  OptionalInt leading() {
    if (before.size() > 1) {
      throw new AssayException(
          source
              + " puts "
              + before.size()
              + " tokens in front of a text, "
              + String.join(" ", before.stream().map(Special::text).toList())
              + "; expected at most one, for more is not implemented");
    }
    return before.isEmpty() ? OptionalInt.empty() : OptionalInt.of(before.get(0).id());
  }
}
