package org.modelassay.flips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modelassay.AssayException;
import org.modelassay.gate.Bound;
import org.modelassay.gate.Decision;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Gate;
import org.modelassay.gate.Limit;
import org.modelassay.gate.Verdict;
import org.modelassay.measure.Measure;
import org.modelassay.measure.Measure.Demands;
import org.modelassay.measure.VocabularyModel;
import org.modelassay.reading.SequenceSet;
import org.modelassay.reading.TokenSequence;
import org.modelassay.statistics.WithoutReplacement;

/** Critical items first, stopping when limits are decided, and what noise alone does. */
class ReadingInBlocksTest {
  private static final Limit FLIPS = limit("choices.flipRate", Bound.AT_MOST, 0.02);

  private static final VocabularyModel PLAIN =
      new VocabularyModel(
          "plain", 8, OptionalInt.empty(), -1, List.of("Q", " ", " yes", " no", "yes", "no"));

  private final Path folder;

  ReadingInBlocksTest(@TempDir Path folder) {
    this.folder = folder;
  }

  // -- critical items

  @Test
  void criticalItemsAreReadFirst() throws IOException {
    List<SequenceSet> asked = new ArrayList<>();

    ChoicesResult result = read(plan(measure(10, i -> i == 7 || i == 3)), i -> false, asked);

    assertThat(ids(asked.get(0))).containsExactly("3", "7");
    assertThat(ids(asked.get(1))).containsExactly("0", "1", "2", "4", "5", "6", "8", "9");
    // Figures and answers are of all items, in the task's order.
    assertThat(result.items()).extracting(item -> item.id()).isSorted().hasSize(10);
  }

  @Test
  void answersStandWithTheirItemsWhateverIsReadFirst() throws IOException {
    ChoicesResult result =
        read(plan(measure(10, i -> i == 7)), i -> i == 7 || i == 2, new ArrayList<>());

    assertThat(result.flips().all()).extracting(FlippedItem::id).containsExactly("2", "7");
    assertThat(figure(result, "choices.critical.flipRate").value()).isEqualTo(1);
    assertThat(figure(result, "choices.flipRate").value()).isEqualTo(0.2);
  }

  @Test
  void criticalItemsAloneAreTheOnlyOnesRead() throws IOException {
    List<SequenceSet> asked = new ArrayList<>();
    ChoicesMeasure all = measure(10, i -> i == 7);

    ChoicesResult result = read(plan(all.ofCriticalItems()), i -> true, asked);

    assertThat(asked).hasSize(1);
    assertThat(result.items()).hasSize(1);
    assertThat(all.ofCriticalItems().dataDigest()).isNotEqualTo(all.dataDigest());
  }

  @Test
  void aTaskWithoutCriticalItemsIsRefusedWhereOnlyTheyAreWanted() throws IOException {
    ChoicesMeasure measure = measure(2, i -> false).ofCriticalItems();

    assertThatThrownBy(() -> plan(measure))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("task.jsonl: no item is critical")
        .hasMessageContaining("\"critical\": true");
  }

  // -- stopping

  @Test
  void readingStopsWhenTheLimitIsDecided() throws IOException {
    List<SequenceSet> asked = new ArrayList<>();

    ChoicesResult kept = read(stopping(1000, FLIPS), i -> false, asked);

    assertThat(kept.partial()).isTrue();
    assertThat(kept.items().size()).isLessThan(400).isEqualTo(64 * asked.size());
    Figure figure = figure(kept, "choices.flipRate");
    assertThat(figure.value()).isZero();
    assertThat(figure.sample()).isEqualTo("items of 1000");
    assertThat(figure.interval()).isNotNull();
    if (figure.interval() != null) {
      assertThat(figure.interval().method()).isEqualTo(WithoutReplacement.METHOD);
      assertThat(figure.interval().high()).isBetween(0.0, 0.02);
    }
    assertThat(status(kept, FLIPS)).isEqualTo(Verdict.Status.HOLDS);
    // What was not decided has no interval that would hold at every look.
    assertThat(figure(kept, "choices.allFlipRate").interval()).isNull();
  }

  @Test
  void manyFlipsBreakTheLimitSoon() throws IOException {
    List<SequenceSet> asked = new ArrayList<>();

    ChoicesResult broken = read(stopping(1000, FLIPS), i -> i % 5 == 0, asked);

    assertThat(asked).hasSizeLessThan(3);
    assertThat(status(broken, FLIPS)).isEqualTo(Verdict.Status.BROKEN);
  }

  @Test
  void nearTheLimitAllItemsAreReadAndTheVerdictIsThatOfAll() throws IOException {
    // 20 of 1000 are exactly the limit, 21 are beyond it by one item.
    ChoicesResult at = read(stopping(1000, FLIPS), i -> i < 20, new ArrayList<>());
    ChoicesResult beyond = read(stopping(1000, FLIPS), i -> i < 21, new ArrayList<>());

    assertThat(status(at, FLIPS)).isEqualTo(Verdict.Status.HOLDS);
    assertThat(status(beyond, FLIPS)).isEqualTo(Verdict.Status.BROKEN);
  }

