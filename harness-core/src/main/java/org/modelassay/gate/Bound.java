package org.modelassay.gate;

/** The side on which a limit bounds a metric. */
public enum Bound {
  /** The figure may not be above the limit. */
  AT_MOST,
  /** The figure may not be below the limit. */
  AT_LEAST
}
