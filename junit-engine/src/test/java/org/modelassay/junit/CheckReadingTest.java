package org.modelassay.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.UniqueId;
import org.modelassay.coding.equalinfo.ContextReset;
import org.modelassay.coding.equalinfo.WindowRule;
import org.modelassay.evaluation.Candidate;
import org.modelassay.evaluation.Check;
import org.modelassay.gate.Bound;
import org.modelassay.gate.Decision;
import org.modelassay.gate.Limit;
import org.modelassay.gate.Limits;
import org.modelassay.junit.specs.AnswersSpec;
import org.modelassay.knnlm.Search;
import org.modelassay.model.DType;
import org.modelassay.model.ModelSource;
import org.modelassay.model.Sublayer;

/** What becomes of annotations: the checks that the evaluation gets. */
class CheckReadingTest {
  private final FakeRuns runs = new FakeRuns();

  @Test
  void aSpecBecomesChecks() {
    execute(AnswersSpec.class);

    Check check = runs.check("keepsItsAnswers");
    assertThat(check.id().spec()).isEqualTo(AnswersSpec.class.getName());
    assertThat(check.specDisplayName()).isEqualTo("職務経歴書モデル");
    assertThat(check.displayName()).isEqualTo("次の職種の答えが変わらない");
    assertThat(check.tags()).containsExactly("resume", "choices", "slow");
    assertThat(check.baseline()).isEqualTo(new ModelSource("models/resume", "", DType.FLOAT32));
    assertThat(check.candidates())
        .containsExactly(
            new Candidate("int8", new ModelSource("models/resume-int8", "", DType.FLOAT32)),
            new Candidate(
                "int4",
                new ModelSource("models/resume", "quantize(bits=4, group=64)", DType.FLOAT32)));
    assertThat(check.limits())
        .containsExactly(
            limit("choices.flipRate", 0.02, Decision.ESTIMATE, "", "@MaxFlipRate(0.02)"),
            limit(
                "choices.flipRate",
                0.06,
                Decision.ESTIMATE,
                "int4",
                "@MaxFlipRate(value = 0.06, candidate = \"int4\")"),
            limit(
                "choices.accuracyDrop",
                0.01,
                Decision.NON_INFERIORITY,
                "",
                "@MaxAccuracyDrop(value = 0.01, by = NON_INFERIORITY)"));
    assertThat(check.noRegressions())
        .containsExactly(new org.modelassay.gate.NoRegression(List.of(), 0, 0.005));
  }

  @Test
  void theMethodsOwnGuardReplacesTheClasss() {
    execute(AnswersSpec.class);

    assertThat(runs.check("日本語の職務経歴書を符号化できる").noRegressions())
        .containsExactly(
            new org.modelassay.gate.NoRegression(List.of("coding.bitsPerByte"), 0.01, 0));
  }

