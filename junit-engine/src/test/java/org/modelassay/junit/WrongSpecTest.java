package org.modelassay.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;
import static org.modelassay.junit.Engines.discover;
import static org.modelassay.junit.Engines.leaves;

import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.DiscoveryIssue;
import org.junit.platform.engine.DiscoveryIssue.Severity;
import org.junit.platform.engine.TestExecutionResult;
import org.modelassay.AssayException;
import org.modelassay.flips.ChoicesResult;
import org.modelassay.gate.Bound;
import org.modelassay.junit.lacking.Absent;
import org.modelassay.junit.lacking.LackingClass;
import org.modelassay.junit.lacking.LackingSpec;

/** A mistake in a spec fails its own leaf with culprit and remedy, or draws a warning. */
@SuppressWarnings({"UnusedMethod", "ClassCanBeStatic"})
class WrongSpecTest {
  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of(
            EmptyBaseline.class,
            "EmptyBaseline: the baseline is empty: name a model's directory,"
                + " @ModelSpec(baseline = …)"),
        Arguments.of(
            NamelessCandidate.class,
            "NamelessCandidate: a @Candidate has no name: give it one, such as \"int8\""),
        Arguments.of(
            EqualCandidates.class,
            "EqualCandidates: two candidates are named \"int8\": give each its own name"),
        Arguments.of(
            UnchangedCandidate.class,
            "UnchangedCandidate: candidate \"same\" would be the baseline itself: give it a model"
                + " or a treatment"),
        Arguments.of(
            Inner.class,
            "Inner is an inner class: make it static, or move it to a file of its own"),
        Arguments.of(
            NoConstructor.class, "NoConstructor has no constructor without parameters: add one"),
        Arguments.of(
            SpacedTag.class,
            "SpacedTag: \"two words\" is no tag: a tag is not blank and has no spaces and none of"
                + " , ( ) & | !"),
        Arguments.of(
            TwoKinds.class,
            "TwoKinds#check carries @Coding and @Choices: a method is one check, split it"),
        Arguments.of(PrivateMethod.class, "PrivateMethod#check is private: remove the word"),
        Arguments.of(StaticMethod.class, "StaticMethod#check is static: remove the word"),
        Arguments.of(Returning.class, "Returning#check returns int: declare it void"),
        Arguments.of(
            WrongParameter.class,
            "WrongParameter#check takes (ChoicesResult): a @Coding check takes nothing or its"
                + " CodingResult"),
        Arguments.of(
            TwoParameters.class,
            "TwoParameters#check takes (ChoicesResult, int): a @Choices check takes nothing or its"
                + " ChoicesResult"),
        Arguments.of(
            Namesakes.class,
            "Namesakes#check: two checks have this name, by which a check is known: rename one"),
        Arguments.of(
            EmptyCorpus.class, "EmptyCorpus#check: @Coding has an empty corpus: name a file"),
        Arguments.of(
            LimitWithoutCheck.class,
            "LimitWithoutCheck#check has limits but is no check: annotate it with one of @Coding,"
                + " @EqualInfoWindows, @Choices, @Dispersion, @DispersionRanking, @NearestNeighbours,"
                + " @Generation"),
        Arguments.of(
            BoundsNothing.class,
            "BoundsNothing#check: @Limit(metric = \"coding.lmcr\") bounds nothing: give it atMost"
                + " or atLeast"),
        Arguments.of(
            NoValue.class,
            "NoValue#check: @Valueless has no attribute for the limit; declare double value()"),
        Arguments.of(
            WrongValue.class,
            "WrongValue#check: @IntValued: attribute value is of type int; declare it as double"
                + " value()"),
        Arguments.of(
            WrongBy.class,
            "WrongBy#check: @TextBy: attribute by is of type String; declare it as Decision by()"),
        Arguments.of(
            NoMetric.class,
            "NoMetric#check: @Metricless: its @LimitType names no metric; name at least one"),
        Arguments.of(
            WrongQuantile.class,
            "WrongQuantile#check: @MaxKlDivergenceQuantile(q = 99, value = 0.1): q must be a"
                + " quantile between 0 and 1, such as 0.99"),
        Arguments.of(
            NegativeItems.class,
            "NegativeItems#check: items is -1; expected 0 for all, or how many are taken"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeFailsItsOwnLeafWithCulpritAndRemedy(Class<?> spec, String message) {
    assertThat(discover(spec).getDiscoveryIssues()).isEmpty();
    FakeRuns runs = new FakeRuns();

    List<Throwable> errors = errors(runs, spec);

    assertThat(errors).hasSize(1);
    assertThat(errors.get(0)).isInstanceOf(AssayException.class).hasMessageEndingWith(message);
    assertThat(errors.get(0)).message().hasLineCount(1);
    assertThat(runs.asked).isEmpty();
    assertThat(runs.recorded).hasSize(1);
    assertThat(runs.recorded.get(0).error()).isSameAs(errors.get(0));
  }

  @Test
  void everyMistakeIsNamedALineEach() {
    assertThat(errors(new FakeRuns(), ThreeMistakes.class).get(0))
        .hasMessage(
            """
            ThreeMistakes: the baseline is empty: name a model's directory, @ModelSpec(baseline = …)
            ThreeMistakes#check is private: remove the word
            ThreeMistakes#check is static: remove the word\
            """);
  }

  @Test
  void theOtherChecksOfASpecRun() {
    FakeRuns runs = new FakeRuns();

    assertThat(errors(runs, OneWrongOfTwo.class)).hasSize(1);
    assertThat(runs.asked).containsExactly("WrongSpecTest$OneWrongOfTwo#right");
    assertThat(runs.checks).hasSize(2);
    assertThat(runs.recorded).hasSize(2);
  }

  @Test
  void aWrongCheckIsKnownToTheRunByAMeasureThatTellsItsMistake() {
    FakeRuns runs = new FakeRuns();
    errors(runs, OneWrongOfTwo.class);

    var measure = runs.check("wrong").measure();
    assertThat(measure.kind()).isEqualTo("coding");
    assertThat(measure.metrics()).isEmpty();
    assertThat(org.assertj.core.api.Assertions.catchThrowable(measure::dataDigest))
        .hasMessage("OneWrongOfTwo#wrong: @Coding has an empty corpus: name a file");
  }

  @Test
  void aWrongCandidateStillHasOneLeafForEachCheck() {
    assertThat(leaves(discover(EqualCandidates.class).getEngineDescriptor())).hasSize(1);
  }

  @Test
  void jupitersAnnotationsDrawWarningsThatNameOurs() {
    String name = JupiterUser.class.getName();

    assertThat(warnings(discover(JupiterUser.class).getDiscoveryIssues()))
        .containsExactlyInAnyOrder(
            name
                + " carries JUnit Jupiter's @DisplayName, which a model spec does not read: use"
                + " displayName of @ModelSpec or of the check",
            name
                + "#check carries JUnit Jupiter's @Disabled, which a model spec does not read:"
                + " leave checks out by a tag or by assay.spec",
            name
                + "#check carries JUnit Jupiter's @Tag, which a model spec does not read: use tags"
                + " of @ModelSpec or of the check",
            name
                + "#prepare carries JUnit Jupiter's @BeforeEach, which a model spec does not read:"
                + " a spec has no lifecycle methods, use its constructor or the check's body");
    assertThat(errors(new FakeRuns(), JupiterUser.class)).isEmpty();
  }

  @Test
  void aSpecWithoutChecksDrawsAWarning() {
    var results = discover(Checkless.class);

    assertThat(warnings(results.getDiscoveryIssues()))
        .containsExactly(
            Checkless.class.getName()
                + " is a spec without checks: annotate a method with @Coding,"
                + " @EqualInfoWindows, @Choices, @Dispersion, @DispersionRanking, @NearestNeighbours,"
                + " @Generation");
    assertThat(results.getEngineDescriptor().getChildren()).isEmpty();
  }

  @Test
  void aCheckOutsideASpecDrawsAWarning() {
    var results = discover(NoSpec.class);

    assertThat(warnings(results.getDiscoveryIssues()))
        .containsExactly(
            NoSpec.class.getName()
                + " has checks (check is one) but is no spec: annotate it with"
                + " @ModelSpec(baseline = …)");
    assertThat(results.getEngineDescriptor().getChildren()).isEmpty();
  }

  @Test
  void anAbstractSpecDrawsAWarningWhenNamedAndNoneInAScan() throws Exception {
    Class<?> base = Class.forName("org.modelassay.junit.specs.inherited.ResumeBase");

    assertThat(warnings(discover(base).getDiscoveryIssues()))
        .containsExactly(
            base.getName() + " is abstract: it is a base of specs and runs in those alone");
    assertThat(discover(selectPackage("org.modelassay.junit.specs")).getDiscoveryIssues())
        .isEmpty();
  }

  @Test
  void aWarningIsGivenOnceHoweverOftenItsClassIsSelected() {
    assertThat(
            discover(selectClass(Checkless.class), selectClass(Checkless.class.getName()))
                .getDiscoveryIssues())
        .hasSize(1);
  }

  @Test
  void aSpecThatLacksAClassFailsItsOwnLeafAndAnyOtherClassIsPassedOver() throws Exception {
    ClassLoader lacking = new LackingClassLoader();
    FakeRuns runs = new FakeRuns();

    List<Throwable> errors = errors(runs, lacking.loadClass(LackingSpec.class.getName()));

    assertThat(errors).hasSize(1);
    assertThat(errors.get(0))
        .hasMessage(
            LackingSpec.class.getName()
                + "#<class> cannot be read: java.lang.NoClassDefFoundError: "
                + Absent.class.getName().replace('.', '/')
                + "; is a class missing on the test class path?");
    assertThat(runs.recorded).hasSize(1);
    var results = discover(lacking.loadClass(LackingClass.class.getName()));
    assertThat(results.getDiscoveryIssues()).isEmpty();
    assertThat(results.getEngineDescriptor().getChildren()).isEmpty();
  }

  private static List<String> warnings(List<DiscoveryIssue> issues) {
    assertThat(issues).allMatch(it -> it.severity() == Severity.WARNING);
    return issues.stream().map(DiscoveryIssue::message).toList();
  }

  private static List<Throwable> errors(FakeRuns runs, Class<?> spec) {
    var results = Engines.execute(runs, selectClass(spec));
    assertThat(results.containerEvents().failed().list()).isEmpty();
    return results.testEvents().failed().stream()
        .map(it -> it.getRequiredPayload(TestExecutionResult.class).getThrowable().orElseThrow())
        .toList();
  }

  @ModelSpec(baseline = " ")
  static class EmptyBaseline {
    @Coding(corpus = "c.jsonl")
    void check() {}
  }

  @ModelSpec(baseline = "b")
  @Candidate(name = "", model = "c")
  static class NamelessCandidate {
    @Coding(corpus = "c.jsonl")
    void check() {}
  }

  @ModelSpec(baseline = "b")
  @Candidate(name = "int8", model = "c")
  @Candidate(name = "int8", model = "d")
  static class EqualCandidates {
    @Coding(corpus = "c.jsonl")
    void check() {}
  }

  @ModelSpec(baseline = "b")
  @Candidate(name = "same")
  static class UnchangedCandidate {
    @Coding(corpus = "c.jsonl")
    void check() {}
  }

  @ModelSpec(baseline = "b")
  class Inner {
    @Coding(corpus = "c.jsonl")
    void check() {}
  }

  @ModelSpec(baseline = "b")
  static class NoConstructor {
    NoConstructor(int size) {}

    @Coding(corpus = "c.jsonl")
    void check() {}
  }

  @ModelSpec(baseline = "b", tags = "two words")
  static class SpacedTag {
    @Coding(corpus = "c.jsonl")
    void check() {}
  }

  @ModelSpec(baseline = "b")
  static class TwoKinds {
    @Coding(corpus = "c.jsonl")
    @Choices(task = "t.jsonl")
    void check() {}
  }

  @ModelSpec(baseline = "b")
  static class PrivateMethod {
    @Coding(corpus = "c.jsonl")
    private void check() {}
  }

  @ModelSpec(baseline = "b")
  static class StaticMethod {
    @Coding(corpus = "c.jsonl")
    static void check() {}
  }

  @ModelSpec(baseline = "b")
  static class Returning {
    @Coding(corpus = "c.jsonl")
    int check() {
      return 1;
    }
  }

  @ModelSpec(baseline = "b")
  static class WrongParameter {
    @Coding(corpus = "c.jsonl")
    void check(ChoicesResult result) {}
  }

  @ModelSpec(baseline = "b")
  static class TwoParameters {
    @Choices(task = "t.jsonl")
    void check(ChoicesResult result, int more) {}
  }

  @ModelSpec(baseline = "b")
  static class Namesakes {
    @Coding(corpus = "c.jsonl")
    void check() {}

    @Choices(task = "t.jsonl")
    void check(ChoicesResult result) {}
  }

  @ModelSpec(baseline = "b")
  static class EmptyCorpus {
    @Coding(corpus = "")
    void check() {}
  }

  @ModelSpec(baseline = "b")
  static class LimitWithoutCheck {
    @MaxFlipRate(0.1)
    void check() {}
  }

  @ModelSpec(baseline = "b")
  static class BoundsNothing {
    @Coding(corpus = "c.jsonl")
    @Limit(metric = "coding.lmcr")
    void check() {}
  }

  @ModelSpec(baseline = "b")
  static class NoValue {
    @Coding(corpus = "c.jsonl")
    @Valueless
    void check() {}
  }

  @ModelSpec(baseline = "b")
  static class WrongValue {
    @Coding(corpus = "c.jsonl")
    @IntValued(1)
    void check() {}
  }

  @ModelSpec(baseline = "b")
  static class WrongBy {
    @Coding(corpus = "c.jsonl")
    @TextBy(value = 1, by = "guess")
    void check() {}
  }

  @ModelSpec(baseline = "b")
  static class NoMetric {
    @Coding(corpus = "c.jsonl")
    @Metricless(1)
    void check() {}
  }

  @ModelSpec(baseline = "b")
  static class WrongQuantile {
    @Coding(corpus = "c.jsonl")
    @MaxKlDivergenceQuantile(q = 99, value = 0.1)
    void check() {}
  }

  @ModelSpec(baseline = "b")
  static class NegativeItems {
    @Choices(task = "t.jsonl", items = -1)
    void check() {}
  }

  @ModelSpec(baseline = "")
  static class ThreeMistakes {
    @Coding(corpus = "c.jsonl")
    private static void check() {}
  }

  @ModelSpec(baseline = "b")
  static class OneWrongOfTwo {
    @Coding(corpus = "c.jsonl")
    void right() {}

    @Coding(corpus = "")
    void wrong() {}
  }

  @ModelSpec(baseline = "b")
  @DisplayName("a name")
  static class JupiterUser {
    @BeforeEach
    void prepare() {}

    @Coding(corpus = "c.jsonl")
    @Tag("slow")
    @Disabled
    void check() {}
  }

  @ModelSpec(baseline = "b")
  static class Checkless {
    void noCheck() {}
  }

  static class NoSpec {
    @Coding(corpus = "c.jsonl")
    void check() {}
  }

  @Retention(RetentionPolicy.RUNTIME)
  @LimitType(metric = "coding.lmcr", bound = Bound.AT_MOST)
  @interface Valueless {}

  @Retention(RetentionPolicy.RUNTIME)
  @LimitType(metric = "coding.lmcr", bound = Bound.AT_MOST)
  @interface IntValued {
    int value();
  }

  @Retention(RetentionPolicy.RUNTIME)
  @LimitType(metric = "coding.lmcr", bound = Bound.AT_MOST)
  @interface TextBy {
    double value();

    String by();
  }

  @Retention(RetentionPolicy.RUNTIME)
  @LimitType(
      metric = {},
      bound = Bound.AT_MOST)
  @interface Metricless {
    double value();
  }

  /** Loads the fixtures anew, and does not find {@link Absent}. */
  private static final class LackingClassLoader extends ClassLoader {
    LackingClassLoader() {
      super(WrongSpecTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.equals(Absent.class.getName())) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith(Absent.class.getPackageName())) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = Objects.requireNonNull(file).readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
