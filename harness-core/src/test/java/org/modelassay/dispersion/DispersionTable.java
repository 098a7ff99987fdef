package org.modelassay.dispersion;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modelassay.coding.Bos;
import org.modelassay.coding.CodingMeasure;
import org.modelassay.coding.CodingResult;
import org.modelassay.evaluation.Candidate;
import org.modelassay.evaluation.Check;
import org.modelassay.evaluation.Evaluation;
import org.modelassay.evaluation.RunProgress;
import org.modelassay.evaluation.Session;
import org.modelassay.evaluation.Settings;
import org.modelassay.evaluation.Tables;
import org.modelassay.gate.Figure;
import org.modelassay.measure.MeasureResult;
import org.modelassay.model.ModelFiles;
import org.modelassay.model.ModelSource;
import org.modelassay.statistics.Interval;

/**
 * What treatments of real models do to how their representations spread, layer by layer, beside
 * what they do to their predictions, as the tables of {@code docs/results.md}, for {@code
 * benchmarks/dispersion}: {@code DispersionTable MODEL CACHE SEGMENT TEXT...}. Each argument TEXT
 * is one corpus: files joined by commas.
 */
public final class DispersionTable {
  private static final Map<String, String> TREATMENTS = new LinkedHashMap<>();

  static {
    TREATMENTS.put("int8", "quantize(bits=8, symmetric=true)");
    TREATMENTS.put("int4", "quantize(bits=4, group=64)");
    TREATMENTS.put("int3", "quantize(bits=3, group=64)");
    TREATMENTS.put("prune50", "prune(sparsity=0.5)");
  }

  private DispersionTable() {}

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    Path model = Path.of(args[0]).toAbsolutePath();
    Path cache = Path.of(args[1]).toAbsolutePath();
    int segment = Integer.parseInt(args[2]);
    List<Integer> layers;
    try (ModelFiles files = ModelFiles.open(model)) {
      layers = IntStream.rangeClosed(0, files.shape().layers()).boxed().toList();
    }
    ModelSource baseline = Tables.source(model, "");
    List<Candidate> candidates =
        TREATMENTS.entrySet().stream()
            .map(each -> new Candidate(each.getKey(), Tables.source(model, each.getValue())))
            .toList();
    Settings settings = Tables.settings(cache);
    List<Check> checks = new ArrayList<>();
    for (String text : List.of(args).subList(3, args.length)) {
      Path corpus = corpus(text, cache);
      checks.add(
          Tables.check(
              "Dispersion",
              "spread" + checks.size(),
              text,
              new DispersionMeasure(corpus, layers, segment, false),
              baseline,
              candidates));
      checks.add(
          Tables.check(
              "Dispersion",
              "coding" + checks.size(),
              text,
              new CodingMeasure(corpus, 0, 0, Bos.AUTO, 0),
              baseline,
              candidates));
    }
    try (var session = new Session();
        var run = new Evaluation(settings, session, checks, RunProgress.NONE, () -> false)) {
      for (int c = 0; c < checks.size(); c += 2) {
        var spreads = new ArrayList<DispersionResult>();
        System.out.printf(
            Locale.ROOT, "%n%s, %s%n%n", model.getFileName(), checks.get(c).displayName());
        System.out.println(
            "| candidate | KL mean (nats/token) | top token same | within, last layer | its drop |"
                + " across | CKA | relative error |");
        System.out.println("|---|--:|--:|--:|--:|--:|--:|--:|");
        for (Candidate candidate : candidates) {
          var spread = Tables.result(run, checks.get(c), candidate.name(), DispersionResult.class);
          CodingResult coding =
              Tables.result(run, checks.get(c + 1), candidate.name(), CodingResult.class);
          spreads.add(spread);
          DispersionDetails.Layer last = spread.layers().get(layers.size() - 1);
          DispersionDetails.Likeness likeness = Objects.requireNonNull(last.likeness());
          System.out.printf(
              Locale.ROOT,
              "| %s | %.4f | %.1f %% | %.4f (%.4f) %s | %+.2f %% | %.4f (%.4f) | %s | %s |%n",
              candidate.name(),
              value(coding, "coding.klDivergence.mean"),
              100 * value(coding, "coding.topTokenAgreement"),
              last.within(),
              last.baselineWithin(),
              interval(last.withinInterval()),
              100 * (1 - last.within() / Objects.requireNonNull(last.baselineWithin())),
              last.across(),
              last.baselineAcross(),
              number(likeness.cka()),
              number(likeness.relativeError()));
          System.out.flush();
        }
        System.out.printf(
            Locale.ROOT,
            "%nBy layer, %d segments of %d tokens: within of the baseline; of each candidate its drop,"
                + " CKA, relative error%n%n",
            spreads.get(0).details().segments(),
            segment);
        System.out.println(
            "| layer | baseline | " + String.join(" | ", TREATMENTS.keySet()) + " |");
        System.out.println("|--:|--:|" + "---|".repeat(TREATMENTS.size()));
        for (int k = 0; k < layers.size(); k++) {
          var row = new StringBuilder("| " + layers.get(k) + " | ");
          row.append(
              String.format(
                  Locale.ROOT, "%.4f |", spreads.get(0).layers().get(k).baselineWithin()));
          for (DispersionResult spread : spreads) {
            DispersionDetails.Layer layer = spread.layers().get(k);
            DispersionDetails.Likeness likeness = Objects.requireNonNull(layer.likeness());
            row.append(
                String.format(
                    Locale.ROOT,
                    " %+.2f %%, %s, %s |",
                    100 * (1 - layer.within() / Objects.requireNonNull(layer.baselineWithin())),
                    number(likeness.cka()),
                    number(likeness.relativeError())));
          }
          System.out.println(row);
        }
        System.out.flush();
      }
    }
  }

  private static String number(@Nullable Double value) {
    return value == null ? "" : String.format(Locale.ROOT, "%.4f", value);
  }

  private static String interval(@Nullable Interval interval) {
    return interval == null
        ? ""
        : String.format(Locale.ROOT, "[%.4f, %.4f]", interval.low(), interval.high());
  }

  private static double value(MeasureResult result, String metric) {
    return result.figures().stream()
        .filter(f -> f.metric().name().equals(metric))
        .mapToDouble(Figure::value)
        .findFirst()
        .orElseThrow();
  }

  private static Path corpus(String text, Path cache) throws IOException {
    Path folder = Files.createDirectories(cache.resolve("texts"));
    Path corpus = Files.createTempDirectory(folder, "corpus");
    for (String file : text.split(",")) {
      Path from = Path.of(file);
      Files.copy(from, corpus.resolve(from.getFileName()));
    }
    return corpus;
  }
}
