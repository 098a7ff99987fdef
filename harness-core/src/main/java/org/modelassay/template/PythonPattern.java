package org.modelassay.template;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.WatchedText;

/**
 * A pattern of Python's {@code re} (3.11, on {@code str}) on Java's engine. What the two write or
 * mean differently is translated: named groups, {@code \Z}, classes over all of Unicode, literal
 * braces and brackets, {@code ^} behind a last line end. What cannot be is refused.
 *
 * <p>Java's engine and not one of linear time: those know neither look-around nor back-references,
 * which published task files use. A count of the characters looked at keeps a pattern from going on
 * for ever.
 */
public final class PythonPattern {
  private final String pattern;
  private final Pattern java;
  private final Map<String, Integer> names;

  private PythonPattern(String pattern, Pattern java, Map<String, Integer> names) {
    this.pattern = pattern;
    this.java = java;
    this.names = names;
  }

  /**
   * Compiles a pattern.
   *
   * @throws IllegalArgumentException saying what of it Python would not take or Java cannot do
   */
  public static PythonPattern of(String pattern) {
    var translation = new Translation(pattern);
    String java = translation.translate();
    try {
      return new PythonPattern(
          pattern,
          Pattern.compile(java, Pattern.UNIX_LINES | Pattern.UNICODE_CASE),
          translation.names);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(e.getDescription() + " in " + pattern, e);
    }
  }

  /** A matcher on a text; whoever hands it in bounds the time. */
  Matcher matcher(CharSequence text) {
    return java.matcher(text);
  }

  /** The number of a named group, or null. */
  @Nullable Integer group(String name) {
    return names.get(name);
  }

  /**
   * {@code re.findall}: for each match the text of the one group, of the whole match where the
   * pattern has none, or of every group.
   *
   * @return per match its texts, at least one; empty for a group that took no part
   * @throws AssayException if the pattern does not come to an end on this text
   */
  public List<List<String>> findAll(String text) {
    var found = new ArrayList<List<String>>();
    forEach(
        text,
        match -> {
          var groups = new ArrayList<String>();
          int first = match.groupCount() == 0 ? 0 : 1;
          for (int group = first; group <= match.groupCount(); group++) {
            String each = match.group(group);
            groups.add(each == null ? "" : each);
          }
          found.add(groups);
        });
    return found;
  }

  /**
   * {@code re.sub} with nothing: the text without what the pattern matches.
   *
   * @throws AssayException if the pattern does not come to an end on this text
   */
  public String remove(String text) {
    return replace(text, "");
  }

  /**
   * {@code re.sub} with a text that stands for itself.
   *
   * @throws AssayException if the pattern does not come to an end on this text
   */
  public String replace(String text, String replacement) {
    var replaced = new StringBuilder();
    int[] at = {0};
    forEach(
        text,
        match -> {
          replaced.append(text, at[0], match.start()).append(replacement);
          at[0] = match.end();
        });
    return replaced.append(text, at[0], text.length()).toString();
  }

  private void forEach(String text, Consumer<MatchResult> use) {
    // Published patterns take quadratic time, a fraction of a second even on long outputs.
    double square = (double) text.length() * text.length();
    long most = (long) Math.min(1e9, 1e7 + 4 * square);
    try {
      Matcher matcher = java.matcher(WatchedText.atMost(text, most));
      int from = 0;
      while (from <= text.length() && matcher.find(from)) {
        use.accept(matcher);
        // Behind an empty match by a whole character, which Java's own find would split.
        from = matcher.end();
        if (matcher.end() == matcher.start()) {
          from += from < text.length() ? Character.charCount(text.codePointAt(from)) : 1;
        }
      }
    } catch (WatchedText.TooManyLooks e) {
      throw endless(text, "looks at more than " + most + " characters", e);
    } catch (StackOverflowError e) {
      throw endless(text, "nests too deeply", e);
    }
  }

  private AssayException endless(String text, String what, Throwable cause) {
    return new AssayException(
        ("the pattern %s %s on a text of %d characters; expected one that comes to an end; write it"
                + " without repetitions inside repetitions")
            .formatted(pattern, what, text.length()),
        cause);
  }

  /** The pattern as Python has it. */
  @Override
  public String toString() {
    return pattern;
  }

  /** One pattern on its way from Python's writing to Java's. */
  private static final class Translation {
    /** {@code str.isalnum} or an underscore. */
    private static final String WORD = "\\p{L}\\p{N}_";

