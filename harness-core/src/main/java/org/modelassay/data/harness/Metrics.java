package org.modelassay.data.harness;

import java.util.Map;
import java.util.TreeSet;
import org.modelassay.data.file.JsonLine;
import org.modelassay.data.harness.YamlFile.PythonFunction;

/** Which entries of {@code metric_list} are measured, under whatever name of our own. */
final class Metrics {
  /** Metric to aggregation, by output type. */
  private static final Map<OutputType, Map<String, String>> MEASURED =
      Map.of(
          OutputType.MULTIPLE_CHOICE,
          Map.of(
              "acc",
              "mean",
              "acc_norm",
              "mean",
              "acc_bytes",
              "mean",
              "brier_score",
              "brier_score",
              "f1",
              "f1"),
          OutputType.LOGLIKELIHOOD,
          Map.of("acc", "mean", "perplexity", "perplexity"),
          OutputType.LOGLIKELIHOOD_ROLLING,
          Map.of(
              "word_perplexity",
              "weighted_perplexity",
              "byte_perplexity",
              "weighted_perplexity",
              "bits_per_byte",
              "bits_per_byte"));

  private Metrics() {}

  /** Refuses what is not measured; what a generation is scored by is not looked at here. */
  static void check(TaskSettings settings, OutputType type) {
    Map<String, String> measured = MEASURED.get(type);
    if (measured == null) {
      return;
    }
    for (Object each : settings.list("metric_list")) {
      Map<?, ?> entry = each instanceof Map<?, ?> map ? map : Map.of();
      Object metric = entry.get("metric");
      Object aggregation = entry.get("aggregation");
      String right = metric instanceof String name ? measured.get(name) : null;
      if (right == null || !(aggregation == null || aggregation.equals(right))) {
        throw settings.wrong(
            "metric_list",
            "found "
                + (metric == null ? "an entry without metric" : JsonLine.describe(metric))
                + (aggregation == null ? "" : " by " + JsonLine.describe(aggregation)),
            "one of " + String.join(", ", new TreeSet<>(measured.keySet())),
            metric instanceof PythonFunction || aggregation instanceof PythonFunction
                ? "no Python is run here: take it out, and bound what the check measures"
                : "take it out: all that a check measures is measured whatever this list says");
      }
    }
  }
}
