package org.modelassay.coding.equalinfo;

import java.util.Arrays;
import org.modelassay.reading.StepModel;

/**
 * A distribution rounded to frequencies with a sum of 2^P, each at least 1: of V ids, id t has
 * [low(t), low(t + 1)), where
 *
 * <pre>low(t) = t + floor(F(t) (2^P - V) / F(V))</pre>
 *
 * and F(t) is the sum of the model's own frequencies of all ids below t. Whole numbers throughout,
 * so that it comes out alike wherever it is computed.
 */
final class Quantised {
  private final int[] lows;

  private Quantised(int[] lows) {
    this.lows = lows;
  }

  /**
   * Rounds a distribution.
   *
   * @param frequencies the model's
   * @param ids V, how many ids it is over
   * @param precision P, at most 30; 2^P is at least V
   */
  static Quantised of(StepModel.Frequencies frequencies, int ids, int precision) {
    long spread = (1L << precision) - ids;
    long total = frequencies.total();
    // So that the product below is less than 2^63; a shift keeps the order of the sums.
    int shift = Math.max(0, 64 - Long.numberOfLeadingZeros(total) + precision - 63);
    int[] lows = new int[ids + 1];
    long sum = 0;
    for (int t = 0; t <= ids; t++) {
      lows[t] = (int) (t + (sum >> shift) * spread / (total >> shift));
      sum += t < ids ? frequencies.frequency(t) : 0;
    }
    return new Quantised(lows);
  }

  /** Sum of the frequencies of all smaller ids. */
  int low(int token) {
    return lows[token];
  }

  /** Frequency of an id. */
  int frequency(int token) {
    return lows[token + 1] - lows[token];
  }

  /** The id whose [low, low + frequency) holds the value. */
  int find(int value) {
    int at = Arrays.binarySearch(lows, value);
    return at >= 0 ? at : -at - 2;
  }
}
