package org.modelassay.flips;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person drills down to in a choices check.
 *
 * @param items number of items
 * @param ties items whose best two options of the judged model are exactly equal
 * @param answers one character per item in the task's order: the judged model's chosen option,
 *     {@code A} to {@code Z}
 * @param baselineAnswers the same of the baseline; null when the model stands alone
 * @param flips changed answers: critical items first, then by divergence of the options, largest
 *     first; at most 100
 * @param flipsLeftOut changed answers beyond those
 * @param groups the same figures by tag
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ChoicesDetails(
    int items,
    int ties,
    String answers,
    @Nullable String baselineAnswers,
    List<Flip> flips,
    int flipsLeftOut,
    List<Group> groups) {

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
   */
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
      String kind) {}

  /**
   * Figures of the items of one tag.
   *
   * @param tag the tag
   * @param items number of its items
   * @param accuracy the judged model's
   * @param baselineAccuracy the baseline's, or null
   * @param flips changed between right and wrong
   * @param allFlips changed at all
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Group(
      String tag,
      int items,
      double accuracy,
      @Nullable Double baselineAccuracy,
      int flips,
      int allFlips) {}
}
