package org.modelassay.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.modelassay.coding.Bos;
import org.modelassay.coding.CodingMeasure;
import org.modelassay.coding.CodingResult;
import org.modelassay.coding.Windowing;
import org.modelassay.gate.Figure;
import org.modelassay.model.DType;
import org.modelassay.model.ModelFiles;
import org.modelassay.model.ModelSource;
import org.modelassay.model.Tokenizer;

/**
 * Coding checks by the rules of other tools beside what these tools say of real models: figures of
 * lm-evaluation-harness's windows by transformers, perplexity by llama-perplexity.
 */
public final class GoldenCoding {
  /** Of a figure: two implementations in float32 differ by 1e-4, in one token's divergence by 5e-4. */
  private static final double RELATIVE = 1e-3;

  /** Of llama-perplexity's own perplexity: it computes with activations of 8 bits. */
  private static final double LLAMA_RELATIVE = 0.01;

  private static final int CHUNKS = 10;
  private static final int CHUNK = 512;

  /** Perplexity of the first ten chunks by transformers in float32. */
  private static final Map<String, Double> FLOAT32 =
      Map.of("debian-reference-long.en.txt", 22.289, "debian-reference-long.ja.txt", 39.473);

  private static final Map<String, String> TREATMENTS =
      Map.of("int8", "quantize(bits=8, symmetric=true)", "int4-g64", "quantize(bits=4, group=64)");

  /** Our metrics by their names there. */
  private static final Map<String, String> OF_ONE =
      Map.of(
          "bits_per_byte", "coding.bitsPerByte",
          "bits_per_character", "coding.bitsPerCharacter",
          "perplexity", "coding.perplexity");

  private static final Map<String, String> OF_PAIR =
      Map.of(
          "/kl_base_to_candidate/mean", "coding.klDivergence.mean",
          "/kl_base_to_candidate/median", "coding.klDivergence.p50",
          "/kl_base_to_candidate/p90", "coding.klDivergence.p90",
          "/kl_base_to_candidate/p99", "coding.klDivergence.p99",
          "/kl_base_to_candidate/max", "coding.klDivergence.max",
          "/kl_candidate_to_base/mean", "coding.klDivergenceToBaseline.mean",
          "/top_token_agreement", "coding.topTokenAgreement");

  private GoldenCoding() {}

