package org.modelassay.junit.execution;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.Printable;
import org.modelassay.evaluation.Outcome;
import org.modelassay.flips.ChoicesDetails;
import org.modelassay.flips.ChoicesDetails.Flip;
import org.modelassay.gate.Verdict;
import org.opentest4j.AssertionFailedError;

/** What a leaf throws when it does not pass. */
final class Failures {
  private static final int FLIPS = 5;
  private static final int OPTION_LENGTH = 60;

  private Failures() {}

  /**
   * One failure for all broken limits of a leaf.
   *
   * <p>The first line, all that Surefire's summary shows, holds the first breach and the number of
   * the others. Then every breach, what the body said, the worst flipped items, and where the
   * record is.
   *
   * @param outcome an outcome with breaches
   * @param record where the record is, or null when none is written
   */
  static AssertionFailedError brokenLimits(Outcome outcome, @Nullable Path record) {
    List<String> breaches = outcome.breaches().stream().map(Verdict::message).toList();
    int others = breaches.size() - 1;
    List<String> lines = new ArrayList<>();
    lines.add(breaches.get(0) + (others == 0 ? "" : " (and " + others + " more)"));
    if (others > 0) {
      breaches.forEach(it -> lines.add("  - " + it));
    }
    Throwable body = outcome.bodyFailure();
    if (body != null) {
      lines.add("the body of the check failed too: " + body);
    }
    if (outcome.result() != null && outcome.result().details() instanceof ChoicesDetails details) {
      flips(details, lines);
    }
    if (record != null) {
      lines.add("record: " + record);
    }
    AssertionFailedError failure = new AssertionFailedError(String.join("\n", lines));
    if (body != null) {
      failure.addSuppressed(body);
    }
    return failure;
  }

  /**
   * What is thrown for an error: itself.
   *
   * <p>The platform lets an {@link OutOfMemoryError} through to its caller, which would end every
   * other test; so an error of the JVM becomes the leaf's own.
   */
  static Exception exception(Throwable error, String name) {
    if (error instanceof VirtualMachineError) {
      return new AssayException(
          name + ": the JVM gave up (" + error + "); give it more memory, such as -Xmx4g", error);
    }
    if (error instanceof Error other) {
      throw other;
    }
    return error instanceof Exception exception ? exception : new AssayException(name, error);
  }

  private static void flips(ChoicesDetails details, List<String> lines) {
    if (details.flips().isEmpty()) {
      return;
    }
    List<Flip> worst = details.flips().stream().limit(FLIPS).toList();
    int all = details.flips().size() + details.flipsLeftOut();
    lines.add("worst changed answers (" + worst.size() + " of " + all + "):");
    for (Flip flip : worst) {
      lines.add(
          "  "
              + Printable.of(flip.id())
              + (flip.critical() ? " (critical)" : "")
              + ": "
              + option(flip, flip.baselineChoice())
              + " -> "
              + option(flip, flip.choice()));
    }
  }

  /** {@code B "text", right}. */
  private static String option(Flip flip, int index) {
    return (char) ('A' + index)
        + " \""
        + Printable.of(flip.options().get(index), OPTION_LENGTH)
        + "\""
        + (index == flip.answer() ? " (right)" : " (wrong)");
  }
}
