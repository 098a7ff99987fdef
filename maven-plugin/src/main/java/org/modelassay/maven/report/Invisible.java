package org.modelassay.maven.report;

/**
 * Characters that a reader cannot see, or that reorder what a reader sees. A page that prints them
 * as they are can be made to say something else than its data, so they are named: {@code U+202E}.
 */
final class Invisible {
  private Invisible() {}

  /** What replaces one such character. */
  interface Marker {
    void append(int codePoint, StringBuilder to);
  }

  /** The name of a code point, such as {@code U+202E}. */
  static String name(int codePoint) {
    String hex = Integer.toHexString(codePoint).toUpperCase(java.util.Locale.ROOT);
    return "U+" + "0".repeat(Math.max(0, 4 - hex.length())) + hex;
  }

  /** Appends the text, each invisible character by the marker, all others by {@code visible}. */
  static void show(String text, StringBuilder to, Marker visible, Marker invisible) {
    int previous = ' ';
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      // One selector after a letter picks its glyph (a name's kanji, an emoji); a row of them hides
      // data.
      boolean selects = isSelector(codePoint) && !isSelector(previous) && !isInvisible(previous);
      (isInvisible(codePoint) && !selects ? invisible : visible).append(codePoint, to);
      previous = codePoint;
    }
  }

  /** Whether a reader cannot see it, line feed and tab left out. */
  static boolean isInvisible(int codePoint) {
    if (codePoint == '\n' || codePoint == '\t') {
      return false;
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> isSelector(codePoint) || isBlankLetter(codePoint);
    };
  }

  private static boolean isSelector(int codePoint) {
    return (codePoint >= 0xFE00 && codePoint <= 0xFE0F)
        || (codePoint >= 0xE0100 && codePoint <= 0xE01EF)
        || (codePoint >= 0x180B && codePoint <= 0x180F);
  }

  /** Letters and marks without ink: Unicode's Default_Ignorable beside the categories above. */
  private static boolean isBlankLetter(int codePoint) {
    return switch (codePoint) {
      case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0 -> true;
      default -> false;
    };
  }
}
