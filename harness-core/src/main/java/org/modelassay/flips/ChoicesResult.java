package org.modelassay.flips;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.data.ChoiceItem;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Metric;
import org.modelassay.measure.MeasureResult;
import org.modelassay.statistics.Bootstrap;
import org.modelassay.statistics.Interval;
import org.modelassay.statistics.PairedProportions;
import org.modelassay.statistics.Rates;
import org.modelassay.statistics.Sums;

/**
 * What a model answers, and which answers of the baseline it changes.
 *
 * <pre>{@code
 * void keepsItsAnswers(ChoicesResult answers) {
 *   assertThat(answers.flips().correctToIncorrect()).noneMatch(item -> item.hasTag("critical"));
 * }
 * }</pre>
 */
public final class ChoicesResult implements MeasureResult {
  private static final int MOST_FLIPS = 100;
  private static final int MOST_GROUPS = 100;
  private static final long SEED = 20240712;
  private static final String SAMPLE = "items";

  private final List<ChoiceItem> items;
  private final ModelAnswers answers;
  private final int acrossJoin;
  private final @Nullable ModelAnswers baseline;
  private final @Nullable Integer baselineAcrossJoin;
  private final @Nullable Flips flips;
  private @Nullable List<Figure> figures;

  ChoicesResult(
      List<ChoiceItem> items,
      ModelAnswers answers,
      int acrossJoin,
      @Nullable ModelAnswers baseline,
      @Nullable Integer baselineAcrossJoin) {
    this.items = items;
    this.answers = answers;
    this.acrossJoin = acrossJoin;
    this.baseline = baseline;
    this.baselineAcrossJoin = baselineAcrossJoin;
    flips = baseline == null ? null : new Flips(items.size(), flipped(items, answers, baseline));
  }

  private static List<FlippedItem> flipped(
      List<ChoiceItem> items, ModelAnswers answers, ModelAnswers baseline) {
    return IntStream.range(0, items.size())
        .filter(i -> answers.choice(i) != baseline.choice(i))
        .mapToObj(
            i ->
                new FlippedItem(
                    items.get(i),
                    baseline.choice(i),
                    answers.choice(i),
                    baseline.probabilities(i),
                    answers.probabilities(i),
                    baseline.divergence(answers, i),
                    baseline.margin(i)))
        .toList();
  }

  /** The items that were asked, in the task's order. */
  public List<ChoiceItem> items() {
    return items;
  }

  /** Share of items answered right. */
  public double accuracy() {
    return (double) answers.correct() / items.size();
  }

  /** Share of items answered right when log-likelihoods are divided by the choices' characters. */
  public double accuracyNormalized() {
    return (double) answers.correctNormalized() / items.size();
  }

  /**
   * Share of items that the baseline answered right.
   *
   * @throws AssayException when the model stands alone
   */
  public double baselineAccuracy() {
    return (double) paired(baseline, "baselineAccuracy()").correct() / items.size();
  }

  /**
   * Mean over items of KL(baseline || judged) over the choices, nats.
   *
   * @throws AssayException when the model stands alone
   */
  public double meanDivergence() {
    return Sums.mean(paired(baseline, "meanDivergence()").divergences(answers));
  }

  /**
   * The changed answers.
   *
   * @throws AssayException when the model stands alone
   */
  public Flips flips() {
    return paired(flips, "flips()");
  }

  private static <T> T paired(@Nullable T value, String asked) {
    if (value == null) {
      throw new AssayException(
          asked
              + " was asked of a model that stands alone; expected a baseline to compare with; give"
              + " the spec a candidate");
    }
    return value;
  }

  @Override
  public List<Figure> figures() {
    // Intervals are drawn once, however often the figures are asked for.
    if (figures == null) {
      figures = measured();
    }
    return figures;
  }

  private List<Figure> measured() {
    ModelAnswers base = baseline;
    var list = new ArrayList<Figure>();
    list.add(
        share(ChoicesMetrics.ACCURACY, answers.correct(), base == null ? null : base.correct()));
    list.add(
        share(
            ChoicesMetrics.ACCURACY_NORMALIZED,
            answers.correctNormalized(),
            base == null ? null : base.correctNormalized()));
    if (base != null) {
      addPaired(list, base, flips());
    }
    list.add(
        mean(
            ChoicesMetrics.MARGIN_MEAN,
            answers.margins(),
            base == null ? null : Sums.mean(base.margins())));
    list.add(count(ChoicesMetrics.TIES, answers.ties(), base == null ? null : base.ties()));
    list.add(count(ChoicesMetrics.TOKENS_ACROSS_JOIN, acrossJoin, baselineAcrossJoin));
    return List.copyOf(list);
  }

