package org.modelassay.gate;

/** Which way a metric gets better. */
public enum Direction {
  /** Smaller is better. */
  LOWER_IS_BETTER,
  /** Larger is better. */
  HIGHER_IS_BETTER,
  /** Neither: the figure describes. A regression of it cannot be judged, a limit can. */
  NEITHER
}
