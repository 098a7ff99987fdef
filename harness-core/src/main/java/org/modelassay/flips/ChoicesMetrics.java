package org.modelassay.flips;

import java.util.List;
import org.modelassay.gate.Direction;
import org.modelassay.gate.Metric;

/** The metrics of a choices check. */
final class ChoicesMetrics {
  /** How names of metrics of critical items begin: these are always of all of them. */
  static final String CRITICAL = ChoicesMeasure.KIND + ".critical";

  static final Metric ACCURACY =
      alone(
          "accuracy",
          "share",
          Direction.HIGHER_IS_BETTER,
          "items answered right; the answer is the choice of the largest summed log-likelihood, the"
              + " first of equals; one continuation alone is right when it is what the most likely"
              + " tokens give");
  static final Metric ACCURACY_NORMALIZED =
      alone(
          "accuracyNormalized",
          "share",
          Direction.HIGHER_IS_BETTER,
          "the same by log-likelihood / characters of the choice (acc_norm of"
              + " lm-evaluation-harness)");
  static final Metric ACCURACY_BY_BYTES =
      alone(
          "accuracyByBytes",
          "share",
          Direction.HIGHER_IS_BETTER,
          "the same by log-likelihood / UTF-8 bytes of the choice (acc_bytes of"
              + " lm-evaluation-harness)");
  static final Metric PERPLEXITY =
      alone(
          "perplexity",
          "perplexity",
          Direction.LOWER_IS_BETTER,
          "exp(-mean log-likelihood of the continuation), of items with one (perplexity of"
              + " lm-evaluation-harness)");
  static final Metric CALIBRATION_ERROR =
      alone(
          "calibrationError",
          "probability",
          Direction.LOWER_IS_BETTER,
          "expected calibration error: sum over 15 bins of equal width, by the probability of the"
              + " answer, of items in the bin / items x |share right - mean probability| (Guo et"
              + " al. 2017, arXiv 1706.04599)");
  static final Metric BRIER_SCORE =
      alone(
          "brierScore",
          "squared probability",
          Direction.LOWER_IS_BETTER,
          "mean over items of the sum over choices of (probability - (1 for the right one, else"
              + " 0))^2, 0 to 2 (Brier 1950)");
  static final Metric F1 =
      alone(
          "f1",
          "share",
          Direction.HIGHER_IS_BETTER,
          "of items with two choices each: 2 a / (2 a + b), a being items whose second choice is"
              + " right and taken, b those where it is one of the two (f1 of"
              + " lm-evaluation-harness); 0 when it is never either");
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
  static final Metric NEAR_TIES =
      pair(
          "nearTies",
          "items",
          Direction.NEITHER,
          "changed answers of which one model has the two choices no further apart than"
              + " choices.noise: noise alone can change them");
  static final Metric NOISE =
      alone(
          "noise",
          "nats",
          Direction.NEITHER,
          "the most that the difference of two choices' log-likelihoods moves when nothing but the"
              + " sizes of passes changes, over sampled items of the baseline");
  static final Metric TOKENS_ACROSS_JOIN =
      alone(
          "tokensAcrossJoin",
          "items",
          Direction.NEITHER,
          "items of which a choice joined to the question changes the question's last tokens, so"
              + " that question and choice are not cleanly apart");
  static final Metric BOS_IN_TEXT =
      alone(
          "bosInText",
          "items",
          Direction.NEITHER,
          "items whose text begins with the text of the beginning-of-sequence token, which is read"
              + " as text");
  static final Metric CRITICAL_ACCURACY =
      alone(
          "critical.accuracy",
          "share",
          Direction.HIGHER_IS_BETTER,
          "critical items answered right / critical items");

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
  static final Metric NET_CHANGE =
      pair(
          "netChange",
          "items",
          Direction.HIGHER_IS_BETTER,
          "wrong to right - right to wrong = -accuracyDrop x items");
  static final Metric CRITICAL_FLIP_RATE =
      pair(
          "critical.flipRate",
          "share",
          Direction.LOWER_IS_BETTER,
          "flipRate of the critical items alone");
  static final Metric CRITICAL_ALL_FLIP_RATE =
      pair(
          "critical.allFlipRate",
          "share",
          Direction.LOWER_IS_BETTER,
          "allFlipRate of the critical items alone");
  static final Metric CRITICAL_CORRECT_TO_INCORRECT_RATE =
      pair(
          "critical.correctToIncorrectRate",
          "share",
          Direction.LOWER_IS_BETTER,
          "correctToIncorrectRate of the critical items alone");
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
  static final Metric JENSEN_SHANNON_MEAN =
      pair(
          "jensenShannon.mean",
          "nats",
          Direction.LOWER_IS_BETTER,
          "mean over items of KL(baseline || M) / 2 + KL(judged || M) / 2 over the choices, M the"
              + " mean of both, at most ln 2 (Lin 1991)");
  static final Metric TOTAL_VARIATION_MEAN =
      pair(
          "totalVariation.mean",
          "probability",
          Direction.LOWER_IS_BETTER,
          "mean over items of half the sum over the choices of |difference of the probabilities|;"
              + " 1 - it is the largest share of equal draws that any coupling has");
  static final Metric VOCABULARY_KL_DIVERGENCE_MEAN =
      pair(
          "vocabulary.klDivergence.mean",
          "nats",
          Direction.LOWER_IS_BETTER,
          "mean over items of KL(baseline || judged) over the vocabulary, where the first token of"
              + " an answer is predicted");
  static final Metric VOCABULARY_KL_DIVERGENCE_TO_BASELINE_MEAN =
      pair(
          "vocabulary.klDivergenceToBaseline.mean",
          "nats",
          Direction.LOWER_IS_BETTER,
          "mean over items of KL(judged || baseline) there");
  static final Metric VOCABULARY_JENSEN_SHANNON_MEAN =
      pair(
          "vocabulary.jensenShannon.mean",
          "nats",
          Direction.LOWER_IS_BETTER,
          "mean over items of the Jensen-Shannon divergence there");
  static final Metric VOCABULARY_TOTAL_VARIATION_MEAN =
      pair(
          "vocabulary.totalVariation.mean",
          "probability",
          Direction.LOWER_IS_BETTER,
          "mean over items of half the sum of |p - q| there");
  static final Metric TOP_TOKEN_AGREEMENT =
      pair(
          "topTokenAgreement",
          "share",
          Direction.HIGHER_IS_BETTER,
          "items where both models have the same most likely token there / items");
  static final Metric MARGIN_FLIPPED =
      pair(
          "margin.flipped",
          "probability",
          Direction.NEITHER,
          "the baseline's mean margin on the items whose answer changed; not a number when none"
              + " did");
  static final Metric MARGIN_UNCHANGED =
      pair(
          "margin.unchanged",
          "probability",
          Direction.NEITHER,
          "the baseline's mean margin on the items whose answer stays");
  static final Metric LABEL_LOYALTY =
      pair(
          "labelLoyalty",
          "share",
          Direction.HIGHER_IS_BETTER,
          "items whose answer stays / items = 1 - allFlipRate (Xu et al. 2021, arXiv 2109.03228)");
  static final Metric PROBABILITY_LOYALTY =
      pair(
          "probabilityLoyalty",
          "share",
          Direction.HIGHER_IS_BETTER,
          "mean over items of 1 - sqrt(Jensen-Shannon divergence over the choices, nats) (Xu et al."
              + " 2021, arXiv 2109.03228; the root is scipy.spatial.distance.jensenshannon)");

