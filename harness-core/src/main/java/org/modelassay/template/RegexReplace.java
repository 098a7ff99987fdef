package org.modelassay.template;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * {@code re.sub} for the filter {@code regex_replace}: Python's patterns on Java's engine. What the
 * two write differently is translated; a match pays for every character it looks at.
 */
final class RegexReplace {
  private RegexReplace() {}

  static String replace(
      Rendering rendering, String text, String pattern, String replacement, int count) {
    Pattern compiled;
    try {
      // Python's dot and dollar know one line end, and its classes all of Unicode.
      compiled =
          Pattern.compile(translate(pattern), Pattern.UNIX_LINES | Pattern.UNICODE_CHARACTER_CLASS);
    } catch (PatternSyntaxException e) {
      throw new Raised("error", e.getDescription() + " at position " + e.getIndex());
    }
    try {
      Matcher matcher = compiled.matcher(new Metered(rendering, text));
      var result = new StringBuilder();
      int at = 0;
      for (int done = 0; (count <= 0 || done < count) && matcher.find(); done++) {
        result.append(text, at, matcher.start());
        expand(replacement, matcher, result);
        rendering.chargeText(result.length() / 16 + 1L);
        at = matcher.end();
      }
      return rendering.made(result.append(text, at, text.length()).toString());
    } catch (StackOverflowError e) {
      throw Raised.limit("a regular expression that nests too deeply on this text");
    }
  }

  /** A text whose every look costs a step, so that backtracking cannot go on for ever. */
  private record Metered(Rendering rendering, String text) implements CharSequence {
    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      rendering.charge(1);
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private static String translate(String pattern) {
    var java = new StringBuilder(pattern.length());
    boolean inClass = false;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\' && i + 1 < pattern.length()) {
        char next = pattern.charAt(++i);
        // Python's \Z is the very end, which Java writes \z.
        java.append(next == 'Z' && !inClass ? "\\z" : "\\" + next);
      } else if (inClass) {
        boolean special = c == '[' || (c == '&' && pattern.startsWith("&&", i));
        java.append(special ? "\\" + c : String.valueOf(c));
        inClass = c != ']';
      } else if (c == '[') {
        inClass = true;
        java.append(c);
        if (pattern.startsWith("^", i + 1)) {
          java.append('^');
          i++;
        }
        if (pattern.startsWith("]", i + 1)) {
          java.append("\\]");
          i++;
        }
      } else if (pattern.startsWith("(?P<", i)) {
        java.append("(?<");
        i += 3;
      } else if (pattern.startsWith("(?P=", i)) {
        int end = pattern.indexOf(')', i);
        if (end < 0) {
          throw new Raised("error", "missing ), unterminated name at position " + (i + 4));
        }
        java.append("\\k<").append(pattern, i + 4, end).append('>');
        i = end;
      } else {
        java.append(c);
      }
    }
    return java.toString();
  }

  private static void expand(String replacement, Matcher matcher, StringBuilder to) {
    for (int i = 0; i < replacement.length(); i++) {
      char c = replacement.charAt(i);
      if (c != '\\' || i + 1 == replacement.length()) {
        to.append(c);
        continue;
      }
      char next = replacement.charAt(++i);
      if (next == 'g' && replacement.startsWith("<", i + 1)) {
        int end = replacement.indexOf('>', i);
        if (end < 0) {
          throw new Raised("error", "missing >, unterminated name");
        }
        to.append(group(matcher, replacement.substring(i + 2, end)));
        i = end;
      } else if (next >= '1' && next <= '9') {
        int end = i + 1;
        if (end < replacement.length() && Character.isDigit(replacement.charAt(end))) {
          end++;
        }
        to.append(group(matcher, replacement.substring(i, end)));
        i = end - 1;
      } else {
        String escaped = Strings.unescape("\\" + next);
        if (escaped.length() > 1 && Character.isLetter(next)) {
          throw new Raised("error", "bad escape \\" + next);
        }
        to.append(escaped);
      }
    }
  }

  private static String group(Matcher matcher, String name) {
    try {
      String group =
          name.chars().allMatch(Character::isDigit)
              ? matcher.group(Integer.parseInt(name))
              : matcher.group(name);
      return group == null ? "" : group;
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new Raised("error", "invalid group reference " + name);
    }
  }
}
