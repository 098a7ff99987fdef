package org.modelassay.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Python's strings: sequences of code points, with its notions of space, case and line. */
final class Strings {
  /** Beyond this length a needle is searched in linear time, whatever the texts. */
  private static final int LONG_NEEDLE = 64;

  private Strings() {}

  static String character(int codePoint) {
    return Character.toString(codePoint);
  }

  /** {@code str.isspace} of one character; all of them are in the basic plane. */
  static boolean isSpace(int c) {
    return c == ' '
        || (c >= 0x09 && c <= 0x0d)
        || (c >= 0x1c && c <= 0x1f)
        || c == 0x85
        || (c >= 0xa0 && Character.isSpaceChar(c));
  }

  static boolean isBlank(String text) {
    return !text.isEmpty() && text.chars().allMatch(Strings::isSpace);
  }

  static String stripEnd(String text) {
    int end = text.length();
    while (end > 0 && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }

  static String stripStart(String text) {
    int start = 0;
    while (start < text.length() && isSpace(text.charAt(start))) {
      start++;
    }
    return text.substring(start);
  }

  /** Strips characters of a set from one or both ends. */
  static String strip(String text, String set, boolean left, boolean right) {
    int start = 0;
    int end = text.length();
    while (left && start < end && set.indexOf(text.codePointAt(start)) >= 0) {
      start += Character.charCount(text.codePointAt(start));
    }
    while (right && end > start && set.indexOf(text.codePointBefore(end)) >= 0) {
      end -= Character.charCount(text.codePointBefore(end));
    }
    return text.substring(start, end);
  }

  /** Whether every character is in the basic plane, so that chars are code points. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** The offset in chars of a code point. */
  static int offset(String text, int codePoint) {
    return isPlain(text) ? codePoint : text.offsetByCodePoints(0, codePoint);
  }

  static String charAt(String text, int codePoint) {
    return character(text.codePointAt(offset(text, codePoint)));
  }

  static List<Object> characters(String text) {
    var characters = new ArrayList<Object>(text.length());
    text.codePoints().forEach(c -> characters.add(character(c)));
    return characters;
  }

  static String reverse(String text) {
    return new StringBuilder(text).reverse().toString();
  }

  static String slice(String text, Slice.Range range) {
    if (range.step() == 1) {
      int start = offset(text, range.start());
      return text.substring(
          start, start + offset(text.substring(start), Math.max(0, range.length())));
    }
    int[] all = text.codePoints().toArray();
    var result = new StringBuilder();
    for (int i = 0; i < range.length(); i++) {
      result.appendCodePoint(all[range.index(i)]);
    }
    return result.toString();
  }

  /** Finds a needle, in time linear in both texts. */
  static int indexOf(String text, String needle, int from) {
    if (needle.length() <= LONG_NEEDLE || needle.length() > text.length() - from) {
      return text.indexOf(needle, from);
    }
    // Knuth, Morris and Pratt: a hostile text cannot make it quadratic.
    int[] border = new int[needle.length()];
    for (int i = 1, k = 0; i < needle.length(); i++) {
      while (k > 0 && needle.charAt(i) != needle.charAt(k)) {
        k = border[k - 1];
      }
      k += needle.charAt(i) == needle.charAt(k) ? 1 : 0;
      border[i] = k;
    }
    for (int i = from, k = 0; i < text.length(); i++) {
      while (k > 0 && text.charAt(i) != needle.charAt(k)) {
        k = border[k - 1];
      }
      k += text.charAt(i) == needle.charAt(k) ? 1 : 0;
      if (k == needle.length()) {
        return i - k + 1;
      }
    }
    return -1;
  }

  static int lastIndexOf(String text, String needle, int end) {
    if (needle.length() <= LONG_NEEDLE) {
      return text.substring(0, end).lastIndexOf(needle);
    }
    int found =
        indexOf(
            new StringBuilder(text.substring(0, end)).reverse().toString(),
            new StringBuilder(needle).reverse().toString(),
            0);
    return found < 0 ? -1 : end - found - needle.length();
  }

  /** Occurrences that do not overlap; of the empty string one around every code point. */
  static int count(String text, String needle) {
    if (needle.isEmpty()) {
      return length(text) + 1;
    }
    int count = 0;
    for (int i = indexOf(text, needle, 0); i >= 0; i = indexOf(text, needle, i + needle.length())) {
      count++;
    }
    return count;
  }

  /**
   * {@code str.replace}.
   *
   * @param limit how many at most, all when negative
   */
  static String replace(String text, String old, String with, int limit) {
    var result = new StringBuilder(text.length());
    int left = limit < 0 ? Integer.MAX_VALUE : limit;
    int at = 0;
    if (old.isEmpty()) {
      while (left-- > 0) {
        result.append(with);
        if (at == text.length()) {
          return result.toString();
        }
        int c = text.codePointAt(at);
        result.appendCodePoint(c);
        at += Character.charCount(c);
      }
      return result.append(text, at, text.length()).toString();
    }
    for (int i = left == 0 ? -1 : indexOf(text, old, 0); i >= 0; ) {
      result.append(text, at, i).append(with);
      at = i + old.length();
      i = --left == 0 ? -1 : indexOf(text, old, at);
    }
    return result.append(text, at, text.length()).toString();
  }

  /** {@code str.split()} at runs of space. */
  static List<Object> words(String text, int limit) {
    var words = new ArrayList<Object>();
    int at = skipSpace(text, 0);
    for (int left = limit < 0 ? Integer.MAX_VALUE : limit; at < text.length(); left--) {
      if (left == 0) {
        words.add(text.substring(at));
        break;
      }
      int end = at;
      while (end < text.length() && !isSpace(text.charAt(end))) {
        end++;
      }
      words.add(text.substring(at, end));
      at = skipSpace(text, end);
    }
    return words;
  }

  private static int skipSpace(String text, int from) {
    int at = from;
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** {@code str.rsplit()} at runs of space. */
  static List<Object> lastWords(String text, int limit) {
    return backwards(words(reverse(text), limit));
  }

  /** Parts of a reversed text, in the order and direction of the text. */
  private static List<Object> backwards(List<Object> parts) {
    parts.replaceAll(each -> reverse((String) each));
    Collections.reverse(parts);
    return parts;
  }

  static List<Object> split(String text, String separator, int limit) {
    requireSeparator(separator);
    var parts = new ArrayList<Object>();
    int at = 0;
    int left = limit < 0 ? Integer.MAX_VALUE : limit;
    for (int i;
        left-- > 0 && (i = indexOf(text, separator, at)) >= 0;
        at = i + separator.length()) {
      parts.add(text.substring(at, i));
    }
    parts.add(text.substring(at));
    return parts;
  }

  static List<Object> splitLast(String text, String separator, int limit) {
    return backwards(split(reverse(text), reverse(separator), limit));
  }

  static void requireSeparator(String separator) {
    if (separator.isEmpty()) {
      throw Raised.value("empty separator");
    }
  }

  /** {@code str.splitlines}. */
  static List<Object> lines(String text, boolean keepEnds) {
    var lines = new ArrayList<Object>();
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean ends =
          (c >= 0x0a && c <= 0x0d)
              || (c >= 0x1c && c <= 0x1e)
              || c == 0x85
              || c == 0x2028
              || c == 0x2029;
      if (ends) {
        int end = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n' ? i + 2 : i + 1;
        lines.add(text.substring(start, keepEnds ? end : i));
        i = end - 1;
        start = end;
      }
    }
    if (start < text.length()) {
      lines.add(text.substring(start));
    }
    return lines;
  }

  static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  static String capitalize(String text) {
    if (text.isEmpty()) {
      return text;
    }
    int first = text.codePointAt(0);
    // Lowered as a whole: a final sigma depends on what stands before it.
    String lowered = lower(text);
    return titleCase(first) + lowered.substring(lower(character(first)).length());
  }

  private static String titleCase(int c) {
    int title = Character.toTitleCase(c);
    String upper = upper(character(c));
    if (title == c && !upper.equals(character(c)) && upper.length() > 1 && !isTitle(c)) {
      // One letter whose capital is several, as the sharp s: only the first is a capital.
      int first = upper.codePointAt(0);
      return character(first) + lower(upper.substring(Character.charCount(first)));
    }
    return character(title);
  }

  private static boolean isTitle(int c) {
    return Character.getType(c) == Character.TITLECASE_LETTER;
  }

  /** {@code str.title}: a capital after everything that has no case. */
  static String title(String text) {
    var result = new StringBuilder(text.length());
    String lowered = lower(text);
    boolean sameLength = lowered.length() == text.length();
    boolean inWord = false;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      boolean cased = isCased(c);
      if (!inWord) {
        result.append(titleCase(c));
      } else if (sameLength) {
        result.appendCodePoint(lowered.codePointAt(i));
      } else {
        result.append(lower(character(c)));
      }
      inWord = cased;
      i += Character.charCount(c);
    }
    return result.toString();
  }

