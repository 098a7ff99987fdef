package org.modelassay.maven;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a terminal would show: it knows new lines, returns, erasing to the end of the line and
 * whether text wraps at its edge (ECMA-48 and DEC's private modes), and that Han, kana and Hangul
 * take two cells.
 */
final class Screen {
  private final int width;
  private final List<String[]> rows = new ArrayList<>();
  private int row;
  private int column;
  private boolean wraps = true;

  Screen(int width) {
    this.width = width;
    rows.add(blanks());
  }

  void print(String text) {
    int[] points = text.codePoints().toArray();
    for (int i = 0; i < points.length; i++) {
      if (points[i] == 0x1b) {
        var sequence = new StringBuilder();
        while (!Character.isLetter(points[++i])) {
          sequence.appendCodePoint(points[i]);
        }
        control(sequence.appendCodePoint(points[i]).toString());
      } else if (points[i] == '\r') {
        column = 0;
      } else if (points[i] == '\n') {
        newLine();
      } else {
        put(points[i]);
      }
    }
  }

  private void control(String sequence) {
    switch (sequence) {
      case "[K" -> {
        for (int c = column; c < width; c++) {
          rows.get(row)[c] = " ";
        }
      }
      case "[?7l" -> wraps = false;
      case "[?7h" -> wraps = true;
      default -> throw new AssertionError("ESC" + sequence + " is not known to every terminal");
    }
  }

  private void newLine() {
    column = 0;
    row++;
    rows.add(blanks());
  }

  private void put(int point) {
    int cells = wide(point) ? 2 : 1;
    if (column + cells > width) {
      if (wraps) {
        newLine();
      } else {
        column = width - cells;
      }
    }
    rows.get(row)[column] = Character.toString(point);
    if (cells == 2) {
      rows.get(row)[column + 1] = "";
    }
    column += cells;
  }

  private static boolean wide(int point) {
    return switch (Character.UnicodeScript.of(point)) {
      case HAN, HIRAGANA, KATAKANA, HANGUL -> true;
      default -> false;
    };
  }

  /** The rows down to the cursor, without blanks at their ends. */
  List<String> rows() {
    return rows.stream().map(cells -> String.join("", cells).stripTrailing()).toList();
  }

  /** Whether text wraps at the edge, as it does when no program has changed that. */
  boolean wraps() {
    return wraps;
  }

  private String[] blanks() {
    var cells = new String[width];
    Arrays.fill(cells, " ");
    return cells;
  }
}
