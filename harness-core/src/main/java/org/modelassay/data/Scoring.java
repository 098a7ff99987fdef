package org.modelassay.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.modelassay.data.file.JsonLine;
import org.modelassay.template.PythonPattern;

/**
 * How what a model wrote is scored against reference answers.
 *
 * @param filters pipelines that make an answer of it, each scored on its own; at least one
 * @param exactMatch what makes an answer right
 * @param f1 whether answers are scored by their words too, by {@link TokenF1}
 */
public record Scoring(List<AnswerFilter> filters, ExactMatch exactMatch, boolean f1) {
  /** Of prompts in a file of our own: the whole text, without space at its ends. */
  static final Scoring OWN = new Scoring(List.of(AnswerFilter.FIRST), ExactMatch.STRIPPED, true);

  private static final Set<String> KEYS =
      Set.of(
          "metric",
          "aggregation",
          "higher_is_better",
          "hf_evaluate",
          "ignore_case",
          "ignore_punctuation",
          "ignore_numbers",
          "regexes_to_ignore");

  /** Copies the list. */
  public Scoring {
    filters = List.copyOf(filters);
  }

  /**
   * What a task file says.
   *
   * @param file the task file
   * @param filters the entries of {@code filter_list}
   * @param metrics the entries of {@code metric_list}; none for {@code exact_match} without options
   * @param repeats how many responses a prompt has
   * @throws org.modelassay.AssayException naming file and entry
   */
  static Scoring of(
      Path file,
      List<Map<String, @Nullable Object>> filters,
      List<Map<String, @Nullable Object>> metrics,
      int repeats) {
    List<AnswerFilter> pipelines = AnswerFilter.of(file, filters, repeats);
    if (metrics.isEmpty()) {
      return new Scoring(pipelines, ExactMatch.PLAIN, false);
    }
    var entry = new Entry(file, "metric_list[0]", metrics.get(0));
    if (metrics.size() > 1) {
      var second = new Entry(file, "metric_list[1]", metrics.get(1));
      supported(second);
      throw second.wrong(
          "metric", "exact_match stands here again", "it once", "take one of the two out");
    }
    supported(entry);
    entry.allow(KEYS);
    String aggregation = entry.text("aggregation", "mean");
    if (!aggregation.equals("mean")) {
      throw entry.wrong("aggregation", "found " + aggregation, "mean", "write mean");
    }
    if (Boolean.FALSE.equals(entry.values().get("higher_is_better"))) {
      throw entry.wrong("higher_is_better", "found false", "true", "take it out");
    }
    return new Scoring(
        pipelines,
        new ExactMatch(
            patterns(entry),
            entry.flag("ignore_case"),
            entry.flag("ignore_punctuation"),
            entry.flag("ignore_numbers"),
            false),
        false);
  }

  private static void supported(Entry entry) {
    String metric = entry.text("metric");
    if (metric.equals("f1")) {
      throw entry.wrong(
          "metric",
          "f1, which in lm-evaluation-harness is of class labels and not of words",
          "exact_match",
          "write the prompts as JSONL with \"answers\": generation.f1 is measured of these");
    }
    if (!metric.equals("exact_match")) {
      throw entry.wrong(
          "metric",
          "the metric " + metric + " is not supported",
          "exact_match, the only one",
          "take it out, or write the prompts as JSONL and score the outputs in the check's method");
    }
  }

  private static List<PythonPattern> patterns(Entry entry) {
    if (entry.values().get("regexes_to_ignore") == null) {
      return List.of();
    }
    var patterns = new ArrayList<PythonPattern>();
    for (Object each : entry.list("regexes_to_ignore")) {
      if (!(each instanceof String text)) {
        throw entry.wrong(
            "regexes_to_ignore",
            "found " + JsonLine.describe(each),
            "texts",
            "write them in quotes");
      }
      patterns.add(entry.pattern("regexes_to_ignore", text));
    }
    return patterns;
  }
}
