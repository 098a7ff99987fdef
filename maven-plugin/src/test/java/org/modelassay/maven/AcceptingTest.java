package org.modelassay.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.modelassay.AssayException;
import org.modelassay.gate.AcceptedFigures;
import org.modelassay.gate.Direction;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Metric;
import org.modelassay.record.RunRecord.CheckRecord;
import org.modelassay.record.RunRecord.Leaf;
import org.modelassay.record.RunRecord.Status;

class AcceptingTest {
  @Test
  void acceptsFiguresAndSaysWhatIsNew() {
    var acceptance = accept(AcceptedFigures.none(), null, check("answers", 0.25));
    assertThat(acceptance.changes())
        .containsExactly("ModelSpec#answers(int8) choices.flipRate: added, 0.250000");
    var leaf = acceptance.figures().leaves().get(0);
    assertThat(leaf.place())
        .isEqualTo(
            new AcceptedFigures.Place("org.example.ModelSpec", "answers", "int8", "FLOAT32"));
    assertThat(leaf.answers()).isEqualTo("ABBA");
    assertThat(leaf.dataDigest()).isEqualTo("digest");
  }

  @Test
  void saysWhatChangesAndCountsWhatDoesNot() {
    var before = accept(AcceptedFigures.none(), null, check("a", 0.25), check("b", 0.5)).figures();
    var acceptance = accept(before, null, check("a", 0.125), check("b", 0.5));
    assertThat(acceptance.changes())
        .containsExactly("ModelSpec#a(int8) choices.flipRate: 0.250000 -> 0.125000");
    assertThat(acceptance.unchanged()).isEqualTo(1);
  }

  @Test
  void keepsWhatTheRecordDoesNotHave() {
    var before = accept(AcceptedFigures.none(), null, check("a", 0.25)).figures();
    assertThat(accept(before, null, check("b", 0.5)).figures().leaves())
        .extracting(leaf -> leaf.place().check())
        .containsExactly("a", "b");
  }

  @Test
  void acceptsOnlyWhatIsNamed() {
    for (String spec : List.of("ModelSpec#b", "org.example.ModelSpec#b")) {
      assertThat(
              accept(AcceptedFigures.none(), spec, check("a", 0.25), check("b", 0.5))
                  .figures()
                  .leaves())
          .as(spec)
          .extracting(leaf -> leaf.place().check())
          .containsExactly("b");
    }
    assertThatThrownBy(() -> accept(AcceptedFigures.none(), "OtherSpec", check("a", 0.25)))
        .isInstanceOf(AssayException.class)
        .hasMessage("nothing is accepted: the record has no check that assay.spec=OtherSpec names");
  }

  @Test
  void refusesACheckThatCouldNotBeMeasured() {
    assertThatThrownBy(() -> accept(AcceptedFigures.none(), null, check("a", 0.25), unmeasured()))
        .isInstanceOf(AssayException.class)
        .hasMessageStartingWith(
            "nothing is accepted, because 1 check could not be measured: ModelSpec#lost(int8):"
                + " models/int8 is missing");
  }

  @Test
  void refusesACheckThatStoppedEarly() {
    CheckRecord whole = check("a", 0.25);
    Leaf leaf = whole.leaves().get(0);
    CheckRecord part =
        check(
            "part",
            "digest",
            new Leaf(
                "int8",
                "FLOAT32",
                Status.PASSED,
                0,
                leaf.figures(),
                List.of(),
                null,
                null,
                null,
                true));

    assertThatThrownBy(() -> accept(AcceptedFigures.none(), null, whole, part))
        .isInstanceOf(AssayException.class)
        .hasMessageStartingWith(
            "nothing is accepted, because 1 check stopped before all items were read:"
                + " ModelSpec#part(int8). Evaluate without assay.sequential");
    assertThat(accept(AcceptedFigures.none(), "ModelSpec#a", whole, part).figures().leaves())
        .hasSize(1);
  }

  @Test
  void aFigureThatIsNoNumberIsLeftOutAloud() {
    var acceptance = accept(AcceptedFigures.none(), null, check("a", Double.NaN));
    assertThat(acceptance.changes())
        .containsExactly("ModelSpec#a(int8) choices.flipRate: left out, it is no number");
    assertThat(acceptance.figures().leaves().get(0).figures()).isEmpty();
  }

  private static Accepting accept(
      AcceptedFigures before, @Nullable String spec, CheckRecord... checks) {
    return Accepting.of(Records.of(checks), before, spec);
  }

  private static CheckRecord check(String method, double flipRate) {
    var metric =
        new Metric("choices.flipRate", "share", Direction.LOWER_IS_BETTER, true, 1, "flips");
    List<Figure> figures = new ArrayList<>();
    figures.add(new Figure(metric, flipRate, null, 4, "items", null));
    JsonNode details = new ObjectMapper().createObjectNode().put("answers", "ABBA");
    return check(
        method,
        "digest",
        new Leaf("int8", "FLOAT32", Status.PASSED, 0, figures, List.of(), null, null, details));
  }

  private static CheckRecord unmeasured() {
    return check(
        "lost",
        null,
        new Leaf(
            "int8",
            "FLOAT32",
            Status.ERROR,
            0,
            List.of(),
            List.of(),
            null,
            "models/int8 is missing",
            null));
  }

  private static CheckRecord check(String method, @Nullable String digest, Leaf leaf) {
    return new CheckRecord(
        "org.example.ModelSpec",
        "Model",
        method,
        method,
        "choices",
        List.of(),
        Map.of(),
        digest,
        List.of(leaf));
  }
}
