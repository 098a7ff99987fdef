package org.modelassay.coding.equalinfo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.modelassay.evaluation.Check;
import org.modelassay.evaluation.Evaluation;
import org.modelassay.evaluation.Outcome;
import org.modelassay.evaluation.RunProgress;
import org.modelassay.evaluation.Session;
import org.modelassay.evaluation.Settings;
import org.modelassay.evaluation.Tables;
import org.modelassay.model.ModelSource;

/**
 * How a real model codes a corpus into windows, for {@code benchmarks/equal-info}: {@code
 * EqualInfoTable MODEL CACHE CORPUS [WINDOW_BITS...]}. Every document is decoded again.
 */
public final class EqualInfoTable {
  private EqualInfoTable() {}

  /** Runs it. */
  public static void main(String[] args) {
    ModelSource model = Tables.source(Path.of(args[0]).toAbsolutePath(), "");
    Path corpus = Path.of(args[2]).toAbsolutePath();
    int[] sizes =
        args.length == 3
            ? new int[] {16, 32, 64}
            : Stream.of(args).skip(3).mapToInt(Integer::parseInt).toArray();
    Path cache = Path.of(args[1]).toAbsolutePath();
    Settings settings = Tables.settings(cache);
    List<Check> checks = new ArrayList<>();
    for (int bits : sizes) {
      for (WindowRule rule : WindowRule.values()) {
        checks.add(check(checks.size(), model, corpus, bits, rule, ContextReset.EVERY_WINDOW));
      }
      for (ContextReset reset : List.of(ContextReset.EVERY_OTHER, ContextReset.NEVER)) {
        checks.add(check(checks.size(), model, corpus, bits, WindowRule.SHORTEST_PREFIX, reset));
      }
    }
    System.out.println(
        "| b | rule | reset | bit ratio | bytes/token | uniform | unigram | padding | decoded |"
            + " model steps | known | s |");
    System.out.println("|--:|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    EqualInfoDetails last = null;
    try (var session = new Session();
        var run = new Evaluation(settings, session, checks, RunProgress.NONE, () -> false)) {
      for (Check check : checks) {
        Outcome outcome = run.outcome(check.id(), "");
        if (!(outcome.result() instanceof EqualInfoResult result)) {
          throw new IllegalStateException(check.id().toString(), outcome.error());
        }
        last = result.details();
        System.out.println(row(result, outcome.seconds()));
        System.out.flush();
      }
    }
    if (last != null) {
      List<EqualInfoDetails.Coder> others = last.coders().subList(1, last.coders().size());
      for (EqualInfoDetails.Coder coder : others) {
        System.out.printf(
            Locale.ROOT,
            "%s: bit ratio %.3f, bytes/token %.3f, uniform %.3f, unigram %.3f%n",
            coder.name(),
            coder.bitCompressionRatio(),
            coder.tokenCompressionRatio(),
            coder.uniformBitsPerByte(),
            coder.unigramBitsPerByte());
      }
      System.out.printf(
          Locale.ROOT,
          "%d bytes in %d documents, %d symbols%n",
          last.documents().stream().mapToLong(EqualInfoDetails.DocumentFigures::bytes).sum(),
          last.documents().size(),
          last.documents().stream().mapToLong(EqualInfoDetails.DocumentFigures::symbols).sum());
    }
  }

  private static Check check(
      int number, ModelSource model, Path corpus, int bits, WindowRule rule, ContextReset reset) {
    return Tables.check(
        "EqualInfo",
        "check" + number,
        rule.toString(),
        new EqualInfoMeasure(corpus, bits, 16, rule, reset, 25_000_000, Integer.MAX_VALUE, 0),
        model,
        List.of());
  }

  private static String row(EqualInfoResult result, double seconds) {
    EqualInfoDetails details = result.details();
    EqualInfoDetails.RoundTrip proof = details.roundTrip();
    return String.format(
        Locale.ROOT,
        "| %d | %s | %s | %.3f | %.3f | %.3f | %.3f | %.1f %% | %s | %d | %.0f %% | %.0f |",
        details.windowBits(),
        details.rule(),
        details.reset(),
        result.bitCompressionRatio(),
        result.tokenCompressionRatio(),
        result.uniformBitsPerByte(),
        result.unigramBitsPerByte(),
        100 * result.value("equalInfo.paddingShare"),
        proof == null ? "" : proof.restored() + " of " + proof.documents(),
        details.modelSteps(),
        100 - 100.0 * details.modelSteps() / details.distributions(),
        seconds);
  }
}
