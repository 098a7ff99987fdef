package org.modelassay.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modelassay.flips.ChoicesMeasure;
import org.modelassay.flips.ChoicesResult;
import org.modelassay.gate.Bound;
import org.modelassay.gate.Decision;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Limit;
import org.modelassay.gate.Verdict;
import org.modelassay.reading.LocalModels;
import org.modelassay.record.RecordFile;
import org.modelassay.record.RunRecord;

/** Choices of the sample's models: stopping early against reading all, and the run as a whole. */
class SequentialRunTest {
  private static final Path TASK = LocalModels.sample("tasks/skill-of-occupation.jsonl");

  // Both tests have some readings in common.
  @TempDir static Path folder;

  private static Limit flips(double value) {
    return new Limit(
        "choices.flipRate", Bound.AT_MOST, value, Decision.ESTIMATE, "", "@MaxFlipRate");
  }

  private static Check check(String name, ChoicesMeasure measure, double limit) {
    return Runs.check(
        name,
        measure,
        Runs.BASELINE,
        List.of(Runs.INT8, Runs.INT4, Runs.INT3),
        List.of(flips(limit)),
        List.of());
  }

  @Test
  void aCheckThatStopsEarlySaysWhatAllItemsSayAndReadsFewer() {
    var whole = new ChoicesMeasure(TASK, 0);
    List<Check> checks = new ArrayList<>();
    for (double limit : new double[] {0.03, 0.2}) {
      checks.add(check("all" + limit, whole, limit));
      checks.add(check("some" + limit, new ChoicesMeasure(TASK, 0).stoppingEarly(), limit));
    }

    List<Outcome> outcomes = Runs.run(Runs.settings(folder, folder.resolve("run.json"), 0), checks);

    int fewer = 0;
    for (int limit = 0; limit < 2; limit++) {
      for (int candidate = 0; candidate < 3; candidate++) {
        Outcome all = outcomes.get(6 * limit + candidate);
        Outcome some = outcomes.get(6 * limit + 3 + candidate);
        assertThat(some.error()).isNull();
        assertThat(status(some)).as(some.name()).isEqualTo(status(all));
        var result = (ChoicesResult) Objects.requireNonNull(some.result());
        fewer += result.items().size() < 385 ? 1 : 0;
        assertThat(result.partial()).isEqualTo(result.items().size() < 385);
        // What both read has the same answers.
        var reference = (ChoicesResult) Objects.requireNonNull(all.result());
        assertThat(reference.flips().all())
            .extracting(flip -> flip.id())
            .containsAll(result.flips().all().stream().map(flip -> flip.id()).toList());
      }
    }
    assertThat(fewer).isGreaterThanOrEqualTo(3);
    RunRecord record = RecordFile.read(folder.resolve("run.json"));
    assertThat(record.checks().get(0).leaves()).noneMatch(RunRecord.Leaf::partial);
    assertThat(record.checks().get(3).leaves()).anyMatch(RunRecord.Leaf::partial);
  }

  private static Verdict.Status status(Outcome outcome) {
    return outcome.verdicts().get(0).status();
  }

  @Test
  void theRunCorrectsItsDropsAndRanksItsCandidates() {
    List<Outcome> outcomes =
        Runs.run(
            Runs.settings(folder, folder.resolve("run.json"), 0),
            List.of(check("keepsItsAnswers", new ChoicesMeasure(TASK, 0), 0.5)));

    RunRecord record = RecordFile.read(folder.resolve("run.json"));
    List<RunRecord.Degradation> drops = record.degradations();
    assertThat(drops)
        .hasSize(3)
        .isSortedAccordingTo((a, b) -> Double.compare(a.pValue(), b.pValue()));
    for (RunRecord.Degradation drop : drops) {
      Outcome of =
          outcomes.stream()
              .filter(o -> o.candidate().equals(drop.candidate()))
              .findAny()
              .orElseThrow();
      assertThat(drop.pValue()).isEqualTo(value(of, "choices.accuracyDrop.pValue"));
    }
    // Holm by hand: the least of three times three, then by two, never falling.
    double first = Math.min(1, 3 * drops.get(0).pValue());
    assertThat(drops.get(0).holm()).isCloseTo(first, within(1e-12));
    assertThat(drops.get(1).holm())
        .isCloseTo(Math.min(1, Math.max(first, 2 * drops.get(1).pValue())), within(1e-12));

    // int8, int4 and int3 are ever further from the baseline, and flip ever more.
    assertThat(record.checks().get(0).across())
        .extracting(figure -> figure.metric().name(), Figure::n)
        .containsExactly(
            tuple("choices.flipRate.withKlDivergence", 3L),
            tuple("choices.allFlipRate.withKlDivergence", 3L));
    assertThat(record.checks().get(0).across().get(0).value()).isCloseTo(1, within(1e-9));
  }

  private static double value(Outcome outcome, String metric) {
    return outcome.figures().stream()
        .filter(figure -> figure.metric().name().equals(metric))
        .mapToDouble(Figure::value)
        .findFirst()
        .orElseThrow();
  }
}
