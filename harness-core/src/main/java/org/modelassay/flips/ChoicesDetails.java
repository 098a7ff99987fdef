package org.modelassay.flips;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.modelassay.statistics.Interval;

/**
 * What a person drills down to in a choices check.
 *
 * @param items number of items
 * @param ties items whose best two options of the judged model are exactly equal
 * @param baselineTies the same of the baseline; null when the model stands alone
 * @param answers one character per item in the task's order: the judged model's chosen option,
 *     {@code A} to {@code Z}
 * @param baselineAnswers the same of the baseline; null when the model stands alone
 * @param critical figures of the critical items; null when there are none
 * @param flips changed answers: critical items first, then by divergence of the options, largest
 *     first; at most 100
 * @param flipsLeftOut changed answers beyond those
 * @param groups figures by tag, in order of first appearance; at most 100, of more those with the
 *     most items
 * @param notes what a reader of the figures has to know
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ChoicesDetails(
    int items,
    int ties,
    @Nullable Integer baselineTies,
    String answers,
    @Nullable String baselineAnswers,
    @Nullable Group critical,
    List<Flip> flips,
    int flipsLeftOut,
    List<Group> groups,
    List<String> notes) {

  /**
   * A changed answer.
   *
   * @param id the item
   * @param question its question
   * @param options its options
   * @param answer index of the right option
   * @param baselineChoice index the baseline chose
   * @param choice index the judged model chose
   * @param baselineProbabilities softmax over the options' log-likelihoods
   * @param probabilities the same of the judged model
   * @param divergence KL(baseline || judged) over the options, nats
   * @param margin the baseline's best probability less its second
   * @param tags its tags
   * @param critical whether it is marked critical
   * @param kind {@code CORRECT_TO_INCORRECT}, {@code INCORRECT_TO_CORRECT} or {@code
   *     WRONG_TO_WRONG}
   * @param nearTie whether the change lies within what the baseline shows against itself; null
   *     where that was not measured
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Flip(
      String id,
      String question,
      List<String> options,
      int answer,
      int baselineChoice,
      int choice,
      List<Double> baselineProbabilities,
      List<Double> probabilities,
      double divergence,
      double margin,
      List<String> tags,
      boolean critical,
      String kind,
      @Nullable Boolean nearTie) {}

  /**
   * Figures of some of the items.
   *
   * @param tag the tag that they have in common; {@code critical} of the critical ones
   * @param items number of these items
   * @param accuracy share that the judged model answers right
   * @param change against the baseline; null when the model stands alone
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Group(String tag, int items, double accuracy, @Nullable Change change) {}

  /**
   * What changed on some of the items.
   *
   * @param baselineAccuracy share that the baseline answers right
   * @param flips changed between right and wrong
   * @param allFlips changed at all
   * @param correctToIncorrect right before, wrong now
   * @param incorrectToCorrect wrong before, right now
   * @param klDivergence mean KL(baseline || judged) over the options, nats
   * @param flipRate two-sided 95 % interval of flips / items; null when all items are one group
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Change(
      double baselineAccuracy,
      int flips,
      int allFlips,
      int correctToIncorrect,
      int incorrectToCorrect,
      double klDivergence,
      @Nullable Interval flipRate) {}
}