  @Test
  void pathsStartAtTheBaseAndMeasuresAreMadeWithTheirSettings() throws Exception {
    execute(Class.forName("org.modelassay.junit.specs.AloneSpec"));

    String corpus = Path.of("").toAbsolutePath().resolve("corpus.jsonl").toString();
    String prompts = Path.of("").toAbsolutePath().resolve("prompts.jsonl").toString();
    assertThat(runs.check("codes").measure().kind()).isEqualTo("coding");
    assertThat(runs.check("codes").measure().settings())
        .containsEntry("corpus", corpus)
        .containsEntry("windowing", "LM_EVAL_ROLLING")
        .containsEntry("window", "256")
        .containsEntry("bos", "FIRST_WINDOW");
    assertThat(runs.check("looksFarBack").measure().evaluators()).containsExactly("models/larger");
    assertThat(runs.check("looksFarBack").measure().settings())
        .containsAllEntriesOf(
            Map.of(
                "informationBias", "-27.0",
                "longPpl.evaluator", "models/larger",
                "longPpl.shortContext", "256",
                "longPpl.stride", "1024",
                "longPpl.alpha", "2.0",
                "longPpl.beta", "-2.0"));
    assertThat(runs.check("disperses").measure().settings())
        .containsExactly(
            entry("corpus", corpus),
            entry("layers", "[0, -1]"),
            entry("sublayers", "[ATTENTION, MLP]"),
            entry("segmentLength", "512"),
            entry("over", "ACROSS_SEGMENTS"),
            entry("pooling", "MEAN"),
            entry("centred", "true"),
            entry("segments", "500"),
            entry("seed", "42"),
            entry("perplexity.groupSize", "20"),
            entry("perplexity.groups", "100"),
            entry("perplexity.below", "25.0"));
    assertThat(runs.check("writes").measure().settings())
        .containsExactly(
            entry("prompts", prompts), entry("maxNewTokens", "256"), entry("temperature", "0"));
    assertThat(runs.check("samples").measure().settings())
        .containsExactly(
            entry("prompts", prompts),
            entry("maxNewTokens", "256"),
            entry("temperature", "0.7"),
            entry("topK", "50"),
            entry("topP", "0.9"),
            entry("seed", "3"),
            entry("stop", "[\"\\n\\n\",\"Q:\"]"));
    assertThat(runs.check("codes").candidates()).isEmpty();
  }

  @Test
  void nearestNeighboursAreMadeWithTheirSettingsAndBoundByAnyLimit() {
    execute(NeighboursSpec.class);

    Path base = Path.of("").toAbsolutePath();
    assertThat(runs.check("tuned").measure().kind()).isEqualTo("knnLm");
    assertThat(runs.check("tuned").measure().settings())
        .containsExactly(
            entry("datastore", base.resolve("store.jsonl").toString()),
            entry("corpus", base.resolve("corpus.jsonl").toString()),
            entry("layers", "[-1]"),
            entry("sublayers", "[ATTENTION, MLP_INPUT, MLP]"),
            entry("window", "512"),
            entry("k", "64"),
            entry("search", "EXACT"),
            entry("temperature", "tuned"),
            entry("lambda", "tuned"));
    assertThat(runs.check("given").measure().settings())
        .containsAllEntriesOf(
            Map.of(
                "layers", "[0, 3]",
                "sublayers", "[BLOCK]",
                "window", "128",
                "k", "16",
                "search", "HNSW",
                "temperature", "10.0",
                "lambda", "0.25"));
    assertThat(runs.check("given").limits())
        .extracting(Limit::metric)
        .containsExactly("knnLm.regret");
  }

  @Test
  void equalInfoWindowsAreMadeWithTheirSettingsAndBoundByAnyLimit() {
    execute(WindowsSpec.class);

    Check check = runs.check("windows");
    assertThat(check.measure().kind()).isEqualTo("equalInfo");
    assertThat(check.measure().settings())
        .containsAllEntriesOf(
            Map.of(
                "corpus", Path.of("").toAbsolutePath().resolve("corpus.jsonl").toString(),
                "windowBits", "24",
                "tokenBits", "8",
                "rule", "GREEDY",
                "reset", "NEVER",
                "learnerParameters", "25000000",
                "roundTrip", "1",
                "stabilityWords", "100"));
    assertThat(
            Limits.problems(
                check.limits(),
                check.noRegressions(),
                check.measure().metrics(),
                List.of("candidate"),
                true))
        .isEmpty();
    assertThat(check.noRegressions())
        .containsExactly(new org.modelassay.gate.NoRegression(List.of(), 0, 0.01));
  }

  @Test
  void theShortFormIsACandidateNamedCandidate() throws Exception {
    execute(Class.forName("org.modelassay.junit.specs.ShortFormSpec"));

    assertThat(runs.check("codes").candidates())
        .containsExactly(new Candidate("candidate", new ModelSource("models/new", "", DType.AUTO)));
    assertThat(runs.asked).containsExactly("ShortFormSpec#codes(candidate)");
  }