  /**
   * A line for each text and candidate, whose last word is {@code OK}, {@code differs} or {@code
   * absent}.
   *
   * @param golden the golden folder
   * @param texts folder with the texts, or null
   * @param models folder with the models' directories, or null
   * @param scratch an empty folder
   */
  public static List<String> compareAll(
      Path golden, @Nullable Path texts, @Nullable Path models, Path scratch) {
    var lines = new ArrayList<String>();
    try {
      for (Path file : files(golden.resolve("real"))) {
        JsonNode expected = new ObjectMapper().readTree(file.toFile());
        Path model = models == null ? null : models.resolve(expected.path("model").asText());
        rolling(expected, texts, model, scratch, lines);
      }
      Path llama = golden.resolve("llama-perplexity.json");
      if (Files.exists(llama)) {
        JsonNode expected = new ObjectMapper().readTree(llama.toFile());
        // The directory converted from the GGUF file, by its first part: gemma-3-270m-q4_k_m.gguf.
        String name = expected.path("base").asText().replaceFirst("-q\\d.*", "");
        llama(expected, texts, models == null ? null : models.resolve(name), scratch, lines);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> list = Files.list(folder)) {
      return list.filter(f -> f.toString().endsWith(".json")).sorted().toList();
    }
  }

  private static void rolling(
      JsonNode expected,
      @Nullable Path texts,
      @Nullable Path model,
      Path scratch,
      List<String> lines)
      throws IOException {
    for (Map.Entry<String, JsonNode> text : expected.path("texts").properties()) {
      String name = "coding/" + expected.path("model").asText() + " " + text.getKey();
      Path file = texts == null ? null : texts.resolve(text.getKey());
      if (model == null || file == null || !Files.exists(model) || !Files.exists(file)) {
        lines.add(name + " absent");
        continue;
      }
      var measure =
          new CodingMeasure(
                  corpus(Files.readString(file), text.getKey(), scratch),
                  expected.path("window").asInt(),
                  0,
                  Bos.AUTO,
                  0)
              .by(Windowing.LM_EVAL_ROLLING);
      for (Outcome outcome : outcomes(measure, model, TREATMENTS, scratch)) {
        JsonNode candidate = text.getValue().path(outcome.candidate());
        var differences = new LinkedHashMap<String, Double>();
        OF_ONE.forEach(
            (there, here) -> {
              Figure figure = figure(outcome, here);
              differences.put(there, off(figure.value(), candidate.path(there).asDouble()));
              differences.put(
                  "base." + there,
                  off(
                      Objects.requireNonNull(figure.baseline()),
                      text.getValue().path("base").path(there).asDouble()));
            });
        OF_PAIR.forEach(
            (there, here) ->
                differences.put(
                    there, off(figure(outcome, here).value(), candidate.at(there).asDouble())));
        var worst = differences.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
        lines.add(
            String.format(
                Locale.ROOT,
                "%s %s figures %d largest relative difference %.1e of %s %s",
                name,
                outcome.candidate(),
                differences.size(),
                worst.getValue(),
                worst.getKey(),
                worst.getValue() <= RELATIVE ? "OK" : "differs"));
      }
    }
  }

  private static void llama(
      JsonNode expected,
      @Nullable Path texts,
      @Nullable Path model,
      Path scratch,
      List<String> lines)
      throws IOException {
    for (Map.Entry<String, JsonNode> text : expected.path("texts").properties()) {
      String name = "coding/llama-perplexity " + text.getKey();
      Path file = texts == null ? null : texts.resolve(text.getKey());
      if (model == null || file == null || !Files.exists(model) || !Files.exists(file)) {
        lines.add(name + " absent");
        continue;
      }
      String head = head(Files.readString(file), model);
      var measure =
          new CodingMeasure(corpus(head, text.getKey(), scratch), 0, 0, Bos.AUTO, 0)
              .by(Windowing.LLAMA_PERPLEXITY);
      Outcome outcome = outcomes(measure, model, Map.of(), scratch).get(0);
      double perplexity = figure(outcome, "coding.perplexity").value();
      double float32 = FLOAT32.getOrDefault(text.getKey(), Double.NaN);
      double printed =
          text.getValue().path("base").path("ppl_after_each_chunk").path(CHUNKS - 1).asDouble();
      boolean equal =
          off(perplexity, float32) <= RELATIVE && off(perplexity, printed) <= LLAMA_RELATIVE;
      lines.add(
          String.format(
              Locale.ROOT,
              "%s chunks %d perplexity %.4f float32 %.3f printed %.3f %s",
              name,
              CHUNKS,
              perplexity,
              float32,
              printed,
              equal ? "OK" : "differs"));
    }
  }

  /** The beginning of a text that is ten chunks and some more tokens behind one in front. */
  private static String head(String text, Path model) {
    try (ModelFiles files = ModelFiles.open(model)) {
      Tokenizer tokenizer = files.tokenizer();
      int[] whole = tokenizer.encode(text);
      String head = tokenizer.decode(Arrays.copyOf(whole, CHUNKS * CHUNK + CHUNK / 2));
      int scored = CHUNKS * CHUNK - 1;
      if (!text.startsWith(head)
          || Arrays.mismatch(tokenizer.encode(head), 0, scored, whole, 0, scored) >= 0) {
        throw new IllegalStateException("the text's head has other tokens than the text");
      }
      return head;
    }
  }

  /** A folder that holds the text alone. */
  private static Path corpus(String text, String name, Path scratch) throws IOException {
    Path folder = Files.createTempDirectory(scratch, "corpus");
    Files.writeString(folder.resolve(name), text);
    return folder;
  }

  private static List<Outcome> outcomes(
      CodingMeasure measure, Path model, Map<String, String> treatments, Path scratch) {
    String location = model.toAbsolutePath().toString();
    List<Candidate> candidates =
        treatments.entrySet().stream()
            .map(t -> new Candidate(t.getKey(), Runs.source(location, t.getValue())))
            .toList();
    Check check =
        Runs.check("codes", measure, new ModelSource(location, "", DType.FLOAT32), candidates);
    List<Outcome> outcomes = Runs.run(Runs.settings(scratch, null, 0), List.of(check));
    for (Outcome outcome : outcomes) {
      if (outcome.error() != null) {
        throw new IllegalStateException(outcome.name(), outcome.error());
      }
    }
    return outcomes;
  }

  private static Figure figure(Outcome outcome, String metric) {
    var result = (CodingResult) Objects.requireNonNull(outcome.result());
    return result.figures().stream()
        .filter(f -> f.metric().name().equals(metric))
        .findFirst()
        .orElseThrow();
  }

  private static double off(double found, double expected) {
    return Math.abs(found / expected - 1);
  }
}
