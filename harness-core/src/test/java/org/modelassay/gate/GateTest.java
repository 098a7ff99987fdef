package org.modelassay.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.modelassay.gate.Samples.ACCURACY;
import static org.modelassay.gate.Samples.ACCURACY_DROP;
import static org.modelassay.gate.Samples.BITS;
import static org.modelassay.gate.Samples.FLIP_RATE;
import static org.modelassay.gate.Samples.counted;
import static org.modelassay.gate.Samples.mean;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modelassay.gate.Verdict.Status;
import org.modelassay.statistics.Bootstrap;
import org.modelassay.statistics.Interval;
import org.modelassay.statistics.PairedProportions;
import org.modelassay.statistics.WithoutReplacement;

class GateTest {
  private static Limit maxFlipRate(double value, Decision by) {
    return new Limit(
        "choices.flipRate", Bound.AT_MOST, value, by, "", "@MaxFlipRate(" + value + ")");
  }

  private static Verdict judge(Limit limit, Figure figure) {
    List<Verdict> verdicts = Gate.judge(List.of(limit), List.of(figure), "int8");
    assertThat(verdicts).hasSize(1);
    return verdicts.get(0);
  }

  @Test
  void aBrokenLimitSaysMetricValueIntervalSampleAndLimit() {
    Verdict verdict = judge(maxFlipRate(0.02, Decision.ESTIMATE), counted(FLIP_RATE, 26, 320));
    assertThat(verdict.status()).isEqualTo(Status.BROKEN);
    assertThat(verdict.fails()).isTrue();
    assertThat(verdict.message())
        .isEqualTo(
            "choices.flipRate is 8.12 % [5.38 %, 11.68 %] (26 of 320 items)"
                + " - limit @MaxFlipRate(0.02): at most 2 %");
    assertThat(verdict.metric()).isEqualTo("choices.flipRate");
    assertThat(verdict.declared()).isEqualTo("@MaxFlipRate(0.02)");
    assertThat(verdict.accepted()).isNull();
  }

  @Test
  void theEstimateMayEqualTheLimit() {
    Verdict verdict = judge(maxFlipRate(0.02, Decision.ESTIMATE), counted(FLIP_RATE, 2, 100));
    assertThat(verdict.status()).isEqualTo(Status.HOLDS);
    assertThat(verdict.fails()).isFalse();
    assertThat(verdict.message()).contains("is 2 % [").contains("(2 of 100 items)");
  }

  @Test
  void theComparisonIsExactAndTheMessageShowsIt() {
    Limit limit = new Limit("coding.bitsPerByte", Bound.AT_MOST, 1.5, Decision.ESTIMATE, "", "@M");
    Verdict verdict = judge(limit, mean(BITS, Math.nextUp(1.5), null));
    assertThat(verdict.status()).isEqualTo(Status.BROKEN);
    assertThat(verdict.message())
        .isEqualTo(
            "coding.bitsPerByte is 1.5000000000000002 bits/byte (n = 40 documents)"
                + " - limit @M: at most 1.5 bits/byte");
  }

  @Test
  void aLowerBoundIsBrokenBelow() {
    Limit limit =
        new Limit("choices.accuracy", Bound.AT_LEAST, 0.8, Decision.ESTIMATE, "", "@MinAccuracy");
    assertThat(judge(limit, counted(ACCURACY, 79, 100)).status()).isEqualTo(Status.BROKEN);
    assertThat(judge(limit, counted(ACCURACY, 80, 100)).status()).isEqualTo(Status.HOLDS);
    assertThat(judge(limit, counted(ACCURACY, 79, 100)).message()).endsWith(": at least 80 %");
  }

  @Test
  void theBaselinesValueIsShown() {
    Limit limit =
        new Limit("choices.accuracy", Bound.AT_LEAST, 0.8, Decision.ESTIMATE, "", "@MinAccuracy");
    Figure figure = new Figure(ACCURACY, 0.79, null, 100, "items", 0.85);
    assertThat(judge(limit, figure).message())
        .startsWith("choices.accuracy is 79 % (n = 100 items; baseline 85 %) - limit");
  }

