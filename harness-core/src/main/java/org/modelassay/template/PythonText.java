package org.modelassay.template;

import java.util.Locale;

/** What Python's {@code str} does that Java's String does otherwise. */
public final class PythonText {
  private PythonText() {}

  /** {@code str.strip()}: space as Python knows it, no-break spaces among it. */
  public static String strip(String text) {
    return Strings.stripStart(Strings.stripEnd(text));
  }

  /** {@code str.lower()}. */
  public static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** {@code str.upper()}. */
  public static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  /** Whether {@code str.isspace()} holds of a character. */
  public static boolean isSpace(int c) {
    return Strings.isSpace(c);
  }
}
