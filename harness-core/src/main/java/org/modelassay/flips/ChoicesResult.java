package org.modelassay.flips;

import java.util.ArrayList;
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
import org.modelassay.measure.MeasureResult;
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

  private final List<ChoiceItem> items;
  private final ModelSide subject;
  private final @Nullable ModelSide baseline;
  private final @Nullable VocabularyShift vocabulary;
  private final List<String> notes;
  private final @Nullable NoiseFloor noise;
  private final @Nullable Stopping stopped;
  private final @Nullable Flips flips;
  private @Nullable List<Figure> figures;

  /**
   * Creates a result.
   *
   * @param items the items, all of a task or some
   * @param subject the judged model on these items
   * @param baseline the baseline on them, or null when the model stands alone
   * @param vocabulary how far the two are apart on them over the vocabulary, or null when they
   *     cannot be compared by it
   * @param notes what a reader of the figures has to know
   */
  ChoicesResult(
      List<ChoiceItem> items,
      ModelSide subject,
      @Nullable ModelSide baseline,
      @Nullable VocabularyShift vocabulary,
      List<String> notes) {
    this(items, subject, baseline, vocabulary, notes, null, null);
  }

  private ChoicesResult(
      List<ChoiceItem> items,
      ModelSide subject,
      @Nullable ModelSide baseline,
      @Nullable VocabularyShift vocabulary,
      List<String> notes,
      @Nullable NoiseFloor noise,
      @Nullable Stopping stopped) {
    this.items = List.copyOf(items);
    this.subject = subject;
    this.baseline = baseline;
    this.vocabulary = vocabulary;
    this.notes = List.copyOf(notes);
    this.noise = noise;
    this.stopped = stopped;
    flips =
        baseline == null
            ? null
            : new Flips(items.size(), flipped(items, subject.answers(), baseline.answers()));
  }

  /** The result on some of the items, by their places, in that order. */
  ChoicesResult of(int[] members) {
    return new ChoicesResult(
        IntStream.of(members).mapToObj(items::get).toList(),
        subject.of(members),
        baseline == null ? null : baseline.of(members),
        vocabulary == null ? null : vocabulary.of(members),
        notes,
        noise,
        null);
  }

  /** The result on the items of several parts, one part after the other. */
  static ChoicesResult joined(List<ChoicesResult> parts) {
    ChoicesResult first = parts.get(0);
    if (parts.size() == 1) {
      return first;
    }
    return new ChoicesResult(
        parts.stream().flatMap(part -> part.items.stream()).toList(),
        ModelSide.joined(parts.stream().map(part -> part.subject).toList()),
        first.baseline == null
            ? null
            : ModelSide.joined(
                parts.stream().map(part -> paired(part.baseline, "joined")).toList()),
        first.vocabulary == null
            ? null
            : VocabularyShift.joined(
                parts.stream().map(part -> paired(part.vocabulary, "joined")).toList()),
        first.notes);
  }

  /** The same, with what is known of noise. */
  ChoicesResult with(NoiseFloor measured) {
    return new ChoicesResult(items, subject, baseline, vocabulary, notes, measured, stopped);
  }

  /** The same, as part of more items that were not read because all was decided. */
  ChoicesResult stopped(Stopping by) {
    return new ChoicesResult(items, subject, baseline, vocabulary, notes, noise, by);
  }

  @Override
  public boolean partial() {
    return stopped != null;
  }

  @Nullable NoiseFloor noise() {
    return noise;
  }

  /** The result on the critical items alone, or null when there are none. */
  @Nullable ChoicesResult critical() {
    int[] members = IntStream.range(0, items.size()).filter(i -> items.get(i).critical()).toArray();
    return members.length == 0 ? null : of(members);
  }

  ModelSide subject() {
    return subject;
  }

  @Nullable ModelSide baseline() {
    return baseline;
  }

  @Nullable VocabularyShift vocabulary() {
    return vocabulary;
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
    return (double) subject.answers().correct() / items.size();
  }

  /** Share of items answered right when log-likelihoods are divided by the choices' characters. */
  public double accuracyNormalized() {
    ModelAnswers answers = subject.answers();
    return (double) answers.count(answers::isCorrectNormalized) / items.size();
  }

  /**
   * Share of items that the baseline answered right.
   *
   * @throws AssayException when the model stands alone
   */
  public double baselineAccuracy() {
    return (double) paired(baseline, "baselineAccuracy()").answers().correct() / items.size();
  }

  /**
   * Mean over items of KL(baseline || judged) over the choices, nats.
   *
   * @throws AssayException when the model stands alone
   */
  public double meanDivergence() {
    ModelAnswers base = paired(baseline, "meanDivergence()").answers();
    return Sums.mean(base.each(i -> base.divergence(subject.answers(), i)));
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
      List<Figure> measured = ChoicesFigures.of(this);
      figures = stopped == null ? measured : stopped.figures(measured);
    }
    return figures;
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
            .map(this::row)
            .toList();
    ChoicesResult critical = critical();
    return new ChoicesDetails(
        items.size(),
        subject.answers().ties(),
        baseline == null ? null : baseline.answers().ties(),
        letters(subject.answers()),
        baseline == null ? null : letters(baseline.answers()),
        critical == null ? null : critical.group("critical"),
        worst,
        all.size() - worst.size(),
        groups(),
        notes);
  }

  private ChoicesDetails.Flip row(FlippedItem flip) {
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
        flip.kind().name(),
        nearTie(flip));
  }

  private @Nullable Boolean nearTie(FlippedItem flip) {
    ModelSide base = baseline;
    return (noise == null || base == null)
        ? null
        : noise.nearTie(subject.answers(), base.answers(), items.indexOf(flip.item()));
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
        .map(
            group -> of(group.getValue().stream().mapToInt(i -> i).toArray()).group(group.getKey()))
        .toList();
  }

  /** These items as a row. */
  private ChoicesDetails.Group group(String name) {
    return new ChoicesDetails.Group(
        name, items.size(), accuracy(), baseline == null ? null : change(baseline.answers()));
  }

  private ChoicesDetails.Change change(ModelAnswers base) {
    Flips changed = flips();
    ModelAnswers answers = subject.answers();
    return new ChoicesDetails.Change(
        baselineAccuracy(),
        changed.correctToIncorrect().size() + changed.incorrectToCorrect().size(),
        changed.all().size(),
        changed.correctToIncorrect().size(),
        changed.incorrectToCorrect().size(),
        meanDivergence(),
        ItemIntervals.of(items).share(i -> base.isCorrect(i) != answers.isCorrect(i)));
  }

  @Override
  public String toString() {
    return "accuracy %.4f of %d items%s"
        .formatted(accuracy(), items.size(), flips == null ? "" : "; " + flips);
  }
}
