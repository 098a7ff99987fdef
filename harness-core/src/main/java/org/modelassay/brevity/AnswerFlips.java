package org.modelassay.brevity;

import java.util.List;
import org.modelassay.measure.FlipKind;
import org.modelassay.statistics.PairedProportions;

/**
 * The answers that the judged model changed (arXiv 2407.09141): <em>flips</em> are changes between
 * right and wrong, <em>all flips</em> are those and the changes from one wrong answer to another.
 */
public final class AnswerFlips {
  private final int prompts;
  private final List<GeneratedOutput> all;

  AnswerFlips(int prompts, List<GeneratedOutput> all) {
    this.prompts = prompts;
    this.all = List.copyOf(all);
  }

  /** Every output with a changed answer, in the prompts' order. */
  public List<GeneratedOutput> all() {
    return all;
  }

  /** Right before, wrong now; in the prompts' order. */
  public List<GeneratedOutput> correctToIncorrect() {
    return of(FlipKind.CORRECT_TO_INCORRECT);
  }

  /** Wrong before, right now; in the prompts' order. */
  public List<GeneratedOutput> incorrectToCorrect() {
    return of(FlipKind.INCORRECT_TO_CORRECT);
  }

  /** Wrong before, wrong now in another way; in the prompts' order. */
  public List<GeneratedOutput> wrongToWrong() {
    return of(FlipKind.WRONG_TO_WRONG);
  }

  private List<GeneratedOutput> of(FlipKind change) {
    return all.stream().filter(output -> output.change() == change).toList();
  }

  /** Share of all prompts whose answer changed between right and wrong. */
  public double rate() {
    return (double) (all.size() - wrongToWrong().size()) / prompts;
  }

  /** Share of all prompts whose answer changed. */
  public double allRate() {
    return (double) all.size() / prompts;
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
    return "%d right to wrong, %d wrong to right, %d wrong to wrong, of %d prompts"
        .formatted(
            correctToIncorrect().size(),
            incorrectToCorrect().size(),
            wrongToWrong().size(),
            prompts);
  }
}
