package org.modelassay.maven;

import java.util.Locale;

/** Text of models, data and forks, made fit for a console: what cannot be seen is spelled out. */
final class Printable {
  private Printable() {}

  /**
   * The text with every control, bidirectional and invisible character written as {@code <U+202E>},
   * tabs kept.
   */
  static String of(String text) {
    var printable = new StringBuilder(text.length());
    text.codePoints().forEach(c -> append(printable, c));
    return printable.toString();
  }

  /** At most {@code length} characters of the text, made printable. */
  static String of(String text, int length) {
    return text.codePointCount(0, text.length()) <= length
        ? of(text)
        : of(text.substring(0, text.offsetByCodePoints(0, length - 1))) + "…";
  }

  private static void append(StringBuilder printable, int c) {
    switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED -> {
        if (c == '\t') {
          printable.append('\t');
        } else {
          printable.append(String.format(Locale.ROOT, "<U+%04X>", c));
        }
      }
      default -> printable.appendCodePoint(c);
    }
  }
}