  static final List<Metric> ALL =
      List.of(
          ACCURACY,
          ACCURACY_NORMALIZED,
          ACCURACY_BY_BYTES,
          PERPLEXITY,
          CRITICAL_ACCURACY,
          CRITICAL_FLIP_RATE,
          CRITICAL_ALL_FLIP_RATE,
          CRITICAL_CORRECT_TO_INCORRECT_RATE,
          FLIP_RATE,
          ALL_FLIP_RATE,
          CORRECT_TO_INCORRECT_RATE,
          INCORRECT_TO_CORRECT_RATE,
          WRONG_TO_WRONG_RATE,
          NET_CHANGE,
          ACCURACY_DROP,
          ACCURACY_DROP_P_VALUE,
          KL_DIVERGENCE_MEAN,
          KL_DIVERGENCE_TO_BASELINE_MEAN,
          JENSEN_SHANNON_MEAN,
          TOTAL_VARIATION_MEAN,
          VOCABULARY_KL_DIVERGENCE_MEAN,
          VOCABULARY_KL_DIVERGENCE_TO_BASELINE_MEAN,
          VOCABULARY_JENSEN_SHANNON_MEAN,
          VOCABULARY_TOTAL_VARIATION_MEAN,
          TOP_TOKEN_AGREEMENT,
          MARGIN_MEAN,
          MARGIN_FLIPPED,
          MARGIN_UNCHANGED,
          LABEL_LOYALTY,
          PROBABILITY_LOYALTY,
          CALIBRATION_ERROR,
          BRIER_SCORE,
          F1,
          TIES,
          NEAR_TIES,
          NOISE,
          TOKENS_ACROSS_JOIN,
          BOS_IN_TEXT);

  private ChoicesMetrics() {}

  private static Metric alone(String name, String unit, Direction direction, String meaning) {
    return new Metric(ChoicesMeasure.KIND + "." + name, unit, direction, false, 1, meaning);
  }

  private static Metric pair(String name, String unit, Direction direction, String meaning) {
    return new Metric(ChoicesMeasure.KIND + "." + name, unit, direction, true, 1, meaning);
  }
}
