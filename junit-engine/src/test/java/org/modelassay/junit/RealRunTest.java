package org.modelassay.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.modelassay.record.RecordFile;
import org.modelassay.record.RunRecord;

/**
 * The engine with the real evaluation, as far as it goes without a model: what is wrong is
 * recorded.
 */
class RealRunTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  private Path base;

  @Test
  void aWrongSpecIsAnErrorInTheRecordOrCheckWouldPass() {
    execute(WrongSpec.class).testEvents().assertStatistics(it -> it.failed(2));

    RunRecord record = RecordFile.read(base.resolve("run.json"));
    assertThat(record.checks()).hasSize(1);
    assertThat(record.checks().get(0).kind()).isEqualTo("choices");
    assertThat(record.checks().get(0).leaves())
        .extracting(RunRecord.Leaf::candidate, RunRecord.Leaf::status, RunRecord.Leaf::error)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "int8",
                RunRecord.Status.ERROR,
                "WrongSpec#answers: @Choices has an empty task: name a file"),
            org.assertj.core.groups.Tuple.tuple(
                "int4",
                RunRecord.Status.ERROR,
                "WrongSpec#answers: @Choices has an empty task: name a file"));
  }

  @Test
  void aWrongLimitAndAMissingModelAreErrorsThatNameThem() {
    EngineExecutionResults results = execute(MissingModelSpec.class);

    results.testEvents().assertStatistics(it -> it.failed(2));
    List<String> errors =
        RecordFile.read(base.resolve("run.json")).checks().stream()
            .flatMap(it -> it.leaves().stream())
            .map(it -> String.valueOf(it.error()))
            .toList();
    assertThat(errors.get(0)).contains(base.resolve("models/none").toString());
    assertThat(errors.get(1))
        .isEqualTo(
            "@MaxFlipRate(0.02) is about 'choices.flipRate', which this check does not measure; it"
                + " measures "
                + errors.get(1).substring(errors.get(1).indexOf("coding.")));
  }

  private EngineExecutionResults execute(Class<?> spec) {
    return EngineTestKit.engine(new AssayTestEngine())
        .selectors(selectClass(spec))
        .configurationParameter("assay.basedir", base.toString())
        .configurationParameter("assay.record", "run.json")
        .configurationParameter("assay.cache.dir", base.resolve("cache").toString())
        .configurationParameter("assay.device", "cpu")
        .execute();
  }

  @ModelSpec(baseline = "models/none")
  @Candidate(name = "int8", treatment = "quantize(bits=8, group=64)")
  @Candidate(name = "int4", treatment = "quantize(bits=4, group=64)")
  static class WrongSpec {
    @Choices(task = " ")
    @MaxFlipRate(0.02)
    void answers() {}
  }

  @ModelSpec(baseline = "models/none")
  static class MissingModelSpec {
    @Coding(corpus = "corpus.jsonl")
    void codes() {}

    @Coding(corpus = "corpus.jsonl")
    @MaxFlipRate(0.02)
    void flips() {}
  }
}
