package org.modelassay.record;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modelassay.flips.ChoicesDetails;
import org.modelassay.gate.Direction;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Metric;
import org.modelassay.gate.Verdict;
import org.modelassay.record.RunRecord.CheckRecord;
import org.modelassay.record.RunRecord.Leaf;
import org.modelassay.record.RunRecord.Status;
import org.modelassay.statistics.Rates;

/** Records that the tests of this package write. */
final class RecordSamples {
  static final Metric ACCURACY =
      new Metric("choices.accuracy", "share", Direction.HIGHER_IS_BETTER, false, 1, "right / n");
  static final Figure FIGURE =
      new Figure(ACCURACY, 0.75, Rates.clopperPearson(3, 4), 4, "items", 0.5, 0.25);

  private RecordSamples() {}

  static Leaf measured(Status status) {
    return new Leaf(
        "int8",
        "f32",
        status,
        1.5,
        List.of(FIGURE, new Figure(ACCURACY, Double.NaN, null, 0, "items", null)),
        List.of(
            new Verdict(
                Verdict.Status.BROKEN, true, ACCURACY.name(), "@MinAccuracy", FIGURE, 0.8, "m")),
        "the body said no",
        "and there was an error",
        RecordFile.tree(
            new ChoicesDetails(4, 0, 0, "ABDA", "ABCA", null, List.of(), 0, List.of(), List.of())));
  }

  /** Nothing is null. */
  static RunRecord full() {
    // The order of settings and libraries is kept, so it is one that no map would sort into.
    Map<String, String> ordered = new LinkedHashMap<>();
    ordered.put("task", "tasks/次の職種.jsonl");
    ordered.put("shots", "0");
    ordered.put("items", "all");
    return new RunRecord(
        RunRecord.SCHEMA,
        new RunRecord.Tool("assay", "0.1.0"),
        "2026-11-25T00:00:00Z",
        12.25,
        new RunRecord.Environment("Linux 6", "amd64", 2, "17", "cpu", 2, ordered, 3L << 30),
        List.of(
            new RunRecord.Model(
                "baseline",
                "S",
                "hf:org/name@main",
                "0123456789abcdef0123456789abcdef01234567",
                "",
                "ab",
                "llama",
                3_000_000_000L,
                "f32",
                new RunRecord.Tokenizer(
                    "tokenizer.json",
                    new RunRecord.Token("<s>", 1),
                    new RunRecord.Token("</s>", 2),
                    List.of(new RunRecord.Token("<s>", 1)),
                    List.of(new RunRecord.Token("</s>", 2)),
                    true,
                    List.of("note")))),
        List.of(
            new RunRecord.Reading(
                "k", "models/a", "d", 1, 2, 1, 2, 3, List.of("SCORES"), 1, "4096", 2, 0.1)),
        List.of(
            new CheckRecord(
                "org.example.S",
                "職務経歴書",
                "m",
                "d",
                "choices",
                List.of("slow"),
                ordered,
                "d1",
                List.of(measured(Status.FAILED)),
                List.of(FIGURE))),
        List.of(
            new RunRecord.Degradation(
                "org.example.S", "m", "int8", "choices.accuracyDrop.pValue", 0.01, 0.02, 0.015)));
  }

  /** All that may be null is. */
  static RunRecord sparse() {
    RunRecord full = full();
    CheckRecord check = full.checks().get(0);
    Verdict verdict =
        new Verdict(Verdict.Status.NOT_COMPARABLE, true, "a.b", "@L", null, null, "m");
    return new RunRecord(
        full.schema(),
        full.tool(),
        full.started(),
        full.seconds(),
        new RunRecord.Environment(
            "Linux 6", "amd64", 2, "17", "cpu", 2, Map.of("torch", "2"), null),
        List.of(
            new RunRecord.Model("baseline", "S", "models/a", null, "", null, null, 0, "f32", null)),
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
                null,
                List.of(
                    new Leaf(
                        "",
                        "f32",
                        Status.PASSED,
                        Double.POSITIVE_INFINITY,
                        List.of(new Figure(ACCURACY, Double.NaN, null, 0, "items", null)),
                        List.of(verdict),
                        null,
                        null,
                        null)))));
  }
}
