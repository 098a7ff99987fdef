package org.modelassay.template;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The filter {@code wordwrap}: lines broken as Python's {@code textwrap} breaks them. */
final class WordWrap {
  private static final String SPACE = "[\\t\\n\\x0b\\f\\r ]";
  private static final String OTHER = "[^\\t\\n\\x0b\\f\\r ]";
  private static final String INNER = "[\\w!\"'&.,?]";
  private static final String LETTER = "[^\\d\\W]";

  /** Runs of space, dashes between words, and words or their parts up to a hyphen. */
  private static final Pattern CHUNK =
      Pattern.compile(
          SPACE
              + "+"
              + "|(?<="
              + INNER
              + ")-{2,}(?=\\w)"
              + "|"
              + OTHER
              + "+?(?:-(?:(?<="
              + LETTER
              + "{2}-)|(?<="
              + LETTER
              + "-"
              + INNER
              + "-))(?="
              + LETTER
              + "-?"
              + LETTER
              + ")"
              + "|(?="
              + SPACE
              + "|\\z)"
              + "|(?<="
              + INNER
              + ")(?=-{2,}\\w))",
          Pattern.UNICODE_CHARACTER_CLASS);

  private static final Pattern WORD = Pattern.compile(SPACE + "+|" + OTHER + "+");

  private WordWrap() {}

  static Object wrap(Rendering rendering, Object[] a) {
    String text = Values.text(a[0]);
    if (text == null) {
      throw new Raised(
          "AttributeError",
          Strings.repr(Values.typeName(a[0])) + " object has no attribute 'splitlines'");
    }
    int width = Values.integer(a[1]);
    boolean breakWords = Values.truth(a[2]);
    boolean breakHyphens = Values.truth(a[4]);
    String separator = a[3] == None.NONE ? "\n" : Values.str(rendering, a[3]);
    var lines = new ArrayList<String>();
    for (Object each : Strings.lines(text, false)) {
      rendering.charge(((String) each).length() * 4L);
      if (width <= 0) {
        throw Raised.value("invalid width " + width + " (must be > 0)");
      }
      List<String> wrapped = wrapLine(rendering, (String) each, width, breakWords, breakHyphens);
      lines.add(Methods.join(rendering, separator, wrapped));
    }
    return Methods.join(rendering, separator, lines);
  }

  private static List<String> wrapLine(
      Rendering rendering, String line, int width, boolean breakWords, boolean breakHyphens) {
    Deque<String> chunks = new ArrayDeque<>();
    for (Matcher all = (breakHyphens ? CHUNK : WORD).matcher(line); all.find(); ) {
      chunks.add(all.group());
    }
    var lines = new ArrayList<String>();
    while (!chunks.isEmpty()) {
      if (!lines.isEmpty() && isSpace(chunks.peek())) {
        chunks.pop();
      }
      var current = new ArrayList<String>();
      int length = 0;
      while (!chunks.isEmpty() && length + Strings.length(chunks.peek()) <= width) {
        length += Strings.length(chunks.peek());
        current.add(chunks.pop());
      }
      if (!chunks.isEmpty() && Strings.length(chunks.peek()) > width) {
        if (breakWords) {
          String chunk = chunks.pop();
          rendering.chargeLook(chunk);
          int end = cut(chunk, width - length, breakHyphens);
          current.add(chunk.substring(0, end));
          chunks.push(chunk.substring(end));
        } else if (current.isEmpty()) {
          current.add(chunks.pop());
        }
      }
      if (!current.isEmpty() && isSpace(current.get(current.size() - 1))) {
        current.remove(current.size() - 1);
      }
      if (!current.isEmpty()) {
        lines.add(String.join("", current));
      }
    }
    return lines;
  }

  private static boolean isSpace(String chunk) {
    return chunk.isEmpty() || Strings.isBlank(chunk);
  }

  /** Where a word that fits no line is cut. */
  private static int cut(String chunk, int room, boolean breakHyphens) {
    int end = Strings.offset(chunk, room);
    int hyphen = breakHyphens ? chunk.substring(0, end).lastIndexOf('-') : -1;
    boolean word = hyphen > 0 && chunk.substring(0, hyphen).chars().anyMatch(c -> c != '-');
    return word ? hyphen + 1 : end;
  }
}
