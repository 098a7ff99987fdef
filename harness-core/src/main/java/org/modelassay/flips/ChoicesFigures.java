package org.modelassay.flips;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Metric;
import org.modelassay.statistics.Interval;
import org.modelassay.statistics.Sums;

/** A result into figures. */
final class ChoicesFigures {
  private static final String SAMPLE = "items";

  private final ChoicesResult result;
  private final ModelAnswers answers;
  private final @Nullable ModelAnswers baseline;
  private final @Nullable NoiseFloor noise;
  private final int n;
  private final ItemIntervals intervals;
  private final List<Figure> figures = new ArrayList<>();

  private ChoicesFigures(ChoicesResult result) {
    this.result = result;
    answers = result.subject().answers();
    ModelSide other = result.baseline();
    baseline = other == null ? null : other.answers();
    noise = result.noise();
    n = result.items().size();
    intervals = ItemIntervals.of(result.items());
  }

  static List<Figure> of(ChoicesResult result) {
    var figures = new ChoicesFigures(result);
    figures.accuracies();
    figures.perplexity();
    ChoicesResult critical = result.critical();
    if (critical != null) {
      figures.critical(new ChoicesFigures(critical));
    }
    ModelAnswers base = figures.baseline;
    if (base != null) {
      figures.flips(base);
      figures.divergences(base);
    }
    figures.alone();
    return List.copyOf(figures.figures);
  }

  private void accuracies() {
    accuracy(ChoicesMetrics.ACCURACY, ModelAnswers::isCorrect);
    accuracy(ChoicesMetrics.ACCURACY_NORMALIZED, ModelAnswers::isCorrectNormalized);
    accuracy(ChoicesMetrics.ACCURACY_BY_BYTES, ModelAnswers::isCorrectByBytes);
  }

  private void perplexity() {
    int[] members =
        IntStream.range(0, n).filter(i -> result.items().get(i).isContinuation()).toArray();
    if (members.length == 0) {
      return;
    }
    ModelAnswers some = answers.of(members);
    ModelAnswers base = baseline == null ? null : baseline.of(members);
    double[] values = some.each(some::logLikelihood);
    Interval mean = ItemIntervals.of(some.items()).mean(values);
    figures.add(
        new Figure(
            ChoicesMetrics.PERPLEXITY,
            Math.exp(-Sums.mean(values)),
            mean == null
                ? null
                : new Interval(
                    Math.exp(-mean.high()),
                    Math.exp(-mean.low()),
                    mean.confidence(),
                    mean.method()),
            members.length,
            SAMPLE,
            base == null ? null : Math.exp(-Sums.mean(base.each(base::logLikelihood)))));
  }

  private void critical(ChoicesFigures critical) {
    critical.accuracy(ChoicesMetrics.CRITICAL_ACCURACY, ModelAnswers::isCorrect);
    ModelAnswers base = critical.baseline;
    if (base != null) {
      critical.share(ChoicesMetrics.CRITICAL_FLIP_RATE, i -> critical.flipped(base, i));
      critical.share(ChoicesMetrics.CRITICAL_ALL_FLIP_RATE, i -> critical.changed(base, i));
      critical.share(
          ChoicesMetrics.CRITICAL_CORRECT_TO_INCORRECT_RATE, i -> critical.lost(base, i));
    }
    figures.addAll(critical.figures);
  }

  private void flips(ModelAnswers base) {
    share(ChoicesMetrics.FLIP_RATE, i -> flipped(base, i));
    share(ChoicesMetrics.ALL_FLIP_RATE, i -> changed(base, i));
    share(ChoicesMetrics.CORRECT_TO_INCORRECT_RATE, i -> lost(base, i));
    share(ChoicesMetrics.INCORRECT_TO_CORRECT_RATE, i -> won(base, i));
    share(ChoicesMetrics.WRONG_TO_WRONG_RATE, i -> changed(base, i) && !flipped(base, i));
    int lost = answers.count(i -> lost(base, i));
    int won = answers.count(i -> won(base, i));
    add(ChoicesMetrics.NET_CHANGE, won - lost, null, null);
    double[] drops = answers.each(i -> (lost(base, i) ? 1 : 0) - (won(base, i) ? 1 : 0));
    figures.add(
        new Figure(
            ChoicesMetrics.ACCURACY_DROP,
            (double) (lost - won) / n,
            intervals.pairedDifference(drops),
            n,
            SAMPLE,
            null,
            undecided(ChoicesMetrics.ACCURACY_DROP)));
    add(ChoicesMetrics.ACCURACY_DROP_P_VALUE, result.flips().mcNemarPValue(), null, null);
  }

