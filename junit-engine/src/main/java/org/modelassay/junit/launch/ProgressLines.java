package org.modelassay.junit.launch;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.modelassay.junit.execution.Printable;
import org.modelassay.model.hub.DownloadProgress;
import org.modelassay.reading.Progress;

/**
 * Tells a console how far the run is: a line when a leaf begins and ends, and at most one a second
 * while it reads. The name of each leaf that begins also goes into the status file, whose last line
 * tells what was running when the JVM died.
 */
final class ProgressLines implements TestExecutionListener, Progress {
  private static final long SECOND = 1_000_000_000L;

  private final PrintStream out;
  private final @Nullable Path status;
  private final LongSupplier nanoTime;

  private long leaves;
  private long begun;
  private long failures;
  private long leafBegan;
  private long lastLine;
  private boolean engineFailed;

  /**
   * Creates a listener.
   *
   * @param out the console
   * @param status the status file, or null for none
   * @param nanoTime the clock
   */
  ProgressLines(PrintStream out, @Nullable Path status, LongSupplier nanoTime) {
    this.out = out;
    this.status = status;
    this.nanoTime = nanoTime;
  }

  /** Number of leaves that ran. */
  long leaves() {
    return begun;
  }

  /** Whether the engine itself failed, such as in writing the record. */
  boolean engineFailed() {
    return engineFailed;
  }

  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    leaves = plan.countTestIdentifiers(TestIdentifier::isTest);
  }

  @Override
  public void executionStarted(TestIdentifier identifier) {
    if (identifier.isTest()) {
      begun++;
      leafBegan = nanoTime.getAsLong();
      String name = name(identifier);
      note(name);
      line("[%d/%d] %s".formatted(begun, leaves, name));
    }
  }

  @Override
  public void step(Step step) {
    long now = nanoTime.getAsLong();
    if (now - lastLine < SECOND) {
      return;
    }
    line(
        String.format(
            Locale.ROOT,
            "  %s reads %s: %,d of %,d tokens%s",
            step.model(),
            step.dataSet(),
            step.done(),
            step.total(),
            rate(step)));
  }

  @Override
  public void download(DownloadProgress.Step step) {
    if (nanoTime.getAsLong() - lastLine < SECOND && step.done() < step.total()) {
      return;
    }
    line(
        String.format(
            Locale.ROOT,
            "  downloads %s: %,d of %,d MiB, %s",
            step.model(),
            step.done() >> 20,
            step.total() >> 20,
            step.file()));
  }

  @Override
  public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
    if (!identifier.isTest()) {
      if (result.getStatus() == Status.FAILED) {
        engineFailed = true;
        line("  " + reason(result));
      }
      return;
    }
    double seconds = (nanoTime.getAsLong() - leafBegan) / (double) SECOND;
    switch (result.getStatus()) {
      case SUCCESSFUL -> line(String.format(Locale.ROOT, "  passed (%.1f s)", seconds));
      case ABORTED ->
          line(String.format(Locale.ROOT, "  aborted (%.1f s): %s", seconds, reason(result)));
      case FAILED -> {
        failures++;
        boolean broken = result.getThrowable().orElse(null) instanceof AssertionError;
        line(
            String.format(
                Locale.ROOT,
                "  %s (%.1f s): %s",
                broken ? "FAILED" : "ERROR",
                seconds,
                reason(result)));
      }
    }
  }

  @Override
  public void executionSkipped(TestIdentifier identifier, String reason) {
    line("  skipped " + identifier.getDisplayName() + ": " + reason);
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    line(begun + (begun == 1 ? " check, " : " checks, ") + failures + " not passed");
  }

  private static String rate(Progress.Step step) {
    return step.tokensPerSecond() > 0
        ? String.format(
            Locale.ROOT,
            ", %,.0f tokens/s, %,.0f s left",
            step.tokensPerSecond(),
            step.secondsLeft())
        : "";
  }

  /** First line of what was thrown. */
  private static String reason(TestExecutionResult result) {
    return result
        .getThrowable()
        .map(it -> it.getMessage() == null ? it.toString() : it.getMessage())
        .flatMap(it -> it.lines().findFirst())
        .orElse("no reason given");
  }

  /** {@code Spec#method(candidate)}, as in records and messages. */
  private static String name(TestIdentifier leaf) {
    String className =
        leaf.getSource()
            .filter(MethodSource.class::isInstance)
            .map(it -> ((MethodSource) it).getClassName() + "#")
            .orElse("");
    String simple = className.substring(className.lastIndexOf('.') + 1);
    return simple
        + leaf.getLegacyReportingName().replaceAll("\\(\\)$", "").replaceAll("\\[\\d+]$", "");
  }

  private void line(String text) {
    out.println(Printable.line(text));
    lastLine = nanoTime.getAsLong();
  }

  private void note(String name) {
    if (status == null) {
      return;
    }
    try {
      Files.writeString(
          status,
          Printable.line(name) + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(status + " cannot be written", e);
    }
  }
}
