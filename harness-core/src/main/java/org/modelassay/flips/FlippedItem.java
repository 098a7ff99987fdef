package org.modelassay.flips;

import java.util.List;
import org.modelassay.data.ChoiceItem;
import org.modelassay.measure.FlipKind;

/**
 * An item whose answer changed.
 *
 * @param item the item
 * @param baselineChoice index of the choice that the baseline took
 * @param choice index of the choice that the judged model took
 * @param baselineProbabilities softmax over the choices' log-likelihoods, one per choice
 * @param probabilities the same of the judged model
 * @param divergence KL(baseline || judged) over the choices, nats
 * @param margin the baseline's best probability less its second
 */
public record FlippedItem(
    ChoiceItem item,
    int baselineChoice,
    int choice,
    List<Double> baselineProbabilities,
    List<Double> probabilities,
    double divergence,
    double margin) {
  /** Copies the lists. */
  public FlippedItem {
    baselineProbabilities = List.copyOf(baselineProbabilities);
    probabilities = List.copyOf(probabilities);
  }

  /** The item's id. */
  public String id() {
    return item.id();
  }

  /** The item's question. */
  public String question() {
    return item.question();
  }

  /** The item's choices; of a continuation it and a name for anything else. */
  public List<String> choices() {
    return item.isContinuation()
        ? List.of(item.choices().get(0), "(another continuation)")
        : item.choices();
  }

  /** Index of the right choice. */
  public int answer() {
    return item.answer();
  }

  /** The item's tags. */
  public List<String> tags() {
    return item.tags();
  }

  /** Whether the item is marked critical. */
  public boolean critical() {
    return item.critical();
  }

  /** Whether the item has the tag; one marked critical has the tag {@code critical} too. */
  public boolean hasTag(String tag) {
    return item.tags().contains(tag) || (item.critical() && tag.equals("critical"));
  }

  /** How the answer changed. */
  public FlipKind kind() {
    if (baselineChoice == item.answer()) {
      return FlipKind.CORRECT_TO_INCORRECT;
    }
    return choice == item.answer() ? FlipKind.INCORRECT_TO_CORRECT : FlipKind.WRONG_TO_WRONG;
  }

  /** One line as an assertion's message shows it. */
  @Override
  public String toString() {
    return "%s: %s -> %s (right: %s)"
        .formatted(
            id(), choices().get(baselineChoice), choices().get(choice), choices().get(answer()));
  }
}
