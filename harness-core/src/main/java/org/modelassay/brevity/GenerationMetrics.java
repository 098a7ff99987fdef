package org.modelassay.brevity;

import java.util.List;
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
  static final Metric EXACT_MATCH =
      pair(
          "exactMatch",
          "share",
          Direction.HIGHER_IS_BETTER,
          "outputs whose text equals the baseline's / prompts");
  static final Metric AGREEMENT =
      pair(
          "agreement",
          "share",
          Direction.HIGHER_IS_BETTER,
          "mean of (equal tokens from the start / length of the longer output), 1 when both are"
              + " empty; characters in place of tokens where the two tokenizers differ");

  static final List<Metric> ALL =
      List.of(
          LENGTH_MEAN,
          LENGTH_RATIO,
          SHORTENING_RATE,
          SHORTENING_RATE_MEAN,
          TRUNCATION_RATE,
          EMPTY_RATE,
          EXACT_MATCH,
          AGREEMENT);

  private GenerationMetrics() {}

  private static Metric alone(String name, String unit, Direction direction, String meaning) {
    return new Metric(GenerationMeasure.KIND + "." + name, unit, direction, false, 1, meaning);
  }

  private static Metric pair(String name, String unit, Direction direction, String meaning) {
    return new Metric(GenerationMeasure.KIND + "." + name, unit, direction, true, 1, meaning);
  }
}
