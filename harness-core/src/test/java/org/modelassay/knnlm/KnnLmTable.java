package org.modelassay.knnlm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.modelassay.evaluation.Check;
import org.modelassay.evaluation.Evaluation;
import org.modelassay.evaluation.RunProgress;
import org.modelassay.evaluation.Session;
import org.modelassay.evaluation.Tables;
import org.modelassay.model.Sublayer;
import org.modelassay.statistics.Interval;

/**
 * Dispersion and the perplexity of a kNN-LM by hidden state, searched exactly and by graph, as the
 * table of {@code docs/results.md}, for {@code benchmarks/knn-lm}: {@code KnnLmTable MODEL CACHE
 * DATASTORE CORPUS WINDOW K STATE...}, each state such as {@code 18.mlpInput} or {@code 12}. A row
 * is printed when its search ends.
 */
public final class KnnLmTable {
  private KnnLmTable() {}

  /** Runs it. */
  public static void main(String[] args) {
    Path model = Path.of(args[0]).toAbsolutePath();
    var checks = new ArrayList<Check>();
    for (String state : List.of(args).subList(6, args.length)) {
      for (Search search : Search.values()) {
        checks.add(
            Tables.check(
                "KnnLm",
                state + search,
                state,
                new KnnLmMeasure(
                    Path.of(args[2]).toAbsolutePath(),
                    Path.of(args[3]).toAbsolutePath(),
                    List.of(Integer.valueOf(state.split("\\.", 2)[0])),
                    List.of(sublayer(state)),
                    Integer.parseInt(args[4]),
                    Integer.parseInt(args[5]),
                    search,
                    null),
                Tables.source(model, ""),
                List.of()));
      }
    }
    try (var session = new Session();
        var run =
            new Evaluation(
                Tables.settings(Path.of(args[1]).toAbsolutePath()),
                session,
                checks,
                RunProgress.NONE,
                () -> false)) {
      print(model, run, checks);
    }
  }

  private static Sublayer sublayer(String state) {
    int dot = state.indexOf('.');
    return Stream.of(Sublayer.values())
        .filter(each -> each.suffix().equals(dot < 0 ? "" : state.substring(dot)))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(state + " is no hidden state"));
  }

  private static void print(Path model, Evaluation run, List<Check> checks) {
    var exact = new ArrayList<KnnLmDetails.State>();
    // The first one reads the model; that time is none of the search's.
    Tables.result(run, checks.get(0), "", KnnLmResult.class);
    for (int c = 0; c < checks.size(); c++) {
      long begin = System.nanoTime();
      KnnLmDetails details = Tables.result(run, checks.get(c), "", KnnLmResult.class).details();
      double seconds = (System.nanoTime() - begin) / 1e9;
      if (c == 0) {
        System.out.printf(
            Locale.ROOT,
            "%n%s: %d keys, %d targets of %d documents, perplexity alone %.3f%n%n",
            model.getFileName(),
            details.keys(),
            details.targets(),
            details.documents(),
            details.basePerplexity());
        // Seconds hold also the keys' way from the cache, tuning, and measuring the graph's recall.
        System.out.println(
            "| state | search | D | perplexity | log ratio [95 %] | lambda | recall | seconds |");
        System.out.println("|---|---|--:|--:|--:|--:|--:|--:|");
      }
      KnnLmDetails.State row = details.states().get(0);
      if (row.recall() == null) {
        exact.add(row);
      }
      System.out.printf(
          Locale.ROOT,
          "| %s | %s | %.4f | %.3f | %.4f%s | %s | %s | %.0f |%n",
          row.state(),
          row.recall() == null ? "exact" : "HNSW",
          row.dispersion(),
          row.perplexity(),
          row.logRatio(),
          interval(row.interval()),
          row.mixings().stream()
              .map(mixing -> String.format(Locale.ROOT, "%.2f", mixing.lambda()))
              .collect(Collectors.joining(", ")),
          row.recall() == null ? "" : String.format(Locale.ROOT, "%.3f", row.recall()),
          seconds);
    }
    System.out.printf(
        "%nThe largest D: %s. The lowest perplexity: %s.%n",
        exact.stream()
            .max(Comparator.comparingDouble(KnnLmDetails.State::dispersion))
            .orElseThrow()
            .state(),
        exact.stream()
            .min(Comparator.comparingDouble(KnnLmDetails.State::perplexity))
            .orElseThrow()
            .state());
  }

  private static String interval(@Nullable Interval interval) {
    return interval == null
        ? ""
        : String.format(Locale.ROOT, " [%.4f, %.4f]", interval.low(), interval.high());
  }
}