  private void divergences(ModelAnswers base) {
    mean(ChoicesMetrics.KL_DIVERGENCE_MEAN, i -> base.divergence(answers, i));
    mean(ChoicesMetrics.KL_DIVERGENCE_TO_BASELINE_MEAN, i -> answers.divergence(base, i));
    mean(ChoicesMetrics.JENSEN_SHANNON_MEAN, i -> base.jensenShannon(answers, i));
    mean(ChoicesMetrics.TOTAL_VARIATION_MEAN, i -> base.totalVariation(answers, i));
    VocabularyShift vocabulary = result.vocabulary();
    if (vocabulary != null) {
      mean(ChoicesMetrics.VOCABULARY_KL_DIVERGENCE_MEAN, i -> vocabulary.fromBaseline()[i]);
      mean(
          ChoicesMetrics.VOCABULARY_KL_DIVERGENCE_TO_BASELINE_MEAN,
          i -> vocabulary.toBaseline()[i]);
      mean(ChoicesMetrics.VOCABULARY_JENSEN_SHANNON_MEAN, i -> vocabulary.jensenShannon()[i]);
      mean(ChoicesMetrics.VOCABULARY_TOTAL_VARIATION_MEAN, i -> vocabulary.totalVariation()[i]);
      IntPredicate same = i -> vocabulary.sameTop()[i];
      add(
          ChoicesMetrics.TOP_TOKEN_AGREEMENT,
          (double) answers.count(same) / n,
          intervals.share(same),
          null);
    }
    margin(ChoicesMetrics.MARGIN_FLIPPED, base, i -> changed(base, i));
    margin(ChoicesMetrics.MARGIN_UNCHANGED, base, i -> !changed(base, i));
    share(ChoicesMetrics.LABEL_LOYALTY, i -> !changed(base, i));
    mean(ChoicesMetrics.PROBABILITY_LOYALTY, i -> 1 - Math.sqrt(base.jensenShannon(answers, i)));
  }

  private void alone() {
    both(ChoicesMetrics.MARGIN_MEAN, ModelAnswers::margin);
    ModelAnswers base = baseline;
    // A sum of distances only grows by chance: resampling would place its interval too high.
    add(
        ChoicesMetrics.CALIBRATION_ERROR,
        answers.calibrationError(),
        null,
        base == null ? null : base.calibrationError());
    both(ChoicesMetrics.BRIER_SCORE, ModelAnswers::brierScore);
    if (result.items().stream().allMatch(item -> item.choices().size() == 2)) {
      f1(base);
    }
    add(
        ChoicesMetrics.TIES,
        answers.ties(),
        null,
        base == null ? null : Double.valueOf(base.ties()));
    Boundaries own = result.subject().boundaries();
    ModelSide other = result.baseline();
    Boundaries theirs = other == null ? null : other.boundaries();
    NoiseFloor floor = noise;
    if (floor != null) {
      if (base != null) {
        add(
            ChoicesMetrics.NEAR_TIES,
            answers.count(i -> floor.nearTie(answers, base, i)),
            null,
            null);
      }
      figures.add(
          new Figure(ChoicesMetrics.NOISE, floor.largest(), null, floor.items(), SAMPLE, null));
    }
    add(
        ChoicesMetrics.TOKENS_ACROSS_JOIN,
        own.acrossJoin().cardinality(),
        null,
        theirs == null ? null : Double.valueOf(theirs.acrossJoin().cardinality()));
    add(
        ChoicesMetrics.BOS_IN_TEXT,
        own.bosInText().cardinality(),
        null,
        theirs == null ? null : Double.valueOf(theirs.bosInText().cardinality()));
  }

