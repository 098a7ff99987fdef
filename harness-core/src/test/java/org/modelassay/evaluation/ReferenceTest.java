package org.modelassay.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modelassay.coding.Bos;
import org.modelassay.coding.CodingMeasure;
import org.modelassay.flips.ChoicesMeasure;
import org.modelassay.flips.ChoicesResult;
import org.modelassay.reading.LocalModel;
import org.modelassay.reading.LocalModels;
import org.modelassay.reading.Progress;
import org.modelassay.reading.ReadingStore;
import org.modelassay.reading.Request;
import org.modelassay.reading.ScoredReading;
import org.modelassay.reading.Scorer;
import org.modelassay.reading.SequenceSet;
import org.modelassay.reading.TokenSequence;

/**
 * Trained models against transformers in Python: {@code sample-project/training/reference.json}, of
 * whose making {@code evaluate.py} beside it tells.
 */
class ReferenceTest {
  private static final Path TASK = LocalModels.sample("tasks/skill-of-occupation.jsonl");

  /** Measured: at most 2.4e-5 over a choice, 3.6e-4 over a document of 300 tokens. */
  private static final double NATS = 1e-3;

  @TempDir static Path folder;
  private static JsonNode reference;

  @BeforeAll
  static void read() throws IOException {
    reference = new ObjectMapper().readTree(LocalModels.sample("training/reference.json").toFile());
  }

  private static ScoredReading score(LocalModel model, Request<?> request) {
    var scoring = (Request.Scoring) request;
    return new Scorer(
            new ReadingStore(folder),
            LocalModel::decoder,
            Progress.NONE,
            () -> false,
            Long.MAX_VALUE,
            false)
        .read(model, scoring.sequences(), scoring.probes(), null, "test");
  }

  private static double nats(ScoredReading reading, int sequence) {
    double sum = 0;
    for (int t = reading.sequences().offset(sequence);
        t < reading.sequences().offset(sequence + 1);
        t++) {
      sum += reading.logLikelihoods()[t];
    }
    return sum;
  }

  private static List<String> ids(SequenceSet set) {
    return set.sequences().stream().map(TokenSequence::id).toList();
  }

  @Test
  void choicesAreAsLikelyAsTheReferenceSays() {
    try (LocalModel model = LocalModels.open(LocalModels.sample("models/resume"), "", folder)) {
      JsonNode items = reference.get("task");
      var found = new HashMap<String, Double>();
      for (Request<?> request :
          new ChoicesMeasure(TASK, items.size()).plan(model, null).ofSubject()) {
        if (!((Request.Scoring) request).halved()) {
          ScoredReading reading = score(model, request);
          List<String> ids = ids(reading.sequences());
          ids.forEach(id -> found.put(id, nats(reading, ids.indexOf(id))));
        }
      }
      int compared = 0;
      for (JsonNode item : items) {
        JsonNode expected = item.get("log_likelihoods");
        for (int choice = 0; choice < expected.size(); choice++) {
          String id = item.get("id").asText() + "/" + choice;
          assertThat(found.get(id)).as(id).isCloseTo(expected.get(choice).asDouble(), within(NATS));
          compared++;
        }
      }
      assertThat(compared).isEqualTo(160).isEqualTo(found.size());
    }
  }

  @Test
  void documentsTakeAsManyNatsAndTokensAsTheReferenceSays() {
    try (LocalModel model = LocalModels.open(LocalModels.sample("models/resume"), "", folder)) {
      for (String corpus : List.of("resumes-ja", "resumes-en")) {
        var measure =
            new CodingMeasure(
                LocalModels.sample("corpora/" + corpus + ".jsonl"), 0, 0, Bos.AUTO, 0);
        ScoredReading reading = score(model, measure.plan(model, null).ofSubject().get(0));
        SequenceSet set = reading.sequences();
        List<String> ids = ids(set).stream().map(id -> id.replaceFirst("@.*", "")).toList();

        JsonNode documents = reference.get("corpora").get(corpus);
        for (JsonNode expected : documents) {
          int i = ids.indexOf(expected.get("id").asText());
          assertThat(set.sequences().get(i).scored()).isEqualTo(expected.get("tokens").asInt());
          assertThat(-nats(reading, i)).isCloseTo(expected.get("nats").asDouble(), within(NATS));
        }
        assertThat(documents).hasSize(5);
      }
    }
  }

  @Test
  void treatedAndRetrainedModelsFlipAsManyAnswersAsTheReferenceSays() throws IOException {
    Check check =
        Runs.check(
            "keepsItsAnswers",
            new ChoicesMeasure(TASK, 0),
            Runs.BASELINE,
            List.of(Runs.INT8, Runs.INT4, Runs.INT3, Runs.NEXT));

    List<Outcome> outcomes = Runs.run(Runs.settings(folder, null, 0), List.of(check));

    Map<String, String> picks = picks();
    assertThat(picks).hasSize(385);
    double baseline = reference.get("results").get("baseline").get("accuracy").asDouble();
    assertThat(outcomes).hasSize(4);
    for (Outcome outcome : outcomes) {
      assertThat(outcome.error()).isNull();
      var result = (ChoicesResult) Objects.requireNonNull(outcome.result());
      JsonNode expected = reference.get("results").get(outcome.candidate());
      assertThat(result.accuracy())
          .as(outcome.candidate())
          .isCloseTo(expected.get("accuracy").asDouble(), within(5e-5));
      assertThat(result.baselineAccuracy()).isCloseTo(baseline, within(5e-5));
      assertThat(result.flips().all()).hasSize(expected.get("flips").asInt());
      assertThat(result.flips().correctToIncorrect())
          .hasSize(expected.get("right_to_wrong").asInt());
      assertThat(result.flips().incorrectToCorrect())
          .hasSize(expected.get("wrong_to_right").asInt());
      assertThat(result.details().baselineAnswers())
          .isEqualTo(
              result.items().stream()
                  .map(item -> picks.get(item.id()))
                  .collect(Collectors.joining()));
    }
  }

  /** The reference's answers by item; it has them in the order of the file. */
  private static Map<String, String> picks() throws IOException {
    var picks = new HashMap<String, String>();
    for (String line : Files.readAllLines(TASK)) {
      String letter =
          String.valueOf((char) ('A' + reference.get("picks").get(picks.size()).asInt()));
      picks.put(new ObjectMapper().readTree(line).get("id").asText(), letter);
    }
    return picks;
  }
}