  private void addPaired(List<Figure> list, ModelAnswers base, Flips flips) {
    int lost = flips.correctToIncorrect().size();
    int won = flips.incorrectToCorrect().size();
    int changed = flips.all().size();
    list.add(share(ChoicesMetrics.FLIP_RATE, lost + won, null));
    list.add(share(ChoicesMetrics.ALL_FLIP_RATE, changed, null));
    list.add(share(ChoicesMetrics.CORRECT_TO_INCORRECT_RATE, lost, null));
    list.add(share(ChoicesMetrics.INCORRECT_TO_CORRECT_RATE, won, null));
    list.add(share(ChoicesMetrics.WRONG_TO_WRONG_RATE, changed - lost - won, null));
    int critical = (int) items.stream().filter(ChoiceItem::critical).count();
    if (critical > 0) {
      int flipped = (int) flips.all().stream().filter(FlippedItem::critical).count();
      list.add(
          new Figure(
              ChoicesMetrics.CRITICAL_ALL_FLIP_RATE,
              (double) flipped / critical,
              Rates.clopperPearson(flipped, critical),
              critical,
              "critical items",
              null));
    }
    list.add(
        new Figure(
            ChoicesMetrics.ACCURACY_DROP,
            (double) (lost - won) / items.size(),
            PairedProportions.tango(lost, won, items.size()),
            items.size(),
            SAMPLE,
            null));
    list.add(
        new Figure(
            ChoicesMetrics.ACCURACY_DROP_P_VALUE,
            flips.mcNemarPValue(),
            null,
            items.size(),
            SAMPLE,
            null));
    list.add(mean(ChoicesMetrics.KL_DIVERGENCE_MEAN, base.divergences(answers), null));
    list.add(mean(ChoicesMetrics.KL_DIVERGENCE_TO_BASELINE_MEAN, answers.divergences(base), null));
    list.add(
        mean(
            ChoicesMetrics.MARGIN_FLIPPED,
            flips.all().stream().mapToDouble(FlippedItem::margin).toArray(),
            null));
    list.add(share(ChoicesMetrics.LABEL_LOYALTY, items.size() - changed, null));
  }

  private Figure share(Metric metric, int counted, @Nullable Integer ofBaseline) {
    int n = items.size();
    Interval interval = Rates.clopperPearson(counted, n);
    Double baseline = ofBaseline == null ? null : (double) ofBaseline / n;
    return new Figure(metric, (double) counted / n, interval, n, SAMPLE, baseline);
  }

  private Figure count(Metric metric, int counted, @Nullable Integer ofBaseline) {
    Double baseline = ofBaseline == null ? null : ofBaseline.doubleValue();
    return new Figure(metric, counted, null, items.size(), SAMPLE, baseline);
  }

  private static Figure mean(Metric metric, double[] values, @Nullable Double ofBaseline) {
    Interval interval =
        Bootstrap.bca(
            values.length,
            drawn -> Arrays.stream(drawn).mapToDouble(i -> values[i]).sum() / drawn.length,
            SEED);
    return new Figure(metric, Sums.mean(values), interval, values.length, SAMPLE, ofBaseline);
  }

  @Override
  public ChoicesDetails details() {
    List<FlippedItem> all = flips == null ? List.of() : flips.all();
    List<ChoicesDetails.Flip> worst =
        all.stream()
            .sorted(
                Comparator.comparing(FlippedItem::critical)
                    .thenComparing(FlippedItem::divergence)
                    .reversed())
            .limit(MOST_FLIPS)
            .map(ChoicesResult::row)
            .toList();
    return new ChoicesDetails(
        items.size(),
        answers.ties(),
        letters(answers),
        baseline == null ? null : letters(baseline),
        worst,
        all.size() - worst.size(),
        groups());
  }

  private static ChoicesDetails.Flip row(FlippedItem flip) {
    return new ChoicesDetails.Flip(
        flip.id(),
        flip.question(),
        flip.choices(),
        flip.answer(),
        flip.baselineChoice(),
        flip.choice(),
        flip.baselineProbabilities(),
        flip.probabilities(),
        flip.divergence(),
        flip.margin(),
        flip.tags(),
        flip.critical(),
        flip.kind().name());
  }

  private String letters(ModelAnswers of) {
    return IntStream.range(0, items.size())
        .mapToObj(i -> String.valueOf((char) ('A' + of.choice(i))))
        .collect(Collectors.joining());
  }

  /** By tag, in order of first appearance; of many tags those with the most items. */
  private List<ChoicesDetails.Group> groups() {
    var members = new LinkedHashMap<String, List<Integer>>();
    for (int i = 0; i < items.size(); i++) {
      for (String tag : new LinkedHashSet<>(items.get(i).tags())) {
        members.computeIfAbsent(tag, key -> new ArrayList<>()).add(i);
      }
    }
    Set<String> largest =
        members.entrySet().stream()
            .sorted(
                Comparator.comparing(
                        (Map.Entry<String, List<Integer>> group) -> group.getValue().size())
                    .reversed())
            .limit(MOST_GROUPS)
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    return members.entrySet().stream()
        .filter(group -> largest.contains(group.getKey()))
        .map(group -> group(group.getKey(), group.getValue()))
        .toList();
  }

  private ChoicesDetails.Group group(String tag, List<Integer> members) {
    ModelAnswers base = baseline;
    double n = members.size();
    long right = members.stream().filter(answers::isCorrect).count();
    if (base == null) {
      return new ChoicesDetails.Group(tag, members.size(), right / n, null, 0, 0);
    }
    long flipped = members.stream().filter(i -> answers.isCorrect(i) != base.isCorrect(i)).count();
    long changed = members.stream().filter(i -> answers.choice(i) != base.choice(i)).count();
    return new ChoicesDetails.Group(
        tag,
        members.size(),
        right / n,
        members.stream().filter(base::isCorrect).count() / n,
        (int) flipped,
        (int) changed);
  }

  @Override
  public String toString() {
    return "accuracy %.4f of %d items%s"
        .formatted(accuracy(), items.size(), flips == null ? "" : "; " + flips);
  }
}