  private void f1(@Nullable ModelAnswers base) {
    double[] hits = answers.each(answers::f1Hits);
    double[] all = answers.each(answers::f1All);
    add(
        ChoicesMetrics.F1,
        f1(hits, all),
        intervals.ratio(hits, all),
        base == null ? null : f1(base.each(base::f1Hits), base.each(base::f1All)));
  }

  private static double f1(double[] hits, double[] all) {
    double sum = Sums.sum(all);
    return sum == 0 ? 0 : Sums.sum(hits) / sum;
  }

  private boolean changed(ModelAnswers base, int item) {
    return answers.changes(base, item);
  }

  private boolean flipped(ModelAnswers base, int item) {
    return lost(base, item) || won(base, item);
  }

  private boolean lost(ModelAnswers base, int item) {
    return answers.loses(base, item);
  }

  private boolean won(ModelAnswers base, int item) {
    return base.loses(answers, item);
  }

  /** Something that holds of a model's answer to an item, or not. */
  private interface Trait {
    boolean of(ModelAnswers answers, int item);
  }

  /** A number that a model's answer to an item has. */
  private interface Amount {
    double of(ModelAnswers answers, int item);
  }

  private void accuracy(Metric metric, Trait right) {
    ModelAnswers base = baseline;
    share(
        metric,
        i -> right.of(answers, i),
        base == null ? null : (double) base.count(i -> right.of(base, i)) / n);
  }

  private void both(Metric metric, Amount amount) {
    ModelAnswers base = baseline;
    mean(
        metric,
        answers.each(i -> amount.of(answers, i)),
        intervals,
        base == null ? null : Sums.mean(base.each(i -> amount.of(base, i))));
  }

  private void share(Metric metric, IntPredicate counts) {
    share(metric, counts, null);
  }

  private void share(Metric metric, IntPredicate counts, @Nullable Double ofBaseline) {
    figures.add(
        new Figure(
            metric,
            (double) answers.count(counts) / n,
            intervals.share(counts),
            n,
            SAMPLE,
            ofBaseline,
            undecided(metric)));
  }

  /**
   * The share of items whose answer noise can change, in a model that the metric is about; not of
   * answers by another rule than the largest log-likelihood.
   */
  private @Nullable Double undecided(Metric metric) {
    boolean otherRule =
        metric.equals(ChoicesMetrics.ACCURACY_NORMALIZED)
            || metric.equals(ChoicesMetrics.ACCURACY_BY_BYTES);
    NoiseFloor floor = otherRule ? null : noise;
    ModelAnswers other = metric.pair() ? baseline : null;
    return floor == null
        ? null
        : (double)
                answers.count(
                    i ->
                        floor.undecided(answers, i) || (other != null && floor.undecided(other, i)))
            / n;
  }

  private void mean(Metric metric, IntToDoubleFunction value) {
    mean(metric, answers.each(value), intervals, null);
  }

  /** The baseline's mean margin on some items. */
  private void margin(Metric metric, ModelAnswers base, IntPredicate which) {
    int[] members = IntStream.range(0, n).filter(which).toArray();
    ModelAnswers some = base.of(members);
    mean(metric, some.each(some::margin), ItemIntervals.of(some.items()), null);
  }

  private void mean(Metric metric, double[] values, ItemIntervals of, @Nullable Double ofBaseline) {
    figures.add(
        new Figure(
            metric,
            Sums.mean(values),
            of.mean(values),
            values.length,
            SAMPLE,
            ofBaseline,
            noise == null ? null : noise.moved(metric)));
  }

  private void add(
      Metric metric, double value, @Nullable Interval interval, @Nullable Double ofBaseline) {
    figures.add(new Figure(metric, value, interval, n, SAMPLE, ofBaseline));
  }
}
