package org.modelassay.model.tokenizer;

import java.util.ArrayDeque;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;

/**
 * Refuses the regular expressions by which a file could end the process: the library's engine gives
 * up after ten million steps, and giving up is fatal there. A group that is repeated and whose body
 * can match one text in several ways needs exponentially many steps on a few dozen characters.
 * (Patterns that take polynomially many, such as {@code a*a*a*b}, are not told apart from harmless
 * ones.)
 */
final class Patterns {
  /** Published patterns of this form; their bodies match a text in one way only. */
  private static final Set<String> KNOWN = Set.of(PreTokenizer.EXAONE_MOE);

  private static final Pattern COUNTS = Pattern.compile("\\{(\\d{0,6})(,\\d{0,6})?\\}");

  private Patterns() {}

  /**
   * Checks one.
   *
   * @param place file and key, for the message
   * @param pattern the regular expression
   */
  static void check(String place, String pattern) {
    if (KNOWN.contains(pattern)) {
      return;
    }
    // For each open group, whether its body so far can match texts of several forms.
    var open = new ArrayDeque<Boolean>();
    boolean varied = false;
    boolean group = false;
    boolean groupVaried = false;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      int[] times = times(pattern, i);
      if (times != null) {
        if (group && groupVaried && times[1] > 1) {
          throw new AssayException(
              place
                  + " repeats a group that itself repeats or chooses, "
                  + pattern
                  + "; expected a pattern that cannot take exponential time");
        }
        varied |= times[0] != times[1];
        group = false;
        continue;
      }
      group = false;
      switch (c) {
        case '\\' -> i++;
        case '[' -> i = endOfClass(pattern, i);
        case '|' -> varied = true;
        case '(' -> {
          open.push(varied);
          varied = false;
          if (pattern.startsWith("(?", i)) {
            // The question mark is no quantifier here.
            i++;
          }
        }
        case ')' -> {
          groupVaried = varied;
          group = true;
          varied |= !open.isEmpty() && open.pop();
        }
        default -> {
          // A character stands for itself.
        }
      }
    }
  }

  /** How often a quantifier at a place lets its atom stand, or null where none stands. */
  private static int @Nullable [] times(String pattern, int at) {
    switch (pattern.charAt(at)) {
      case '*', '+' -> {
        return new int[] {0, Integer.MAX_VALUE};
      }
      case '?' -> {
        return new int[] {0, 1};
      }
      case '{' -> {
        Matcher counts = COUNTS.matcher(pattern).region(at, pattern.length());
        if (!counts.lookingAt()) {
          return null;
        }
        boolean exact = counts.group(2) == null;
        int least = counts.group(1).isEmpty() ? 0 : Integer.parseInt(counts.group(1));
        String most = exact ? counts.group(1) : counts.group(2).substring(1);
        return new int[] {least, most.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(most)};
      }
      default -> {
        return null;
      }
    }
  }

  private static int endOfClass(String pattern, int start) {
    int depth = 0;
    for (int i = start; i < pattern.length(); i++) {
      switch (pattern.charAt(i)) {
        case '\\' -> i++;
        case '[' -> depth++;
        case ']' -> {
          boolean first = i == start + 1 || (i == start + 2 && pattern.charAt(i - 1) == '^');
          if (!first && --depth == 0) {
            return i;
          }
        }
        default -> {
          // A member of the class.
        }
      }
    }
    return pattern.length();
  }
}
