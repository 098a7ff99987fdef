package org.modelassay.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.modelassay.gate.Samples.ACCURACY;
import static org.modelassay.gate.Samples.BITS;
import static org.modelassay.gate.Samples.FLIP_RATE;
import static org.modelassay.gate.Samples.LENGTH;
import static org.modelassay.gate.Samples.counted;
import static org.modelassay.gate.Samples.mean;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.modelassay.gate.AcceptedFigures.Accepted;
import org.modelassay.gate.AcceptedFigures.Leaf;
import org.modelassay.gate.AcceptedFigures.Place;
import org.modelassay.gate.Regressions.Measured;
import org.modelassay.gate.Verdict.Status;

class RegressionsTest {
  private static final Place PLACE = new Place("org.example.Spec", "answers", "int8", "f32");
  private static final Measured MEASURED = new Measured(PLACE, "0123456789abcdef", "ABCDA");

  private static final AcceptedFigures ACCEPTED =
      new AcceptedFigures(
          List.of(
              new Leaf(
                  PLACE,
                  "0123456789abcdef",
                  "0.1.0",
                  "ABCDD",
                  List.of(
                      Accepted.of(counted(ACCURACY, 80, 100)),
                      Accepted.of(counted(FLIP_RATE, 0, 100)),
                      Accepted.of(mean(LENGTH, 20, null)),
                      Accepted.of(mean(BITS, 2, null))))));

  private static Verdict judge(NoRegression guard, Figure figure, Measured measured) {
    List<Verdict> verdicts =
        Regressions.judge(
            List.of(guard), List.of(figure.metric().name()), List.of(figure), ACCEPTED, measured);
    assertThat(verdicts).hasSize(1);
    return verdicts.get(0);
  }

  private static Verdict judge(double absolute, double relative, Figure figure) {
    return judge(new NoRegression(List.of(), absolute, relative), figure, MEASURED);
  }

  @Test
  void aWorseFigureSaysWhatWasAcceptedWhatIsAllowedAndWhatChanged() {
    Verdict verdict = judge(0.01, 0, counted(ACCURACY, 78, 100));
    assertThat(verdict.status()).isEqualTo(Status.BROKEN);
    assertThat(verdict.fails()).isTrue();
    assertThat(verdict.accepted()).isEqualTo(0.8);
    assertThat(verdict.declared()).isEqualTo("@NoRegression(absolute = 0.01)");
    assertThat(verdict.message())
        .isEqualTo(
            "choices.accuracy is 78 % [68.61 %, 85.67 %] (78 of 100 items), accepted 80 %"
                + " - @NoRegression(absolute = 0.01): at least 79 %"
                + "; answers that are not the accepted ones: 1 (item 5)");
  }

  @Test
  void theAllowanceIsTheLargerOfAbsoluteAndRelative() {
    assertThat(judge(0.1, 0.1, mean(BITS, 2.2, null)).status()).isEqualTo(Status.HOLDS);
    assertThat(judge(0.2, 0.01, mean(BITS, 2.2, null)).status()).isEqualTo(Status.HOLDS);
    assertThat(judge(0.1, 0.05, mean(BITS, 2.2, null)).status()).isEqualTo(Status.BROKEN);
    assertThat(judge(0, 0, mean(BITS, 2, null)).status()).isEqualTo(Status.HOLDS);
    assertThat(judge(0, 0, mean(BITS, Math.nextUp(2.0), null)).status()).isEqualTo(Status.BROKEN);
    // A share of nothing is nothing.
    assertThat(judge(0, 0.5, counted(FLIP_RATE, 1, 100)).status()).isEqualTo(Status.BROKEN);
  }

  @Test
  void theSmallestRegressionIsStillSeenInTheMessage() {
    assertThat(judge(0, 0, mean(BITS, Math.nextUp(2.0), null)).message())
        .startsWith(
            "coding.bitsPerByte is 2.0000000000000004 bits/byte (n = 40 documents),"
                + " accepted 2 bits/byte - @NoRegression: at most 2 bits/byte");
  }

  @Test
  void improvementNeverFailsHoweverLarge() {
    Verdict higher = judge(0, 0, counted(ACCURACY, 100, 100));
    assertThat(higher.status()).isEqualTo(Status.HOLDS);
    assertThat(higher.fails()).isFalse();
    assertThat(higher.message())
        .endsWith("; better than accepted, run mvn assay:accept to keep it");
    assertThat(judge(0, 0, mean(BITS, 0.1, null)).message()).contains("better than accepted");
  }

  @Test
  void whatIsNotAFiniteNumberNeverPasses() {
    for (double value :
        new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
      Verdict verdict = judge(1, 1, mean(BITS, value, null));
      assertThat(verdict.status()).isEqualTo(Status.BROKEN);
      assertThat(verdict.fails()).isTrue();
      assertThat(verdict.message()).endsWith("; what is not a finite number never passes");
    }
  }

