package org.modelassay.statistics;

/**
 * A two-sided confidence interval.
 *
 * @param low lower end, in the figure's unit
 * @param high upper end, in the figure's unit
 * @param confidence coverage, such as 0.95
 * @param method how it was made, such as {@code Clopper-Pearson}
 */
public record Interval(double low, double high, double confidence, String method) {
  /** The coverage of every interval that is shown: two-sided 95 %. */
  public static final double CONFIDENCE = 0.95;

  /** What such an interval leaves out on each side: the error of a decision that looks to one. */
  public static final double TAIL = tail(CONFIDENCE);

  /** Creates an interval at the shown confidence. */
  public static Interval of(double low, double high, String method) {
    return new Interval(low, high, CONFIDENCE, method);
  }

  /** What a two-sided interval leaves out on each side; checks that the confidence is one. */
  static double tail(double confidence) {
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException(
          "a confidence must lie between 0 and 1, but is " + confidence);
    }
    return (1 - confidence) / 2;
  }
}
