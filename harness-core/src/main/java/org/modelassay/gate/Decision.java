package org.modelassay.gate;

/** What a limit asks: of these items, or of items like these. */
public enum Decision {
  /** The measured value must be within the limit. */
  ESTIMATE,
  /** The whole two-sided 95 % interval must be within the limit; undecided fails. */
  NON_INFERIORITY,
  /** Fails only when the whole interval lies beyond the limit; undecided passes. */
  SIGNIFICANCE
}
