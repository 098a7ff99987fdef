package org.modelassay.data;

import java.util.List;

/**
 * One multiple-choice item.
 *
 * @param id names it in its task; unique there
 * @param question what stands in front of each choice; may be empty
 * @param choices 2 to 26 texts, none blank, all different
 * @param answer index of the right choice
 * @param tags what it is marked with, in the file's order
 * @param critical whether a changed answer is to be looked at whatever the rates say
 */
public record ChoiceItem(
    String id,
    String question,
    List<String> choices,
    int answer,
    List<String> tags,
    boolean critical) {
  /** Copies the lists. */
  public ChoiceItem {
    choices = List.copyOf(choices);
    tags = List.copyOf(tags);
  }
}
