package org.modelassay.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;
import static org.modelassay.junit.FakeRuns.figure;
import static org.modelassay.junit.FakeRuns.verdict;
import static org.modelassay.junit.FakeRuns.with;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.modelassay.AssayException;
import org.modelassay.evaluation.Outcome;
import org.modelassay.flips.ChoicesResult;
import org.modelassay.flips.SampleChoices;
import org.modelassay.gate.Figure;
import org.modelassay.junit.specs.AnswersSpec;
import org.modelassay.measure.MeasureResult;
import org.modelassay.statistics.Interval;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** Outcomes into test events. */
class ExecutionTest {
  private static final Figure FLIPS =
      figure("choices.flipRate", 0.034, Interval.of(0.0165, 0.0615, "Clopper-Pearson"));
  private static final Figure ACCURACY = figure("choices.accuracyDrop", 0.0123456789, null);

  private final FakeRuns runs = new FakeRuns();
  private final ChoicesResult flipped =
      SampleChoices.flipped("C\u202E++", "COBOL", "Ada", "Perl", "PHP", "Go");

  @BeforeEach
  void forget() {
    AnswersSpec.BODIES.clear();
    BodySpec.THROWN.clear();
  }

  @Test
  void whatHoldsPassesAndIsRecorded() {
    EngineExecutionResults results = Engines.execute(runs, selectClass(AnswersSpec.class));

    results.testEvents().assertStatistics(it -> it.started(4).succeeded(4));
    assertThat(runs.recorded).hasSize(4);
    assertThat(runs.asked)
        .containsExactly(
            "AnswersSpec#keepsItsAnswers(int8)",
            "AnswersSpec#keepsItsAnswers(int4)",
            "AnswersSpec#日本語の職務経歴書を符号化できる(int8)",
            "AnswersSpec#日本語の職務経歴書を符号化できる(int4)");
    assertThat(runs.closed).isEqualTo(1);
  }

  @Test
  void theBodyGetsTheResultOnANewInstanceForEachLeaf() {
    runs.answering(outcome -> with(outcome, flipped, List.of()));

    Engines.execute(runs, selectClass(AnswersSpec.class));

    assertThat(AnswersSpec.BODIES).hasSize(4);
    assertThat(AnswersSpec.BODIES.get(0)).isSameAs(flipped);
    assertThat(AnswersSpec.BODIES.get(2)).isSameAs(flipped);
    assertThat(AnswersSpec.BODIES.get(1)).isNotSameAs(AnswersSpec.BODIES.get(3));
  }

  @Test
  void brokenLimitsAreOneFailureWhoseFirstLineSaysItAll() {
    runs.answering(
        outcome ->
            with(
                outcome,
                flipped,
                List.of(
                    verdict(true, FLIPS, "@MaxFlipRate(0.02)"),
                    verdict(false, FLIPS, "@MaxFlipRate(0.5)"),
                    verdict(true, ACCURACY, "@MaxAccuracyDrop(0.01)"))));

    Throwable failure = only(execute(answers("int4")));

    assertThat(failure).isInstanceOf(AssertionFailedError.class);
    assertThat(lines(failure))
        .containsExactly(
            "choices.flipRate 0.034 - limit @MaxFlipRate(0.02) (and 1 more)",
            "  - choices.flipRate 0.034 - limit @MaxFlipRate(0.02)",
            "  - choices.accuracyDrop 0.0123456789 - limit @MaxAccuracyDrop(0.01)",
            "worst changed answers (5 of 6):",
            "  item0 (critical): A \"Java\" (right) -> B \"C<U+202E>++\" (wrong)",
            "  item1: A \"Java\" (right) -> B \"COBOL\" (wrong)",
            "  item2: A \"Java\" (right) -> B \"Ada\" (wrong)",
            "  item3: A \"Java\" (right) -> B \"Perl\" (wrong)",
            "  item4: A \"Java\" (right) -> B \"PHP\" (wrong)",
            "record: " + runs.settings.get(0).record());
  }

  @Test
  void oneBrokenLimitIsTheWholeFirstLine() {
    runs.answering(
        outcome ->
            with(
                outcome,
                new BareResult(List.of(FLIPS)),
                List.of(verdict(true, FLIPS, "@MaxFlipRate(0.02)"))));

    assertThat(lines(only(execute(selectClass(BodySpec.class)))).findFirst())
        .contains("choices.flipRate 0.034 - limit @MaxFlipRate(0.02)");
  }

  @Test
  void theBodyRunsAfterBrokenLimitsTooAndBothAreTold() {
    AssertionFailedError body = new AssertionFailedError("critical answers changed");
    BodySpec.THROWN.add(body);
    runs.answering(
        outcome ->
            with(
                outcome,
                new BareResult(List.of(FLIPS)),
                List.of(verdict(true, FLIPS, "@MaxFlipRate(0.02)"))));

    Throwable failure = only(execute(selectClass(BodySpec.class)));

    assertThat(lines(failure).limit(2))
        .containsExactly(
            "choices.flipRate 0.034 - limit @MaxFlipRate(0.02)",
            "the body of the check failed too: " + body);
    assertThat(failure).hasSuppressedException(body);
    assertThat(runs.recorded.get(0).bodyFailure()).isSameAs(body);
  }

