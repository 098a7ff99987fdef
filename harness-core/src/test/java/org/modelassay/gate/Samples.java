package org.modelassay.gate;

import org.jspecify.annotations.Nullable;
import org.modelassay.statistics.Interval;
import org.modelassay.statistics.Rates;

/** Metrics and figures that the tests of this package judge. */
final class Samples {
  static final Metric FLIP_RATE =
      new Metric("choices.flipRate", "share", Direction.LOWER_IS_BETTER, true, 1, "(b + c) / n");
  static final Metric ACCURACY =
      new Metric("choices.accuracy", "share", Direction.HIGHER_IS_BETTER, false, 1, "right / n");
  static final Metric ACCURACY_DROP =
      new Metric("choices.accuracyDrop", "share", Direction.LOWER_IS_BETTER, true, 1, "(b - c)/n");
  static final Metric BITS =
      new Metric(
          "coding.bitsPerByte", "bits/byte", Direction.LOWER_IS_BETTER, false, 2, "bits / bytes");
  static final Metric LENGTH =
      new Metric("generation.length", "tokens", Direction.NEITHER, false, 1, "mean length");

  private Samples() {}

  /** A counted share of items. */
  static Figure counted(Metric metric, long items, long n) {
    return new Figure(metric, (double) items / n, Rates.clopperPearson(items, n), n, "items", null);
  }

  /** A mean over documents. */
  static Figure mean(Metric metric, double value, @Nullable Interval interval) {
    return new Figure(metric, value, interval, 40, "documents", null);
  }
}