  @Test
  void theOtherSideOfALimitIsDecidedToo() throws IOException {
    Limit loyalty = limit("choices.labelLoyalty", Bound.AT_LEAST, 0.9);

    ChoicesResult kept = read(stopping(1000, loyalty), i -> i % 100 == 0, new ArrayList<>());
    ChoicesResult lost = read(stopping(1000, loyalty), i -> i % 4 == 0, new ArrayList<>());

    assertThat(kept.partial()).isTrue();
    assertThat(status(kept, loyalty)).isEqualTo(Verdict.Status.HOLDS);
    assertThat(lost.partial()).isTrue();
    assertThat(status(lost, loyalty)).isEqualTo(Verdict.Status.BROKEN);
  }

  @Test
  void aDropMayBeNegative() throws IOException {
    Limit drop = limit("choices.accuracyDrop", Bound.AT_MOST, 0.05);

    ChoicesResult kept = read(stopping(1000, drop), i -> false, new ArrayList<>());
    ChoicesResult dropped = read(stopping(1000, drop), i -> i % 4 == 0, new ArrayList<>());

    assertThat(status(kept, drop)).isEqualTo(Verdict.Status.HOLDS);
    assertThat(status(dropped, drop)).isEqualTo(Verdict.Status.BROKEN);
    assertThat(dropped.items()).hasSizeLessThan(1000);
  }

  @Test
  void theOrderIsDrawnByIdsNotByTheFile() throws IOException {
    List<SequenceSet> asked = new ArrayList<>();

    read(stopping(1000, FLIPS), i -> false, asked);

    List<Integer> first = ids(asked.get(0)).stream().map(Integer::valueOf).toList();
    assertThat(first).hasSize(64);
    // Drawn from all of the file, not its head.
    assertThat(first).anyMatch(i -> i < 250).anyMatch(i -> i > 750);
  }

  @Test
  void criticalItemsAreKnownAndOnlyTheOthersAreASample() throws IOException {
    // Ten critical items all flip: one per cent of all, which the limit allows.
    List<SequenceSet> asked = new ArrayList<>();
    Measure.Plan<ChoicesResult> plan =
        measure(1000, i -> i < 10)
            .stoppingEarly()
            .plan(PLAIN, PLAIN, new Demands(List.of(FLIPS), false, false));

    ChoicesResult result = read(plan, i -> i < 10, asked);

    assertThat(ids(asked.get(0))).hasSize(10);
    assertThat(result.partial()).isTrue();
    assertThat(figure(result, "choices.flipRate").value()).isCloseTo(0.01, within(1e-12));
    assertThat(figure(result, "choices.critical.flipRate").value()).isEqualTo(1);
    assertThat(status(result, FLIPS)).isEqualTo(Verdict.Status.HOLDS);
  }

  @Test
  void whatNeedsAllItemsIsSaidAndReadsAll() throws IOException {
    Limit divergence = limit("choices.klDivergence.mean", Bound.AT_MOST, 0.1);
    Limit interval =
        new Limit(
            "choices.flipRate", Bound.AT_MOST, 0.1, Decision.NON_INFERIORITY, "", "@MaxFlipRate");

    assertThat(whole(new Demands(List.of(FLIPS, divergence), false, true)))
        .anyMatch(note -> note.contains("choices.klDivergence.mean, which is no share of items"));
    assertThat(whole(new Demands(List.of(interval), false, true)))
        .anyMatch(note -> note.contains("@MaxFlipRate asks by NON_INFERIORITY"));
    assertThat(whole(new Demands(List.of(FLIPS), true, true)))
        .anyMatch(note -> note.contains("accepted ones"));
    assertThat(whole(new Demands(List.of(), false, true)))
        .anyMatch(note -> note.contains("there is no limit to decide"));
  }

  private List<String> whole(Demands demands) throws IOException {
    ChoicesResult result =
        read(measure(200, i -> false).plan(PLAIN, PLAIN, demands), i -> false, new ArrayList<>());
    assertThat(result.partial()).isFalse();
    assertThat(result.items()).hasSize(200);
    return result.details().notes();
  }

  // -- noise

