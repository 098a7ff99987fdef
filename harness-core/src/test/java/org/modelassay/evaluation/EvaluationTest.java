package org.modelassay.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modelassay.AssayException;
import org.modelassay.brevity.GenerationMeasure;
import org.modelassay.coding.Bos;
import org.modelassay.coding.CodingMeasure;
import org.modelassay.dispersion.DispersionMeasure;
import org.modelassay.flips.ChoicesMeasure;
import org.modelassay.gate.AcceptedFigures;
import org.modelassay.gate.Bound;
import org.modelassay.gate.Decision;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Limit;
import org.modelassay.gate.Metric;
import org.modelassay.gate.NoRegression;
import org.modelassay.gate.Verdict;
import org.modelassay.measure.Measure;
import org.modelassay.measure.MeasureResult;
import org.modelassay.model.hub.DownloadProgress;
import org.modelassay.reading.LocalModel;
import org.modelassay.reading.LocalModels;
import org.modelassay.reading.Progress;
import org.modelassay.reading.Request;
import org.modelassay.reading.TextModel;
import org.modelassay.record.Acceptance;
import org.modelassay.record.RecordFile;
import org.modelassay.record.RunRecord;

/** Whole runs over the sample's models. */
class EvaluationTest {
  private static final Path TASK = LocalModels.sample("tasks/skill-of-occupation.jsonl");

  @TempDir Path folder;
  private Path corpus;
  private Path prompts;

  @BeforeEach
  void writeData() throws IOException {
    corpus = firstLines("corpora/resumes-en.jsonl", 3);
    prompts = firstLines("prompts/summaries.jsonl", 2);
  }

  private Path firstLines(String file, int lines) throws IOException {
    Path from = LocalModels.sample(file);
    Path to = folder.resolve(from.getFileName());
    Files.write(to, Files.readAllLines(from).subList(0, lines));
    return to;
  }

  /** Measures nothing, and judges itself. */
  private record SelfJudging(Verdict verdict) implements Measure<SelfJudging.Result> {
    private record Result(List<Figure> figures, Object details, List<Verdict> verdicts)
        implements MeasureResult {}

    @Override
    public String kind() {
      return "self";
    }

    @Override
    public List<Metric> metrics() {
      return List.of();
    }

    @Override
    public Map<String, String> settings() {
      return Map.of();
    }

    @Override
    public Class<Result> resultType() {
      return Result.class;
    }

    @Override
    public String dataDigest() {
      return "none";
    }

    @Override
    public Plan<Result> plan(TextModel subject, @Nullable TextModel baseline) {
      return new Plan<>() {
        @Override
        public List<Request<?>> ofSubject() {
          return List.of();
        }

        @Override
        public List<Request<?>> ofBaseline() {
          return List.of();
        }

        @Override
        public Result result(Measure.Answers answers) {
          return new Result(List.of(), Map.of(), List.of(verdict));
        }
      };
    }
  }

  @Test
  void whatAResultJudgesItselfFailsTheLeafWithoutAnyLimit() {
    var verdict =
        new Verdict(
            Verdict.Status.BROKEN, true, "self.proof", "@Self", null, null, "the proof failed");
    Check check = Runs.check("proves", new SelfJudging(verdict), Runs.BASELINE, List.of(Runs.INT8));
    Settings settings = Runs.settings(folder, folder.resolve("self.json"), 0);

    Outcome outcome = Runs.run(settings, List.of(check)).get(0);

    assertThat(outcome.breaches()).containsExactly(verdict);
    assertThat(RecordFile.read(folder.resolve("self.json")).checks().get(0).leaves().get(0))
        .satisfies(leaf -> assertThat(leaf.status()).isEqualTo(RunRecord.Status.FAILED))
        .satisfies(leaf -> assertThat(leaf.verdicts()).containsExactly(verdict));
  }

  private static Measure<?> choices() {
    return new ChoicesMeasure(TASK, 6);
  }

  private Measure<?> coding() {
    return new CodingMeasure(corpus, 0, 0, Bos.AUTO, 1);
  }