  @Test
  void aFailedBodyIsTheFailureWhenLimitsHold() {
    AssertionFailedError body = new AssertionFailedError("critical answers changed");
    BodySpec.THROWN.add(body);
    runs.answering(outcome -> with(outcome, new BareResult(List.of()), List.of()));

    assertThat(only(execute(selectClass(BodySpec.class)))).isSameAs(body);
    assertThat(runs.recorded.get(0).bodyFailure()).isSameAs(body);
  }

  @Test
  void anAssumptionInTheBodyAbortsTheTestButNotTheLimits() {
    BodySpec.THROWN.add(new TestAbortedException("no fonts here"));
    runs.answering(outcome -> with(outcome, new BareResult(List.of(FLIPS)), List.of()));
    execute(selectClass(BodySpec.class)).testEvents().assertStatistics(it -> it.aborted(1));
    assertThat(runs.recorded.get(0).bodyFailure()).isNull();

    runs.answering(
        outcome ->
            with(
                outcome,
                new BareResult(List.of(FLIPS)),
                List.of(verdict(true, FLIPS, "@MaxFlipRate(0.02)"))));
    execute(selectClass(BodySpec.class)).testEvents().assertStatistics(it -> it.failed(1));
  }

  @Test
  void anErrorIsThrownAsItIsAndTheBodyIsNotRun() {
    AssayException missing = new AssayException("models/resume: no such directory");
    BodySpec.THROWN.add(new AssertionFailedError("never reached"));
    runs.answering(outcome -> FakeRuns.failing(outcome, missing));

    assertThat(only(execute(selectClass(BodySpec.class)))).isSameAs(missing);
    assertThat(runs.recorded.get(0).error()).isSameAs(missing);
    assertThat(runs.recorded.get(0).bodyFailure()).isNull();
  }

  @Test
  void anErrorOfOneLeafLeavesTheOthersAlone() {
    runs.answering(
        outcome ->
            outcome.candidate().equals("int8")
                ? FakeRuns.failing(outcome, new AssayException("NaN in layer 3"))
                : outcome);

    EngineExecutionResults results = execute(selectClass(AnswersSpec.class));

    results.testEvents().assertStatistics(it -> it.succeeded(2).failed(2));
    results.containerEvents().assertStatistics(it -> it.failed(0));
  }

