package org.modelassay.flips;

import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modelassay.data.ChoiceTask;
import org.modelassay.gate.Metric;
import org.modelassay.measure.Measure;
import org.modelassay.model.Tokenizer;
import org.modelassay.reading.Request;
import org.modelassay.reading.TextModel;

/**
 * Answers to multiple-choice items, and which of them a changed model changes.
 *
 * <p>An answer is the choice whose tokens have the largest summed log-likelihood behind the
 * question and one space, or what a task file has in its place, the first of equals. Question and
 * choice are cut as lm-evaluation-harness cuts them; nothing is truncated: an item longer than the
 * model's context is an error.
 */
public final class ChoicesMeasure implements Measure<ChoicesResult> {
  static final String KIND = "choices";

  private final Path file;
  private final int count;
  // Every leaf plans anew: the file is read once, and encoded once for each tokenizer.
  private @Nullable ChoiceTask task;
  private final Map<String, ChoiceTokens> encoded = new HashMap<>();

  /**
   * Creates a measure. Reads nothing yet.
   *
   * @param task the task's file, see {@link ChoiceTask#read}
   * @param items how many items are taken, the first ones; 0 for all
   */
  public ChoicesMeasure(Path task, int items) {
    if (items < 0) {
      throw new IllegalArgumentException(
          "items is " + items + "; expected 0 for all, or how many are taken");
    }
    file = task;
    count = items;
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
    settings.put("delimiter", "one space, or what a task file says");
    settings.put("answer", "largest summed log-likelihood, first of equals");
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
      task = ChoiceTask.read(file, count);
    }
    return task;
  }

  private ChoiceTokens tokens(TextModel model) {
    Tokenizer tokenizer = model.tokenizer();
    return encoded.computeIfAbsent(
        tokenizer.digest() + " " + tokenizer.bos(), key -> ChoiceTokens.of(task(), model));
  }

  @Override
  public Plan<ChoicesResult> plan(TextModel subject, @Nullable TextModel baseline) {
    ChoiceTask task = task();
    ChoiceTokens tokens = tokens(subject);
    Request.Scoring request = tokens.request(subject);
    ChoiceTokens baselineTokens = baseline == null ? null : tokens(baseline);
    Request.Scoring baselineRequest =
        baseline == null || baselineTokens == null ? null : baselineTokens.request(baseline);
    return new Plan<>() {
      @Override
      public List<Request<?>> ofSubject() {
        return List.of(request);
      }

      @Override
      public List<Request<?>> ofBaseline() {
        return baselineRequest == null ? List.of() : List.of(baselineRequest);
      }

      @Override
      public ChoicesResult result(Answers answers) {
        var own = ModelAnswers.of(task.items(), answers.ofSubject(request));
        if (baselineTokens == null || baselineRequest == null) {
          return new ChoicesResult(task.items(), own, tokens.acrossJoin(), null, null);
        }
        var theirs = ModelAnswers.of(task.items(), answers.ofBaseline(baselineRequest));
        return new ChoicesResult(
            task.items(), own, tokens.acrossJoin(), theirs, baselineTokens.acrossJoin());
      }
    };
  }
}
