package org.modelassay.data;

import java.util.List;

/**
 * One prompt that a model continues.
 *
 * @param id names it in its set; unique there
 * @param text what the model reads, never empty
 * @param tags what it is marked with, in the file's order
 */
public record Prompt(String id, String text, List<String> tags) {
  /** Copies the list. */
  public Prompt {
    tags = List.copyOf(tags);
  }
}
