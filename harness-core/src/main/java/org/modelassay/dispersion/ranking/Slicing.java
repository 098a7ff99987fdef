package org.modelassay.dispersion.ranking;

/** What makes a slice of a corpus. */
public enum Slicing {
  /** A tag: all items of documents that have it. An item may be in several slices, or in none. */
  TAG,
  /** A document, such as a file of a folder: all its segments. */
  FILE,
  /** A cluster of items whose states point in like directions, by k-means++. */
  CLUSTER
}
