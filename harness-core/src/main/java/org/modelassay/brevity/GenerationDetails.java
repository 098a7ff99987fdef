package org.modelassay.brevity;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person drills down to in a generation check.
 *
 * @param outputs one per prompt: those that differ from the baseline's first, then by length; at
 *     most 100
 * @param outputsLeftOut outputs beyond those
 * @param lengths tokens of each output, in the prompts' order
 * @param baselineLengths the same of the baseline, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GenerationDetails(
    List<Output> outputs,
    int outputsLeftOut,
    List<Integer> lengths,
    @Nullable List<Integer> baselineLengths) {

  /**
   * One output.
   *
   * @param id the prompt's id
   * @param prompt its text
   * @param text what the judged model wrote
   * @param tokens its length
   * @param truncated whether it was cut
   * @param baselineText what the baseline wrote, or null
   * @param baselineTokens its length, or null
   * @param firstDifference index of the first token that differs, or null when all are equal or
   *     there is no baseline
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Output(
      String id,
      String prompt,
      String text,
      int tokens,
      boolean truncated,
      @Nullable String baselineText,
      @Nullable Integer baselineTokens,
      @Nullable Integer firstDifference) {}
}
