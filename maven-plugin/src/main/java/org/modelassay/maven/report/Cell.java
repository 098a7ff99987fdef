package org.modelassay.maven.report;

/**
 * A number in a table.
 *
 * @param number as people read it
 * @param by as a machine sorts it; empty for what is no number
 */
record Cell(String number, String by) {
  static Cell of(double value, String unit) {
    return new Cell(Numbers.of(value, unit), sortable(value));
  }

  static Cell fixed(double value, int digits) {
    return new Cell(Numbers.fixed(value, digits), sortable(value));
  }

  static Cell signed(double value, int digits) {
    return new Cell(Numbers.signed(value, digits), sortable(value));
  }

  static Cell count(long count) {
    return new Cell(Numbers.count(count), String.valueOf(count));
  }

  private static String sortable(double value) {
    return Double.isNaN(value) ? "" : String.valueOf(value);
  }
}
