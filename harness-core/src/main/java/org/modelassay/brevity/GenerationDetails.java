package org.modelassay.brevity;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person drills down to in a generation check.
 *
 * @param scores by filter pipeline, the one that limits are of first; empty where prompts have no
 *     answers
 * @param outputs one per prompt: changed answers of critical prompts first, then changed answers,
 *     outputs that differ from the baseline's, the others, each by length; at most 100
 * @param outputsLeftOut outputs beyond those
 * @param lengths tokens of each output, in the prompts' order
 * @param baselineLengths the same of the baseline, or null
 * @param unit what first differences are counted in: {@code tokens} or {@code characters}; null
 *     without a baseline
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GenerationDetails(
    List<Score> scores,
    List<Output> outputs,
    int outputsLeftOut,
    List<Integer> lengths,
    @Nullable List<Integer> baselineLengths,
    @Nullable String unit) {

  /**
   * Both models' answers by one filter pipeline.
   *
   * @param filter its name
   * @param prompts number of prompts
   * @param right answers of the judged model that are right
   * @param baselineRight the same of the baseline, or null
   * @param correctToIncorrect right before, wrong now
   * @param incorrectToCorrect wrong before, right now
   * @param wrongToWrong wrong before, wrong now in another way
   * @param f1 mean of the words shared with the references, or null where not measured
   * @param baselineF1 the same of the baseline, or null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Score(
      String filter,
      int prompts,
      int right,
      @Nullable Integer baselineRight,
      int correctToIncorrect,
      int incorrectToCorrect,
      int wrongToWrong,
      @Nullable Double f1,
      @Nullable Double baselineF1) {}

  /**
   * One output.
   *
   * @param id the prompt's id
   * @param prompt its text
   * @param tags its tags
   * @param critical whether it is marked critical
   * @param references right answers; empty where it has none
   * @param text what the judged model wrote
   * @param tokens its length
   * @param truncated whether it was cut
   * @param baselineText what the baseline wrote, or null
   * @param baselineTokens its length, or null
   * @param firstDifference index of the first token (or character, see {@code unit}) that differs,
   *     or null when all are equal or there is no baseline
   * @param answers by filter pipeline, in the order of {@code scores}
   * @param change of the first pipeline's answer: {@code CORRECT_TO_INCORRECT}, {@code
   *     INCORRECT_TO_CORRECT}, {@code WRONG_TO_WRONG}, or null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Output(
      String id,
      String prompt,
      List<String> tags,
      boolean critical,
      List<String> references,
      String text,
      int tokens,
      boolean truncated,
      @Nullable String baselineText,
      @Nullable Integer baselineTokens,
      @Nullable Integer firstDifference,
      List<Answer> answers,
      @Nullable String change) {}

  /**
   * The answer that a filter pipeline made of an output.
   *
   * @param text of the judged model's
   * @param right whether it is right
   * @param baselineText of the baseline's, or null
   * @param baselineRight whether that is right, or null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Answer(
      String text, boolean right, @Nullable String baselineText, @Nullable Boolean baselineRight) {}
}
