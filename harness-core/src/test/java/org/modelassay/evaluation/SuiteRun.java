package org.modelassay.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modelassay.flips.ChoicesMeasure;
import org.modelassay.model.DType;
import org.modelassay.model.ModelSource;
import org.modelassay.reading.LocalModel;
import org.modelassay.reading.Progress;
import org.modelassay.reading.ReadingStore;
import org.modelassay.reading.Request;
import org.modelassay.reading.ScoredReading;
import org.modelassay.reading.Scorer;
import org.modelassay.reading.TokenSequence;

/**
 * A whole run of choice checks on a baseline and a candidate, for {@code benchmarks/lm-eval}:
 * {@code SuiteRun MODEL TREATMENT SUITE.json CACHE OUT.json}. The suite is a list of {@code
 * {"file", "items"}}.
 */
public final class SuiteRun {
  private SuiteRun() {}

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    long begin = System.nanoTime();
    Path model = Path.of(args[0]).toAbsolutePath();
    Path cache = Path.of(args[3]).toAbsolutePath();
    var json = new ObjectMapper();
    var baseline = new ModelSource(model.toString(), "", DType.FLOAT32);
    var candidate = new ModelSource(model.toString(), args[1], DType.FLOAT32);
    List<Check> checks = new ArrayList<>();
    Map<String, ChoicesMeasure> measures = new LinkedHashMap<>();
    for (JsonNode task : json.readTree(Path.of(args[2]).toFile())) {
      String file = task.get("file").asText();
      var measure = new ChoicesMeasure(Path.of(file), task.get("items").asInt());
      measures.put(file, measure);
      checks.add(
          new Check(
              new CheckId("Suite", "task" + checks.size()),
              "Suite",
              file,
              List.of(),
              measure,
              baseline,
              List.of(new Candidate("candidate", candidate)),
              List.of(),
              List.of()));
    }
    var settings =
        new Settings(
            Path.of("").toAbsolutePath(),
            cache.resolve("run.json"),
            cache.resolve("accepted.json"),
            cache,
            1L << 33,
            "cpu",
            0,
            0,
            false,
            false,
            false);
    ObjectNode out = json.createObjectNode();
    try (var session = new Session();
        var run = new Evaluation(settings, session, checks, RunProgress.NONE, () -> false)) {
      for (Outcome outcome : Runs.all(run, checks)) {
        if (outcome.error() != null) {
          throw new IllegalStateException(outcome.error());
        }
      }
      out.put("seconds", (System.nanoTime() - begin) / 1e9);
      // What was read lies in the store: this touches no model.
      for (Map.Entry<String, ChoicesMeasure> measure : measures.entrySet()) {
        ObjectNode of = out.putObject(measure.getKey());
        write(of.putObject("baseline"), session.open(baseline, settings, s -> {}), measure, cache);
        write(
            of.putObject("candidate"), session.open(candidate, settings, s -> {}), measure, cache);
      }
    }
    json.writeValue(Path.of(args[4]).toFile(), out);
  }

  private static void write(
      ObjectNode out, LocalModel model, Map.Entry<String, ChoicesMeasure> measure, Path cache) {
    var request = (Request.Scoring) measure.getValue().plan(model, null).ofSubject().get(0);
    ScoredReading reading =
        new Scorer(new ReadingStore(cache), LocalModel::decoder, Progress.NONE, () -> false)
            .read(model, request.sequences(), request.probes(), null, "benchmark");
    for (int i = 0; i < request.sequences().sequences().size(); i++) {
      TokenSequence sequence = request.sequences().sequences().get(i);
      double sum = 0;
      for (int t = request.sequences().offset(i); t < request.sequences().offset(i + 1); t++) {
        sum += reading.logLikelihoods()[t];
      }
      ArrayNode item = out.putArray(sequence.id());
      item.add(sum).add(sequence.firstScored());
      ArrayNode tokens = item.addArray();
      for (int token : sequence.tokens()) {
        tokens.add(token);
      }
    }
  }
}