  @Test
  void anInheritingSpecHasItsOwnCandidatesOrItsBases() throws Exception {
    execute(Class.forName("org.modelassay.junit.specs.inherited.JapaneseSpec"));
    execute(Class.forName("org.modelassay.junit.specs.inherited.EnglishSpec"));

    assertThat(runs.checks)
        .extracting(it -> it.id() + " " + it.candidates().get(0).name())
        .containsExactly(
            "JapaneseSpec#codes pruned",
            "JapaneseSpec#codesMore pruned",
            "EnglishSpec#answers int8",
            "EnglishSpec#codes int8");
    assertThat(runs.checks).allMatch(it -> it.noRegressions().get(0).absolute() == 0.5);
  }

  @Test
  void onlyWhatIsSelectedIsAskedFor() {
    Engines.execute(
        runs,
        selectUniqueId(
            UniqueId.forEngine("assay")
                .append("spec", AnswersSpec.class.getName())
                .append("check", "keepsItsAnswers")
                .append("candidate", "int4")));

    assertThat(runs.checks).hasSize(1);
    assertThat(runs.asked).containsExactly("AnswersSpec#keepsItsAnswers(int4)");
  }

  @Test
  void everyNamedLimitBindsToAMetricThatItsCheckMeasures() {
    execute(EveryLimitSpec.class);

    assertThat(runs.checks).hasSize(5);
    for (Check check : runs.checks) {
      assertThat(check.limits())
          .allSatisfy(
              limit ->
                  assertThat(check.measure().metrics())
                      .as(limit.declared())
                      .anyMatch(metric -> metric.name().equals(limit.metric())));
      assertThat(
              org.modelassay.gate.Limits.problems(
                  check.limits(),
                  check.noRegressions(),
                  check.measure().metrics(),
                  check.candidates().stream().map(Candidate::name).toList(),
                  true))
          .isEmpty();
    }
    assertThat(runs.check("codes").limits())
        .extracting(Limit::metric)
        .containsExactly(
            "coding.lmcr",
            "coding.lateStageLmcr",
            "coding.bitsPerByte",
            "coding.bitsPerCharacter",
            "coding.perplexity",
            "coding.lmcrIncrease",
            "coding.bitsPerByteIncrease",
            "coding.perplexityRatio",
            "coding.klDivergence.mean",
            "coding.klDivergence.p50",
            "coding.klDivergence.p90",
            "coding.klDivergence.p99",
            "coding.klDivergence.p999",
            "coding.topTokenAgreement");
    assertThat(runs.check("codes").limits())
        .extracting(Limit::bound)
        .endsWith(Bound.AT_MOST, Bound.AT_LEAST);
    assertThat(runs.check("answers").limits())
        .extracting(Limit::metric)
        .containsExactly(
            "choices.accuracy",
            "choices.flipRate",
            "choices.allFlipRate",
            "choices.correctToIncorrectRate",
            "choices.accuracyDrop",
            "choices.klDivergence.mean",
            "choices.labelLoyalty");
    assertThat(runs.check("disperses").limits())
        .extracting(Limit::metric)
        .containsExactly("dispersion.mean", "dispersion.relativeDrop", "dispersion.cka");
    assertThat(runs.check("ranks").limits())
        .extracting(Limit::metric)
        .containsExactly("ranking.spearman", "ranking.spearman.pValue");
    assertThat(runs.check("writes").limits())
        .extracting(Limit::metric)
        .containsExactly(
            "generation.exactMatch",
            "generation.flipRate",
            "generation.allFlipRate",
            "generation.correctToIncorrectRate",
            "generation.accuracyDrop",
            "generation.f1Drop",
            "generation.agreement",
            "generation.similarity",
            "generation.truncationRate",
            "generation.lengthRatio",
            "generation.shorteningRate");
  }

