package org.modelassay.data;

import java.util.List;

/**
 * One multiple-choice item.
 *
 * @param id names it in its task; unique there
 * @param header what stands in front of the question: a task file's description and its shots;
 *     often empty
 * @param question the item's own question; may be empty
 * @param delimiter what joins question and choice
 * @param choices 2 to 26 texts, none blank, all different
 * @param answer index of the right choice
 * @param tags what it is marked with, in the file's order
 * @param critical whether a changed answer is to be looked at whatever the rates say
 */
public record ChoiceItem(
    String id,
    String header,
    String question,
    String delimiter,
    List<String> choices,
    int answer,
    List<String> tags,
    boolean critical) {
  /** Copies the lists. */
  public ChoiceItem {
    choices = List.copyOf(choices);
    tags = List.copyOf(tags);
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

  /** All that stands in front of each choice's delimiter. */
  public String context() {
    return header + question;
  }
}
