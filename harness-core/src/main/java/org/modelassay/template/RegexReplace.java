package org.modelassay.template;

import java.util.regex.Matcher;
import org.modelassay.WatchedText;

/**
 * {@code re.sub} for the filter {@code regex_replace}; a match pays for every character it looks
 * at.
 */
final class RegexReplace {
  private RegexReplace() {}

  static String replace(
      Rendering rendering, String text, String pattern, String replacement, int count) {
    PythonPattern compiled;
    try {
      compiled = PythonPattern.of(pattern);
    } catch (IllegalArgumentException e) {
      throw new Raised("error", String.valueOf(e.getMessage()));
    }
    try {
      Matcher matcher = compiled.matcher(new WatchedText(text, () -> rendering.charge(1)));
      var result = new StringBuilder();
      int at = 0;
      for (int done = 0; (count <= 0 || done < count) && matcher.find(); done++) {
        result.append(text, at, matcher.start());
        expand(replacement, compiled, matcher, result);
        rendering.chargeText(result.length() / 16 + 1L);
        at = matcher.end();
      }
      return rendering.made(result.append(text, at, text.length()).toString());
    } catch (StackOverflowError e) {
      throw Raised.limit("a regular expression that nests too deeply on this text");
    }
  }

  private static void expand(
      String replacement, PythonPattern pattern, Matcher matcher, StringBuilder to) {
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
        to.append(group(pattern, matcher, replacement.substring(i + 2, end)));
        i = end;
      } else if (next >= '1' && next <= '9') {
        int end = i + 1;
        if (end < replacement.length() && Character.isDigit(replacement.charAt(end))) {
          end++;
        }
        to.append(group(pattern, matcher, replacement.substring(i, end)));
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

  private static String group(PythonPattern pattern, Matcher matcher, String name) {
    try {
      Integer number =
          name.chars().allMatch(Character::isDigit) ? Integer.valueOf(name) : pattern.group(name);
      if (number == null) {
        throw new Raised("error", "unknown group name " + name);
      }
      String group = matcher.group(number);
      return group == null ? "" : group;
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw new Raised("error", "invalid group reference " + name);
    }
  }
}
