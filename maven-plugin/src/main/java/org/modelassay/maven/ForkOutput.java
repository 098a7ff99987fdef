package org.modelassay.maven;

import java.io.PrintStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the lines of a fork go: into Maven's log; but those that tell what goes on, where there is
 * a terminal, into one line that is written over and is gone before any other is written.
 *
 * <p>The terminal itself cuts that line at its edge ({@code DECAWM}, "auto wrap", is off while it
 * is written): it alone knows its width now, and how wide it draws a character.
 */
final class ForkOutput implements AutoCloseable {
  /** Begins a line that tells what goes on; as in {@code ProgressLines} of the engine. */
  private static final String PASSING = "assay-progress: ";

  private static final String ERASED = "\r\u001b[K";
  private static final String CUT = "\u001b[?7l";
  private static final String WRAPPED = "\u001b[?7h";

  private final Consumer<String> info;
  private final Consumer<String> warn;
  private final @Nullable PrintStream terminal;
  private boolean drawn;

  /**
   * Creates an output.
   *
   * @param info told each line of standard output
   * @param warn told each line of standard error
   * @param terminal where a line can be written over, or null when there is no such place
   */
  ForkOutput(Consumer<String> info, Consumer<String> warn, @Nullable PrintStream terminal) {
    this.info = info;
    this.warn = warn;
    this.terminal = terminal;
  }

  /** Whether the fork is to tell what goes on in lines that hold until the next. */
  boolean passing() {
    return terminal != null;
  }

  /** Takes a line of standard output. */
  synchronized void out(String line) {
    if (terminal == null || !line.startsWith(PASSING)) {
      erase();
      info.accept(line);
    } else if (line.length() > PASSING.length()) {
      // Erased first: a terminal whose line is full may erase its last character.
      terminal.print(ERASED + CUT + line.substring(PASSING.length()) + WRAPPED);
      terminal.flush();
      drawn = true;
    } else {
      erase();
    }
  }

  /** Takes a line of standard error. */
  synchronized void err(String line) {
    erase();
    warn.accept(line);
  }

  /** Leaves the terminal as it was. */
  @Override
  public synchronized void close() {
    erase();
  }

  private void erase() {
    if (drawn && terminal != null) {
      terminal.print(ERASED);
      terminal.flush();
      drawn = false;
    }
  }
}
