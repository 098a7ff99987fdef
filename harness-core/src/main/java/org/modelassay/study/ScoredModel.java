package org.modelassay.study;

/**
 * A model with its score and what its coding of a corpus came to.
 *
 * @param name the model
 * @param score its score on a benchmark, in any unit
 * @param lmcr coded bytes per byte of the text
 * @param lateStageLmcr coded bytes per token
 * @param tokenEfficiency tokens per byte of the text; {@code lmcr = lateStageLmcr *
 *     tokenEfficiency}
 */
public record ScoredModel(
    String name, double score, double lmcr, double lateStageLmcr, double tokenEfficiency) {

  private static final double ROUNDING = 1e-3;

  /**
   * Checks the figures.
   *
   * @throws IllegalArgumentException when one is no finite number, a ratio is not above 0, or the
   *     identity does not hold to 0.1 % (what figures printed with four digits may miss)
   */
  public ScoredModel {
    if (!Double.isFinite(score)) {
      throw new IllegalArgumentException(name + ": the score must be a number, but is " + score);
    }
    double product = lateStageLmcr * tokenEfficiency;
    if (!(lmcr > 0 && lateStageLmcr > 0 && tokenEfficiency > 0 && Double.isFinite(product))) {
      throw new IllegalArgumentException(
          name
              + ": LMCR, Late-stage LMCR and token efficiency must be above 0, but are "
              + lmcr
              + ", "
              + lateStageLmcr
              + " and "
              + tokenEfficiency);
    }
    if (!(Math.abs(product / lmcr - 1) < ROUNDING)) {
      throw new IllegalArgumentException(
          name
              + ": LMCR "
              + lmcr
              + " is not Late-stage LMCR x token efficiency = "
              + product
              + "; are all three of one corpus, and Late-stage LMCR per token?");
    }
  }
}