  private List<Check> everyKind(List<Candidate> candidates) {
    return List.of(
        Runs.check("keepsItsAnswers", choices(), Runs.BASELINE, candidates),
        Runs.check("codes", coding(), Runs.BASELINE, candidates),
        Runs.check(
            "keepsItsGeometry",
            new DispersionMeasure(corpus, List.of(-1, 1), 64, true),
            Runs.BASELINE,
            candidates),
        Runs.check("staysBrief", new GenerationMeasure(prompts, 12), Runs.BASELINE, candidates));
  }

  private static List<List<Figure>> figures(List<Outcome> outcomes) {
    assertThat(outcomes)
        .allSatisfy(outcome -> assertThat(outcome.error()).as(outcome.name()).isNull());
    return outcomes.stream().map(Outcome::figures).toList();
  }

  private static Throwable error(Outcome outcome) {
    return Objects.requireNonNull(outcome.error(), "an error was expected");
  }

  private static double value(Outcome outcome, String metric) {
    return outcome.figures().stream()
        .filter(figure -> figure.metric().name().equals(metric))
        .mapToDouble(Figure::value)
        .findFirst()
        .orElse(Double.NaN);
  }

  @Test
  void everyModelReadsEverySetOnceAndASecondRunTouchesNone() {
    List<Check> checks = everyKind(List.of(Runs.INT8, Runs.NEXT));
    Settings settings = Runs.settings(folder, folder.resolve("record.json"), 0);
    List<List<Figure>> first = figures(Runs.run(settings, checks));

    RunRecord record = RecordFile.read(folder.resolve("record.json"));
    assertThat(record.checks()).hasSize(4);
    assertThat(record.checks())
        .allSatisfy(
            check ->
                assertThat(check.leaves())
                    .extracting(RunRecord.Leaf::candidate)
                    .containsExactly("int8", "resume-next"));
    assertThat(record.models())
        .extracting(RunRecord.Model::name)
        .containsExactlyInAnyOrder("baseline", "int8", "resume-next");
    // Three models, four sets, critical items being one of them: the divergence's states come from
    // the same pass as the rest. The baseline reads some items and a window again, and some
    // segments
    // by themselves, twice.
    assertThat(record.readings()).hasSize(15);
    assertThat(record.readings())
        .allSatisfy(
            reading ->
                assertThat(reading.tokensComputed())
                    .as(reading.model() + " " + reading.dataSet() + reading.probes())
                    .isEqualTo(reading.tokensRead())
                    .isLessThanOrEqualTo(reading.tokens()));
    assertThat(scratch()).isEmpty();

    // A limit more: figures of the same readings.
    var limited = new ArrayList<>(checks);
    Limit limit =
        new Limit("choices.accuracy", Bound.AT_LEAST, 1, Decision.ESTIMATE, "", "@Min(1)");
    limited.set(
        0,
        Runs.check(
            "keepsItsAnswers",
            choices(),
            Runs.BASELINE,
            List.of(Runs.INT8, Runs.NEXT),
            List.of(limit),
            List.of()));
    try (var session = new Session();
        var again = new Evaluation(settings, session, limited, RunProgress.NONE, () -> false)) {
      List<Outcome> outcomes = Runs.all(again, limited);

      assertThat(figures(outcomes)).isEqualTo(first);
      assertThat(outcomes.get(0).verdicts()).hasSize(1);
      assertThat(again.runRecord().readings()).hasSize(15);
      assertThat(again.runRecord().readings())
          .allSatisfy(reading -> assertThat(reading.tokensComputed()).isZero());
      assertThat(session.open(Runs.BASELINE, settings, DownloadProgress.NONE).loaded()).isFalse();
      assertThat(session.open(Runs.INT8.source(), settings, DownloadProgress.NONE).loaded())
          .isFalse();
    }
  }