  static String swapCase(String text) {
    var result = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c ->
                result.append(
                    Character.isUpperCase(c) ? lower(character(c)) : upper(character(c))));
    return result.toString();
  }

  /** {@code str.casefold}, nearly: by way of capitals, which unfolds what has several letters. */
  static String caseFold(String text) {
    return lower(upper(text)).replace('\u03c2', '\u03c3');
  }

  private static boolean isCased(int c) {
    return Character.isUpperCase(c) || Character.isLowerCase(c) || isTitle(c);
  }

  /** Whether there are cased characters and all are lower case. */
  static boolean isLower(String text) {
    return isOneCase(text, true);
  }

  static boolean isUpper(String text) {
    return isOneCase(text, false);
  }

  private static boolean isOneCase(String text, boolean lower) {
    boolean any = false;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      boolean isLower = Character.isLowerCase(c);
      boolean isUpper = Character.isUpperCase(c);
      if (isTitle(c) || (lower ? isUpper : isLower)) {
        return false;
      }
      any |= lower ? isLower : isUpper;
      i += Character.charCount(c);
    }
    return any;
  }

  static boolean isTitled(String text) {
    boolean any = false;
    boolean inWord = false;
    for (int c : text.codePoints().toArray()) {
      boolean capital = Character.isUpperCase(c) || isTitle(c);
      if ((capital && inWord) || (Character.isLowerCase(c) && !inWord)) {
        return false;
      }
      inWord = isCased(c);
      any |= inWord;
    }
    return any;
  }

  /** {@code repr} of a string. */
  static String repr(String text) {
    boolean doubled = text.indexOf('\'') >= 0 && text.indexOf('"') < 0;
    char quote = doubled ? '"' : '\'';
    var result = new StringBuilder(text.length() + 2).append(quote);
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      switch (c) {
        case '\n' -> result.append("\\n");
        case '\r' -> result.append("\\r");
        case '\t' -> result.append("\\t");
        case '\\' -> result.append("\\\\");
        default -> {
          if (c == quote) {
            result.append('\\').append(quote);
          } else if (isPrintable(c)) {
            result.appendCodePoint(c);
          } else {
            escape(c, result);
          }
        }
      }
    }
    return result.append(quote).toString();
  }

  /** {@code ascii}: a repr with everything beyond ASCII escaped. */
  static String ascii(String repr) {
    var result = new StringBuilder(repr.length());
    repr.codePoints()
        .forEach(
            c -> {
              if (c < 128) {
                result.append((char) c);
              } else {
                escape(c, result);
              }
            });
    return result.toString();
  }

  private static void escape(int c, StringBuilder to) {
    to.append(
        c < 0x100
            ? String.format(Locale.ROOT, "\\x%02x", c)
            : c < 0x10000
                ? String.format(Locale.ROOT, "\\u%04x", c)
                : String.format(Locale.ROOT, "\\U%08x", c));
  }

  static boolean isPrintable(int c) {
    if (c >= ' ' && c < 127) {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /** What the text between the quotes of a literal means. */
  static String unescape(String literal) {
    if (literal.indexOf('\\') < 0) {
      return literal;
    }
    var result = new StringBuilder(literal.length());
    for (int i = 0; i < literal.length(); ) {
      char c = literal.charAt(i++);
      if (c != '\\' || i == literal.length()) {
        result.append(c);
        continue;
      }
      char kind = literal.charAt(i++);
      switch (kind) {
        case '\n' -> {}
        case '\\', '\'', '"' -> result.append(kind);
        case 'a' -> result.append('\u0007');
        case 'b' -> result.append('\b');
        case 'f' -> result.append('\f');
        case 'n' -> result.append('\n');
        case 'r' -> result.append('\r');
        case 't' -> result.append('\t');
        case 'v' -> result.append('\u000b');
        case 'x' -> i = hex(literal, i, 2, kind, result);
        case 'u' -> i = hex(literal, i, 4, kind, result);
        case 'U' -> i = hex(literal, i, 8, kind, result);
        case 'N' -> i = named(literal, i, result);
        default -> {
          if (kind >= '0' && kind <= '7') {
            int end = i;
            while (end < i + 2
                && end < literal.length()
                && literal.charAt(end) >= '0'
                && literal.charAt(end) <= '7') {
              end++;
            }
            result.appendCodePoint(Integer.parseInt(literal.substring(i - 1, end), 8));
            i = end;
          } else {
            result.append('\\').append(kind);
          }
        }
      }
    }
    return result.toString();
  }

  private static int hex(String literal, int at, int digits, char kind, StringBuilder to) {
    int end = at;
    while (end < at + digits
        && end < literal.length()
        && literal.charAt(end) < 128
        && Character.digit(literal.charAt(end), 16) >= 0) {
      end++;
    }
    if (end < at + digits) {
      throw Raised.value(
          "truncated \\"
              + kind
              + (digits == 2 ? "XX" : digits == 4 ? "XXXX" : "XXXXXXXX")
              + " escape");
    }
    long c = Long.parseLong(literal.substring(at, end), 16);
    if (c > Character.MAX_CODE_POINT) {
      throw Raised.value("illegal Unicode character");
    }
    to.appendCodePoint((int) c);
    return end;
  }

  private static int named(String literal, int at, StringBuilder to) {
    int end = literal.indexOf('}', at);
    if (at >= literal.length() || literal.charAt(at) != '{' || end < 0) {
      throw Raised.value("malformed \\N character escape");
    }
    try {
      to.appendCodePoint(Character.codePointOf(literal.substring(at + 1, end)));
    } catch (IllegalArgumentException e) {
      throw Raised.value("unknown Unicode character name");
    }
    return end + 1;
  }
}
