package org.modelassay.flips;

import java.util.List;
import org.modelassay.gate.Direction;
import org.modelassay.gate.Metric;

/** The metrics of a choices check. */
final class ChoicesMetrics {
  static final Metric ACCURACY =
      alone(
          "accuracy",
          "share",
          Direction.HIGHER_IS_BETTER,
          "items answered right; the answer is the choice of the largest summed log-likelihood, the"
              + " first of equals");
  static final Metric ACCURACY_NORMALIZED =
      alone(
          "accuracyNormalized",
          "share",
          Direction.HIGHER_IS_BETTER,
          "the same by log-likelihood / characters of the choice (acc_norm of"
              + " lm-evaluation-harness)");
  static final Metric MARGIN_MEAN =
      alone(
          "margin.mean",
          "probability",
          Direction.NEITHER,
          "mean of the best choice's probability less the second's, by softmax over the choices'"
              + " log-likelihoods");
  static final Metric TIES =
      alone(
          "ties",
          "items",
          Direction.NEITHER,
          "items whose best two choices are exactly equal; the first is taken");
  static final Metric TOKENS_ACROSS_JOIN =
      alone(
          "tokensAcrossJoin",
          "items",
          Direction.NEITHER,
          "items of which a choice joined to the question changes the question's last tokens, so"
              + " that question and choice are not cleanly apart");

  static final Metric FLIP_RATE =
      pair(
          "flipRate",
          "share",
          Direction.LOWER_IS_BETTER,
          "(right to wrong + wrong to right) / items (arXiv 2407.09141)");
  static final Metric ALL_FLIP_RATE =
      pair(
          "allFlipRate",
          "share",
          Direction.LOWER_IS_BETTER,
          "(right to wrong + wrong to right + wrong to another wrong) / items (arXiv 2407.09141)");
  static final Metric CORRECT_TO_INCORRECT_RATE =
      pair("correctToIncorrectRate", "share", Direction.LOWER_IS_BETTER, "right to wrong / items");
  static final Metric INCORRECT_TO_CORRECT_RATE =
      pair("incorrectToCorrectRate", "share", Direction.NEITHER, "wrong to right / items");
  static final Metric WRONG_TO_WRONG_RATE =
      pair(
          "wrongToWrongRate", "share", Direction.LOWER_IS_BETTER, "wrong to another wrong / items");
  static final Metric CRITICAL_ALL_FLIP_RATE =
      pair(
          "criticalAllFlipRate",
          "share",
          Direction.LOWER_IS_BETTER,
          "changed answers of critical items / critical items");
  static final Metric ACCURACY_DROP =
      pair(
          "accuracyDrop",
          "share",
          Direction.LOWER_IS_BETTER,
          "baseline's accuracy - accuracy = (right to wrong - wrong to right) / items");
  static final Metric ACCURACY_DROP_P_VALUE =
      pair(
          "accuracyDrop.pValue",
          "probability",
          Direction.NEITHER,
          "exact one-sided McNemar test: P(Binomial(right to wrong + wrong to right, 1/2) >= right"
              + " to wrong) (arXiv 2602.10144)");
  static final Metric KL_DIVERGENCE_MEAN =
      pair(
          "klDivergence.mean",
          "nats",
          Direction.LOWER_IS_BETTER,
          "mean over items of KL(baseline || judged) by softmax over the choices' summed"
              + " log-likelihoods");
  static final Metric KL_DIVERGENCE_TO_BASELINE_MEAN =
      pair(
          "klDivergenceToBaseline.mean",
          "nats",
          Direction.LOWER_IS_BETTER,
          "mean over items of KL(judged || baseline) by softmax over the choices' summed"
              + " log-likelihoods");
  static final Metric MARGIN_FLIPPED =
      pair(
          "margin.flipped",
          "probability",
          Direction.NEITHER,
          "the baseline's mean margin on the items whose answer changed; not a number when none"
              + " did");
  static final Metric LABEL_LOYALTY =
      pair(
          "labelLoyalty",
          "share",
          Direction.HIGHER_IS_BETTER,
          "items whose answer stays / items = 1 - allFlipRate");

  static final List<Metric> ALL =
      List.of(
          ACCURACY,
          ACCURACY_NORMALIZED,
          FLIP_RATE,
          ALL_FLIP_RATE,
          CORRECT_TO_INCORRECT_RATE,
          INCORRECT_TO_CORRECT_RATE,
          WRONG_TO_WRONG_RATE,
          CRITICAL_ALL_FLIP_RATE,
          ACCURACY_DROP,
          ACCURACY_DROP_P_VALUE,
          KL_DIVERGENCE_MEAN,
          KL_DIVERGENCE_TO_BASELINE_MEAN,
          MARGIN_MEAN,
          MARGIN_FLIPPED,
          LABEL_LOYALTY,
          TIES,
          TOKENS_ACROSS_JOIN);

  private ChoicesMetrics() {}

  private static Metric alone(String name, String unit, Direction direction, String meaning) {
    return new Metric(ChoicesMeasure.KIND + "." + name, unit, direction, false, 1, meaning);
  }

  private static Metric pair(String name, String unit, Direction direction, String meaning) {
    return new Metric(ChoicesMeasure.KIND + "." + name, unit, direction, true, 1, meaning);
  }
}
