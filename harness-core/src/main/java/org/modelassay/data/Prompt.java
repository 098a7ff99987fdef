package org.modelassay.data;

import java.util.List;

/**
 * One prompt that a model continues.
 *
 * @param id names it in its set; unique there
 * @param text what the model reads, never empty
 * @param references right answers, any will do; empty where outputs are not scored
 * @param tags what it is marked with, in the file's order
 * @param critical whether a changed answer is to be looked at whatever the rates say
 */
public record Prompt(
    String id, String text, List<String> references, List<String> tags, boolean critical) {
  /** Copies the lists. */
  public Prompt {
    references = List.copyOf(references);
    tags = List.copyOf(tags);
  }

  /** A prompt whose output is not scored. */
  public Prompt(String id, String text, List<String> tags) {
    this(id, text, List.of(), tags, false);
  }
}