  @Test
  void outOfMemoryFailsItsLeafAndNotTheWholeRun() {
    runs.answering(outcome -> FakeRuns.failing(outcome, new OutOfMemoryError("Java heap space")));

    EngineExecutionResults results = execute(selectClass(AnswersSpec.class));

    results.testEvents().assertStatistics(it -> it.failed(4));
    assertThat(thrown(results).get(0))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            "AnswersSpec#keepsItsAnswers(int8): the JVM gave up (java.lang.OutOfMemoryError: Java"
                + " heap space); give it more memory, such as -Xmx4g");
  }

  @Test
  void judgedFiguresArePublishedAsReportEntries() {
    runs.answering(
        outcome ->
            with(
                outcome,
                new BareResult(List.of(FLIPS, ACCURACY)),
                List.of(verdict(false, FLIPS, "@MaxFlipRate(0.5)"))));

    assertThat(entries(execute(selectClass(BodySpec.class))))
        .containsExactly(
            Map.of("choices.flipRate", "0.034", "choices.flipRate.interval", "[0.0165, 0.0615]"));
  }

  @Test
  void allFiguresArePublishedWhenNoneIsJudged() {
    runs.answering(outcome -> with(outcome, new BareResult(List.of(FLIPS, ACCURACY)), List.of()));

    assertThat(entries(execute(selectClass(BodySpec.class))).get(0))
        .containsEntry("choices.accuracyDrop", "0.0123457")
        .containsEntry("choices.flipRate", "0.034");
  }

  @Test
  void anEvaluationThatCannotBeginFailsEachLeafAndNotTheRoot() {
    EngineExecutionResults results =
        Engines.execute(
            (settings, session, checks, progress, cancelled) -> {
              throw new UnsatisfiedLinkError("no torch in java.library.path");
            },
            selectClass(AnswersSpec.class));

    results.containerEvents().assertStatistics(it -> it.failed(0));
    assertThat(thrown(results))
        .hasSize(4)
        .allSatisfy(
            it ->
                assertThat(it)
                    .hasMessage("no check could begin: no torch in java.library.path")
                    .hasCauseInstanceOf(UnsatisfiedLinkError.class));
  }

  @Test
  void aRecordThatCannotBeWrittenFailsTheEngine() {
    EngineExecutionResults results =
        Engines.execute(
            (settings, session, checks, progress, cancelled) -> {
              var run = runs.begin(settings, session, checks, progress, cancelled);
              return new org.modelassay.junit.execution.RunFactory.Run() {
                @Override
                public Outcome outcome(org.modelassay.evaluation.CheckId check, String candidate) {
                  return run.outcome(check, candidate);
                }

                @Override
                public void record(Outcome outcome) {}

                @Override
                public void close() {
                  throw new AssayException("target/assay/run.json: no space left on device");
                }
              };
            },
            selectClass(BodySpec.class));

    results.testEvents().assertStatistics(it -> it.succeeded(1));
    results.containerEvents().assertStatistics(it -> it.failed(1));
  }

  @Test
  void cancellationSkipsTheRestAndReachesTheReading() {
    CancellationToken token = CancellationToken.create();
    runs.answering(
        outcome -> {
          assertThat(runs.cancelled.getAsBoolean()).isFalse();
          token.cancel();
          assertThat(runs.cancelled.getAsBoolean()).isTrue();
          throw new CancellationException();
        });

    EngineExecutionResults results =
        EngineTestKit.engine(Engines.with(runs))
            .selectors(selectClass(AnswersSpec.class))
            .cancellationToken(token)
            .execute();

    results.testEvents().assertStatistics(it -> it.started(1).aborted(1).skipped(1));
    assertThat(runs.recorded).isEmpty();
    assertThat(runs.closed).isEqualTo(1);
  }

  @Test
  void settingsComeFromConfigurationParameters() {
    EngineTestKit.engine(Engines.with(runs))
        .selectors(selectClass(BodySpec.class))
        .configurationParameter("assay.device", "cpu")
        .configurationParameter("assay.threads", "2")
        .execute();

    assertThat(runs.settings.get(0).device()).isEqualTo("cpu");
    assertThat(runs.settings.get(0).threads()).isEqualTo(2);
  }

  @Test
  void aMistakeInASettingIsEachLeafsError() {
    EngineExecutionResults results =
        EngineTestKit.engine(Engines.with(runs))
            .selectors(selectClass(AnswersSpec.class))
            .configurationParameter("assay.threads", "many")
            .execute();

    results.containerEvents().assertStatistics(it -> it.failed(0));
    assertThat(thrown(results))
        .hasSize(4)
        .allSatisfy(
            it ->
                assertThat(it)
                    .hasMessage(
                        "no check could begin: assay.threads=many is no number of threads; give 0"
                            + " (libtorch decides) or more"));
    assertThat(runs.settings).isEmpty();
  }

  @Test
  void underSurefireAndInIdesTheRecordGoesBesideThePluginsOne() {
    Engines.execute(runs, selectClass(BodySpec.class));

    Path record = runs.settings.get(0).record();
    assertThat(record).isNotNull();
    assertThat(record.getParent())
        .isEqualTo(Path.of("").toAbsolutePath().resolve("target/assay/runs"));
    assertThat(record.getFileName().toString())
        .matches("\\d{8}-\\d{6}-\\d{3}-" + ProcessHandle.current().pid() + "\\.json");
  }

  private EngineExecutionResults execute(org.junit.platform.engine.DiscoverySelector selector) {
    return Engines.execute(runs, selector);
  }

  private static org.junit.platform.engine.DiscoverySelector answers(String candidate) {
    return selectUniqueId(
        UniqueId.forEngine("assay")
            .append("spec", AnswersSpec.class.getName())
            .append("check", "keepsItsAnswers")
            .append("candidate", candidate));
  }

  private static Throwable only(EngineExecutionResults results) {
    List<Throwable> thrown = thrown(results);
    assertThat(thrown).hasSize(1);
    return thrown.get(0);
  }

  private static Stream<String> lines(Throwable failure) {
    return String.valueOf(failure.getMessage()).lines();
  }

  private static List<Throwable> thrown(EngineExecutionResults results) {
    return results.testEvents().failed().stream()
        .map(it -> it.getRequiredPayload(TestExecutionResult.class).getThrowable().orElseThrow())
        .toList();
  }

  private static List<Map<String, String>> entries(EngineExecutionResults results) {
    List<Map<String, String>> entries = new ArrayList<>();
    results.testEvents().reportingEntryPublished().stream()
        .map((Event it) -> it.getRequiredPayload(ReportEntry.class).getKeyValuePairs())
        .forEach(entries::add);
    return entries;
  }

  private record BareResult(List<Figure> figures) implements MeasureResult {
    @Override
    public Object details() {
      return List.of();
    }
  }

  @ModelSpec(baseline = "models/resume")
  static class BodySpec {
    static final List<Throwable> THROWN = new ArrayList<>();

    @Choices(task = "task.jsonl")
    void answers(MeasureResult result) throws Throwable {
      assertThat(result).isNotNull();
      if (!THROWN.isEmpty()) {
        throw THROWN.get(0);
      }
    }
  }
}
