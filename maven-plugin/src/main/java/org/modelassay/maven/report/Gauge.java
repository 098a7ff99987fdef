package org.modelassay.maven.report;

import java.util.Locale;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.modelassay.gate.Bound;
import org.modelassay.gate.Direction;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Verdict;
import org.modelassay.statistics.Interval;

/**
 * A value and its interval against a limit, on one line. Places are per cent of its width.
 *
 * @param value place of the value
 * @param low place of the interval's lower end, or null
 * @param span width of the interval, or null
 * @param limit place of the limit
 * @param zone where the forbidden side begins
 * @param zoneSpan how wide it is
 * @param baseline place of the baseline's own value, or null
 * @param label the same in words
 */
record Gauge(
    String value,
    @Nullable String low,
    @Nullable String span,
    String limit,
    String zone,
    String zoneSpan,
    @Nullable String baseline,
    String label) {
  /** Draws a verdict; null when a value or a limit to draw is missing. */
  static @Nullable Gauge of(Verdict verdict) {
    Figure figure = verdict.figure();
    Double limit = limit(verdict);
    if (figure == null || limit == null || !Double.isFinite(figure.value())) {
      return null;
    }
    Interval interval = figure.interval();
    boolean bounded =
        interval != null && Double.isFinite(interval.low()) && Double.isFinite(interval.high());
    Double baseline = figure.baseline();
    double low = bounded && interval != null ? interval.low() : figure.value();
    double high = bounded && interval != null ? interval.high() : figure.value();
    double beside = baseline != null && Double.isFinite(baseline) ? baseline : limit;
    double least = DoubleStream.of(low, figure.value(), limit, beside).min().orElseThrow();
    double most = DoubleStream.of(high, figure.value(), limit, beside).max().orElseThrow();
    if (least >= 0 && least < most / 2) {
      least = 0;
    }
    double room = most > least ? (most - least) * 0.12 : Math.max(Math.abs(most), 1) * 0.1;
    double from = least == 0 ? 0 : least - room;
    double to = most + room;
    Scale scale = new Scale(from, to, 2, 98);
    boolean atMost = bound(verdict) == Bound.AT_MOST;
    double place = scale.place(limit);
    String unit = figure.metric().unit();
    String label =
        Numbers.apart(figure.value(), limit, unit)
            + (interval == null ? "" : ", interval " + Numbers.interval(interval, unit))
            + (atMost ? "; at most " : "; at least ")
            + Numbers.of(limit, unit);
    return new Gauge(
        percent(scale.place(figure.value())),
        bounded ? percent(scale.place(low)) : null,
        bounded ? percent(Math.max(0.5, scale.place(high) - scale.place(low))) : null,
        percent(place),
        percent(atMost ? place : 0),
        percent(atMost ? 100 - place : place),
        baseline != null && Double.isFinite(baseline) ? percent(scale.place(baseline)) : null,
        label);
  }

  /** What the verdict's figure was held against: the limit, or the accepted value. */
  static @Nullable Double limit(Verdict verdict) {
    Double limit = verdict.limit() != null ? (Double) verdict.limit().value() : verdict.accepted();
    return limit == null || !Double.isFinite(limit) ? null : limit;
  }

  static Bound bound(Verdict verdict) {
    if (verdict.limit() != null) {
      return verdict.limit().bound();
    }
    Figure figure = verdict.figure();
    return figure != null && figure.metric().direction() == Direction.HIGHER_IS_BETTER
        ? Bound.AT_LEAST
        : Bound.AT_MOST;
  }

  static String percent(double place) {
    return String.format(Locale.ROOT, "%.2f%%", place);
  }
}
