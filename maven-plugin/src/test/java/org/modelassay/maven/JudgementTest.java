package org.modelassay.maven;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.modelassay.flips.ChoicesDetails;
import org.modelassay.gate.Verdict;
import org.modelassay.record.RunRecord;
import org.modelassay.record.RunRecord.Leaf;
import org.modelassay.record.RunRecord.Status;

class JudgementTest {
  @Test
  void aRunWhereAllHolds() {
    var judgement = judge("choices", leaf("int8", Status.PASSED, List.of(holds()), null, null));
    assertThat(judgement.holds()).isTrue();
    assertThat(judgement.leaves()).isEqualTo(1);
    assertThat(judgement.counts()).isEqualTo("all limits hold");
  }

  @Test
  void everyBreachHasItsLine() {
    var judgement =
        judge(
            "coding",
            leaf("int8", Status.FAILED, List.of(breach("a"), holds(), breach("b")), null, null),
            leaf("int4", Status.FAILED, List.of(), "expected 3\n but was 4", null),
            leaf("int3", Status.ERROR, List.of(), null, "models/int3 has no config.json"));
    assertThat(judgement.lines())
        .containsExactly(
            "BROKEN ModelSpec#check(int8): a is broken",
            "BROKEN ModelSpec#check(int8): b is broken",
            "FAILED ModelSpec#check(int4): expected 3 |  but was 4",
            "ERROR  ModelSpec#check(int3): models/int3 has no config.json");
    assertThat(judgement.counts())
        .isEqualTo(
            "2 limits broken, 1 check failed by an assertion, 1 check could not be measured");
    assertThat(judgement.firstError())
        .isEqualTo("ModelSpec#check(int3): models/int3 has no config.json");
  }

  @Test
  void whatIsUndecidedIsSaidWhetherItFailsOrNot() {
    var judgement =
        judge(
            "coding",
            leaf("int8", Status.FAILED, List.of(undecided("a", true)), null, null),
            leaf("int4", Status.PASSED, List.of(undecided("b", false)), null, null));

    assertThat(judgement.lines())
        .containsExactly("UNDECIDED ModelSpec#check(int8): a; about 640 items would decide it");
    assertThat(judgement.open())
        .containsExactly("UNDECIDED ModelSpec#check(int4): b; about 640 items would decide it");
    assertThat(judgement.breaches()).isEqualTo(1);
  }

  private static Verdict undecided(String metric, boolean fails) {
    return new Verdict(
        Verdict.Status.UNDECIDED,
        fails,
        metric,
        "@Max",
        null,
        null,
        metric + "; about 640 items would decide it");
  }

  @Test
  void aLeafThatDidNotPassIsNeverPassedOver() {
    assertThat(judge("coding", leaf("", Status.FAILED, List.of(), null, null)).lines())
        .containsExactly("FAILED ModelSpec#check: no reason was recorded");
    assertThat(judge("coding", leaf("", Status.ERROR, List.of(), null, null)).holds()).isFalse();
    assertThat(judge("coding", leaf("", Status.PASSED, List.of(breach("a")), null, null)).holds())
        .isFalse();
  }

  @Test
  void theThreeWorstFlipsStandUnderABrokenChoicesCheck() {
    Leaf leaf = leaf("int4", Status.FAILED, List.of(breach("flips")), null, null);
    var judgement = judge("choices", withDetails(leaf, flips(5)));
    assertThat(judgement.lines())
        .containsExactly(
            "BROKEN ModelSpec#check(int4): flips is broken",
            "         flipped item-0 (critical) \"Which skill\": B welding (0.62) -> A soup (0.51),"
                + " right is B",
            "         flipped item-1 \"Which skill\": B welding (0.62) -> A soup (0.51), right is B",
            "         flipped item-2 \"Which skill\": B welding (0.62) -> A soup (0.51), right is"
                + " B");
  }

  @Test
  void flipsOfACheckThatHoldsAreNotListed() {
    Leaf leaf = leaf("int4", Status.PASSED, List.of(holds()), null, null);
    assertThat(judge("choices", withDetails(leaf, flips(5))).lines()).isEmpty();
  }

  @Test
  void hostileTextCannotSteerTheConsole() {
    var judgement = judge("coding", leaf("", Status.ERROR, List.of(), null, "a\u001b[2Jb\u202ec"));
    assertThat(judgement.lines()).containsExactly("ERROR  ModelSpec#check: a<U+001B>[2Jb<U+202E>c");
  }

  private static Judgement judge(String kind, Leaf... leaves) {
    var check =
        new RunRecord.CheckRecord(
            "org.example.ModelSpec",
            "Model",
            "check",
            "Check",
            kind,
            List.of(),
            Map.of(),
            null,
            List.of(leaves));
    return Judgement.of(Records.of(check));
  }

  private static Leaf leaf(
      String candidate,
      Status status,
      List<Verdict> verdicts,
      @Nullable String failure,
      @Nullable String error) {
    return new Leaf(candidate, "FLOAT32", status, 0, List.of(), verdicts, failure, error, null);
  }

  private static Leaf withDetails(Leaf leaf, JsonNode details) {
    return new Leaf(
        leaf.candidate(),
        leaf.dtype(),
        leaf.status(),
        leaf.seconds(),
        leaf.figures(),
        leaf.verdicts(),
        leaf.failure(),
        leaf.error(),
        details);
  }

  private static JsonNode flips(int count) {
    List<ChoicesDetails.Flip> flips =
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    new ChoicesDetails.Flip(
                        "item-" + i,
                        "Which skill",
                        List.of("soup", "welding"),
                        1,
                        1,
                        0,
                        List.of(0.38, 0.62),
                        List.of(0.51, 0.49),
                        0.03,
                        0.24,
                        List.of(),
                        i == 0,
                        "CORRECT_TO_INCORRECT",
                        null))
            .toList();
    return new ObjectMapper()
        .valueToTree(
            new ChoicesDetails(10, 0, 0, "AB", "BB", null, flips, 0, List.of(), List.of()));
  }

  private static Verdict breach(String name) {
    return new Verdict(
        Verdict.Status.BROKEN, true, "m", "@Max(1)", null, null, name + " is broken");
  }

  private static Verdict holds() {
    return new Verdict(Verdict.Status.HOLDS, false, "m", "@Max(1)", null, null, "holds");
  }
}
