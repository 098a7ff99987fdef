package org.modelassay.statistics;

/**
 * Sums and means whose rounding error does not grow with the number of terms (Neumaier 1974,
 * "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen", method IV).
 */
public final class Sums {
  private Sums() {}

  /** The compensated sum; 0 of none. NaN and infinities come out as they do of a plain sum. */
  public static double sum(double[] values) {
    double sum = 0;
    double lost = 0;
    for (double value : values) {
      double next = sum + value;
      // What the addition rounded away can be had exactly from the larger of the two.
      lost += Math.abs(sum) >= Math.abs(value) ? (sum - next) + value : (value - next) + sum;
      sum = next;
    }
    return Double.isFinite(sum) ? sum + lost : sum;
  }

  /** The arithmetic mean; NaN of none. */
  public static double mean(double[] values) {
    return sum(values) / values.length;
  }
}
