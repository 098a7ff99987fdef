package org.modelassay.flips;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.modelassay.evaluation.Candidate;
import org.modelassay.evaluation.Check;
import org.modelassay.evaluation.CheckId;
import org.modelassay.evaluation.Evaluation;
import org.modelassay.evaluation.RunProgress;
import org.modelassay.evaluation.Session;
import org.modelassay.evaluation.Settings;
import org.modelassay.evaluation.Tables;
import org.modelassay.gate.Bound;
import org.modelassay.gate.Decision;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Limit;
import org.modelassay.model.ModelSource;
import org.modelassay.record.RunRecord;
import org.modelassay.statistics.Quantiles;

/**
 * What treatments of real models do to their answers, as the tables of {@code docs/results.md}, for
 * {@code benchmarks/flips}: {@code FlipsTable MODEL CACHE ITEMS TASK...}, of each task the first
 * ITEMS, 0 for all. How many items a sequential check would have needed is replayed from the
 * answers: nothing is read for it.
 */
public final class FlipsTable {
  private static final Map<String, String> TREATMENTS = treatments();
  private static final double[] LIMITS = {0.01, 0.02, 0.05, 0.1, 0.2};

  private FlipsTable() {}

  private static Map<String, String> treatments() {
    var treatments = new LinkedHashMap<String, String>();
    treatments.put("int8", "quantize(bits=8, symmetric=true)");
    treatments.put("int4", "quantize(bits=4, group=64)");
    treatments.put("int3", "quantize(bits=3, group=64)");
    treatments.put("prune50", "prune(sparsity=0.5)");
    return treatments;
  }

  /** Runs it. */
  public static void main(String[] args) {
    Path model = Path.of(args[0]).toAbsolutePath();
    Path cache = Path.of(args[1]).toAbsolutePath();
    ModelSource baseline = Tables.source(model, "");
    List<Candidate> candidates =
        TREATMENTS.entrySet().stream()
            .map(each -> new Candidate(each.getKey(), Tables.source(model, each.getValue())))
            .toList();
    List<Check> checks = new ArrayList<>();
    for (String task : List.of(args).subList(3, args.length)) {
      checks.add(
          new Check(
              new CheckId("Flips", "task" + checks.size()),
              "Flips",
              task,
              List.of(),
              new ChoicesMeasure(Path.of(task).toAbsolutePath(), Integer.parseInt(args[2])),
              baseline,
              candidates,
              List.of(),
              List.of()));
    }
    Settings settings = Tables.settings(cache);
    Map<Double, List<Double>> needed = new LinkedHashMap<>();
    try (var session = new Session();
        var run = new Evaluation(settings, session, checks, RunProgress.NONE, () -> false)) {
      for (Check check : checks) {
        System.out.printf(
            "%n%s, %s%n%n", model.getFileName(), Path.of(check.displayName()).getFileName());
        System.out.flush();
        System.out.println(
            "| candidate | accuracy | acc_norm | flips | all flips | lost, won | drop's p | KL |"
                + " JS | top token same | margin, of flipped | near ties |");
        System.out.println("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        for (Candidate candidate : candidates) {
          ChoicesResult result = Tables.result(run, check, candidate.name(), ChoicesResult.class);
          System.out.println(row(candidate.name(), result));
          for (double limit : LIMITS) {
            needed.computeIfAbsent(limit, l -> new ArrayList<>()).add(share(result, limit));
          }
        }
      }
      System.out.println();
      for (RunRecord.CheckRecord check : run.runRecord().checks()) {
        for (Figure figure : check.across()) {
          System.out.printf(
              Locale.ROOT,
              "%s %s %.3f, n = %d%n",
              Path.of(check.displayName()).getFileName(),
              figure.metric().name(),
              figure.value(),
              figure.n());
        }
      }
    }
    System.out.printf("%nShare of items that a sequential check of @MaxFlipRate reads%n%n");
    needed.forEach(
        (limit, shares) ->
            System.out.printf(
                Locale.ROOT,
                "| %.0f %% | %.2f | %s |%n",
                100 * limit,
                Quantiles.quantile(shares.stream().mapToDouble(s -> s).toArray(), 0.5),
                shares.stream()
                    .map(s -> String.format(Locale.ROOT, "%.2f", s))
                    .collect(Collectors.joining(" "))));
  }

  private static String row(String name, ChoicesResult result) {
    return "| "
        + String.join(
            " | ",
            name,
            share(result, "accuracy"),
            share(result, "accuracyNormalized"),
            share(result, "flipRate"),
            share(result, "allFlipRate"),
            result.flips().correctToIncorrect().size()
                + ", "
                + result.flips().incorrectToCorrect().size(),
            number(result, "accuracyDrop.pValue", "%.2g"),
            number(result, "klDivergence.mean", "%.4f"),
            number(result, "jensenShannon.mean", "%.4f"),
            share(result, "topTokenAgreement"),
            number(result, "margin.mean", "%.2f") + ", " + number(result, "margin.flipped", "%.2f"),
            number(result, "nearTies", "%.0f"))
        + " |";
  }

  private static String share(ChoicesResult result, String metric) {
    Figure figure = figure(result, metric);
    String text = String.format(Locale.ROOT, "%.1f %%", 100 * figure.value());
    if (figure.baseline() != null) {
      return String.format(Locale.ROOT, "%.1f → %s", 100 * figure.baseline(), text);
    }
    return figure.interval() == null
        ? text
        : text
            + String.format(
                Locale.ROOT,
                " [%.1f, %.1f]",
                100 * figure.interval().low(),
                100 * figure.interval().high());
  }

  private static String number(ChoicesResult result, String metric, String format) {
    return String.format(Locale.ROOT, format, figure(result, metric).value());
  }

  private static Figure figure(ChoicesResult result, String metric) {
    return result.figures().stream()
        .filter(figure -> figure.metric().name().equals("choices." + metric))
        .findFirst()
        .orElseThrow();
  }

  /** Items after which a limit on flips is decided, of all. */
  private static double share(ChoicesResult result, double value) {
    int n = result.items().size();
    var stopping =
        new Stopping(
            List.of(
                new Limit(
                    ChoicesMetrics.FLIP_RATE.name(),
                    Bound.AT_MOST,
                    value,
                    Decision.ESTIMATE,
                    "",
                    "@MaxFlipRate")),
            n,
            0);
    int read = 0;
    for (ReadingOrder.Block block : new ReadingOrder(result.items(), true).blocks()) {
      int[] members = block.members();
      stopping.take(result.of(IntStream.of(members).toArray()), false);
      read += members.length;
      if (stopping.decided()) {
        break;
      }
    }
    return (double) read / n;
  }
}
