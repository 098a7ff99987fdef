package org.modelassay.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modelassay.coding.Bos;
import org.modelassay.coding.CodingMeasure;
import org.modelassay.coding.CodingResult;
import org.modelassay.coding.LongPerplexity;
import org.modelassay.gate.Figure;
import org.modelassay.record.RunRecord;

/**
 * LongPPL and Information Capacity of the sample's models against the package longppl 0.3.0 and the
 * published formula: {@code src/test/resources/golden/coding}.
 */
class LongContextTest {
  private final Path folder;
  private final Path corpus;
  private final JsonNode golden;

  LongContextTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    golden =
        new ObjectMapper()
            .readTree(getClass().getResourceAsStream("/golden/coding/long-context.json"));
    corpus = folder.resolve("corpus.jsonl");
    Files.write(
        corpus,
        StreamSupport.stream(golden.get("documents").spliterator(), false)
            .map(d -> ((ObjectNode) d).deepCopy().retain("id", "text").toString())
            .toList());
  }

  private CodingMeasure measure(Bos bos) {
    return new CodingMeasure(corpus, 0, 0, bos, 0);
  }

  private LongPerplexity rule(String evaluator, int shortContext) {
    JsonNode rule = golden.get("rule");
    return new LongPerplexity(
        evaluator,
        shortContext,
        rule.get("sliding_window").intValue(),
        rule.get("alpha").doubleValue(),
        rule.get("beta").doubleValue());
  }

  private Check check(CodingMeasure measure) {
    return Runs.check("codes", measure, Runs.BASELINE, List.of());
  }

  private static double value(Outcome outcome, String metric) {
    return ((CodingResult) Objects.requireNonNull(outcome.result())).value(metric);
  }

  @Test
  void longPerplexityIsThatOfTheTokensTheEvaluatorNeedsALongContextFor() {
    int shortContext = golden.get("rule").get("trunc_len").intValue();
    CodingMeasure measure = measure(Bos.NONE).with(rule("models/resume-next", shortContext));
    double nats = 0;
    double tokens = 0;
    double all = 0;
    for (JsonNode document : golden.get("documents")) {
      double key = document.get("keyTokens").doubleValue();
      nats += key == 0 ? 0 : key * Math.log(document.get("longppl").doubleValue());
      tokens += key;
      all += document.get("tokens").intValue() - 1; // that in front is no data
    }

    Outcome outcome = Runs.run(Runs.settings(folder, null, 0), List.of(check(measure))).get(0);

    assertThat(outcome.error()).isNull();
    assertThat(value(outcome, "coding.longPerplexity"))
        .isCloseTo(Math.exp(nats / tokens), within(1e-4));
    assertThat(value(outcome, "coding.keyTokens")).isCloseTo(tokens / all, within(1e-12));
  }

  @Test
  void theEvaluatorIsInTheRecord() {
    List<RunRecord.Model> models = new ArrayList<>();
    Check check = check(measure(Bos.NONE).with(rule("models/resume-next", 32)));
    try (var session = new Session();
        var run =
            new Evaluation(
                Runs.settings(folder, null, 0),
                session,
                List.of(check),
                RunProgress.NONE,
                () -> false)) {
      run.record(run.outcome(check.id(), ""));
      models.addAll(run.runRecord().models());
    }

    assertThat(models)
        .extracting(RunRecord.Model::name, RunRecord.Model::location)
        .containsExactly(
            tuple("baseline", "models/resume"), tuple("evaluator", "models/resume-next"));
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThat(error(rule("models/none", 32))).hasMessageContaining("models/none");
    assertThat(error(rule("models/resume-next", 400)))
        .hasMessageContaining("corpus.jsonl")
        .hasMessageContaining("longer than the short context of 400 tokens")
        .hasMessageContaining("smaller shortContext");
  }

  private Throwable error(LongPerplexity rule) {
    Check check = check(measure(Bos.NONE).with(rule));
    Outcome outcome = Runs.run(Runs.settings(folder, null, 0), List.of(check)).get(0);
    return Objects.requireNonNull(outcome.error());
  }

  @Test
  void informationCapacityIsThePublishedFormula() {
    double bias = golden.get("bias").doubleValue();
    Outcome outcome =
        Runs.run(
                Runs.settings(folder, null, 0),
                List.of(check(measure(Bos.AUTO).withInformationBias(bias))))
            .get(0);

    assertThat(outcome.error()).isNull();
    assertThat(value(outcome, "coding.informationCapacity"))
        .isCloseTo(golden.get("informationCapacity").doubleValue(), within(1e-6));
    // Few documents: the figure has no interval.
    assertThat(outcome.figures())
        .filteredOn(f -> f.metric().name().equals("coding.informationCapacity"))
        .extracting(Figure::interval)
        .containsOnlyNulls();
  }
}