  @Test
  void whatNoiseAloneCanChangeIsANearTie() throws IOException {
    // The baseline's own two readings of the options differ by 0.1 nats at most. It has them 0.05
    // apart in item 0 and 2 apart else; the judged model prefers the other option in 0 and 1.
    ToDoubleFunction<TokenSequence> baseline = s -> right(s) ? -1 : -1 - (item(s) == 0 ? 0.05 : 2);
    ToDoubleFunction<TokenSequence> subject = s -> right(s) == (item(s) > 1) ? -1 : -3;

    ChoicesResult result =
        FakeAnswers.result(
            plan(measure(8, i -> false)),
            subject,
            baseline,
            s -> baseline.applyAsDouble(s) - (right(s) && item(s) == 5 ? 0.1 : 0),
            new ArrayList<>());

    assertThat(figure(result, "choices.noise").value()).isCloseTo(0.1, within(1e-6));
    assertThat(figure(result, "choices.noise").n()).isEqualTo(8);
    assertThat(figure(result, "choices.nearTies").value()).isEqualTo(1);
    assertThat(result.details().flips())
        .extracting(ChoicesDetails.Flip::id, ChoicesDetails.Flip::nearTie)
        .containsExactlyInAnyOrder(tuple("0", true), tuple("1", false));
    // One item of eight: the flip rate cannot be told from one that is an eighth less.
    Figure flips = figure(result, "choices.flipRate");
    assertThat(flips.value()).isEqualTo(0.25);
    assertThat(flips.floor()).isEqualTo(0.125);
    assertThat(status(result, limit("choices.flipRate", Bound.AT_MOST, 0.125)))
        .isEqualTo(Verdict.Status.HOLDS);
    assertThat(status(result, limit("choices.flipRate", Bound.AT_MOST, 0.12)))
        .isEqualTo(Verdict.Status.BROKEN);
    // A mean's floor is what it is between the two readings of one model.
    Figure divergence = figure(result, "choices.klDivergence.mean");
    assertThat(divergence.floor()).isNotNull();
    if (divergence.floor() != null) {
      assertThat(divergence.floor()).isBetween(1e-6, 1e-3);
    }
  }

  @Test
  void whatIsNotZeroOfEqualModelsHasAFloorOfItsOwn() throws IOException {
    ToDoubleFunction<TokenSequence> baseline = s -> right(s) ? -1 : -3;
    ChoicesResult result =
        FakeAnswers.result(
            plan(measure(8, i -> false)),
            s -> right(s) ? -1 : -2,
            baseline,
            s -> baseline.applyAsDouble(s) - (right(s) ? 0.001 : 0),
            new ArrayList<>());

    // Equal models are loyal by 1, and equally sure.
    assertThat(figure(result, "choices.probabilityLoyalty").floor()).isBetween(1e-5, 1e-3);
    assertThat(figure(result, "choices.margin.mean").floor()).isBetween(1e-5, 1e-3);
    // What is a property of some answers, or follows another rule, has none.
    assertThat(figure(result, "choices.margin.unchanged").floor()).isNull();
    assertThat(figure(result, "choices.accuracyNormalized").floor()).isNull();
  }

  @Test
  void equalReadingsLeaveNoNoise() throws IOException {
    ChoicesResult result = read(plan(measure(8, i -> false)), i -> i == 1, new ArrayList<>());

    assertThat(figure(result, "choices.noise").value()).isZero();
    assertThat(figure(result, "choices.nearTies").value()).isZero();
    assertThat(figure(result, "choices.flipRate").floor()).isZero();
  }

  // -- fakes

  private static boolean right(TokenSequence sequence) {
    return sequence.id().endsWith("/0");
  }

  private static int item(TokenSequence sequence) {
    return Integer.parseInt(sequence.id().substring(0, sequence.id().indexOf('/')));
  }

  /** The right option is always the baseline's; the judged model takes the other one of some. */
  private static ChoicesResult read(
      Measure.Plan<ChoicesResult> plan, IntPredicate flipped, List<SequenceSet> asked) {
    ToDoubleFunction<TokenSequence> baseline = s -> right(s) ? -1 : -3;
    return FakeAnswers.result(
        plan, s -> right(s) != flipped.test(item(s)) ? -1 : -3, baseline, baseline, asked);
  }

  private static Measure.Plan<ChoicesResult> plan(ChoicesMeasure measure) {
    return measure.plan(PLAIN, PLAIN);
  }

  private Measure.Plan<ChoicesResult> stopping(int items, Limit limit) throws IOException {
    return measure(items, i -> false).plan(PLAIN, PLAIN, new Demands(List.of(limit), false, true));
  }

  private ChoicesMeasure measure(int items, IntPredicate critical) throws IOException {
    var lines = new StringBuilder();
    for (int i = 0; i < items; i++) {
      lines.append(
          "{\"id\": \"%d\", \"question\": \"Q\", \"choices\": [\"yes\", \"no\"], \"answer\": 0%s}%n"
              .formatted(i, critical.test(i) ? ", \"critical\": true" : ""));
    }
    return new ChoicesMeasure(Files.writeString(folder.resolve("task.jsonl"), lines), 0);
  }

  private static Limit limit(String metric, Bound bound, double value) {
    return new Limit(metric, bound, value, Decision.ESTIMATE, "", "@Limit");
  }

  private static Verdict.Status status(ChoicesResult result, Limit limit) {
    return Gate.judge(List.of(limit), result.figures(), "").get(0).status();
  }

  private static Figure figure(ChoicesResult result, String metric) {
    return result.figures().stream()
        .filter(f -> f.metric().name().equals(metric))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> ids(SequenceSet set) {
    return set.sequences().stream()
        .map(s -> s.id().substring(0, s.id().indexOf('/')))
        .distinct()
        .toList();
  }
}
