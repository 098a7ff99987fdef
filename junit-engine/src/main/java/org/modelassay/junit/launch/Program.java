package org.modelassay.junit.launch;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.modelassay.AssayException;

/** A program that a goal forks, whose last line says what came of it. */
abstract class Program {
  /** It did what it was asked for. */
  static final int DONE = 0;

  /** It did not; the last line says why. */
  static final int FAILED = 3;

  /** Where its lines go. */
  final PrintStream out;

  Program(PrintStream out) {
    this.out = out;
  }

  /** Where the goal reads. */
  static PrintStream standardOut() {
    return new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
  }

  /**
   * Does it.
   *
   * @throws AssayException when what was given is wrong
   */
  abstract void perform(String... arguments);

  /** Runs, and returns the exit code. */
  final int run(String... arguments) {
    try {
      perform(arguments);
      return DONE;
    } catch (AssayException e) {
      out.println(e.getMessage());
    } catch (RuntimeException | Error e) {
      // A defect: the goal shows every line.
      e.printStackTrace(out);
      out.println("failed: " + e);
    }
    return FAILED;
  }
}
