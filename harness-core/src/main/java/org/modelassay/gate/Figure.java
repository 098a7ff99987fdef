package org.modelassay.gate;

import org.jspecify.annotations.Nullable;
import org.modelassay.statistics.Interval;

/**
 * One measured value.
 *
 * @param metric what was measured
 * @param value the value in the metric's unit; may be NaN, which never passes a limit
 * @param interval two-sided 95 % interval, or null where none is claimed
 * @param n sample size
 * @param sample what was counted in {@code n}, such as {@code items}, {@code documents}, {@code
 *     tokens}
 * @param baseline the baseline's own value of the metric, or null (metrics of a pair have none)
 * @param floor how far the value moves when nothing but the sizes of passes changes, in the
 *     metric's unit; null where that was not measured
 */
public record Figure(
    Metric metric,
    double value,
    @Nullable Interval interval,
    long n,
    String sample,
    @Nullable Double baseline,
    @Nullable Double floor) {

  /** A figure whose noise was not measured. */
  public Figure(
      Metric metric,
      double value,
      @Nullable Interval interval,
      long n,
      String sample,
      @Nullable Double baseline) {
    this(metric, value, interval, n, sample, baseline, null);
  }

  /** The same figure with its noise floor. */
  public Figure withFloor(double measured) {
    return new Figure(metric, value, interval, n, sample, baseline, measured);
  }

  /** The noise floor, 0 where none was measured. */
  double noise() {
    return floor == null ? 0 : floor;
  }
}
