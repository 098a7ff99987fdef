package org.modelassay.flips;

import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.data.ChoiceTask;
import org.modelassay.gate.Metric;
import org.modelassay.measure.Measure;
import org.modelassay.measure.TextRule;
import org.modelassay.model.Tokenizer;
import org.modelassay.reading.Probe;
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

  private static final Probe TARGETS = new Probe.Targets();

  private final Path file;
  private final int count;
  private final int shots;
  private final Set<TextRule> allowDifferent;
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
    settings.put("items", count == 0 ? "all" : "first " + count);
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
      task = ChoiceTask.read(file, count, shots);
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
    ChoiceTask task = task();
    ChoiceTokens tokens = tokens(subject);
    if (baseline == null) {
      return new ChoicesPlan(
          task.items(),
          tokens,
          tokens.request(subject, TARGETS),
          null,
          null,
          tokens.notes(subject));
    }
    ChoiceTokens theirs = tokens(baseline);
    var comparison = new Comparison(task, subject, tokens, baseline, theirs);
    comparison.check(allowDifferent);
    return new ChoicesPlan(
        task.items(),
        tokens,
        comparison.sharesVocabulary()
            ? tokens.request(subject, TARGETS, new Probe.Divergence())
            : tokens.request(subject, TARGETS),
        theirs,
        theirs.request(baseline, TARGETS),
        comparison.notes());
  }
}
