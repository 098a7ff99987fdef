package org.modelassay.model.family;

import java.util.ArrayList;
import java.util.List;

/** Attention with linear biases (arXiv 2108.12409). */
final class Alibi {
  private Alibi() {}

  /**
   * The slope of each head: 2^(-8 i / n) for a power of two n of heads; between two powers, those
   * of the lower one and then every second of the upper one.
   */
  static List<Double> slopes(int heads) {
    int power = Integer.highestOneBit(heads);
    var slopes = new ArrayList<Double>();
    for (int i = 1; i <= power; i++) {
      slopes.add(slope(power, i));
    }
    for (int i = 1; slopes.size() < heads; i += 2) {
      slopes.add(slope(2 * power, i));
    }
    return slopes;
  }

  private static double slope(int heads, int index) {
    return Math.pow((float) Math.pow(2, -8.0 / heads), index);
  }
}
