package org.modelassay.flips;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.data.ChoiceItem;
import org.modelassay.data.ChoiceTask;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Metric;
import org.modelassay.measure.Measure;
import org.modelassay.measure.TextRule;
import org.modelassay.model.Tokenizer;
import org.modelassay.reading.TextModel;

/**
 * Answers to multiple-choice items, and which of them a changed model changes.
 *
 * <p>An answer is the choice whose tokens have the largest summed log-likelihood behind the
 * question and one space, or what a task file has in its place, the first of equals. Question and
 * choice are cut as lm-evaluation-harness cuts them; an item with one continuation is right when
 * every token of it is the model's most likely one; nothing is truncated: an item longer than the
 * model's context is an error.
 */
public final class ChoicesMeasure implements Measure<ChoicesResult> {
  static final String KIND = "choices";

  private final Path file;
  private final int count;
  private final int shots;
  private final Set<TextRule> allowDifferent;
  private final boolean criticalOnly;
  private final boolean sequential;
  // Every leaf plans anew: the file is read once, and encoded once for each tokenizer.
  private @Nullable ChoiceTask task;
  private final Map<String, ChoiceTokens> encoded = new HashMap<>();

  /**
   * Creates a measure. Reads nothing yet.
   *
   * @param task the task's file, see {@link ChoiceTask#read}
   * @param items how many items are taken, the first ones; 0 for all
   * @param shots few-shot examples in front of each question of a task file; -1 for what it says
   * @param allowDifferent rules in which baseline and candidate may differ
   */
  public ChoicesMeasure(Path task, int items, int shots, Set<TextRule> allowDifferent) {
    this(task, items, shots, allowDifferent, false, false);
  }

  private ChoicesMeasure(
      Path task,
      int items,
      int shots,
      Set<TextRule> allowDifferent,
      boolean criticalOnly,
      boolean sequential) {
    if (items < 0) {
      throw new IllegalArgumentException(
          "items is " + items + "; expected 0 for all, or how many are taken");
    }
    if (shots < -1) {
      throw new IllegalArgumentException(
          "shots is " + shots + "; expected -1 for what the task file says, or how many");
    }
    file = task;
    count = items;
    this.shots = shots;
    this.allowDifferent = Set.copyOf(allowDifferent);
    this.criticalOnly = criticalOnly;
    this.sequential = sequential;
  }

  /** The same of the critical items alone: no other is read. */
  public ChoicesMeasure ofCriticalItems() {
    return new ChoicesMeasure(file, count, shots, allowDifferent, true, sequential);
  }

  /**
   * The same, which reads items in a drawn order and stops as soon as the limits are decided (see
   * {@code docs/verdicts.md}).
   */
  public ChoicesMeasure stoppingEarly() {
    return new ChoicesMeasure(file, count, shots, allowDifferent, criticalOnly, true);
  }

  /** Creates a measure that compares models of equal rules. */
  public ChoicesMeasure(Path task, int items) {
    this(task, items, -1, Set.of());
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public List<Metric> metrics() {
    return ChoicesMetrics.ALL;
  }

  @Override
  public Map<String, String> settings() {
    var settings = new LinkedHashMap<String, String>();
    settings.put("task", file.toString());
    settings.put(
        "items",
        (count == 0 ? "all" : "first " + count)
            + (criticalOnly ? ", of these the critical ones" : ""));
    if (sequential) {
      settings.put(
          "stops early",
          "when the limits are decided, in blocks of %d, drawn by seed %d, error at most %s on each side"
              .formatted(ReadingOrder.BLOCK, ReadingOrder.SEED, Stopping.ERROR));
    }
    settings.put(
        "noise", NoiseFloor.SAMPLE + ", of the baseline again, by passes of half the size");
    if (shots >= 0) {
      settings.put("shots", Integer.toString(shots));
    }
    settings.put("delimiter", "one space, or what a task file says");
    settings.put("answer", "largest summed log-likelihood, first of equals");
    settings.put(
        "allowDifferent",
        allowDifferent.isEmpty()
            ? "nothing"
            : allowDifferent.stream().sorted().map(Enum::name).collect(Collectors.joining(", ")));
    return Collections.unmodifiableMap(settings);
  }

  @Override
  public Class<ChoicesResult> resultType() {
    return ChoicesResult.class;
  }

  @Override
  public String dataDigest() {
    return task().digest();
  }

  private ChoiceTask task() {
    if (task == null) {
      ChoiceTask read = ChoiceTask.read(file, count, shots);
      task = criticalOnly ? read.critical() : read;
    }
    return task;
  }

  private ChoiceTokens tokens(TextModel model) {
    Tokenizer tokenizer = model.tokenizer();
    return encoded.computeIfAbsent(
        tokenizer.digest() + " " + tokenizer.bos(), key -> ChoiceTokens.of(task(), model));
  }

  /**
   * {@inheritDoc}
   *
   * @throws AssayException when an item is wrong for one of the models, or when they differ in a
   *     rule in which they may not
   */
  @Override
  public Plan<ChoicesResult> plan(TextModel subject, @Nullable TextModel baseline) {
    return plan(subject, baseline, new Demands(List.of(), false, false));
  }

  @Override
  public Plan<ChoicesResult> plan(
      TextModel subject, @Nullable TextModel baseline, Demands demands) {
    ChoiceTask task = task();
    ChoiceTokens tokens = tokens(subject);
    tokens.checkLengths(subject);
    var notes = new ArrayList<String>();
    Stopping stopping = stopping(task.items(), demands, notes);
    if (baseline == null) {
      notes.addAll(tokens.notes(subject));
      return new ChoicesPlan(task.items(), tokens, null, false, stopping, notes);
    }
    ChoiceTokens theirs = tokens(baseline);
    theirs.checkLengths(baseline);
    var comparison = new Comparison(task, subject, tokens, baseline, theirs);
    comparison.check(allowDifferent);
    notes.addAll(comparison.notes());
    return new ChoicesPlan(
        task.items(), tokens, theirs, comparison.sharesVocabulary(), stopping, notes);
  }

  /** What tells when enough was read; null where all items are wanted, said why. */
  private @Nullable Stopping stopping(List<ChoiceItem> items, Demands demands, List<String> notes) {
    if (!sequential && !demands.sequential()) {
      return null;
    }
    String obstacle = Stopping.obstacle(demands);
    if (obstacle != null) {
      notes.add("All items were read, for " + obstacle + ".");
      return null;
    }
    int critical = (int) items.stream().filter(ChoiceItem::critical).count();
    return new Stopping(demands.limits(), items.size(), critical);
  }

  @Override
  public List<Figure> across(List<ChoicesResult> results) {
    return FlipsAgainstDivergence.of(results.stream().map(ChoicesResult::figures).toList());
  }
}