  /** The interval of 4 in 1000 is [0.11 %, 1.02 %]; of 15 in 1000 [0.84 %, 2.46 %]. */
  @Test
  void nonInferiorityWantsTheWholeIntervalWithin() {
    Limit limit = maxFlipRate(0.02, Decision.NON_INFERIORITY);
    Verdict within = judge(limit, counted(FLIP_RATE, 4, 1000));
    assertThat(within.status()).isEqualTo(Status.HOLDS);
    assertThat(within.fails()).isFalse();
    assertThat(within.message()).endsWith("@MaxFlipRate(0.02): the whole interval at most 2 %");

    Verdict astride = judge(limit, counted(FLIP_RATE, 15, 1000));
    assertThat(astride.status()).isEqualTo(Status.UNDECIDED);
    assertThat(astride.fails()).isTrue();

    Verdict beyond = judge(limit, counted(FLIP_RATE, 80, 1000));
    assertThat(beyond.status()).isEqualTo(Status.BROKEN);
    assertThat(beyond.fails()).isTrue();
  }

  @Test
  void significanceFailsOnlyWhenTheWholeIntervalIsBeyond() {
    Limit limit = maxFlipRate(0.02, Decision.SIGNIFICANCE);
    assertThat(judge(limit, counted(FLIP_RATE, 4, 1000)).status()).isEqualTo(Status.HOLDS);

    Verdict astride = judge(limit, counted(FLIP_RATE, 25, 1000));
    assertThat(astride.status()).isEqualTo(Status.UNDECIDED);
    assertThat(astride.fails()).isFalse();

    Verdict beyond = judge(limit, counted(FLIP_RATE, 80, 1000));
    assertThat(beyond.status()).isEqualTo(Status.BROKEN);
    assertThat(beyond.fails()).isTrue();
    assertThat(beyond.message())
        .endsWith("@MaxFlipRate(0.02): broken when the whole interval is above 2 %");
  }

  @Test
  void theIntervalOfALowerBoundIsTurnedRound() {
    Figure figure = mean(ACCURACY, 0.85, Interval.of(0.81, 0.89, "t"));
    for (Decision by : List.of(Decision.NON_INFERIORITY, Decision.SIGNIFICANCE)) {
      assertThat(judge(new Limit("choices.accuracy", Bound.AT_LEAST, 0.81, by, "", "@A"), figure))
          .extracting(Verdict::status)
          .isEqualTo(Status.HOLDS);
      assertThat(judge(new Limit("choices.accuracy", Bound.AT_LEAST, 0.85, by, "", "@A"), figure))
          .extracting(Verdict::status)
          .isEqualTo(Status.UNDECIDED);
      assertThat(judge(new Limit("choices.accuracy", Bound.AT_LEAST, 0.9, by, "", "@A"), figure))
          .extracting(Verdict::status)
          .isEqualTo(Status.BROKEN);
    }
  }

  /**
   * With scipy.stats.beta: the first n >= 100 whose interval of ceil(3 % n) ends at 5 % or below.
   */
  @Test
  void anUndecidedRateSaysTheNumberThatAnExactIntervalNeeds() {
    Verdict verdict = judge(maxFlipRate(0.05, Decision.SIGNIFICANCE), counted(FLIP_RATE, 3, 100));

    assertThat(verdict.status()).isEqualTo(Status.UNDECIDED);
    assertThat(verdict.fails()).isFalse();
    assertThat(verdict.message()).endsWith("about 470 items would decide it");
  }

  @Test
  void whetherThereIsADropAtAllIsToldByTheExactTest() {
    Limit none =
        new Limit("choices.accuracyDrop", Bound.AT_MOST, 0, Decision.SIGNIFICANCE, "", "@Drop(0)");
    // 5 lost, none won of 100: Tango's interval starts above 0, McNemar's exact p is 1/32.
    Figure drop =
        new Figure(ACCURACY_DROP, 0.05, PairedProportions.tango(5, 0, 100), 100, "items", null);

    assertThat(Gate.judge(List.of(none), List.of(drop), "").get(0).status())
        .isEqualTo(Status.BROKEN);
    Verdict exact = Gate.judge(List.of(none), List.of(drop, p(1 / 32.0)), "").get(0);
    assertThat(exact.status()).isEqualTo(Status.UNDECIDED);
    assertThat(exact.message()).contains("exact test of any drop: p = 0.0312");
    assertThat(Gate.judge(List.of(none), List.of(drop, p(1 / 64.0)), "").get(0).status())
        .isEqualTo(Status.BROKEN);
  }

