package org.modelassay.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modelassay.brevity.GeneratedOutput;
import org.modelassay.brevity.GenerationMeasure;
import org.modelassay.brevity.GenerationResult;
import org.modelassay.gate.Bound;
import org.modelassay.gate.Decision;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Limit;
import org.modelassay.generation.SentenceEncoder;
import org.modelassay.reading.LocalModels;
import org.modelassay.statistics.Cosine;
import org.modelassay.torch.Device;

/** Outputs compared by the embeddings of a sentence encoder: a small random one. */
class SimilarityTest {
  private static final Path ENCODER = LocalModels.golden("../encoders/bert").normalize();

  private final Path folder;
  private final Path prompts;

  SimilarityTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    Path from = LocalModels.sample("prompts/summaries.jsonl");
    prompts = folder.resolve("prompts.jsonl");
    Files.write(prompts, Files.readAllLines(from).subList(0, 3));
  }

  private List<Outcome> run(GenerationMeasure measure, Limit... limits) {
    Check check =
        Runs.check(
            "staysBrief",
            measure,
            Runs.BASELINE,
            List.of(Runs.INT8, Runs.INT3),
            List.of(limits),
            List.of());
    return Runs.run(Runs.settings(folder, null, 0), List.of(check));
  }

  @Test
  void isTheMeanCosineOfTheEmbeddings() {
    List<Outcome> outcomes = run(new GenerationMeasure(prompts, 24).comparedBy(ENCODER.toString()));

    try (SentenceEncoder encoder = SentenceEncoder.load(ENCODER, Device.CPU)) {
      for (Outcome outcome : outcomes) {
        assertThat(outcome.error()).isNull();
        var result = (GenerationResult) Objects.requireNonNull(outcome.result());
        double sum = 0;
        for (GeneratedOutput output : result.outputs()) {
          String theirs = Objects.requireNonNull(output.baselineText());
          List<float[]> vectors = encoder.embed(List.of(output.text(), theirs));
          double cosine = Cosine.of(vectors.get(0), vectors.get(1));
          assertThat(output.similarity()).isCloseTo(cosine, within(1e-5));
          if (output.sameAsBaseline()) {
            assertThat(output.similarity()).isCloseTo(1, within(1e-12));
          }
          sum += cosine;
        }
        Figure figure =
            result.figures().stream()
                .filter(f -> f.metric().name().equals("generation.similarity"))
                .findFirst()
                .orElseThrow();
        assertThat(figure.value()).isCloseTo(sum / 3, within(1e-5));
      }
    }
  }

  @Test
  void whatALimitNeedsIsAskedForBeforeAnythingIsRead() {
    Limit similarity = limit("generation.similarity", "@MinSimilarity(0.9)");
    Limit exactMatch = limit("generation.exactMatch", "@MinExactMatch(0.9)");

    assertThat(run(new GenerationMeasure(prompts, 24), similarity))
        .allSatisfy(
            outcome ->
                assertThat(outcome.error())
                    .hasMessageContaining("@MinSimilarity(0.9) needs embeddings of outputs")
                    .hasMessageContaining("encoder ="));
    assertThat(run(new GenerationMeasure(prompts, 24), exactMatch))
        .allSatisfy(
            outcome ->
                assertThat(outcome.error())
                    .hasMessageContaining(prompts.toString())
                    .hasMessageContaining("@MinExactMatch(0.9) needs answers"));
    assertThat(run(new GenerationMeasure(prompts, 24).comparedBy("models/none")))
        .allSatisfy(outcome -> assertThat(outcome.error()).hasMessageContaining("models/none"));
  }

  private static Limit limit(String metric, String declared) {
    return new Limit(metric, Bound.AT_LEAST, 0.9, Decision.ESTIMATE, "", declared);
  }
}
