package org.modelassay.knnlm;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.modelassay.evaluation.Check;
import org.modelassay.evaluation.CheckId;
import org.modelassay.evaluation.Evaluation;
import org.modelassay.evaluation.Outcome;
import org.modelassay.evaluation.RunProgress;
import org.modelassay.evaluation.Session;
import org.modelassay.evaluation.Tables;
import org.modelassay.model.Sublayer;

/**
 * Dispersion and the perplexity of a kNN-LM by hidden state, for
 * {@code benchmarks/knn-lm}: {@code KnnLmTable MODEL CACHE DATASTORE CORPUS [WINDOW [K
 * [LAYER...]]]}.
 */
public final class KnnLmTable {
  private KnnLmTable() {}

  /** Runs it. */
  public static void main(String[] args) {
    int window = args.length > 4 ? Integer.parseInt(args[4]) : 128;
    int k = args.length > 5 ? Integer.parseInt(args[5]) : 64;
    List<Integer> layers = Stream.of(args).skip(6).map(Integer::valueOf).toList();
    Path model = Path.of(args[0]).toAbsolutePath();
    var check =
        new Check(
            new CheckId("KnnLm", "states"),
            "KnnLm",
            "kNN-LM",
            List.of(),
            new KnnLmMeasure(
                Path.of(args[2]).toAbsolutePath(),
                Path.of(args[3]).toAbsolutePath(),
                layers.isEmpty() ? List.of(-1) : layers,
                List.of(Sublayer.ATTENTION, Sublayer.MLP_INPUT, Sublayer.MLP, Sublayer.BLOCK),
                window,
                k,
                Search.EXACT,
                null),
            Tables.source(model, ""),
            List.of(),
            List.of(),
            List.of());
    try (var session = new Session();
        var run =
            new Evaluation(
                Tables.settings(Path.of(args[1]).toAbsolutePath()),
                session,
                List.of(check),
                RunProgress.NONE,
                () -> false)) {
      Outcome outcome = run.outcome(check.id(), "");
      if (outcome.error() != null) {
        throw new IllegalStateException(outcome.error());
      }
      print(model, ((KnnLmResult) Objects.requireNonNull(outcome.result())).details());
    }
  }

  private static void print(Path model, KnnLmDetails details) {
    System.out.printf(
        Locale.ROOT,
        "%n%s: %d keys, %d targets of %d documents, perplexity alone %.3f, picked %s, best %s%n%n",
        model.getFileName(),
        details.keys(),
        details.targets(),
        details.documents(),
        details.basePerplexity(),
        details.picked(),
        details.best());
    System.out.println("| state | D | perplexity | log ratio | lambda | temperature |");
    System.out.println("|---|--:|--:|--:|--:|--:|");
    for (KnnLmDetails.State row : details.states()) {
      System.out.printf(
          Locale.ROOT,
          "| %s | %.4f | %.3f | %.4f%s | %s | %s |%n",
          row.state(),
          row.dispersion(),
          row.perplexity(),
          row.logRatio(),
          row.interval() == null
              ? ""
              : String.format(
                  Locale.ROOT, " [%.4f, %.4f]", row.interval().low(), row.interval().high()),
          each(row, "%.2f", true),
          each(row, "%.3g", false));
    }
  }

  private static String each(KnnLmDetails.State row, String format, boolean lambda) {
    return row.mixings().stream()
        .map(m -> String.format(Locale.ROOT, format, lambda ? m.lambda() : m.temperature()))
        .collect(Collectors.joining(", "));
  }
}