  private static Figure p(double value) {
    var metric =
        new Metric("choices.accuracyDrop.pValue", "probability", Direction.NEITHER, true, 1, "p");
    return new Figure(metric, value, null, 100, "items", null);
  }

  @Test
  void verdictsOfCriticalItemsStandFirst() {
    Limit all = maxFlipRate(0.02, Decision.ESTIMATE);
    Limit critical =
        new Limit(
            "choices.critical.flipRate", Bound.AT_MOST, 0, Decision.ESTIMATE, "", "@Critical");

    assertThat(Gate.judge(List.of(all, critical), List.of(counted(FLIP_RATE, 1, 100)), ""))
        .extracting(Verdict::metric)
        .containsExactly("choices.critical.flipRate", "choices.flipRate");
  }

  @Test
  void aBootstrapOfFewDocumentsDecidesNothing() {
    Limit limit =
        new Limit("coding.bitsPerByte", Bound.AT_MOST, 2, Decision.NON_INFERIORITY, "", "@Bits");
    Interval interval = Interval.of(1.0, 1.5, Bootstrap.METHOD);

    Verdict few = judge(limit, new Figure(BITS, 1.2, interval, 49, "documents", null));
    Verdict enough = judge(limit, new Figure(BITS, 1.2, interval, 50, "documents", null));

    assertThat(few.status()).isEqualTo(Status.NOT_COMPARABLE);
    assertThat(few.message()).contains("give 50 or more, or judge by ESTIMATE");
    assertThat(enough.status()).isEqualTo(Status.HOLDS);
  }

  @Test
  void beyondALimitByNoMoreThanTheNoiseIsNotBeyondIt() {
    Limit limit =
        new Limit("choices.flipRate", Bound.AT_MOST, 0.02, Decision.ESTIMATE, "", "@Flips");
    Figure figure = counted(FLIP_RATE, 21, 1000);

    assertThat(judge(limit, figure).status()).isEqualTo(Status.BROKEN);
    assertThat(judge(limit, figure.withFloor(0.0005)).status()).isEqualTo(Status.BROKEN);
    Verdict near = judge(limit, figure.withFloor(0.002));
    assertThat(near.status()).isEqualTo(Status.HOLDS);
    assertThat(near.message()).contains("; noise 0.2 %").endsWith("by no more than the noise");
  }

  @Test
  void ofAPartTheConfidenceSequenceSaysOnWhichSideAllLie() {
    Limit limit =
        new Limit("choices.flipRate", Bound.AT_MOST, 0.02, Decision.ESTIMATE, "", "@Flips");
    // The part has more than the limit allows, and yet all items cannot.
    Interval bounds = new Interval(0.001, 0.02, 0.95, WithoutReplacement.METHOD);

    assertThat(judge(limit, new Figure(FLIP_RATE, 0.025, bounds, 128, "items of 1000", null)))
        .extracting(Verdict::status)
        .isEqualTo(Status.HOLDS);
  }

  /** The reach is 0.02 and must become 0.005: 16 times 40 documents. */
  @Test
  void undecidedSaysHowManyItemsWouldDecide() {
    Limit limit =
        new Limit(
            "choices.accuracyDrop", Bound.AT_MOST, 0.015, Decision.NON_INFERIORITY, "", "@Drop");
    Verdict verdict =
        judge(limit, mean(ACCURACY_DROP, 0.01, Interval.of(-0.01, 0.03, "Tango score")));
    assertThat(verdict.message())
        .isEqualTo(
            "choices.accuracyDrop is 1 % [-1 %, 3 %] (n = 40 documents) - limit @Drop: the whole"
                + " interval at most 1.5 %; undecided, for the interval has the limit inside:"
                + " about 640 documents would decide it");
  }

