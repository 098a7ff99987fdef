package org.modelassay.maven.report;

/**
 * How much of a long list or text the page shows. Every list of the page is bounded by one of
 * these, so that halving them ends below any size.
 *
 * @param rows rows of tables
 * @param items things to drill down to: flips, documents, outputs
 * @param tokens tokens of a strip
 * @param text UTF-16 units of a text
 */
record Size(int rows, int items, int tokens, int text) {
  static final Size FULL = new Size(1000, 100, 400, 4000);

  /** Names and other short texts. */
  int name() {
    return Math.min(text, 300);
  }

  Size half() {
    return new Size(rows / 2, items / 2, tokens / 2, Math.max(8, text / 2));
  }
}
