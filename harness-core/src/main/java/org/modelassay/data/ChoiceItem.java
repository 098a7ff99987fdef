package org.modelassay.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One multiple-choice item.
 *
 * @param id names it in its task; unique there
 * @param header what stands in front of the question: a task file's description and its shots;
 *     often empty
 * @param question the item's own question; may be empty
 * @param delimiter what joins question and choice
 * @param choices 2 to 26 texts, none blank; or one, of an item that is right when the model, which
 *     always takes the most likely token, would write it
 * @param answer index of the right choice
 * @param tags what it is marked with, in the file's order
 * @param critical whether a changed answer is to be looked at whatever the rates say
 * @param group names what it has in common with other items, such as the passage that they ask
 *     about, so that they are no independent samples; null when it stands for itself
 */
public record ChoiceItem(
    String id,
    String header,
    String question,
    String delimiter,
    List<String> choices,
    int answer,
    List<String> tags,
    boolean critical,
    @Nullable String group) {
  /** Copies the lists. */
  public ChoiceItem {
    choices = List.copyOf(choices);
    tags = List.copyOf(tags);
  }

  /** An item that stands for itself. */
  public ChoiceItem(
      String id,
      String header,
      String question,
      String delimiter,
      List<String> choices,
      int answer,
      List<String> tags,
      boolean critical) {
    this(id, header, question, delimiter, choices, answer, tags, critical, null);
  }

  /** An item without a header, whose question and choices one space joins. */
  public ChoiceItem(
      String id,
      String question,
      List<String> choices,
      int answer,
      List<String> tags,
      boolean critical) {
    this(id, "", question, " ", choices, answer, tags, critical);
  }

  /** Whether it asks for one continuation, and not for one of several choices. */
  public boolean isContinuation() {
    return choices.size() == 1;
  }

  /** All that stands in front of each choice's delimiter. */
  public String context() {
    return header + question;
  }
}
