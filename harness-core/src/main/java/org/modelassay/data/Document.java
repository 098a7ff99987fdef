package org.modelassay.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One document of a corpus.
 *
 * @param id names it in its corpus; unique there
 * @param text its text, never empty
 * @param tags what it is marked with, in the file's order
 * @param label a finite number that is known of it and grows as it gets easier, such as whether a
 *     model answers it right; null where none is given
 */
public record Document(String id, String text, List<String> tags, @Nullable Double label) {
  /** Copies the list. */
  public Document {
    tags = List.copyOf(tags);
  }

  /** A document without a label. */
  public Document(String id, String text, List<String> tags) {
    this(id, text, tags, null);
  }
}
