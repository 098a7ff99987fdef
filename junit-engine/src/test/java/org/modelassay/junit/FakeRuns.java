package org.modelassay.junit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.modelassay.evaluation.Check;
import org.modelassay.evaluation.CheckId;
import org.modelassay.evaluation.Outcome;
import org.modelassay.evaluation.RunProgress;
import org.modelassay.evaluation.Session;
import org.modelassay.evaluation.Settings;
import org.modelassay.gate.Direction;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Metric;
import org.modelassay.gate.Verdict;
import org.modelassay.junit.execution.RunFactory;
import org.modelassay.measure.MeasureResult;
import org.modelassay.statistics.Interval;

/** An evaluation whose outcomes a test decides, and which remembers what it was asked. */
public final class FakeRuns implements RunFactory {
  public final List<Settings> settings = new ArrayList<>();
  public final List<Session> sessions = new ArrayList<>();
  public final List<Check> checks = new ArrayList<>();
  public final List<Outcome> recorded = new ArrayList<>();
  public final List<String> asked = new ArrayList<>();
  public int closed;
  public RunProgress progress = RunProgress.NONE;
  public BooleanSupplier cancelled = () -> false;

  private Function<Outcome, Outcome> change = outcome -> outcome;

  /** Every leaf passes, with a result that has no figures, unless a test says otherwise. */
  public FakeRuns answering(Function<Outcome, Outcome> change) {
    this.change = change;
    return this;
  }

  @Override
  public Run begin(
      Settings settings,
      Session session,
      List<Check> checks,
      RunProgress progress,
      BooleanSupplier cancelled) {
    this.settings.add(settings);
    this.sessions.add(session);
    this.checks.addAll(checks);
    this.progress = progress;
    this.cancelled = cancelled;
    return new Run() {
      @Override
      public Outcome outcome(CheckId check, String candidate) {
        asked.add(candidate.isEmpty() ? check.toString() : check + "(" + candidate + ")");
        return change.apply(passing(check, candidate, null));
      }

      @Override
      public void record(Outcome outcome) {
        recorded.add(outcome);
      }

      @Override
      public void close() {
        closed++;
      }
    };
  }

  /** The check of that method. */
  public Check check(String method) {
    return checks.stream().filter(it -> it.id().method().equals(method)).findFirst().orElseThrow();
  }

  public static Outcome passing(CheckId check, String candidate, @Nullable MeasureResult result) {
    return new Outcome(check, candidate, result, List.of(), null, null, 0.5);
  }

  /** The outcome with a result and verdicts. */
  public static Outcome with(
      Outcome outcome, @Nullable MeasureResult result, List<Verdict> verdicts) {
    return new Outcome(outcome.check(), outcome.candidate(), result, verdicts, null, null, 0.5);
  }

  public static Outcome failing(Outcome outcome, Throwable error) {
    return new Outcome(outcome.check(), outcome.candidate(), null, List.of(), error, null, 0.5);
  }

  public static Figure figure(String metric, double value, @Nullable Interval interval) {
    return new Figure(
        new Metric(metric, "share", Direction.LOWER_IS_BETTER, true, 1, ""),
        value,
        interval,
        300,
        "items",
        null);
  }

  public static Verdict verdict(boolean fails, Figure figure, String declared) {
    return new Verdict(
        fails ? Verdict.Status.BROKEN : Verdict.Status.HOLDS,
        fails,
        figure.metric().name(),
        declared,
        figure,
        null,
        figure.metric().name() + " " + figure.value() + " - limit " + declared);
  }
}
