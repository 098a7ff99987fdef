package org.modelassay.dispersion;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import org.jspecify.annotations.Nullable;
import org.modelassay.statistics.Interval;
import org.modelassay.statistics.Jackknife;
import org.modelassay.statistics.Sums;

/**
 * A value, and the same without each segment in turn.
 *
 * @param value of all segments
 * @param leaveOneOut one per segment; NaN where too few are left
 */
record Jackknifed(double value, double[] leaveOneOut) {

  /** The mean of one number per segment. */
  static Jackknifed mean(double[] perSegment) {
    int n = perSegment.length;
    double sum = Sums.sum(perSegment);
    return new Jackknifed(
        sum / n, Arrays.stream(perSegment).map(value -> (sum - value) / (n - 1)).toArray());
  }

  /** A function of this and another, segment by segment. */
  Jackknifed with(Jackknifed other, DoubleBinaryOperator function) {
    double[] combined = new double[leaveOneOut.length];
    Arrays.setAll(combined, i -> function.applyAsDouble(leaveOneOut[i], other.leaveOneOut[i]));
    return new Jackknifed(function.applyAsDouble(value, other.value), combined);
  }

  /** Its interval, or null where there are too few segments for one. */
  @Nullable Interval interval() {
    boolean enough =
        leaveOneOut.length > 1 && Arrays.stream(leaveOneOut).allMatch(Double::isFinite);
    return enough ? Jackknife.interval(value, leaveOneOut) : null;
  }
}