  private static void assertNotComparable(Verdict verdict, String message) {
    assertThat(verdict.status()).isEqualTo(Status.NOT_COMPARABLE);
    assertThat(verdict.fails()).isTrue();
    assertThat(verdict.accepted()).isNull();
    assertThat(verdict.message()).isEqualTo(message);
  }

  @Test
  void whatWasNeverAcceptedFailsWithTheRemedy() {
    NoRegression guard = new NoRegression(List.of(), 0, 0);
    Place other = new Place("org.example.Spec", "answers", "int4", "f32");
    assertNotComparable(
        judge(guard, mean(BITS, 2, null), new Measured(other, "0123456789abcdef", null)),
        "coding.bitsPerByte (now 2 bits/byte) is not comparable - @NoRegression: it has no accepted"
            + " figure yet: run mvn assay:accept");
  }

  @Test
  void anotherDtypeIsNotComparable() {
    Place bf16 = new Place("org.example.Spec", "answers", "int8", "bf16");
    assertNotComparable(
        judge(
            new NoRegression(List.of(), 0, 0),
            mean(BITS, 2, null),
            new Measured(bf16, "0123456789abcdef", null)),
        "coding.bitsPerByte (now 2 bits/byte) is not comparable - @NoRegression: it was accepted in"
            + " f32 and measured in bf16: run mvn assay:accept");
  }

  @Test
  void otherDataAreNotComparable() {
    assertNotComparable(
        judge(
            new NoRegression(List.of(), 0, 0.01),
            mean(BITS, 2, null),
            new Measured(PLACE, "fedcba9876543210", null)),
        "coding.bitsPerByte (now 2 bits/byte) is not comparable - @NoRegression(relative = 0.01): it"
            + " was accepted on other data (digest 0123456789ab, now fedcba987654): run mvn"
            + " assay:accept");
  }

  @Test
  void anotherDefinitionIsNotComparable() {
    Metric newer =
        new Metric("coding.bitsPerByte", "bits/byte", Direction.LOWER_IS_BETTER, false, 3, "new");
    assertNotComparable(
        judge(new NoRegression(List.of(), 0, 0), mean(newer, 2, null), MEASURED),
        "coding.bitsPerByte (now 2 bits/byte) is not comparable - @NoRegression: it was accepted by"
            + " another definition (version 2, now 3): run mvn assay:accept");
  }

  @Test
  void aGuardedMetricThatWasNotMeasuredFails() {
    List<Verdict> verdicts =
        Regressions.judge(
            List.of(new NoRegression(List.of("choices.margin"), 0, 0)),
            List.of(),
            List.of(mean(BITS, 2, null)),
            ACCEPTED,
            MEASURED);
    assertThat(verdicts).hasSize(1);
    assertNotComparable(
        verdicts.get(0),
        "choices.margin is not comparable - @NoRegression: it was not measured: do not guard it");
  }

  @Test
  void aMetricWithoutABetterIsPassedOverUnlessItIsNamed() {
    Figure figure = mean(LENGTH, 30, null);
    assertThat(
            Regressions.judge(
                List.of(new NoRegression(List.of(), 0, 0)),
                List.of("generation.length"),
                List.of(figure),
                ACCEPTED,
                MEASURED))
        .isEmpty();
    assertNotComparable(
        judge(new NoRegression(List.of("generation.length"), 0, 0), figure, MEASURED),
        "generation.length (now 30 tokens) is not comparable - @NoRegression: it is neither better"
            + " nor worse when it moves: use a limit");
  }

  @Test
  void eachMetricIsJudgedOnceByTheGuardThatNamesIt() {
    List<Verdict> verdicts =
        Regressions.judge(
            List.of(
                new NoRegression(List.of(), 0, 0.5),
                new NoRegression(List.of("coding.bitsPerByte"), 0.1, 0),
                new NoRegression(List.of(), 0, 0.25)),
            List.of("choices.accuracy", "coding.bitsPerByte"),
            List.of(counted(ACCURACY, 80, 100), mean(BITS, 2.5, null)),
            ACCEPTED,
            MEASURED);
    assertThat(verdicts)
        .extracting(Verdict::metric, Verdict::declared, Verdict::fails)
        .containsExactly(
            tuple("coding.bitsPerByte", "@NoRegression(absolute = 0.1)", true),
            tuple("choices.accuracy", "@NoRegression(relative = 0.5)", false));
  }

  @Test
  void manyChangedAnswersAreCutAfterTwenty() {
    AcceptedFigures accepted =
        new AcceptedFigures(
            List.of(
                new Leaf(
                    PLACE,
                    "d",
                    "0.1.0",
                    "A".repeat(30),
                    List.of(Accepted.of(counted(ACCURACY, 30, 30))))));
    List<Verdict> verdicts =
        Regressions.judge(
            List.of(new NoRegression(List.of("choices.accuracy"), 0, 0)),
            List.of(),
            List.of(counted(ACCURACY, 0, 30)),
            accepted,
            new Measured(PLACE, "d", "B".repeat(30)));
    assertThat(verdicts.get(0).message())
        .contains("answers that are not the accepted ones: 30 (item 1, 2, 3,")
        .endsWith("19, 20 and others)");
  }
}