  @Test
  void aGuardOnTheClassIsForTheMetricsOfEachKind() {
    execute(EveryLimitSpec.class);

    assertThat(runs.check("codes").noRegressions().get(0).metrics()).containsExactly("coding.lmcr");
    assertThat(runs.check("answers").noRegressions().get(0).metrics())
        .containsExactly("choices.accuracy");
    assertThat(runs.check("writes").noRegressions()).isEmpty();
  }

  @Test
  void theGeneralLimitBoundsAnyMetricOnOneSideOrBoth() {
    execute(GeneralLimitSpec.class);

    assertThat(runs.check("answers").limits())
        .containsExactly(
            new Limit(
                "choices.margin.mean",
                Bound.AT_LEAST,
                0.1,
                Decision.ESTIMATE,
                "",
                "@Limit(metric = \"choices.margin.mean\", atLeast = 0.1)"),
            new Limit(
                "choices.ties",
                Bound.AT_MOST,
                5,
                Decision.SIGNIFICANCE,
                "int8",
                "@Limit(metric = \"choices.ties\", atMost = 5, atLeast = 0.0001, by = SIGNIFICANCE,"
                    + " candidate = \"int8\")"),
            new Limit(
                "choices.ties",
                Bound.AT_LEAST,
                0.0001,
                Decision.SIGNIFICANCE,
                "int8",
                "@Limit(metric = \"choices.ties\", atMost = 5, atLeast = 0.0001, by = SIGNIFICANCE,"
                    + " candidate = \"int8\")"));
  }

  @Test
  void aTeamsOwnLimitIsReadByItsAttributes() {
    execute(TeamLimitSpec.class);

    assertThat(runs.check("answers").limits())
        .containsExactly(
            limit("choices.flipRate", 0.02, Decision.ESTIMATE, "", "@ReleaseFlips"),
            limit(
                "choices.allFlipRate",
                0.1,
                Decision.SIGNIFICANCE,
                "int8",
                "@TeamAllFlips(value = 0.1, by = SIGNIFICANCE, candidate = \"int8\")"),
            limit("choices.allFlipRate", 0.2, Decision.ESTIMATE, "", "@TeamAllFlips(0.2)"));
  }

  private void execute(Class<?> type) {
    assertThat(Engines.execute(runs, selectClass(type)).allEvents().failed().list()).isEmpty();
  }

  private static Limit limit(
      String metric, double value, Decision by, String candidate, String declared) {
    return new Limit(metric, Bound.AT_MOST, value, by, candidate, declared);
  }

  @ModelSpec(baseline = "b")
  static class NeighboursSpec {
    @NearestNeighbours(corpus = "corpus.jsonl", datastore = "store.jsonl")
    void tuned() {}

    @NearestNeighbours(
        corpus = "corpus.jsonl",
        datastore = "store.jsonl",
        layers = {0, 3},
        sublayers = Sublayer.BLOCK,
        window = 128,
        k = 16,
        search = Search.HNSW,
        temperature = 10,
        lambda = 0.25)
    @org.modelassay.junit.Limit(metric = "knnLm.regret", atMost = 1.02)
    void given() {}
  }

  @ModelSpec(baseline = "b", candidate = "c")
  @NoRegression(metrics = {"coding.lmcr", "choices.accuracy"})
  static class EveryLimitSpec {
    @Coding(corpus = "corpus.jsonl")
    @MaxLmcr(0.2)
    @MaxLateStageLmcr(0.6)
    @MaxBitsPerByte(1.5)
    @MaxBitsPerCharacter(3)
    @MaxPerplexity(12)
    @MaxLmcrIncrease(0.01)
    @MaxBitsPerByteIncrease(0.01)
    @MaxPerplexityRatio(1.02)
    @MaxMeanKlDivergence(0.01)
    @MaxKlDivergenceQuantile(q = 0.5, value = 0.01)
    @MaxKlDivergenceQuantile(q = 0.9, value = 0.1)
    @MaxKlDivergenceQuantile(q = 0.99, value = 0.5)
    @MaxKlDivergenceQuantile(q = 0.999, value = 1)
    @MinTopTokenAgreement(0.95)
    void codes() {}

