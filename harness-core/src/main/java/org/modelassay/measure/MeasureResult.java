package org.modelassay.measure;

import java.util.List;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Verdict;

/** What a measure found; the type that a spec's body may take as its parameter. */
public interface MeasureResult {
  /** All figures, each metric at most once. */
  List<Figure> figures();

  /**
   * What a person drills down to: a record that Jackson can write, bounded in size (worst and
   * sampled items). It goes into the run record under the check.
   */
  Object details();

  /** What is judged whatever the limits say, such as a proof that failed. */
  default List<Verdict> verdicts() {
    return List.of();
  }

  /** Whether the run stopped before all of its data was read: such figures are never accepted. */
  default boolean partial() {
    return false;
  }
}
