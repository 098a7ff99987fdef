package org.modelassay.coding;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.modelassay.evaluation.Candidate;
import org.modelassay.evaluation.Check;
import org.modelassay.evaluation.Evaluation;
import org.modelassay.evaluation.RunProgress;
import org.modelassay.evaluation.Session;
import org.modelassay.evaluation.Settings;
import org.modelassay.evaluation.Tables;
import org.modelassay.gate.Figure;
import org.modelassay.model.ModelSource;

/**
 * What treatments of real models do to how they code text, as the tables of {@code
 * docs/results.md}, for {@code benchmarks/coding}: {@code CodingTable MODEL CACHE TEXT...}. Each
 * argument TEXT is one corpus: files joined by commas, cut at the ends of paragraphs into passages
 * of at least 1200 bytes, which are its documents.
 */
public final class CodingTable {
  private static final int PASSAGE = 1200;
  private static final Map<String, String> TREATMENTS =
      new TreeMap<>(
          Map.of("int8", "quantize(bits=8, symmetric=true)", "int4", "quantize(bits=4, group=64)"));

  private CodingTable() {}

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    Path model = Path.of(args[0]).toAbsolutePath();
    Path cache = Path.of(args[1]).toAbsolutePath();
    ModelSource baseline = Tables.source(model, "");
    List<Candidate> candidates =
        TREATMENTS.entrySet().stream()
            .map(each -> new Candidate(each.getKey(), Tables.source(model, each.getValue())))
            .toList();
    Settings settings = Tables.settings(cache);
    List<Check> checks = new ArrayList<>();
    for (String text : List.of(args).subList(2, args.length)) {
      var measure = new CodingMeasure(passages(text, cache), 0, 0, Bos.AUTO, 1);
      checks.add(
          Tables.check("Coding", "alone" + checks.size(), text, measure, baseline, List.of()));
      checks.add(
          Tables.check("Coding", "pairs" + checks.size(), text, measure, baseline, candidates));
    }
    try (var session = new Session();
        var run = new Evaluation(settings, session, checks, RunProgress.NONE, () -> false)) {
      for (Check check : checks) {
        if (check.candidates().isEmpty()) {
          CodingResult alone = Tables.result(run, check, "", CodingResult.class);
          System.out.printf(
              Locale.ROOT,
              "%n%s, %s: %d documents, %d bytes%n%n",
              model.getFileName(),
              check.displayName(),
              figure(alone, "bitsPerByte").n(),
              alone.details().textBytes());
          System.out.println(
              "| model | LMCR | Late-stage LMCR | tokens/byte | bits/byte | rise of bits/byte |"
                  + " perplexity | KL mean, 99 % | top token same | stepwise proof |");
          System.out.println("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
          System.out.println(row("baseline", alone, false));
        } else {
          CodingResult last = null;
          for (Candidate candidate : check.candidates()) {
            last = Tables.result(run, check, candidate.name(), CodingResult.class);
            System.out.println(row(candidate.name(), last, true));
          }
          System.out.println();
          print(Objects.requireNonNull(last));
        }
        System.out.flush();
      }
    }
  }

  private static Path passages(String text, Path cache) throws IOException {
    Path folder = Files.createDirectories(cache.resolve("passages"));
    Path corpus = Files.createTempDirectory(folder, "corpus");
    int number = 0;
    for (String file : text.split(",")) {
      var passage = new StringBuilder();
      for (String paragraph : Files.readString(Path.of(file)).split("(?<=\n\n)")) {
        passage.append(paragraph);
        if (passage.toString().getBytes(StandardCharsets.UTF_8).length >= PASSAGE) {
          Files.writeString(corpus.resolve("%03d.txt".formatted(number++)), passage);
          passage.setLength(0);
        }
      }
      if (!passage.isEmpty()) {
        Files.writeString(corpus.resolve("%03d.txt".formatted(number++)), passage);
      }
    }
    return corpus;
  }

  private static Figure figure(CodingResult result, String name) {
    return result.figures().stream()
        .filter(f -> f.metric().name().equals("coding." + name))
        .findFirst()
        .orElseThrow();
  }

  private static void print(CodingResult result) {
    for (String name : List.of("noise", "coderOverhead", "zlibRatio", "informationCapacity")) {
      Figure figure = figure(result, name);
      System.out.printf(
          Locale.ROOT, "%s %.3g, of the baseline %s%n", name, figure.value(), figure.baseline());
    }
  }

  private static String row(String name, CodingResult result, boolean pair) {
    CodingDetails.RoundTrip proof = Objects.requireNonNull(result.details().roundTrip());
    return "| "
        + String.join(
            " | ",
            name,
            number("%.4f", figure(result, "lmcr")),
            number("%.3f", figure(result, "lateStageLmcr")),
            number("%.4f", figure(result, "tokenEfficiency")),
            number("%.3f", figure(result, "bitsPerByte")),
            pair ? number("%+.4f", figure(result, "bitsPerByteIncrease")) : "",
            "%.2f".formatted(result.perplexity()),
            pair
                ? "%.4f, %.3f"
                    .formatted(result.meanKlDivergence(), result.value("coding.klDivergence.p99"))
                : "",
            pair ? "%.1f %%".formatted(100 * result.topTokenAgreement()) : "",
            "%s, %d → %d bytes, %+.3f bits"
                .formatted(
                    proof.identical() ? "identical" : "NOT identical",
                    proof.bytes(),
                    proof.codedBytes(),
                    proof.stepwiseBits() - proof.batchedBits()))
        + " |";
  }

  private static String number(String format, Figure figure) {
    String value = String.format(Locale.ROOT, format, figure.value());
    return figure.interval() == null
        ? value
        : value
            + String.format(
                Locale.ROOT,
                " [" + format + ", " + format + "]",
                figure.interval().low(),
                figure.interval().high());
  }
}