    /** {@code str.isspace}. */
    private static final String SPACE =
        "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";

    private static final Pattern REPETITION = Pattern.compile("\\{([0-9]*)(,?)([0-9]*)}");
    private static final Pattern FLAGS = Pattern.compile("\\(\\?([a-zA-Z]+)\\)");
    private static final Pattern LOCAL_FLAGS = Pattern.compile("\\(\\?([a-zA-Z]*)(-[a-zA-Z]+)?:");
    private static final Pattern NAME = Pattern.compile("\\(\\?P<([^>)]*)>");
    private static final Pattern NAMED_REFERENCE = Pattern.compile("\\(\\?P=([^)]*)\\)");

    private final String python;
    private final StringBuilder java = new StringBuilder();
    final Map<String, Integer> names = new HashMap<>();
    private int at;
    private int groups;
    private boolean lines;

    Translation(String python) {
      this.python = python;
    }

    String translate() {
      Matcher flags = FLAGS.matcher(python);
      if (flags.lookingAt()) {
        for (char flag : flags.group(1).toCharArray()) {
          allow(flag, "imsu");
          lines |= flag == 'm';
        }
        String kept = flags.group(1).replace("u", "");
        java.append(kept.isEmpty() ? "" : "(?" + kept + ")");
        at = flags.end();
      }
      while (at < python.length()) {
        char c = python.charAt(at);
        if (c == '\\') {
          escape();
        } else if (c == '[') {
          set();
        } else if (c == '(') {
          group();
        } else if (c == '{') {
          brace();
        } else if (c == '^' && lines) {
          // Java's does not stand behind a line end that ends the text, nor in an empty one.
          java.append("(?:\\A|(?<=\\n))");
          at++;
        } else {
          java.append(c);
          at++;
        }
      }
      return java.toString();
    }

    private IllegalArgumentException wrong(String what) {
      return new IllegalArgumentException(what + " at position " + at + " of " + python);
    }

    private void allow(char flag, String known) {
      if (known.indexOf(flag) < 0) {
        throw wrong("the flag " + flag + " is not supported");
      }
    }

    private void brace() {
      Matcher repetition = REPETITION.matcher(python).region(at, python.length());
      if (repetition.lookingAt() && repetition.end() - at > 2) {
        String least = repetition.group(1).isEmpty() ? "0" : repetition.group(1);
        java.append('{').append(least).append(repetition.group(2));
        java.append(repetition.group(3)).append('}');
        at = repetition.end();
      } else {
        java.append("\\{");
        at++;
      }
    }

    private void group() {
      if (!python.startsWith("(?", at)) {
        groups++;
        java.append('(');
        at++;
        return;
      }
      Matcher name = NAME.matcher(python).region(at, python.length());
      Matcher reference = NAMED_REFERENCE.matcher(python).region(at, python.length());
      Matcher flags = LOCAL_FLAGS.matcher(python).region(at, python.length());
      if (name.lookingAt()) {
        // Java's names know no underscore.
        groups++;
        if (names.put(name.group(1), groups) != null) {
          throw wrong("redefinition of group name " + name.group(1));
        }
        java.append('(');
        at = name.end();
      } else if (reference.lookingAt()) {
        Integer number = names.get(reference.group(1));
        if (number == null) {
          throw wrong("unknown group name " + reference.group(1));
        }
        reference(number);
        at = reference.end();
      } else if (flags.lookingAt()) {
        String off = flags.group(2) == null ? "" : flags.group(2);
        for (char flag : (flags.group(1) + off.replace("-", "")).toCharArray()) {
          allow(flag, "is");
        }
        java.append(flags.group());
        at = flags.end();
      } else if (python.startsWith("(?#", at)) {
        int end = python.indexOf(')', at);
        if (end < 0) {
          throw wrong("missing ), unterminated comment");
        }
        at = end + 1;
      } else {
        for (String kind : List.of("(?=", "(?!", "(?<=", "(?<!", "(?>")) {
          if (python.startsWith(kind, at)) {
            java.append(kind);
            at += kind.length();
            return;
          }
        }
        throw wrong(
            python.startsWith("(?(", at) ? "a conditional group is not supported" : "bad group");
      }
    }

    private void reference(int group) {
      // In a group of its own, so that digits behind it stay text.
      java.append("(?:\\").append(group).append(')');
    }

