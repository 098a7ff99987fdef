package org.modelassay.dispersion;

import org.modelassay.AssayException;

/**
 * How dispersion is set beside perplexity (arXiv 2506.24106): segments are sorted by perplexity and
 * cut into groups of equal size, of which those stay whose mean perplexities lie nearest to an even
 * grid; each has one dispersion.
 *
 * @param groupSize segments of a group, at least 2; the paper takes 100
 * @param groups points of the grid, at least 3, and so the most groups that stay; the paper takes
 *     100
 * @param belowPerplexity groups of at least this mean perplexity are left out afterwards; infinity
 *     for none
 */
public record PerplexityProtocol(int groupSize, int groups, double belowPerplexity) {
  /** Fewer say nothing of a line. */
  static final int FEWEST = 3;

  /**
   * Checks the numbers.
   *
   * @throws AssayException when one is out of its range
   */
  public PerplexityProtocol {
    if (groupSize < 2) {
      throw new AssayException("groupSize = " + groupSize + ": a distance needs two segments");
    }
    if (groups < FEWEST) {
      throw new AssayException("groups = " + groups + ": a correlation needs 3 groups or more");
    }
    if (!(belowPerplexity > 1)) {
      throw new AssayException(
          "belowPerplexity = " + belowPerplexity + ": a perplexity is 1 or more");
    }
  }

  /**
   * Refuses a set that cannot make three groups.
   *
   * @param segments number of them
   * @param corpus its name, for the message
   */
  void check(int segments, String corpus) {
    if (segments / groupSize < FEWEST) {
      throw new AssayException(
          corpus
              + " has "
              + segments
              + " segments, which make "
              + segments / groupSize
              + " groups of groupSize = "
              + groupSize
              + ", and a correlation needs 3; take smaller groups, shorter segments or more text");
    }
  }
}
