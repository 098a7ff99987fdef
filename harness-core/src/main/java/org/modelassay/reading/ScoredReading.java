package org.modelassay.reading;

/**
 * What one model yields on one sequence set. Columns hold one value per scored target, in the set's
 * order. A column whose probe was not asked for throws {@link IllegalStateException}. Arrays are
 * shared: do not change them.
 */
public interface ScoredReading {
  /** What was read. */
  SequenceSet sequences();

  /** Log-likelihood of each target in nats, at most 0. */
  float[] logLikelihoods();

  /** The most likely token at each target's place, the lowest id of equals. */
  int[] topTokens();

  /** The coder's integer interval of each target. */
  CodeIntervals intervals();

  /**
   * KL(baseline || this model) at each target's place, nats. Of a set that is read for its targets
   * alone this and its like are there for each sequence's first target, NaN elsewhere.
   */
  float[] divergenceFromBaseline();

  /** KL(this model || baseline) at each target's place, nats. */
  float[] divergenceToBaseline();

  /** Jensen-Shannon divergence between baseline and this model at each target's place, nats. */
  default float[] jensenShannon() {
    throw new IllegalStateException("distances were not asked of " + sequences().name());
  }

  /** Total variation between baseline and this model at each target's place, 0 to 1. */
  default float[] totalVariation() {
    throw new IllegalStateException("distances were not asked of " + sequences().name());
  }

  /**
   * Dispersion of a layer.
   *
   * @param layer a number that the probe named
   */
  LayerSpread spread(int layer);

  /**
   * Integer intervals: target t takes [low, low + frequency) of [0, total).
   *
   * @param low one per target
   * @param frequency one per target, at least 1
   * @param total one per target
   */
  record CodeIntervals(long[] low, long[] frequency, long[] total) {}

  /**
   * One layer's states, reduced.
   *
   * @param within per sequence, the mean pairwise cosine distance over its positions (prefix left
   *     out); NaN with fewer than two positions
   * @param positions per sequence, the number of positions
   * @param last [sequences][width] the state at each sequence's last position
   */
  record LayerSpread(double[] within, int[] positions, float[][] last) {}
}
