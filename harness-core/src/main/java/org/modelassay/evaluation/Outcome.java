package org.modelassay.evaluation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Verdict;
import org.modelassay.measure.MeasureResult;

/**
 * How one leaf (a check on one candidate) came out.
 *
 * @param check the check
 * @param candidate name of the candidate, empty when the baseline stands alone
 * @param result what was measured, or null after an error
 * @param verdicts every limit and every guarded figure, judged; in the order of declaration
 * @param error why nothing could be measured, or null
 * @param bodyFailure what the spec's own assertions threw, or null
 * @param seconds wall time
 */
public record Outcome(
    CheckId check,
    String candidate,
    @Nullable MeasureResult result,
    List<Verdict> verdicts,
    @Nullable Throwable error,
    @Nullable Throwable bodyFailure,
    double seconds) {
  /** Copies the list. */
  public Outcome {
    verdicts = List.copyOf(verdicts);
  }

  /** The same outcome, failed by the spec's body; null: not failed by it. */
  public Outcome withBodyFailure(@Nullable Throwable failure) {
    return new Outcome(check, candidate, result, verdicts, error, failure, seconds);
  }

  /** The verdicts that fail the check. */
  public List<Verdict> breaches() {
    return verdicts.stream().filter(Verdict::fails).toList();
  }

  /** The figures, none after an error. */
  public List<Figure> figures() {
    return result == null ? List.of() : result.figures();
  }

  /** {@code Spec#method(candidate)}, as messages name it. */
  public String name() {
    return candidate.isEmpty() ? check.toString() : check + "(" + candidate + ")";
  }
}
