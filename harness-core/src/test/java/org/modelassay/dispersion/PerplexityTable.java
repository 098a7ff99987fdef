package org.modelassay.dispersion;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modelassay.evaluation.Candidate;
import org.modelassay.evaluation.Check;
import org.modelassay.evaluation.Evaluation;
import org.modelassay.evaluation.RunProgress;
import org.modelassay.evaluation.Session;
import org.modelassay.evaluation.Tables;
import org.modelassay.model.ModelFiles;
import org.modelassay.model.ModelSource;
import org.modelassay.statistics.Interval;

/**
 * A real model's dispersion beside its perplexity, layer by layer, as the table of {@code
 * docs/results.md}, for {@code benchmarks/dispersion-perplexity}: {@code PerplexityTable MODEL
 * CACHE SEGMENT GROUP TEXT...}, each TEXT being one corpus.
 */
public final class PerplexityTable {
  private PerplexityTable() {}

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[0]).toAbsolutePath();
    Path cache = Path.of(args[1]).toAbsolutePath();
    int segment = Integer.parseInt(args[2]);
    var protocol = new PerplexityProtocol(Integer.parseInt(args[3]), 100, Double.POSITIVE_INFINITY);
    List<Integer> layers;
    try (ModelFiles files = ModelFiles.open(directory)) {
      layers = IntStream.rangeClosed(0, files.shape().layers()).boxed().toList();
    }
    ModelSource model = Tables.source(directory, "");
    for (String text : List.of(args).subList(4, args.length)) {
      for (boolean across : new boolean[] {false, true}) {
        Check check =
            Tables.check(
                "Dispersion",
                "perplexity",
                text,
                new DispersionMeasure(DispersionTable.corpus(text, cache), layers, segment, across)
                    .against(protocol),
                model,
                List.of(new Candidate("model", model)));
        try (var session = new Session();
            var run =
                new Evaluation(
                    Tables.settings(cache),
                    session,
                    List.of(check),
                    RunProgress.NONE,
                    () -> false)) {
          print(text, across, Tables.result(run, check, "model", DispersionResult.class).details());
        }
      }
    }
  }

  private static void print(String text, boolean across, DispersionDetails details) {
    DispersionDetails.Perplexities perplexities = Objects.requireNonNull(details.perplexity());
    System.out.printf(
        Locale.ROOT,
        "%n%s, %s, %d segments of %d tokens, %d groups of %d, perplexities %.1f to %.1f%n%n",
        text,
        across ? "across" : "within",
        details.segments(),
        details.segmentLength(),
        perplexities.groups().size(),
        perplexities.groupSize(),
        perplexities.groups().get(0),
        perplexities.groups().get(perplexities.groups().size() - 1));
    System.out.println(
        "| layer | groups: Pearson | Spearman | segments: Pearson | 95 % | Spearman | 95 % |");
    System.out.println("|--:|--:|--:|--:|---|--:|---|");
    for (DispersionDetails.Layer layer : details.layers()) {
      DispersionDetails.Correlations of = Objects.requireNonNull(layer.perplexity());
      System.out.printf(
          Locale.ROOT,
          "| %s | %s | %s | %s | %s | %s | %s |%n",
          layer.state(),
          number(of.groupPearson()),
          number(of.groupSpearman()),
          number(of.segmentPearson()),
          interval(of.segmentPearsonInterval()),
          number(of.segmentSpearman()),
          interval(of.segmentSpearmanInterval()));
    }
    System.out.flush();
  }

  private static String number(@Nullable Double value) {
    return value == null ? "" : String.format(Locale.ROOT, "%.3f", value);
  }

  private static String interval(@Nullable Interval interval) {
    return interval == null
        ? ""
        : String.format(Locale.ROOT, "[%.3f, %.3f]", interval.low(), interval.high());
  }
}
