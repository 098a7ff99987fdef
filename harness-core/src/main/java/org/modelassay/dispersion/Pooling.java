package org.modelassay.dispersion;

/** What stands for a segment where segments are compared. */
public enum Pooling {
  /** The state at its last position, which has seen all of it. */
  LAST_TOKEN,
  /** The mean of the states at its positions. */
  MEAN
}
