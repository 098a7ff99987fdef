package org.modelassay.data;

import java.util.List;

/**
 * One document of a corpus.
 *
 * @param id names it in its corpus; unique there
 * @param text its text, never empty
 * @param tags what it is marked with, in the file's order
 */
public record Document(String id, String text, List<String> tags) {
  /** Copies the list. */
  public Document {
    tags = List.copyOf(tags);
  }
}
