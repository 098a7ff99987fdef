package org.modelassay.measure;

import java.util.List;
import org.modelassay.gate.Figure;

/** What a measure found; the type that a spec's body may take as its parameter. */
public interface MeasureResult {
  /** All figures, each metric at most once. */
  List<Figure> figures();

  /**
   * What a person drills down to: a record that Jackson can write, bounded in size (worst and
   * sampled items). It goes into the run record under the check.
   */
  Object details();

  /** Whether the run stopped before all of its data was read: such figures are never accepted. */
  default boolean partial() {
    return false;
  }
}
