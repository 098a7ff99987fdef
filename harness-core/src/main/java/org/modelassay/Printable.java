package org.modelassay;

import java.util.Locale;

/** Text of models, data and forks, made fit for a console: what cannot be seen is spelled out. */
public final class Printable {
  private Printable() {}

  /**
   * The text in one line: every control, bidirectional and invisible character written as {@code
   * <U+202E>}, tabs kept.
   */
  public static String of(String text) {
    var printable = new StringBuilder(text.length());
    text.codePoints().forEach(point -> append(printable, point));
    return printable.toString();
  }

  /** At most {@code length} code points of the text, made printable. */
  public static String of(String text, int length) {
    return text.codePointCount(0, text.length()) <= length
        ? of(text)
        : of(text.substring(0, text.offsetByCodePoints(0, length - 1))) + "…";
  }

  private static void append(StringBuilder printable, int point) {
    switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED -> {
        if (point == '\t') {
          printable.append('\t');
        } else {
          printable.append(String.format(Locale.ROOT, "<U+%04X>", point));
        }
      }
      default -> printable.appendCodePoint(point);
    }
  }
}
