package org.modelassay.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modelassay.coding.Bos;
import org.modelassay.coding.CodingMeasure;
import org.modelassay.coding.CodingResult;
import org.modelassay.coding.Windowing;
import org.modelassay.reading.LocalModels;

/**
 * The sample's models on twelve of its documents by the rules of two other tools, beside {@code
 * stream-figures.json}, of whose making {@code stream-figures.py} beside it tells.
 */
class StreamFiguresTest {
  @TempDir static Path folder;
  private static JsonNode reference;

  @BeforeAll
  static void read() throws IOException {
    try (InputStream in =
        CodingResult.class.getResourceAsStream("/org/modelassay/coding/stream-figures.json")) {
      reference = new ObjectMapper().readTree(in);
    }
  }

  @Test
  void bitsPerCharacterOfWindowsAcrossDocumentsAreTheReferences() throws IOException {
    JsonNode expected = reference.get("compression_intelligence");
    CodingResult result = run(0, Windowing.COMPRESSION_INTELLIGENCE);
    assertThat(result.bitsPerCharacter())
        .isCloseTo(expected.get("bits_per_character").doubleValue(), within(1e-5));
    alike(result, expected);
    assertThat(result.details().notes().get(0))
        .contains(expected.get("targets").intValue() + " targets are scored");
  }

  @ParameterizedTest
  @CsvSource({"0, llama_perplexity", "101, llama_perplexity_101"})
  void perplexityOfTheSecondHalvesOfChunksIsTheReferences(int window, String name)
      throws IOException {
    JsonNode expected = reference.get(name);
    CodingResult result = run(window, Windowing.LLAMA_PERPLEXITY);
    double perplexity = expected.get("perplexity").doubleValue();
    assertThat(result.perplexity()).isCloseTo(perplexity, within(1e-5 * perplexity));
    double difference =
        expected.get("nats").doubleValue() - expected.get("baseline_nats").doubleValue();
    assertThat(Math.log(result.value("coding.perplexityRatio")))
        .isCloseTo(difference / expected.get("targets").intValue(), within(1e-5));
    alike(result, expected);
  }

  private static void alike(CodingResult result, JsonNode expected) {
    assertThat(result.meanKlDivergence())
        .isCloseTo(expected.get("kl_mean").doubleValue(), within(1e-5));
    assertThat(result.value("coding.klDivergence.p50"))
        .isCloseTo(expected.get("kl_p50").doubleValue(), within(1e-5));
    assertThat(result.value("coding.klDivergence.p99"))
        .isCloseTo(expected.get("kl_p99").doubleValue(), within(1e-4));
    assertThat(result.topTokenAgreement())
        .isCloseTo(expected.get("top_token_agreement").doubleValue(), within(1e-12));
  }

  private static CodingResult run(int window, Windowing windowing) throws IOException {
    List<String> lines = Files.readAllLines(LocalModels.sample("corpora/resumes-en.jsonl"));
    Path corpus = Files.write(folder.resolve("twelve.jsonl"), lines.subList(0, 12));
    var measure = new CodingMeasure(corpus, window, 0, Bos.AUTO, 0).by(windowing);
    var candidate = new Candidate("next", Runs.source(longer("resume-next"), ""));
    Check check =
        Runs.check("codes", measure, Runs.source(longer("resume"), ""), List.of(candidate));
    Outcome outcome = Runs.run(Runs.settings(folder, null, 0), List.of(check)).get(0);
    assertThat(outcome.error()).isNull();
    return (CodingResult) Objects.requireNonNull(outcome.result());
  }

  /** A copy of a model that may read windows of 1900, which it was not trained for. */
  private static String longer(String model) throws IOException {
    Path copy = folder.resolve(model);
    if (Files.notExists(copy)) {
      Files.createDirectory(copy);
      try (Stream<Path> files = Files.list(LocalModels.sample("models/" + model))) {
        for (Path file : files.toList()) {
          Files.copy(file, copy.resolve(file.getFileName()));
        }
      }
      Path config = copy.resolve("config.json");
      String text = Files.readString(config);
      assertThat(text).contains("\"max_position_embeddings\": 512");
      Files.writeString(
          config,
          text.replace("\"max_position_embeddings\": 512", "\"max_position_embeddings\": 2048"));
    }
    return copy.toString();
  }
}
