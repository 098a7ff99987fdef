package org.modelassay.knnlm;

import java.nio.file.Path;
import java.util.ArrayList;
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
 * Dispersion and the perplexity of a kNN-LM by hidden state, searched exactly, and each state's
 * search by itself, exact and by graph, as the tables of {@code docs/results.md}, for {@code
 * benchmarks/knn-lm}: {@code KnnLmTable MODEL CACHE DATASTORE CORPUS WINDOW K LAYERS SUBLAYERS},
 * the last two such as {@code 18,12 ATTENTION,MLP_INPUT}. A row of a search is printed as soon as
 * it ends.
 */
public final class KnnLmTable {
  private KnnLmTable() {}

  /** Runs it. */
  public static void main(String[] args) {
    Path model = Path.of(args[0]).toAbsolutePath();
    List<Integer> layers = Stream.of(args[6].split(",")).map(Integer::valueOf).toList();
    List<Sublayer> sublayers = Stream.of(args[7].split(",")).map(Sublayer::valueOf).toList();
    var checks = new ArrayList<Check>();
    checks.add(check(model, args, layers, sublayers, Search.EXACT));
    for (int layer : layers) {
      for (Sublayer sublayer : sublayers) {
        for (Search search : Search.values()) {
          checks.add(check(model, args, List.of(layer), List.of(sublayer), search));
        }
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
      printExact(model, details(run, checks.get(0)));
      System.out.println();
      System.out.println("| state | search | perplexity | recall | seconds |");
      System.out.println("|---|---|--:|--:|--:|");
      for (Check check : checks.subList(1, checks.size())) {
        // With the keys' way from the cache, tuning, and what recall is measured by.
        long begin = System.nanoTime();
        KnnLmDetails.State row = details(run, check).states().get(0);
        System.out.printf(
            Locale.ROOT,
            "| %s | %s | %.3f | %s | %.0f |%n",
            row.state(),
            check.measure().settings().get("search"),
            row.perplexity(),
            row.recall() == null ? "" : String.format(Locale.ROOT, "%.3f", row.recall()),
            (System.nanoTime() - begin) / 1e9);
      }
    }
  }

  private static Check check(
      Path model, String[] args, List<Integer> layers, List<Sublayer> sublayers, Search search) {
    return Tables.check(
        "KnnLm",
        layers + " " + sublayers + " " + search,
        "kNN-LM",
        new KnnLmMeasure(
            Path.of(args[2]).toAbsolutePath(),
            Path.of(args[3]).toAbsolutePath(),
            layers,
            sublayers,
            Integer.parseInt(args[4]),
            Integer.parseInt(args[5]),
            search,
            null),
        Tables.source(model, ""),
        List.of());
  }

  private static KnnLmDetails details(Evaluation run, Check check) {
    return Tables.result(run, check, "", KnnLmResult.class).details();
  }

  private static void printExact(Path model, KnnLmDetails details) {
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
    System.out.println("| state | D | perplexity | log ratio | above the picked one | lambda |");
    System.out.println("|---|--:|--:|--:|--:|--:|");
    for (KnnLmDetails.State row : details.states()) {
      System.out.printf(
          Locale.ROOT,
          "| %s | %.4f | %.3f | %.4f %s | %s | %s |%n",
          row.state(),
          row.dispersion(),
          row.perplexity(),
          row.logRatio(),
          interval(row.interval()),
          interval(row.abovePicked()),
          row.mixings().stream()
              .map(mixing -> String.format(Locale.ROOT, "%.2f", mixing.lambda()))
              .collect(Collectors.joining(", ")));
    }
  }

  private static String interval(@Nullable Interval interval) {
    return interval == null
        ? ""
        : String.format(Locale.ROOT, "[%.4f, %.4f]", interval.low(), interval.high());
  }
}
