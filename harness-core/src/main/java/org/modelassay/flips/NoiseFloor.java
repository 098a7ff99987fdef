package org.modelassay.flips;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Metric;

/**
 * What moves when nothing is changed: a few items that the baseline reads again in passes of half
 * the size, whose sums are added up in another order. Figures that differ by no more say nothing of
 * the models.
 */
final class NoiseFloor {
  private static final int FEWEST = 8;
  private static final int MOST = 32;
  private static final int PART = 16;

  /** In words, how many items are read again. */
  static final String SAMPLE = "a sixteenth of the items, " + FEWEST + " to " + MOST;

  private final int items;
  private final double largest;
  private final Map<String, Double> moved = new HashMap<>();

  /**
   * Measures it.
   *
   * @param standard the answers to the items as they are read else
   * @param halved the same of the second reading
   */
  NoiseFloor(ModelAnswers standard, ModelAnswers halved) {
    items = standard.items().size();
    largest =
        IntStream.range(0, items)
            .mapToDouble(i -> standard.largestShift(halved, i))
            .max()
            .orElse(0);
    var again =
        new ChoicesResult(
            standard.items(),
            new ModelSide(halved, Boundaries.NONE),
            new ModelSide(standard, Boundaries.NONE),
            null,
            List.of());
    for (Figure figure : ChoicesFigures.of(again)) {
      double of = figure.baseline() == null ? ofEquals(figure.metric()) : figure.baseline();
      if (!Double.isNaN(of)) {
        moved.put(figure.metric().name(), Math.abs(figure.value() - of));
      }
    }
  }

  /** What a metric of two models is of equal ones; NaN where that is no one number. */
  private static double ofEquals(Metric metric) {
    if (metric.equals(ChoicesMetrics.PROBABILITY_LOYALTY)) {
      return 1;
    }
    boolean margin =
        metric.equals(ChoicesMetrics.MARGIN_FLIPPED)
            || metric.equals(ChoicesMetrics.MARGIN_UNCHANGED);
    return margin ? Double.NaN : 0;
  }

  /** How many of a task's items are read again. */
  static int sample(int items) {
    return Math.min(items, Math.max(FEWEST, Math.min(MOST, items / PART)));
  }

  /** Items that were read twice. */
  int items() {
    return items;
  }

  /** The most that the difference of two choices' log-likelihoods moved, nats. */
  double largest() {
    return largest;
  }

  /** Whether a changed answer is one that noise can change, in either model. */
  boolean nearTie(ModelAnswers subject, ModelAnswers baseline, int item) {
    int own = subject.choice(item);
    int theirs = baseline.choice(item);
    return own != theirs
        && !subject.items().get(item).isContinuation()
        && Math.min(subject.advantage(item, own, theirs), baseline.advantage(item, theirs, own))
            <= largest;
  }

  /** Whether noise can change the answer of a model to an item. */
  boolean undecided(ModelAnswers model, int item) {
    return model.gap(item) <= largest;
  }

  /** How far a mean over items moves; of a metric that compares two models, from 0. */
  @Nullable Double moved(Metric metric) {
    return moved.get(metric.name());
  }
}
