package org.modelassay.flips;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modelassay.gate.Bound;
import org.modelassay.gate.Decision;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Limit;
import org.modelassay.gate.Metric;
import org.modelassay.measure.Measure.Demands;
import org.modelassay.statistics.Interval;
import org.modelassay.statistics.WithoutReplacement;

/**
 * Tells, while items are read in a drawn order, when every limit is decided: on which side of it
 * the figure of all items lies is then certain, or wrong with a probability of at most {@value
 * #ERROR}, however often one looked ({@link WithoutReplacement}). Critical items are read first,
 * all of them; what they add is known, and only the others are a sample.
 */
final class Stopping {
  /** Error allowed to a decision, on each side of a limit. */
  static final double ERROR = 0.025;

  /** What an item adds to the count of a metric. */
  private interface Added {
    int by(ModelAnswers own, ModelAnswers baseline, int item);
  }

  private static final Map<String, Added> COUNTED =
      Map.of(
          ChoicesMetrics.ACCURACY.name(),
          (own, base, i) -> one(own.isCorrect(i)),
          ChoicesMetrics.ACCURACY_NORMALIZED.name(),
          (own, base, i) -> one(own.isCorrectNormalized(i)),
          ChoicesMetrics.FLIP_RATE.name(),
          (own, base, i) -> one(own.loses(base, i) || base.loses(own, i)),
          ChoicesMetrics.ALL_FLIP_RATE.name(),
          (own, base, i) -> one(own.changes(base, i)),
          ChoicesMetrics.LABEL_LOYALTY.name(),
          (own, base, i) -> one(!own.changes(base, i)),
          ChoicesMetrics.CORRECT_TO_INCORRECT_RATE.name(),
          (own, base, i) -> one(own.loses(base, i)),
          ChoicesMetrics.ACCURACY_DROP.name(),
          (own, base, i) -> one(own.loses(base, i)) - one(base.loses(own, i)));

  private static int one(boolean counts) {
    return counts ? 1 : 0;
  }

  private final int items;
  private final List<Bet> bets = new ArrayList<>();

  /**
   * Begins with nothing read.
   *
   * @param limits those that are to be decided, each one that {@link #obstacle} has nothing against
   * @param items number of all items
   * @param critical how many of them are critical
   */
  Stopping(List<Limit> limits, int items, int critical) {
    this.items = items;
    for (Limit limit : limits) {
      Added added = COUNTED.get(limit.metric());
      if (added != null) {
        bets.add(new Bet(limit, added, items, items - critical));
      }
    }
  }

  /** Why nothing can be decided before all items are read, or null. */
  static @Nullable String obstacle(Demands demands) {
    if (demands.guarded()) {
      return "figures are held against accepted ones, which are of all items";
    }
    if (demands.limits().isEmpty()) {
      return "there is no limit to decide";
    }
    for (Limit limit : demands.limits()) {
      if (limit.by() != Decision.ESTIMATE) {
        return limit.declared() + " asks by " + limit.by() + ", for which every item counts";
      }
      if (!COUNTED.containsKey(limit.metric())
          && !limit.metric().startsWith(ChoicesMetrics.CRITICAL)) {
        return limit.declared() + " bounds " + limit.metric() + ", which is no share of items";
      }
    }
    return null;
  }

  /**
   * Takes what was read.
   *
   * @param block its result
   * @param critical whether these are the critical items
   */
  void take(ChoicesResult block, boolean critical) {
    ModelAnswers own = block.subject().answers();
    ModelSide other = block.baseline();
    // A metric of one model does not look at the other.
    ModelAnswers base = other == null ? own : other.answers();
    for (Bet bet : bets) {
      bet.take(own.each(i -> bet.sign * bet.added.by(own, base, i)), critical);
    }
  }

  /** Whether all limits are decided. */
  boolean decided() {
    return bets.stream().allMatch(Bet::decided);
  }

  /**
   * The figures of what was read, as estimates of those of all items: metrics that were decided
   * with their confidence sequence, critical ones as they are, others without an interval.
   */
  List<Figure> figures(List<Figure> read) {
    return read.stream().map(this::figure).toList();
  }

  private Figure figure(Figure figure) {
    Metric metric = figure.metric();
    if (metric.name().startsWith(ChoicesMetrics.CRITICAL)) {
      return figure;
    }
    double value = figure.value();
    Interval interval = null;
    for (Bet bet : bets) {
      if (interval == null && bet.limit.metric().equals(metric.name())) {
        value = bet.estimate();
        interval = bet.bounds();
      }
    }
    return new Figure(
        metric,
        value,
        interval,
        figure.n(),
        figure.sample() + " of " + items,
        figure.baseline(),
        figure.floor());
  }

  /** One limit. What is counted has the other sign where it must be at least something. */
  private static final class Bet {
    private final Limit limit;
    private final Added added;
    private final int all;
    private final int sign;
    private final double most;
    private final @Nullable WithoutReplacement others;
    private final int left;
    private double known;
    private double seen;

    Bet(Limit limit, Added added, int all, int others) {
      this.limit = limit;
      this.added = added;
      this.all = all;
      this.left = others;
      sign = limit.bound() == Bound.AT_MOST ? 1 : -1;
      most = WithoutReplacement.wholeSumAtMost(sign * limit.value(), all);
      boolean signed = limit.metric().equals(ChoicesMetrics.ACCURACY_DROP.name());
      this.others =
          others == 0
              ? null
              : WithoutReplacement.ofWholeNumbers(
                  others, signed || sign < 0 ? -1 : 0, signed || sign > 0 ? 1 : 0, ERROR);
    }

    void take(double[] values, boolean critical) {
      for (double value : values) {
        known += critical ? value : 0;
        seen += critical ? 0 : value;
      }
      if (others != null && !critical) {
        others.observe(values);
      }
    }

    boolean decided() {
      // Half a count: on neither side of a limit is a whole one moved by rounding.
      return others == null
          || others.decide((most - known + 0.5) / left) != WithoutReplacement.Decision.OPEN;
    }

    double estimate() {
      double rest = others == null || others.observed() == 0 ? 0 : left * seen / others.observed();
      return sign * (known + rest) / all;
    }

    Interval bounds() {
      Interval rest =
          others == null
              ? new Interval(0, 0, 1 - 2 * ERROR, WithoutReplacement.METHOD)
              : others.bounds();
      double low = (known + left * rest.low()) / all;
      double high = (known + left * rest.high()) / all;
      return new Interval(
          sign > 0 ? low : -high, sign > 0 ? high : -low, rest.confidence(), rest.method());
    }
  }
}