    @Choices(task = "task.jsonl")
    @MinAccuracy(0.7)
    @MaxFlipRate(0.02)
    @MaxAllFlipRate(0.03)
    @MaxCorrectToIncorrectRate(0.01)
    @MaxAccuracyDrop(0.01)
    @MaxMeanKlDivergence(0.05)
    @MinLabelLoyalty(0.97)
    void answers() {}

    @Dispersion(corpus = "corpus.jsonl")
    @MinDispersion(0.3)
    @MaxDispersionDrop(0.02)
    @MinCka(0.9)
    @NoRegression
    void disperses() {}

    @DispersionRanking(corpus = "corpus.jsonl")
    @MinRankCorrelation(0.5)
    @MaxRankingPValue(0.05)
    void ranks() {}

    @Generation(prompts = "prompts.jsonl")
    @MinExactMatch(0.5)
    @MaxFlipRate(0.02)
    @MaxAllFlipRate(0.02)
    @MaxCorrectToIncorrectRate(0.02)
    @MaxAccuracyDrop(0.02)
    @MaxScoreDrop(0.02)
    @MinAgreement(0.5)
    @MinSimilarity(0.9)
    @MaxTruncationRate(0.01)
    @MaxLengthRatio(1.1)
    @MinShorteningRate(-0.1)
    void writes() {}
  }

  @ModelSpec(baseline = "b")
  @org.modelassay.junit.Candidate(name = "int8", treatment = "quantize(bits=8, group=64)")
  static class GeneralLimitSpec {
    @Choices(task = "task.jsonl")
    @org.modelassay.junit.Limit(metric = "choices.margin.mean", atLeast = 0.1)
    @org.modelassay.junit.Limit(
        metric = "choices.ties",
        atMost = 5,
        atLeast = 1e-4,
        by = Decision.SIGNIFICANCE,
        candidate = "int8")
    void answers() {}
  }

  @ModelSpec(baseline = "b")
  @org.modelassay.junit.Candidate(name = "int8", treatment = "quantize(bits=8, group=64)")
  static class TeamLimitSpec {
    @Choices(task = "task.jsonl")
    @ReleaseFlips
    @TeamAllFlips(value = 0.1, by = Decision.SIGNIFICANCE, candidate = "int8")
    @TeamAllFlips(0.2)
    void answers() {}
  }

  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  @LimitType(metric = "choices.flipRate", bound = Bound.AT_MOST)
  @interface ReleaseFlips {
    double value() default 0.02;
  }

  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  @LimitType(metric = "choices.allFlipRate", bound = Bound.AT_MOST)
  @Repeatable(TeamAllFlips.Several.class)
  @interface TeamAllFlips {
    double value();

    Decision by() default Decision.ESTIMATE;

    String candidate() default "";

    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface Several {
      TeamAllFlips[] value();
    }
  }

  @ModelSpec(baseline = "models/bytes", candidate = "models/new")
  static class WindowsSpec {
    @EqualInfoWindows(
        corpus = "corpus.jsonl",
        windowBits = 24,
        tokenBits = 8,
        rule = WindowRule.GREEDY,
        reset = ContextReset.NEVER)
    @org.modelassay.junit.Limit(metric = "equalInfo.bitCompressionRatio", atLeast = 2)
    @org.modelassay.junit.Limit(metric = "equalInfo.uniformBitsPerByte", atMost = 4)
    @org.modelassay.junit.Limit(metric = "equalInfo.outputIncrease", atMost = 0.02)
    @NoRegression(relative = 0.01)
    void windows() {}
  }
}
