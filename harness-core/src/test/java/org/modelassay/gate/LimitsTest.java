package org.modelassay.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.modelassay.gate.Samples.ACCURACY;
import static org.modelassay.gate.Samples.ACCURACY_DROP;
import static org.modelassay.gate.Samples.BITS;
import static org.modelassay.gate.Samples.FLIP_RATE;
import static org.modelassay.gate.Samples.LENGTH;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {
  private static final List<Metric> METRICS = List.of(FLIP_RATE, ACCURACY, ACCURACY_DROP, LENGTH);

  private static Limit limit(String metric, Bound bound, double value, String candidate) {
    return new Limit(
        metric, bound, value, Decision.ESTIMATE, candidate, "@" + bound + "(" + value + ")");
  }

  private static List<String> problems(Limit... limits) {
    return Limits.problems(List.of(limits), List.of(), METRICS, List.of("int8", "int4"), true);
  }

  private static List<String> guardProblems(NoRegression guard, Limit... limits) {
    return Limits.problems(List.of(limits), List.of(guard), METRICS, List.of(), false);
  }

  @Test
  void rightLimitsHaveNoProblems() {
    assertThat(
            Limits.problems(
                List.of(
                    limit("choices.flipRate", Bound.AT_MOST, 0.02, ""),
                    limit("choices.flipRate", Bound.AT_MOST, 0.06, "int4"),
                    limit("choices.flipRate", Bound.AT_LEAST, 0.02, ""),
                    limit("choices.accuracyDrop", Bound.AT_MOST, -0.01, "")),
                List.of(
                    new NoRegression(List.of("choices.accuracy"), 0.01, 0),
                    new NoRegression(List.of(), 0, 0.005)),
                METRICS,
                List.of("int8", "int4"),
                true))
        .isEmpty();
  }

  @Test
  void anUnknownMetricBringsTheNearNames() {
    assertThat(problems(limit("choices.fliprates", Bound.AT_MOST, 0.02, "")))
        .containsExactly(
            "@AT_MOST(0.02) is about 'choices.fliprates', which this check does not measure; did"
                + " you mean choices.flipRate?");
    assertThat(problems(limit("coding.perplexity", Bound.AT_MOST, 2, "")))
        .containsExactly(
            "@AT_MOST(2.0) is about 'coding.perplexity', which this check does not measure; it"
                + " measures choices.flipRate, choices.accuracy, choices.accuracyDrop,"
                + " generation.length.");
  }

  @Test
  void aComparisonNeedsACandidate() {
    assertThat(
            Limits.problems(
                List.of(limit("choices.flipRate", Bound.AT_MOST, 0.02, "")),
                List.of(),
                METRICS,
                List.of(),
                false))
        .singleElement()
        .asString()
        .startsWith("@AT_MOST(0.02) is about choices.flipRate, which compares a candidate")
        .contains("@Candidate");
  }

  @Test
  void anUnknownCandidateIsNamedBesideThoseThatThereAre() {
    assertThat(problems(limit("choices.flipRate", Bound.AT_MOST, 0.02, "int3")))
        .containsExactly(
            "@AT_MOST(0.02) names the candidate 'int3', but the spec has int8, int4: name one of"
                + " them.");
    assertThat(
            Limits.problems(
                List.of(limit("choices.accuracy", Bound.AT_LEAST, 0.8, "int3")),
                List.of(),
                METRICS,
                List.of(),
                false))
        .singleElement()
        .asString()
        .contains("names the candidate 'int3', but the spec has none");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void aLimitIsAFiniteNumber(double value) {
    assertThat(problems(limit("choices.accuracyDrop", Bound.AT_MOST, value, "")))
        .singleElement()
        .asString()
        .contains("must be a finite number, but is " + value);
  }

  @Test
  void onlyADifferenceMayBeNegative() {
    assertThat(problems(limit("choices.flipRate", Bound.AT_MOST, -0.02, "")))
        .containsExactly(
            "@AT_MOST(-0.02) is negative, but choices.flipRate cannot be: give a limit of 0 or"
                + " more.");
    assertThat(problems(limit("choices.accuracyDrop", Bound.AT_MOST, -0.02, ""))).isEmpty();
  }

  @Test
  void aShareIsNotAPercentage() {
    assertThat(problems(limit("choices.flipRate", Bound.AT_MOST, 2, "")))
        .containsExactly(
            "@AT_MOST(2.0) is a share and cannot be beyond 1, but is 2: 2 % is written 0.02.");
    assertThat(problems(limit("choices.accuracyDrop", Bound.AT_MOST, -1.5, ""))).hasSize(1);
    assertThat(problems(limit("generation.length", Bound.AT_MOST, 200, ""))).isEmpty();
  }

  @Test
  void twoLimitsThatContradictAreBothNamedOnce() {
    assertThat(
            problems(
                limit("choices.accuracy", Bound.AT_MOST, 0.7, ""),
                limit("choices.accuracy", Bound.AT_LEAST, 0.8, "")))
        .containsExactly(
            "@AT_MOST(0.7) and @AT_LEAST(0.8) contradict each other: choices.accuracy cannot be at"
                + " least 80 % and at most 70 %. Change one.");
  }

  @Test
  void aContradictionOfOneCandidateAloneIsFound() {
    assertThat(
            problems(
                limit("choices.accuracy", Bound.AT_LEAST, 0.8, ""),
                limit("choices.accuracy", Bound.AT_MOST, 0.7, "int4")))
        .singleElement()
        .asString()
        .contains("choices.accuracy of candidate 'int4' cannot be at least 80 % and at most 70 %");
    // int4 has its own lower bound, so nothing contradicts.
    assertThat(
            problems(
                limit("choices.accuracy", Bound.AT_LEAST, 0.8, "int8"),
                limit("choices.accuracy", Bound.AT_MOST, 0.7, "int4")))
        .isEmpty();
  }

  @Test
  void theSameLimitTwiceLeavesOpenWhichCounts() {
    assertThat(
            problems(
                limit("choices.flipRate", Bound.AT_MOST, 0.02, ""),
                limit("choices.flipRate", Bound.AT_MOST, 0.03, "")))
        .containsExactly(
            "@AT_MOST(0.02) and @AT_MOST(0.03) bound choices.flipRate twice on the same side: keep"
                + " one, or give each a candidate.");
    assertThat(
            problems(
                limit("choices.flipRate", Bound.AT_MOST, 0.02, "int4"),
                limit("choices.flipRate", Bound.AT_MOST, 0.03, "int4")))
        .singleElement()
        .asString()
        .contains("bound choices.flipRate of candidate 'int4' twice");
  }

  @Test
  void aGuardedMetricIsKnownAndCanGetWorse() {
    assertThat(guardProblems(new NoRegression(List.of("choices.acuracy"), 0, 0)))
        .containsExactly(
            "@NoRegression is about 'choices.acuracy', which this check does not measure; did you"
                + " mean choices.accuracy?");
    assertThat(guardProblems(new NoRegression(List.of("generation.length"), 0, 0.01)))
        .containsExactly(
            "@NoRegression(relative = 0.01) guards generation.length, which is neither better nor"
                + " worse when it moves: bound it with @Limit.");
    assertThat(guardProblems(new NoRegression(List.of("choices.flipRate"), 0, 0)))
        .singleElement()
        .asString()
        .contains("compares a candidate with the baseline");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
  void anAllowanceIsAFiniteNumberOfAtLeastZero(double value) {
    assertThat(guardProblems(new NoRegression(List.of("choices.accuracy"), value, 0))).hasSize(1);
    assertThat(guardProblems(new NoRegression(List.of("choices.accuracy"), 0, value)))
        .singleElement()
        .asString()
        .contains("not a finite number of 0 or more");
  }

  @Test
  void aGuardThatGuardsNothingIsNamed() {
    assertThat(guardProblems(new NoRegression(List.of(), 0, 0)))
        .singleElement()
        .asString()
        .contains("guards the metrics that the check has limits on, and it has none");
    assertThat(
            guardProblems(
                new NoRegression(List.of(), 0, 0),
                limit("generation.length", Bound.AT_MOST, 100, "")))
        .hasSize(1);
    assertThat(
            guardProblems(
                new NoRegression(List.of(), 0, 0),
                limit("choices.accuracy", Bound.AT_LEAST, 0.7, "")))
        .isEmpty();
  }

  @Test
  void everyMistakeIsListed() {
    assertThat(
            problems(
                limit("choices.flipRate", Bound.AT_MOST, 2, "int3"),
                limit(BITS.name(), Bound.AT_MOST, 1, "")))
        .hasSize(3);
  }
}
