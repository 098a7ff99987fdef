package org.modelassay.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modelassay.evaluation.Check;
import org.modelassay.flips.ChoicesResult;
import org.modelassay.gate.Bound;
import org.modelassay.gate.Decision;
import org.modelassay.gate.Direction;
import org.modelassay.gate.Metric;

/** {@code docs/annotations.md} says all there is, and its examples compile. */
class AnnotationsPageTest {
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```java\n(.*?)```");

  private String page = "";

  @BeforeEach
  void readThePage() throws Exception {
    page = Files.readString(Path.of("../docs/annotations.md"));
  }

  @Test
  void everyAnnotationAndAttributeIsThere() {
    List<Class<?>> annotations = annotations();
    assertThat(annotations).hasSizeGreaterThan(30);
    for (Class<?> annotation : annotations) {
      assertThat(page).contains("@" + annotation.getSimpleName());
      for (Method attribute : annotation.getDeclaredMethods()) {
        assertThat(page)
            .as("@%s(%s)", annotation.getSimpleName(), attribute.getName())
            .containsPattern("[`(, ]" + attribute.getName() + "[`,) ]");
      }
    }
  }

  @Test
  void everyLimitStandsBesideItsMetrics() {
    annotations().stream()
        .filter(it -> it.isAnnotationPresent(LimitType.class))
        .forEach(
            it ->
                assertThat(page)
                    .containsPattern(
                        Pattern.quote("| `@" + it.getSimpleName() + "` |")
                            + ".*"
                            + Stream.of(it.getAnnotation(LimitType.class).metric())
                                .map(
                                    metric ->
                                        Pattern.quote(
                                            metric
                                                .replace("{q}", "p50")
                                                .replace(".layer{layer}", "")))
                                .collect(Collectors.joining(".*"))));
  }

  @Test
  void everyMetricStandsInARowWithItsUnitAndDirection() {
    FakeRuns runs = new FakeRuns();
    Engines.execute(runs, selectClass(OneOfEachSpec.class));
    assertThat(runs.checks).hasSize(7);

    for (Check check : runs.checks) {
      for (Metric metric : check.measure().metrics()) {
        List<String> rows =
            page.lines()
                .filter(it -> it.matches("\\| (`\\S+, )*`" + Pattern.quote(metric.name()) + "`.*"))
                .toList();
        assertThat(rows).as(metric.name()).hasSize(1);
        String[] cells = rows.get(0).split(" \\| ", -1);
        assertThat(cells[1])
            .as(metric.name())
            .isEqualTo(metric.unit() + (metric.pair() ? ", pair" : ""));
        assertThat(cells[2].strip())
            .as(metric.name())
            .isEqualTo(
                metric.direction() == Direction.NEITHER
                    ? "neither"
                    : metric.direction() == Direction.LOWER_IS_BETTER ? "lower" : "higher");
      }
    }
  }

  @Test
  void noMetricStandsThereThatDoesNotExist() {
    FakeRuns runs = new FakeRuns();
    Engines.execute(runs, selectClass(OneOfEachSpec.class));
    List<String> names =
        runs.checks.stream()
            .flatMap(it -> it.measure().metrics().stream())
            .map(Metric::name)
            .toList();

    assertThat(
            Pattern.compile(
                    "`((?:coding|equalInfo|choices|dispersion|ranking|knnLm|generation)\\.[\\w.]+)`")
                .matcher(page)
                .results()
                .map(it -> it.group(1)))
        .isSubsetOf(names);
  }

  @Test
  void theExamplesAreTheCodeBelow() throws Exception {
    String source =
        squeezed(
            Files.readString(
                Path.of("src/test/java/org/modelassay/junit/AnnotationsPageTest.java")));
    List<String> examples =
        EXAMPLE.matcher(page).results().map(it -> squeezed(it.group(1))).toList();

    assertThat(examples).hasSize(2);
    assertThat(examples)
        .allSatisfy(
            it ->
                assertThat(source)
                    .contains(it.replace("class ResumeSpec", "static class ResumeSpec")));
  }

  @Test
  void theExampleIsRight() {
    FakeRuns runs = new FakeRuns();
    assertThat(Engines.discover(ResumeSpec.class, OwnLimitSpec.class).getDiscoveryIssues())
        .isEmpty();
    Engines.execute(runs, selectClass(ResumeSpec.class), selectClass(OwnLimitSpec.class));

    assertThat(runs.recorded).hasSize(5).allMatch(it -> it.error() == null);
    for (Check check : runs.checks) {
      assertThat(
              org.modelassay.gate.Limits.problems(
                  check.limits(),
                  check.noRegressions(),
                  check.measure().metrics(),
                  check.candidates().stream().map(it -> it.name()).toList(),
                  true))
          .isEmpty();
    }
  }

  private static String squeezed(String code) {
    return code.replaceAll("\\s+", " ").strip();
  }

  private static List<Class<?>> annotations() {
    return new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.modelassay.junit")
            .stream()
            .filter(it -> it.getPackageName().equals("org.modelassay.junit"))
            .filter(JavaClass::isAnnotation)
            .filter(it -> !it.isNestedClass())
            .<Class<?>>map(JavaClass::reflect)
            .toList();
  }

  @ModelSpec(baseline = "models/resume", displayName = "Résumé model", tags = "release")
  @Candidate(name = "int8", model = "models/resume-int8")
  @Candidate(name = "int4", treatment = "quantize(bits=4, group=64)")
  static class ResumeSpec {
    @Coding(corpus = "corpora/resumes-ja.jsonl")
    @MaxLmcr(0.21)
    @MaxPerplexityRatio(1.02)
    @MaxKlDivergenceQuantile(q = 0.99, value = 0.5)
    @NoRegression(relative = 0.005)
    void codesResumes() {}

    @Choices(task = "tasks/next-role.jsonl", displayName = "Keeps its answers", tags = "slow")
    @MaxFlipRate(0.02)
    @MaxFlipRate(value = 0.06, candidate = "int4")
    @MaxAccuracyDrop(value = 0.01, by = Decision.NON_INFERIORITY)
    @Limit(metric = "choices.margin.mean", atLeast = 0.1)
    void keepsItsAnswers(ChoicesResult answers) {
      assertThat(answers.flips().correctToIncorrect()).noneMatch(item -> item.hasTag("critical"));
    }
  }

  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  @LimitType(metric = "choices.critical.allFlipRate", bound = Bound.AT_MOST)
  @interface CriticalAnswersStay {
    double value() default 0;
  }

  @ModelSpec(baseline = "models/resume", candidate = "models/new")
  static class OwnLimitSpec {
    @Choices(task = "tasks/next-role.jsonl")
    @CriticalAnswersStay
    void keepsCriticalAnswers() {}
  }

  @ModelSpec(baseline = "models/resume")
  static class OneOfEachSpec {
    @Coding(corpus = "c.jsonl")
    void codes() {}

    @EqualInfoWindows(corpus = "c.jsonl")
    void windows() {}

    @Choices(task = "t.jsonl")
    void answers() {}

    @Dispersion(corpus = "c.jsonl", againstPerplexity = @AgainstPerplexity)
    void disperses() {}

    @DispersionRanking(corpus = "c.jsonl")
    void ranks() {}

    @NearestNeighbours(corpus = "c.jsonl", datastore = "d.jsonl")
    void findsNeighbours() {}

    @Generation(prompts = "p.jsonl")
    void writes() {}
  }
}
