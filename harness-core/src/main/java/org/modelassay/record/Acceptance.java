package org.modelassay.record;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.modelassay.gate.AcceptedFigures;
import org.modelassay.gate.AcceptedFigures.Accepted;
import org.modelassay.gate.AcceptedFigures.Leaf;
import org.modelassay.gate.AcceptedFigures.Place;
import org.modelassay.record.RunRecord.CheckRecord;
import org.modelassay.record.RunRecord.Status;

/** Accepts what a run measured. */
public final class Acceptance {
  private Acceptance() {}

  /**
   * The figures of every leaf that was measured, be its limits broken or not, in place of those
   * accepted there before. What the run did not measure, or not on all of its data, stays as it
   * was; a figure that is not a finite number is not accepted.
   *
   * @param record the run
   * @param previous what was accepted before
   */
  public static AcceptedFigures of(RunRecord record, AcceptedFigures previous) {
    List<Leaf> leaves = new ArrayList<>();
    for (CheckRecord check : record.checks()) {
      for (RunRecord.Leaf leaf : check.leaves()) {
        if (leaf.status() != Status.ERROR && !leaf.partial() && check.dataDigest() != null) {
          leaves.add(
              new Leaf(
                  new Place(check.spec(), check.method(), leaf.candidate(), leaf.dtype()),
                  check.dataDigest(),
                  record.tool().version(),
                  answers(leaf.details()),
                  leaf.figures().stream()
                      .filter(figure -> Double.isFinite(figure.value()))
                      .map(Accepted::of)
                      .toList()));
        }
      }
    }
    return previous.with(leaves);
  }

  /** The answers that the details of a choices check hold, one character per item. */
  public static @Nullable String answers(@Nullable JsonNode details) {
    JsonNode answers = details == null ? null : details.get("answers");
    return answers == null || !answers.isTextual() ? null : answers.textValue();
  }
}
