package org.modelassay.coding;

import org.jspecify.annotations.Nullable;

/**
 * Where a text that was encoded and decoded begins to be another one.
 *
 * @param character number of the first Unicode code point that differs, from 1
 * @param text the text from there on, its beginning
 * @param returned what came back in its place, its beginning
 */
record Loss(int character, String text, String returned) {
  private static final int SHOWN = 12;

  /** The first difference, or null when the texts are equal. */
  static @Nullable Loss of(String text, String returned) {
    if (text.equals(returned)) {
      return null;
    }
    int at = 0;
    int shorter = Math.min(text.length(), returned.length());
    while (at < shorter && text.charAt(at) == returned.charAt(at)) {
      at++;
    }
    // Halves of a pair of surrogates are no characters.
    if (at > 0 && Character.isHighSurrogate(text.charAt(at - 1))) {
      at--;
    }
    return new Loss(text.codePointCount(0, at) + 1, head(text, at), head(returned, at));
  }

  private static String head(String text, int from) {
    int left = text.codePointCount(from, text.length());
    return text.substring(from, text.offsetByCodePoints(from, Math.min(SHOWN, left)));
  }

  @Override
  public String toString() {
    return "from character "
        + character
        + " on "
        + quoted(text)
        + " comes back as "
        + quoted(returned);
  }

  /** Quoted, with what cannot be seen or told apart written as Java writes it. */
  private static String quoted(String text) {
    if (text.isEmpty()) {
      return "nothing";
    }
    var quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case '"', '\\' -> quoted.append('\\').appendCodePoint(c);
                default -> {
                  if (c == ' ' || isSeen(c)) {
                    quoted.appendCodePoint(c);
                  } else {
                    for (char unit : Character.toChars(c)) {
                      quoted.append("\\u%04X".formatted((int) unit));
                    }
                  }
                }
              }
            });
    return quoted.append('"').toString();
  }

  private static boolean isSeen(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.NON_SPACING_MARK,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SPACE_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
