package org.modelassay.maven;

import java.util.function.Consumer;

/** Hands lines on, each when the next one comes: the last may turn out to be an error. */
final class HeldLine {
  private final Consumer<String> lines;
  private String held = "";

  HeldLine(Consumer<String> lines) {
    this.lines = lines;
  }

  /** Takes a line. */
  void accept(String line) {
    if (!held.isEmpty()) {
      lines.accept(held);
    }
    held = line;
  }

  /** The last line, which has not been handed on; empty when there was none. */
  String line() {
    return held;
  }
}
