package org.modelassay.flips;

import java.util.List;
import org.modelassay.measure.FlipKind;
import org.modelassay.statistics.PairedProportions;

/**
 * The answers that the judged model changed (arXiv 2407.09141): <em>flips</em> are changes between
 * right and wrong, <em>all flips</em> are those and the changes from one wrong choice to another.
 */
public final class Flips {
  private final int items;
  private final List<FlippedItem> all;

  Flips(int items, List<FlippedItem> all) {
    this.items = items;
    this.all = List.copyOf(all);
  }

  /** Every changed answer, in the task's order. */
  public List<FlippedItem> all() {
    return all;
  }

  /** Right before, wrong now; in the task's order. */
  public List<FlippedItem> correctToIncorrect() {
    return of(FlipKind.CORRECT_TO_INCORRECT);
  }

  /** Wrong before, right now; in the task's order. */
  public List<FlippedItem> incorrectToCorrect() {
    return of(FlipKind.INCORRECT_TO_CORRECT);
  }

  /** Wrong before, wrong now in another way; in the task's order. */
  public List<FlippedItem> wrongToWrong() {
    return of(FlipKind.WRONG_TO_WRONG);
  }

  private List<FlippedItem> of(FlipKind kind) {
    return all.stream().filter(flip -> flip.kind() == kind).toList();
  }

  /** Share of all items that changed between right and wrong. */
  public double rate() {
    return (double) (all.size() - wrongToWrong().size()) / items;
  }

  /** Share of all items whose answer changed. */
  public double allRate() {
    return (double) all.size() / items;
  }

  /**
   * The exact one-sided McNemar test that the judged model is no worse: the probability of at least
   * so many changes from right to wrong among all flips, were both directions equally likely.
   */
  public double mcNemarPValue() {
    return PairedProportions.mcNemarExactOneSided(
        correctToIncorrect().size(), incorrectToCorrect().size());
  }

  @Override
  public String toString() {
    return "%d right to wrong, %d wrong to right, %d wrong to wrong, of %d items"
        .formatted(
            correctToIncorrect().size(), incorrectToCorrect().size(), wrongToWrong().size(), items);
  }
}
