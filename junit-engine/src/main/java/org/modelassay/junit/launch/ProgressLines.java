package org.modelassay.junit.launch;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.modelassay.Printable;
import org.modelassay.ProcessMemory;
import org.modelassay.evaluation.RunProgress;
import org.modelassay.model.hub.DownloadProgress;
import org.modelassay.reading.Progress;

/**
 * Tells a console how far the run is: a line when a leaf begins and ends and at the end of each
 * reading, and in between what goes on. The name of each leaf that begins also goes into the status
 * file, whose last line tells what was running when the JVM died.
 *
 * <p>What goes on is told by {@link #tick}, so it is told as well while one batch takes long.
 */
final class ProgressLines implements TestExecutionListener, RunProgress {
  private static final long TICK_MILLIS = 500;

  /**
   * Begins a line that holds until the next line of any kind: a terminal may show it in place. The
   * Maven plugin's {@code ForkOutput} has the same constant.
   */
  static final String PASSING = "assay-progress: ";

  private static final long SECOND = 1_000_000_000L;

  private final PrintStream out;
  private final @Nullable Path status;
  private final boolean passing;
  private final LongSupplier nanoTime;
  private final Supplier<@Nullable ProcessMemory> memory;
  private final long began;

  private long leaves;
  private long begun;
  private long failures;
  private long leafBegan;
  private boolean engineFailed;

  private String activity = "";
  private long activityBegan;
  private String downloaded = "";
  private Progress.@Nullable Step step;
  private Extent run = new Extent(0, 0, 0);
  private final Rate rate = new Rate();
  private long stepped;

  private long lastLine;
  private String shown = "";