    /** A set of characters in brackets, which Java would take for sets in sets. */
    private void set() {
      int start = at++;
      java.append('[');
      if (python.startsWith("^", at)) {
        java.append('^');
        at++;
      }
      for (boolean first = true; ; first = false) {
        if (at == python.length()) {
          at = start;
          throw wrong("unterminated character set");
        }
        char c = python.charAt(at);
        if (c == ']' && !first) {
          java.append(']');
          at++;
          return;
        } else if (c == '\\') {
          escapeInSet();
        } else {
          java.append(c == '[' || c == ']' || c == '&' || c == '^' ? "\\" + c : String.valueOf(c));
          at++;
        }
      }
    }

    private void escape() {
      char c = escaped();
      if (c >= '1' && c <= '9') {
        numbered();
        return;
      }
      at += 2;
      switch (c) {
        case 'd' -> java.append("\\p{Nd}");
        case 'D' -> java.append("\\P{Nd}");
        case 's' -> java.append('[').append(SPACE).append(']');
        case 'S' -> java.append("[^").append(SPACE).append(']');
        case 'w' -> java.append('[').append(WORD).append(']');
        case 'W' -> java.append("[^").append(WORD).append(']');
        case 'b' ->
            java.append(
                "(?:(?<=[" + WORD + "])(?![" + WORD + "])|(?<![" + WORD + "])(?=[" + WORD + "]))");
        case 'B' ->
            java.append(
                "(?:(?<=[" + WORD + "])(?=[" + WORD + "])|(?<![" + WORD + "])(?![" + WORD + "]))");
        case 'A' -> java.append("\\A");
        case 'Z' -> java.append("\\z");
        default -> character(c);
      }
    }

    private void escapeInSet() {
      char c = escaped();
      at += 2;
      switch (c) {
        case 'd' -> java.append("\\p{Nd}");
        case 'D' -> java.append("\\P{Nd}");
        case 's' -> java.append(SPACE);
        case 'S' -> java.append("[^").append(SPACE).append(']');
        case 'w' -> java.append(WORD);
        case 'W' -> java.append("[^").append(WORD).append(']');
        case 'b' -> java.append("\\x08");
        default -> {
          if (c >= '1' && c <= '7') {
            at--;
            codePoint(octal(3));
          } else {
            character(c);
          }
        }
      }
    }

    private char escaped() {
      if (at + 1 == python.length()) {
        throw wrong("bad escape (end of pattern)");
      }
      return python.charAt(at + 1);
    }

    /** A reference to a group, or three octal digits. */
    private void numbered() {
      String digits = python.substring(at + 1);
      if (digits.matches("(?s)[0-3][0-7][0-7].*")) {
        at++;
        codePoint(octal(3));
        return;
      }
      int length = digits.matches("(?s)[0-9][0-9].*") ? 2 : 1;
      int number = Integer.parseInt(digits.substring(0, length));
      if (number > groups) {
        throw wrong("invalid group reference " + number);
      }
      reference(number);
      at += 1 + length;
    }

    /** What stands for one character, its escape behind us. */
    private void character(char c) {
      switch (c) {
        case 'a' -> codePoint(7);
        case 'f' -> codePoint('\f');
        case 'n' -> codePoint('\n');
        case 'r' -> codePoint('\r');
        case 't' -> codePoint('\t');
        case 'v' -> codePoint(11);
        case 'x' -> codePoint(hexadecimal(2));
        case 'u' -> codePoint(hexadecimal(4));
        case 'U' -> codePoint(hexadecimal(8));
        case '0' -> codePoint(octal(2));
        default -> {
          if (c < 0x80 && Character.isLetterOrDigit(c)) {
            at -= 2;
            throw wrong("bad escape \\" + c);
          }
          java.append(c < 0x80 ? "\\" + c : String.valueOf(c));
        }
      }
    }

    private void codePoint(int c) {
      java.append("\\x{").append(Integer.toHexString(c)).append('}');
    }

    private int hexadecimal(int digits) {
      String text = python.substring(at, Math.min(python.length(), at + digits));
      if (!text.matches("[0-9a-fA-F]{" + digits + "}")) {
        throw wrong("incomplete escape");
      }
      at += digits;
      return Integer.parseInt(text, 16);
    }

    /** Up to so many octal digits; none is 0. */
    private int octal(int most) {
      int value = 0;
      for (int i = 0; i < most && at < python.length(); i++, at++) {
        int digit = python.charAt(at) - '0';
        if (digit < 0 || digit > 7) {
          break;
        }
        value = value * 8 + digit;
      }
      return value;
    }
  }
}
