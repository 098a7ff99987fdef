package org.modelassay.reading;

import java.util.stream.IntStream;
import org.modelassay.model.HiddenState;

/**
 * What one model yields on one sequence set. Columns hold one value per scored target, in the set's
 * order. A column whose probe was not asked for throws {@link IllegalStateException}. Arrays are
 * shared: do not change them.
 */
public interface ScoredReading {
  /** What was read. */
  SequenceSet sequences();

  /** Log-likelihood of each target in nats, at most 0. */
  default float[] logLikelihoods() {
    throw new IllegalStateException("scores were not asked of " + sequences().name());
  }

  /** The most likely token at each target's place, the lowest id of equals. */
  default int[] topTokens() {
    throw new IllegalStateException("scores were not asked of " + sequences().name());
  }

  /** The coder's integer interval of each target. */
  default CodeIntervals intervals() {
    throw new IllegalStateException("intervals were not asked of " + sequences().name());
  }

  /**
   * KL(baseline || this model) at each target's place, nats. Of a set that is read for its targets
   * alone this and its like are there for each sequence's first target, NaN elsewhere.
   */
  default float[] divergenceFromBaseline() {
    throw new IllegalStateException("divergences were not asked of " + sequences().name());
  }

  /** KL(this model || baseline) at each target's place, nats. */
  default float[] divergenceToBaseline() {
    throw new IllegalStateException("divergences were not asked of " + sequences().name());
  }

  /** Jensen-Shannon divergence between baseline and this model at each target's place, nats. */
  default float[] jensenShannon() {
    throw new IllegalStateException("distances were not asked of " + sequences().name());
  }

  /** Total variation between baseline and this model at each target's place, 0 to 1. */
  default float[] totalVariation() {
    throw new IllegalStateException("distances were not asked of " + sequences().name());
  }

  /**
   * A hidden state, reduced by sequence.
   *
   * @param state one that the only probe for it named
   * @param centred whether that probe subtracted the set's mean state
   */
  default LayerSpread spread(HiddenState state, boolean centred) {
    throw new IllegalStateException(state + " was not asked of " + sequences().name());
  }

  /** A hidden state, reduced by sequence, not centred. */
  default LayerSpread spread(HiddenState state) {
    return spread(state, false);
  }

  /**
   * The state at the place that predicts each target, [targets][width]; read anew at each call.
   *
   * @param state one that a probe named
   */
  default float[][] keys(HiddenState state) {
    throw new IllegalStateException(state + " was not asked of " + sequences().name());
  }

  /**
   * Integer intervals: target t takes [low, low + frequency) of [0, total).
   *
   * @param low one per target
   * @param frequency one per target, at least 1
   * @param total one per target
   */
  record CodeIntervals(long[] low, long[] frequency, long[] total) {}

  /**
   * Hidden states of N sequences reduced over positions, prefixes left out.
   *
   * @param positions [N] number of positions
   * @param flawed [N] the first position, counted with the prefix, whose state is zero or not
   *     finite, or -1; such a row means nothing else
   * @param within [N] mean pairwise cosine distance (arXiv 2506.24106); NaN with fewer than two
   *     positions
   * @param units [N][width] sum of unit vectors
   * @param sums [N][width] sum of states, never centred
   * @param last [N][width] the last state, never centred
   */
  record LayerSpread(
      int[] positions,
      int[] flawed,
      double[] within,
      double[][] units,
      double[][] sums,
      float[][] last) {
    /**
     * The same of some sequences.
     *
     * @param numbers which ones, in the order wanted
     */
    public LayerSpread some(int[] numbers) {
      return new LayerSpread(
          IntStream.of(numbers).map(i -> positions[i]).toArray(),
          IntStream.of(numbers).map(i -> flawed[i]).toArray(),
          IntStream.of(numbers).mapToDouble(i -> within[i]).toArray(),
          IntStream.of(numbers).mapToObj(i -> units[i]).toArray(double[][]::new),
          IntStream.of(numbers).mapToObj(i -> sums[i]).toArray(double[][]::new),
          IntStream.of(numbers).mapToObj(i -> last[i]).toArray(float[][]::new));
    }

    /**
     * The mean state over all positions of the sequences that have no flaw: what a centred probe
     * subtracts.
     */
    public double[] centre() {
      double[] centre = new double[sums[0].length];
      long count = 0;
      for (int i = 0; i < sums.length; i++) {
        if (flawed[i] < 0) {
          count += positions[i];
          for (int k = 0; k < centre.length; k++) {
            centre[k] += sums[i][k];
          }
        }
      }
      for (int k = 0; k < centre.length; k++) {
        centre[k] /= Math.max(1, count);
      }
      return centre;
    }
  }
}