  @Test
  void onTheLimitItselfNoNumberOfItemsDecides() {
    Verdict verdict =
        judge(
            maxFlipRate(0.02, Decision.NON_INFERIORITY),
            mean(FLIP_RATE, 0.02, Interval.of(0.01, 0.03, "x")));
    assertThat(verdict.status()).isEqualTo(Status.UNDECIDED);
    assertThat(verdict.message()).endsWith("has the limit inside");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY})
  void whatIsNotAFiniteNumberNeverPasses(double value) {
    for (Decision by : Decision.values()) {
      for (Bound bound : Bound.values()) {
        Limit limit = new Limit("coding.bitsPerByte", bound, 1.5, by, "", "@M");
        Verdict verdict = judge(limit, mean(BITS, value, Interval.of(1, 2, "x")));
        assertThat(verdict.status()).isEqualTo(Status.BROKEN);
        assertThat(verdict.fails()).isTrue();
        assertThat(verdict.message()).endsWith("what is not a finite number never passes");
      }
    }
  }

  @Test
  void withoutAnIntervalTheItemsCannotSpeakForOthers() {
    for (Decision by : List.of(Decision.NON_INFERIORITY, Decision.SIGNIFICANCE)) {
      Limit limit = new Limit("coding.bitsPerByte", Bound.AT_MOST, 1.5, by, "", "@M");
      for (Figure figure :
          List.of(
              mean(BITS, 1.2, null), mean(BITS, 1.2, Interval.of(Double.NaN, Double.NaN, "x")))) {
        Verdict verdict = judge(limit, figure);
        assertThat(verdict.status()).isEqualTo(Status.NOT_COMPARABLE);
        assertThat(verdict.fails()).isTrue();
        assertThat(verdict.message())
            .endsWith(
                "there is no interval to judge by "
                    + by
                    + ": give more documents, or judge by ESTIMATE");
      }
    }
  }

  @Test
  void anUnboundedIntervalIsUndecided() {
    Verdict verdict =
        judge(
            maxFlipRate(0.02, Decision.NON_INFERIORITY),
            mean(FLIP_RATE, 0.01, Interval.of(0, Double.POSITIVE_INFINITY, "order statistics")));
    assertThat(verdict.status()).isEqualTo(Status.UNDECIDED);
    assertThat(verdict.message()).contains("[0 %, infinity]").endsWith("has the limit inside");
  }

  @Test
  void aMetricThatWasNotMeasuredFails() {
    Verdict verdict = judge(maxFlipRate(0.02, Decision.ESTIMATE), mean(BITS, 1, null));
    assertThat(verdict.status()).isEqualTo(Status.NOT_COMPARABLE);
    assertThat(verdict.fails()).isTrue();
    assertThat(verdict.figure()).isNull();
    assertThat(verdict.message()).startsWith("choices.flipRate was not measured");
  }

  @Test
  void aLimitThatNamesTheCandidateReplacesTheGeneralOne() {
    Limit general = maxFlipRate(0.02, Decision.ESTIMATE);
    Limit int4 =
        new Limit("choices.flipRate", Bound.AT_MOST, 0.06, Decision.ESTIMATE, "int4", "@For4");
    Limit least =
        new Limit("choices.flipRate", Bound.AT_LEAST, 0, Decision.ESTIMATE, "", "@AtLeast");
    List<Limit> limits = List.of(general, int4, least);
    List<Figure> figures = List.of(counted(FLIP_RATE, 4, 100));
    assertThat(Gate.judge(limits, figures, "int4"))
        .extracting(Verdict::declared)
        .containsExactly("@For4", "@AtLeast");
    assertThat(Gate.judge(limits, figures, "int8"))
        .extracting(Verdict::declared)
        .containsExactly("@MaxFlipRate(0.02)", "@AtLeast");
    assertThat(Gate.judge(limits, figures, ""))
        .extracting(Verdict::declared)
        .containsExactly("@MaxFlipRate(0.02)", "@AtLeast");
  }
}
