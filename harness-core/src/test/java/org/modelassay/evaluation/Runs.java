package org.modelassay.evaluation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.modelassay.gate.Limit;
import org.modelassay.gate.NoRegression;
import org.modelassay.measure.Measure;
import org.modelassay.model.DType;
import org.modelassay.model.ModelSource;
import org.modelassay.reading.LocalModels;

/** Runs over the sample's models. */
final class Runs {
  static final String SPEC = "org.example.Spec";
  static final ModelSource BASELINE = source("models/resume", "");
  static final Candidate INT8 =
      new Candidate("int8", source("models/resume", "quantize(bits=8, symmetric=true)"));
  static final Candidate INT4 =
      new Candidate("int4-g64", source("models/resume", "quantize(bits=4, group=64)"));
  static final Candidate INT3 =
      new Candidate("int3-g64", source("models/resume", "quantize(bits=3, group=64)"));
  static final Candidate NEXT = new Candidate("resume-next", source("models/resume-next", ""));

  private Runs() {}

  static ModelSource source(String location, String treatment) {
    return new ModelSource(location, treatment, DType.FLOAT32);
  }

  static Settings settings(Path cache, @Nullable Path record, long memory) {
    return new Settings(
        LocalModels.sample(""),
        record,
        cache.resolve("accepted.json"),
        cache.resolve("cache"),
        1L << 30,
        "cpu",
        0,
        memory,
        false,
        false,
        false);
  }

  static Check check(
      String method, Measure<?> measure, ModelSource baseline, List<Candidate> candidates) {
    return check(method, measure, baseline, candidates, List.of(), List.of());
  }

  static Check check(
      String method,
      Measure<?> measure,
      ModelSource baseline,
      List<Candidate> candidates,
      List<Limit> limits,
      List<NoRegression> guards) {
    return new Check(
        new CheckId(SPEC, method),
        "Spec",
        method,
        List.of(),
        measure,
        baseline,
        candidates,
        limits,
        guards);
  }

  /** Every leaf of the run, asked for in order and recorded. */
  static List<Outcome> all(Evaluation evaluation, List<Check> checks) {
    var outcomes = new ArrayList<Outcome>();
    for (Check check : checks) {
      List<String> names =
          check.candidates().isEmpty()
              ? List.of("")
              : check.candidates().stream().map(Candidate::name).toList();
      for (String name : names) {
        Outcome outcome = evaluation.outcome(check.id(), name);
        evaluation.record(outcome);
        outcomes.add(outcome);
      }
    }
    return outcomes;
  }

  static List<Outcome> run(Settings settings, List<Check> checks) {
    try (var session = new Session();
        var evaluation = new Evaluation(settings, session, checks, RunProgress.NONE, () -> false)) {
      return all(evaluation, checks);
    }
  }
}
