package org.modelassay.brevity;

import java.util.List;
import java.util.stream.Stream;
import org.modelassay.gate.Direction;
import org.modelassay.gate.Metric;

/** The metrics of a generation check. */
final class GenerationMetrics {
  private static final String UNIT_OF_PAIRS =
      "; lengths are tokens, or characters where the two tokenizers differ";

  static final Metric LENGTH_MEAN =
      alone(
          "length.mean",
          "tokens",
          Direction.LOWER_IS_BETTER,
          "mean length of the outputs in tokens of the model's own tokenizer; brevity is what the"
              + " check asks for, so shorter is better");
  static final Metric TRUNCATION_RATE =
      alone(
          "truncationRate",
          "share",
          Direction.LOWER_IS_BETTER,
          "outputs cut at the longest length and not ended by the model / prompts");
  static final Metric EMPTY_RATE =
      alone(
          "emptyRate",
          "share",
          Direction.LOWER_IS_BETTER,
          "outputs without text or of white space only / prompts");

  static final Metric LENGTH_RATIO =
      pair(
          "lengthRatio",
          "ratio",
          Direction.LOWER_IS_BETTER,
          "sum of lengths / sum of the baseline's lengths" + UNIT_OF_PAIRS);
  static final Metric SHORTENING_RATE =
      pair(
          "shorteningRate",
          "share",
          Direction.HIGHER_IS_BETTER,
          "1 - sum of lengths / sum of the baseline's lengths" + UNIT_OF_PAIRS);
  static final Metric SHORTENING_RATE_MEAN =
      pair(
          "shorteningRate.mean",
          "share",
          Direction.HIGHER_IS_BETTER,
          "mean of 1 - length / baseline's length over the prompts to which the baseline wrote"
              + " something"
              + UNIT_OF_PAIRS);
  static final Metric AGREEMENT =
      new Metric(
          GenerationMeasure.KIND + ".agreement",
          "share",
          Direction.HIGHER_IS_BETTER,
          true,
          2,
          "outputs whose text equals the baseline's / prompts");
  static final Metric PREFIX_AGREEMENT =
      pair(
          "prefixAgreement",
          "share",
          Direction.HIGHER_IS_BETTER,
          "mean of (equal tokens from the start / length of the longer output), 1 when both are"
              + " empty; characters in place of tokens where the two tokenizers differ");
  static final Metric FIRST_DIFFERENCE_MEAN =
      pair(
          "firstDifference.mean",
          "tokens",
          Direction.NEITHER,
          "mean over the outputs that differ of the equal tokens from the start; not a number when"
              + " none does"
              + UNIT_OF_PAIRS);

  static final Metric SIMILARITY =
      pair(
          "similarity",
          "cosine",
          Direction.HIGHER_IS_BETTER,
          "mean over prompts of the cosine between the sentence embeddings of the output and of the"
              + " baseline's (Unno and Uchida, NLP2025); measured where an encoder is named");

  static final Metric EXACT_MATCH =
      new Metric(
          GenerationMeasure.KIND + ".exactMatch",
          "share",
          Direction.HIGHER_IS_BETTER,
          false,
          2,
          "answers that are a reference answer / prompts; the answer is what the filter makes of"
              + " the output (exact_match of lm-evaluation-harness)");
  static final Metric F1 =
      alone(
          "f1",
          "share",
          Direction.HIGHER_IS_BETTER,
          "mean over prompts of the answer's F1 of words with the nearest reference answer (SQuAD)");
  static final Metric FLIP_RATE =
      pair(
          "flipRate",
          "share",
          Direction.LOWER_IS_BETTER,
          "(right to wrong + wrong to right) / prompts (arXiv 2407.09141)");
  static final Metric ALL_FLIP_RATE =
      pair(
          "allFlipRate",
          "share",
          Direction.LOWER_IS_BETTER,
          "(right to wrong + wrong to right + wrong to another wrong) / prompts (arXiv 2407.09141)");
  static final Metric CORRECT_TO_INCORRECT_RATE =
      pair(
          "correctToIncorrectRate", "share", Direction.LOWER_IS_BETTER, "right to wrong / prompts");
  static final Metric INCORRECT_TO_CORRECT_RATE =
      pair("incorrectToCorrectRate", "share", Direction.NEITHER, "wrong to right / prompts");
  static final Metric WRONG_TO_WRONG_RATE =
      pair(
          "wrongToWrongRate",
          "share",
          Direction.LOWER_IS_BETTER,
          "wrong to another wrong / prompts");
  static final Metric CRITICAL_ALL_FLIP_RATE =
      pair(
          "criticalAllFlipRate",
          "share",
          Direction.LOWER_IS_BETTER,
          "changed answers of critical prompts / critical prompts");
  static final Metric ACCURACY_DROP =
      pair(
          "accuracyDrop",
          "share",
          Direction.LOWER_IS_BETTER,
          "baseline's exactMatch - exactMatch = (right to wrong - wrong to right) / prompts");
  static final Metric ACCURACY_DROP_P_VALUE =
      pair(
          "accuracyDrop.pValue",
          "probability",
          Direction.NEITHER,
          "exact one-sided McNemar test: P(Binomial(right to wrong + wrong to right, 1/2) >= right"
              + " to wrong) (arXiv 2602.10144)");
  static final Metric F1_DROP =
      pair("f1Drop", "share", Direction.LOWER_IS_BETTER, "baseline's f1 - f1");

  /** Those that only prompts with answers have. */
  static final List<Metric> OF_ANSWERS =
      List.of(
          EXACT_MATCH,
          F1,
          FLIP_RATE,
          ALL_FLIP_RATE,
          CORRECT_TO_INCORRECT_RATE,
          INCORRECT_TO_CORRECT_RATE,
          WRONG_TO_WRONG_RATE,
          CRITICAL_ALL_FLIP_RATE,
          ACCURACY_DROP,
          ACCURACY_DROP_P_VALUE,
          F1_DROP);

  static final List<Metric> ALL =
      Stream.concat(
              OF_ANSWERS.stream(),
              Stream.of(
                  LENGTH_MEAN,
                  LENGTH_RATIO,
                  SHORTENING_RATE,
                  SHORTENING_RATE_MEAN,
                  TRUNCATION_RATE,
                  EMPTY_RATE,
                  AGREEMENT,
                  PREFIX_AGREEMENT,
                  FIRST_DIFFERENCE_MEAN,
                  SIMILARITY))
          .toList();

  private GenerationMetrics() {}

  private static Metric alone(String name, String unit, Direction direction, String meaning) {
    return new Metric(GenerationMeasure.KIND + "." + name, unit, direction, false, 1, meaning);
  }

  private static Metric pair(String name, String unit, Direction direction, String meaning) {
    return new Metric(GenerationMeasure.KIND + "." + name, unit, direction, true, 1, meaning);
  }
}