  @Test
  void progressCountsTheWholeRunFromItsFirstStep() {
    List<Candidate> both = List.of(Runs.INT8, Runs.NEXT);
    List<Check> checks =
        List.of(
            Runs.check("codes", coding(), Runs.BASELINE, both),
            Runs.check("staysBrief", new GenerationMeasure(prompts, 12), Runs.BASELINE, both));
    // The second run finds what the first one read, but must read the baseline again for what the
    // new candidate is compared by.
    Told early =
        progress(List.of(Runs.check("codes", coding(), Runs.BASELINE, List.of(Runs.INT8))));
    Told rest = progress(checks);
    Told again = progress(checks);

    long proofs = early.total("the proof of coding") + rest.total("the proof of coding");
    // Each run's own words and the record's: two prompts of at most 12 tokens, for three models.
    assertThat(early.total() + rest.total())
        .isEqualTo(early.computed + rest.computed + proofs + 3 * 2 * 12);
    assertThat(proofs).isPositive();
    for (Told told : List.of(early, rest)) {
      assertThat(told.runs).extracting(RunProgress.Extent::total).containsOnly(told.total());
      assertThat(told.runs).extracting(RunProgress.Extent::done).isSorted();
      assertThat(told.runs).last().isEqualTo(new RunProgress.Extent(told.total(), told.total(), 0));
    }
    assertThat(rest.activities)
        .contains(
            "opening models/resume-next",
            "planning Spec#staysBrief(resume-next)",
            "loading models/resume-next (0.0 GiB)",
            "models/resume-next reads its first tokens",
            "writing the record");
    assertThat(again.runs).as("all is in the store").isEmpty();
  }

  private Told progress(List<Check> checks) {
    var told = new Told();
    try (var session = new Session();
        var evaluation =
            new Evaluation(
                Runs.settings(folder, folder.resolve("record.json"), 0),
                session,
                checks,
                told,
                () -> false)) {
      figures(Runs.all(evaluation, checks));
    }
    told.computed =
        RecordFile.read(folder.resolve("record.json")).readings().stream()
            .mapToLong(RunRecord.Reading::tokensComputed)
            .sum();
    return told;
  }

  /** Remembers what it was told. */
  private static final class Told implements RunProgress {
    private final List<Progress.Step> steps = new ArrayList<>();
    private final List<Extent> runs = new ArrayList<>();
    private final List<String> activities = new ArrayList<>();
    private long computed;

    @Override
    public void reading(Progress.Step step, Extent run) {
      steps.add(step);
      runs.add(run);
    }

    @Override
    public void doing(String activity) {
      activities.add(activity);
    }

    long total() {
      return runs.get(0).total();
    }

    /** Tokens of all readings of that name. */
    long total(String dataSet) {
      return steps.stream()
          .filter(step -> step.dataSet().equals(dataSet) && step.done() == step.total())
          .mapToLong(Progress.Step::total)
          .sum();
    }
  }

