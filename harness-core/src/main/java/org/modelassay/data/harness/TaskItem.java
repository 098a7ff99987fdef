package org.modelassay.data.harness;

import java.util.List;

/**
 * One document of a task as the model meets it.
 *
 * @param type what is asked
 * @param id names it in its file; unique there
 * @param header description and few-shot examples
 * @param question the document's own question, with the {@code gen_prefix} behind it
 * @param delimiter what stands between question and each choice; empty but for multiple choice
 * @param texts multiple choice: the choices; log-likelihood: the one continuation; rolling: the one
 *     document; generation: the references, one at least
 * @param answer index of the right one of the texts
 * @param tags the task's name in a group
 * @param place where the document stands, as messages begin
 */
public record TaskItem(
    OutputType type,
    String id,
    String header,
    String question,
    String delimiter,
    List<String> texts,
    int answer,
    List<String> tags,
    String place) {
  /** Copies the lists. */
  public TaskItem {
    texts = List.copyOf(texts);
    tags = List.copyOf(tags);
  }

  /** All that stands in front of delimiter and text. */
  public String context() {
    return header + question;
  }
}
