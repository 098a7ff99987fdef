package org.modelassay.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.modelassay.gate.AcceptedFigures;
import org.modelassay.gate.AcceptedFigures.Accepted;
import org.modelassay.gate.AcceptedFigures.Leaf;
import org.modelassay.gate.AcceptedFigures.Place;
import org.modelassay.record.RunRecord.CheckRecord;
import org.modelassay.record.RunRecord.Status;

class AcceptanceTest {
  private static final Place PLACE = new Place("org.example.S", "m", "int8", "f32");
  private static final AcceptedFigures PREVIOUS =
      new AcceptedFigures(
          List.of(
              new Leaf(PLACE, "d0", "0.0.9", "AAAA", List.of()),
              new Leaf(
                  new Place("org.example.S", "other", "", "f32"), "e", "0.0.9", null, List.of())));

  private static RunRecord record(Status status, @Nullable String digest) {
    RunRecord full = RecordSamples.full();
    CheckRecord check = full.checks().get(0);
    return new RunRecord(
        full.schema(),
        full.tool(),
        full.started(),
        full.seconds(),
        full.environment(),
        full.models(),
        full.readings(),
        List.of(
            new CheckRecord(
                check.spec(),
                check.specDisplayName(),
                check.method(),
                check.displayName(),
                check.kind(),
                check.tags(),
                check.settings(),
                digest,
                List.of(RecordSamples.measured(status)))));
  }

  @ParameterizedTest
  @EnumSource(names = {"PASSED", "FAILED"})
  void whatWasMeasuredReplacesWhatWasAcceptedNotANumberLeftOut(Status status) {
    AcceptedFigures accepted = Acceptance.of(record(status, "d1"), PREVIOUS);
    assertThat(accepted.leaves())
        .containsExactly(
            new Leaf(PLACE, "d1", "0.1.0", "ABDA", List.of(Accepted.of(RecordSamples.FIGURE))),
            PREVIOUS.leaves().get(1));
  }

  @Test
  void whatCouldNotBeMeasuredStaysAsItWas() {
    assertThat(Acceptance.of(record(Status.ERROR, "d1"), PREVIOUS)).isEqualTo(PREVIOUS);
    assertThat(Acceptance.of(record(Status.FAILED, null), PREVIOUS)).isEqualTo(PREVIOUS);
  }
}