  private List<Path> scratch() {
    try (var files = Files.walk(folder)) {
      return files.filter(f -> f.getFileName().toString().startsWith("final-states")).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void otherChecksMoveNoFigure() {
    List<Check> checks = everyKind(List.of(Runs.INT8));
    List<List<Figure>> together =
        figures(Runs.run(Runs.settings(folder.resolve("together"), null, 0), checks));
    for (int i = 0; i < checks.size(); i++) {
      List<List<Figure>> alone =
          figures(
              Runs.run(
                  Runs.settings(folder.resolve("alone" + i), null, 0), List.of(checks.get(i))));
      assertThat(alone.get(0)).isEqualTo(together.get(i));
    }
  }

  @Test
  void whereOneModelFitsEachIsStillLoadedOnce() {
    List<Check> checks = everyKind(List.of(Runs.INT8, Runs.NEXT));
    List<List<Figure>> roomy =
        figures(Runs.run(Runs.settings(folder.resolve("roomy"), null, 0), checks));

    Settings tight = Runs.settings(folder.resolve("tight"), null, 11_000_000);
    var order = new ArrayList<String>();
    try (var session = new Session();
        var evaluation =
            new Evaluation(
                tight,
                session,
                checks,
                (step, run) -> {
                  List<LocalModel> loaded =
                      List.of(Runs.BASELINE, Runs.INT8.source(), Runs.NEXT.source()).stream()
                          .map(source -> session.open(source, tight, DownloadProgress.NONE))
                          .filter(LocalModel::loaded)
                          .toList();
                  assertThat(loaded).as("models in memory").hasSize(1);
                  assertThat(loaded.get(0).bytes()).isBetween(5_500_000L, 11_000_000L);
                  if (order.isEmpty() || !order.get(order.size() - 1).equals(step.model())) {
                    order.add(step.model());
                  }
                },
                () -> false)) {
      assertThat(figures(Runs.all(evaluation, checks))).isEqualTo(roomy);
    }
    assertThat(order)
        .containsExactly(
            Runs.BASELINE.toString(), Runs.INT8.source().toString(), Runs.NEXT.source().toString());
  }

  @Test
  void whatIsMissingIsAnErrorOfItsOwnLeafAlone() throws IOException {
    Path damaged = Files.createDirectories(folder.resolve("damaged"));
    for (String file :
        List.of(
            "config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json")) {
      Files.copy(LocalModels.sample("models/resume").resolve(file), damaged.resolve(file));
    }
    byte[] weights = Files.readAllBytes(LocalModels.sample("models/resume/model.safetensors"));
    // The last number of the last tensor, in bfloat16: all ones is NaN.
    weights[weights.length - 1] = -1;
    weights[weights.length - 2] = -1;
    Files.write(damaged.resolve("model.safetensors"), weights);
    Limit unknown =
        new Limit("coding.lmcr", Bound.AT_MOST, 0.1, Decision.ESTIMATE, "", "@MaxLmcr(0.1)");
    Limit nobody =
        new Limit("choices.flipRate", Bound.AT_MOST, 7, Decision.ESTIMATE, "x", "@MaxFlipRate(7)");
    Path task = folder.resolve("no-task.jsonl");
    Path noCorpus = folder.resolve("no-corpus.jsonl");
    List<Check> checks =
        List.of(
            Runs.check("noModel", choices(), Runs.source("models/none", ""), List.of()),
            Runs.check("noTask", new ChoicesMeasure(task, 0), Runs.BASELINE, List.of()),
            Runs.check(
                "noCorpus",
                new CodingMeasure(noCorpus, 0, 0, Bos.AUTO, 0),
                Runs.BASELINE,
                List.of()),
            Runs.check(
                "wrongLimits",
                choices(),
                Runs.BASELINE,
                List.of(Runs.INT8),
                List.of(unknown, nobody),
                List.of()),
            Runs.check("damaged", choices(), Runs.source(damaged.toString(), ""), List.of()),
            Runs.check(
                "treatment",
                choices(),
                Runs.source("models/resume", "quantize(bits=4, group=7)"),
                List.of()),
            Runs.check(
                "window", new CodingMeasure(corpus, 513, 0, Bos.AUTO, 0), Runs.BASELINE, List.of()),
            Runs.check("prompt", new GenerationMeasure(prompts, 512), Runs.BASELINE, List.of()),
            Runs.check("fine", choices(), Runs.BASELINE, List.of()));

    Path file = folder.resolve("record.json");
    List<Outcome> outcomes = Runs.run(Runs.settings(folder, file, 0), checks);

    assertThat(outcomes.subList(0, 8))
        .allSatisfy(outcome -> assertThat(error(outcome)).isInstanceOf(AssayException.class));
    assertThat(error(outcomes.get(0)))
        .hasMessageContaining(LocalModels.sample("models/none").toString());
    assertThat(error(outcomes.get(1))).hasMessageContaining(task.toString());
    assertThat(error(outcomes.get(2))).hasMessageContaining(noCorpus.toString());
    assertThat(error(outcomes.get(3)))
        .hasMessageContaining("@MaxLmcr(0.1)")
        .hasMessageContaining("@MaxFlipRate(7) names the candidate 'x'");
    assertThat(error(outcomes.get(4)))
        .hasMessageContaining(damaged.toString())
        .hasMessageMatching("(?s).*tensor model\\.\\S+ holds NaN or infinity.*");
    assertThat(error(outcomes.get(5))).hasMessageContaining("group 7 does not divide");
    assertThat(error(outcomes.get(6))).hasMessageContaining("513").hasMessageContaining("512");
    assertThat(error(outcomes.get(7)))
        .hasMessageContaining("ja-electrician-summary")
        .hasMessageContaining("512");
    Outcome fine = outcomes.get(8);
    assertThat(fine.error()).isNull();
    assertThat(value(fine, "choices.accuracy")).isBetween(0.0, 1.0);
    assertThat(value(fine, "choices.flipRate")).isNaN();

    RunRecord record = RecordFile.read(file);
    assertThat(record.checks()).hasSize(9);
    assertThat(record.checks().stream().flatMap(c -> c.leaves().stream()).toList())
        .extracting(RunRecord.Leaf::status)
        .containsOnly(RunRecord.Status.ERROR, RunRecord.Status.PASSED)
        .endsWith(RunRecord.Status.ERROR, RunRecord.Status.PASSED);
  }

  @Test
  void anItemLongerThanTheContextIsNamed() throws IOException {
    Path task = folder.resolve("long.jsonl");
    Files.writeString(
        task,
        "{\"id\": \"long\", \"question\": \""
            + "care manager ".repeat(400)
            + "\", \"choices\": [\"yes\", \"no\"], \"answer\": 0}\n");

    Outcome outcome =
        Runs.run(
                Runs.settings(folder, null, 0),
                List.of(Runs.check("long", new ChoicesMeasure(task, 0), Runs.BASELINE, List.of())))
            .get(0);

    assertThat(error(outcome))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("item long")
        .hasMessageContaining("512");
  }

  @Test
  void modelsOfDifferentTokensAreComparedWithoutDivergence() throws IOException {
    // The same weights; their tokenizer puts no token in front.
    Path other = Files.createDirectories(folder.resolve("other"));
    for (String file : List.of("config.json", "generation_config.json", "model.safetensors")) {
      Files.copy(LocalModels.sample("models/resume").resolve(file), other.resolve(file));
    }
    var json = new ObjectMapper();
    var tokenizer =
        (ObjectNode) json.readTree(LocalModels.sample("models/resume/tokenizer.json").toFile());
    tokenizer.putNull("post_processor");
    json.writeValue(other.resolve("tokenizer.json").toFile(), tokenizer);

    Outcome outcome =
        Runs.run(
                Runs.settings(folder, null, 0),
                List.of(
                    Runs.check(
                        "codes",
                        coding(),
                        Runs.source(other.toString(), ""),
                        List.of(new Candidate("next", Runs.NEXT.source())))))
            .get(0);

    assertThat(outcome.error()).isNull();
    assertThat(value(outcome, "coding.bitsPerByte")).isBetween(0.1, 0.3);
    assertThat(value(outcome, "coding.klDivergence.mean")).isNaN();
    assertThat(outcome.figures())
        .extracting(figure -> figure.metric().name())
        .contains("coding.lmcrIncrease")
        .doesNotContain("coding.klDivergence.mean");
  }

  @Test
  void whatIsGuardedFailsUntilItIsAccepted() {
    List<Check> checks =
        List.of(
            Runs.check(
                "guarded",
                choices(),
                Runs.BASELINE,
                List.of(Runs.INT8),
                List.of(),
                List.of(new NoRegression(List.of("choices.accuracy"), 0, 0))));
    Settings settings = Runs.settings(folder, folder.resolve("record.json"), 0);

    Outcome before = Runs.run(settings, checks).get(0);
    assertThat(before.breaches()).hasSize(1);
    assertThat(before.breaches().get(0).message()).contains("mvn assay:accept");

    Acceptance.of(RecordFile.read(folder.resolve("record.json")), AcceptedFigures.none())
        .write(settings.accepted());
    Outcome after = Runs.run(settings, checks).get(0);
    assertThat(after.verdicts()).hasSize(1);
    assertThat(after.breaches()).isEmpty();
  }

  @Test
  void cancellingIsNoOutcome() {
    List<Check> checks = List.of(Runs.check("choices", choices(), Runs.BASELINE, List.of()));
    try (var session = new Session();
        var evaluation =
            new Evaluation(
                Runs.settings(folder, null, 0), session, checks, RunProgress.NONE, () -> true)) {
      assertThatThrownBy(() -> evaluation.outcome(checks.get(0).id(), ""))
          .isInstanceOf(CancellationException.class);
      assertThatThrownBy(() -> evaluation.outcome(new CheckId(Runs.SPEC, "other"), ""))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Spec#other is no leaf of this run");
    }
  }

  @Test
  void aCacheThatCannotBeWrittenIsAnErrorThatNamesTheSetting() throws IOException {
    Files.createFile(folder.resolve("cache"));

    Outcome outcome =
        Runs.run(
                Runs.settings(folder, null, 0),
                List.of(Runs.check("choices", choices(), Runs.BASELINE, List.of())))
            .get(0);

    assertThat(error(outcome))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining(folder.resolve("cache").toString())
        .hasMessageContaining("assay.cache.dir");
  }
}
