package org.modelassay.coding.equalinfo;

/**
 * How many symbols a window holds. Each rule begins with the greedy prefix: the most symbols, from
 * the window's first on, whose code fits. The code is padded with zeros to the window's size, so
 * prefixes of one another may have the same padded code; the rules differ in which of them is
 * meant. A text's last window always holds the rest of it, which its length tells.
 */
public enum WindowRule {
  /**
   * The greedy prefix cut back to the shortest one, of at least one symbol, that has the same
   * padded code. The decoder takes the shortest prefix on the code's path whose padded code it is,
   * so that every text comes back.
   */
  SHORTEST_PREFIX,
  /**
   * The greedy prefix without the trailing symbols that add nothing but zeros: the paper's "delay".
   * Decoded like {@link #SHORTEST_PREFIX}, which it nearly is. But a padded code may come, go and
   * come again as symbols are added; then the decoder stops at its first coming and is wrong.
   */
  DELAYED,
  /**
   * The greedy prefix itself: the paper's rule, by which its ratios are measured. Two texts may
   * have the same windows, so that nothing decodes it; there is no proof of it.
   */
  GREEDY;

  /** Whether every text comes back. */
  boolean lossless() {
    return this == SHORTEST_PREFIX;
  }
}