  /**
   * Creates a listener.
   *
   * @param out the console
   * @param status the status file, or null for none
   * @param passing whether what goes on is told in lines marked {@link #PASSING} at every tick, not
   *     in ordinary lines now and then
   * @param nanoTime the clock
   * @param memory memory of this process, null where unknown
   */
  ProgressLines(
      PrintStream out,
      @Nullable Path status,
      boolean passing,
      LongSupplier nanoTime,
      Supplier<@Nullable ProcessMemory> memory) {
    this.out = out;
    this.status = status;
    this.passing = passing;
    this.nanoTime = nanoTime;
    this.memory = memory;
    this.began = nanoTime.getAsLong();
    this.lastLine = began;
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
  public synchronized void testPlanExecutionStarted(TestPlan plan) {
    leaves = plan.countTestIdentifiers(TestIdentifier::isTest);
  }

  @Override
  public synchronized void executionStarted(TestIdentifier identifier) {
    if (identifier.isTest()) {
      begun++;
      leafBegan = nanoTime.getAsLong();
      String name = name(identifier);
      note(name);
      line("[%d/%d] %s".formatted(begun, leaves, name));
    }
  }

  @Override
  public synchronized void reading(Progress.Step next, Extent of) {
    Progress.Step before = step;
    if (before == null
        || !before.model().equals(next.model())
        || !before.dataSet().equals(next.dataSet())
        || before.done() > next.done()) {
      rate.reset();
    }
    stepped = nanoTime.getAsLong();
    rate.add(stepped, next.done());
    run = of;
    if (next.done() < next.total()) {
      step = next;
      return;
    }
    doing("");
    String speed =
        next.tokensPerSecond() > 0
            ? String.format(
                Locale.ROOT,
                " in %s (%,.0f/s)",
                time(next.done() / next.tokensPerSecond()),
                next.tokensPerSecond())
            : "";
    line(
        String.format(
            Locale.ROOT,
            "  %s read %s: %,d tokens%s%s; %s",
            next.model(),
            next.dataSet(),
            next.total(),
            next.sharing().isEmpty() ? "" : " (" + next.sharing() + ")",
            speed,
            ofRun()));
  }

  @Override
  public synchronized void doing(String what) {
    step = null;
    activity = what;
    activityBegan = nanoTime.getAsLong();
  }

  @Override
  public synchronized void download(DownloadProgress.Step next) {
    String text =
        String.format(
            Locale.ROOT,
            "%,d of %,d MiB of %s",
            next.done() >> 20,
            next.total() >> 20,
            next.model());
    if (next.done() < next.total()) {
      if (!activity.startsWith("downloading ")) {
        activityBegan = nanoTime.getAsLong();
      }
      step = null;
      activity = "downloading " + text + ", " + next.file();
    } else if (!text.equals(downloaded)) {
      downloaded = text;
      doing("");
      line("  downloaded " + text);
    }
  }

  /** Ticks from now on, until the timer is cancelled. */
  Timer clock() {
    var clock = new Timer("assay-progress", true);
    clock.schedule(
        new TimerTask() {
          @Override
          public void run() {
            tick();
          }
        },
        TICK_MILLIS,
        TICK_MILLIS);
    return clock;
  }

  /** Tells what goes on, where it is time to; called about twice a second, from any thread. */
  synchronized void tick() {
    long now = nanoTime.getAsLong();
    if (passing) {
      String text = passing(now);
      if (!text.equals(shown)) {
        shown = text;
        out.println(PASSING + Printable.of(text));
      }
    } else if (now - lastLine >= (now - began < 60 * SECOND ? 5 : 10) * SECOND) {
      String text = passing(now);
      if (!text.isEmpty()) {
        line("  " + text);
      }
    }
  }

  /** What goes on, the most important first: a narrow terminal shows the beginning. */
  private String passing(long now) {
    ProcessMemory taken = memory.get();
    String inMemory =
        taken == null
            ? ""
            : String.format(Locale.ROOT, ", %.1f GiB in memory", taken.resident() / 0x1p30);
    Progress.Step reading = step;
    if (reading == null) {
      return activity.isEmpty()
          ? ""
          : activity + ", " + span((now - activityBegan) / SECOND) + inMemory;
    }
    double perSecond = rate.perSecond();
    if (Double.isNaN(perSecond)) {
      perSecond = reading.tokensPerSecond();
    }
    String speed = "";
    if (perSecond > 0) {
      double left = run.left() / perSecond - (now - stepped) / (double) SECOND;
      speed =
          String.format(
              Locale.ROOT, ", %,.0f/s, %s left", perSecond, span(Math.round(Math.max(0, left))));
    }
    return String.format(
        Locale.ROOT,
        "%s%s%s | %s reads %s (%,d of %,d) for %s",
        ofRun(),
        speed,
        inMemory,
        reading.model(),
        reading.dataSet(),
        reading.done(),
        reading.total(),
        reading.waiting());
  }

  private String ofRun() {
    return String.format(
        Locale.ROOT,
        "%,d of %,d tokens (%d%%)",
        run.done(),
        run.total(),
        run.total() == 0 ? 100 : 100 * run.done() / run.total());
  }

  /** As {@link #span}, but {@code 0.8 s}. */
  static String time(double seconds) {
    return seconds < 9.95
        ? String.format(Locale.ROOT, "%.1f s", seconds)
        : span(Math.round(seconds));
  }

  /** {@code 42 s}, {@code 3 min 10 s}, {@code 2 h 5 min}. */
  private static String span(long seconds) {
    if (seconds < 60) {
      return seconds + " s";
    }
    return seconds < 3600
        ? seconds / 60 + " min " + seconds % 60 + " s"
        : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
  }

  @Override
  public synchronized void executionFinished(
      TestIdentifier identifier, TestExecutionResult result) {
    if (!identifier.isTest()) {
      if (result.getStatus() == Status.FAILED) {
        engineFailed = true;
        line("  " + reason(result));
      }
      return;
    }
    doing("");
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
  public synchronized void executionSkipped(TestIdentifier identifier, String reason) {
    line("  skipped " + identifier.getDisplayName() + ": " + reason);
  }

  @Override
  public synchronized void testPlanExecutionFinished(TestPlan plan) {
    line(begun + (begun == 1 ? " check, " : " checks, ") + failures + " not passed");
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
    out.println(Printable.of(text));
    lastLine = nanoTime.getAsLong();
    shown = "";
  }

  private void note(String name) {
    if (status == null) {
      return;
    }
    try {
      Files.writeString(
          status,
          Printable.of(name) + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(status + " cannot be written", e);
    }
  }
}
