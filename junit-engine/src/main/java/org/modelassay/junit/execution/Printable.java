package org.modelassay.junit.execution;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Text of models and data, made fit for a console or a report entry. */
public final class Printable {
  private Printable() {}

  /** The text in one line: control, bidirectional and invisible characters as {@code <U+202E>}. */
  public static String line(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints().forEach(point -> append(line, point));
    return line.toString();
  }

  /** At most {@code length} code points of the text, in one line. */
  static String line(String text, int length) {
    return text.codePointCount(0, text.length()) <= length
        ? line(text)
        : line(text.substring(0, text.offsetByCodePoints(0, length - 1))) + "…";
  }

  /** Six significant digits, the same in every locale; NaN and infinities as Java writes them. */
  static String number(double value) {
    return Double.isFinite(value)
        ? new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros().toPlainString()
        : Double.toString(value);
  }

  private static void append(StringBuilder line, int point) {
    switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          line.append(String.format(Locale.ROOT, "<U+%04X>", point));
      default -> line.appendCodePoint(point);
    }
  }
}
