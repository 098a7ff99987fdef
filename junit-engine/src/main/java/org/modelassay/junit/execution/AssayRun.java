package org.modelassay.junit.execution;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.reporting.ReportEntry;
import org.modelassay.AssayException;
import org.modelassay.evaluation.Check;
import org.modelassay.evaluation.CheckId;
import org.modelassay.evaluation.Outcome;
import org.modelassay.evaluation.Settings;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Verdict;
import org.modelassay.junit.descriptor.CheckDefinition;
import org.modelassay.junit.descriptor.LeafDescriptor;
import org.modelassay.junit.descriptor.RunContext;
import org.modelassay.measure.Measure;
import org.modelassay.measure.MeasureResult;
import org.modelassay.statistics.Interval;
import org.opentest4j.TestAbortedException;

/** One run: the checks that filters left, their outcomes, their bodies, the record. */
public final class AssayRun implements RunContext {
  private final ExecutionRequest request;
  private final RunFactory factory;
  private final Map<CheckId, AssayException> wrong = new HashMap<>();

  private @Nullable SessionStore sessions;
  private RunFactory.@Nullable Run run;
  private @Nullable Path record;
  private @Nullable Throwable cannotBegin;

  /**
   * Creates a run that has not begun.
   *
   * @param request what the platform wants executed
   * @param factory begins the core's run
   */
  public AssayRun(ExecutionRequest request, RunFactory factory) {
    this.request = request;
    this.factory = factory;
  }

  @Override
  public void begin(List<LeafDescriptor> leaves) {
    try {
      Settings settings = new SettingsReader(request.getConfigurationParameters()::get).read();
      record = settings.record();
      sessions = new SessionStore(request);
      run =
          factory.begin(
              settings,
              sessions.session(),
              checks(leaves, settings.base()),
              sessions.progress(),
              Cancellation.of(request));
    } catch (RuntimeException | Error e) {
      cannotBegin = e;
    }
  }

  @Override
  public void execute(LeafDescriptor leaf) throws Exception {
    RunFactory.Run begun = run;
    if (begun == null) {
      throw new AssayException(
          "no check could begin: " + (cannotBegin == null ? "" : cannotBegin.getMessage()),
          cannotBegin);
    }
    CheckDefinition check = leaf.check();
    Outcome outcome;
    AssayException problem = wrong.get(check.id());
    if (problem == null) {
      outcome = measured(begun, leaf);
    } else {
      outcome = new Outcome(check.id(), leaf.candidate(), null, List.of(), problem, null, 0);
    }
    if (outcome.bodyFailure() instanceof TestAbortedException assumption) {
      // An assumption ends the body; the check then stands by its limits.
      Outcome ofLimits = outcome.withBodyFailure(null);
      begun.record(ofLimits);
      conclude(ofLimits);
      throw assumption;
    }
    begun.record(outcome);
    conclude(outcome);
  }

  @Override
  public void end() {
    try {
      if (run != null) {
        run.close();
      }
    } finally {
      if (sessions != null) {
        sessions.endOfRun();
      }
    }
  }

  /**
   * The checks of the leaves; one that is wrong is kept with its error, and gets into the record.
   */
  private List<Check> checks(List<LeafDescriptor> leaves, Path base) {
    return leaves.stream()
        .map(LeafDescriptor::check)
        .distinct()
        .map(check -> check.check(measure(check, base)))
        .toList();
  }

  private Measure<?> measure(CheckDefinition check, Path base) {
    Annotation declaration = check.declaration();
    AssayException problem;
    if (check.problems().isEmpty() && declaration != null) {
      try {
        return check.kind().factory().apply(declaration, base);
      } catch (RuntimeException e) {
        problem = new AssayException(check.id() + ": " + e.getMessage(), e);
      }
    } else {
      problem = new AssayException(String.join("\n", check.problems()));
    }
    wrong.put(check.id(), problem);
    return new UnusableMeasure(check.kind().name(), String.valueOf(problem.getMessage()));
  }

  private Outcome measured(RunFactory.Run begun, LeafDescriptor leaf) {
    Outcome outcome;
    try {
      outcome = begun.outcome(leaf.check().id(), leaf.candidate());
    } catch (CancellationException e) {
      throw new TestAbortedException("cancelled while it was read", e);
    }
    publish(leaf, outcome);
    if (outcome.error() != null || outcome.result() == null) {
      return outcome;
    }
    Throwable failure = body(leaf.check(), outcome.result());
    return failure == null ? outcome : outcome.withBodyFailure(failure);
  }

  /** Runs the spec's own assertions on a new instance. */
  private static @Nullable Throwable body(CheckDefinition check, MeasureResult result) {
    Method method = check.method();
    if (method == null) {
      return null;
    }
    try {
      Object spec = ReflectionSupport.newInstance(check.spec().type());
      if (method.getParameterCount() == 0) {
        ReflectionSupport.invokeMethod(method, spec);
      } else {
        ReflectionSupport.invokeMethod(method, spec, result);
      }
      return null;
    } catch (Exception | Error failure) {
      return failure;
    }
  }

  /** Six significant digits, the same in every locale; NaN and infinities as Java writes them. */
  private static String number(double value) {
    return Double.isFinite(value)
        ? new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros().toPlainString()
        : Double.toString(value);
  }

  private void conclude(Outcome outcome) throws Exception {
    if (outcome.error() != null) {
      throw Failures.exception(outcome.error(), outcome.name());
    }
    if (!outcome.breaches().isEmpty()) {
      throw Failures.brokenLimits(outcome, record);
    }
    if (outcome.bodyFailure() != null) {
      throw Failures.exception(outcome.bodyFailure(), outcome.name());
    }
  }

  /** The figures that were judged; all of them when nothing was. */
  private void publish(LeafDescriptor leaf, Outcome outcome) {
    Set<String> judged = new LinkedHashSet<>();
    outcome.verdicts().stream().map(Verdict::metric).forEach(judged::add);
    Map<String, String> entries = new LinkedHashMap<>();
    for (Figure figure : outcome.figures()) {
      String metric = figure.metric().name();
      if (judged.isEmpty() || judged.contains(metric)) {
        entries.put(metric, number(figure.value()));
        Interval interval = figure.interval();
        if (interval != null) {
          entries.put(
              metric + ".interval",
              "[" + number(interval.low()) + ", " + number(interval.high()) + "]");
        }
      }
    }
    if (!entries.isEmpty()) {
      request.getEngineExecutionListener().reportingEntryPublished(leaf, ReportEntry.from(entries));
    }
  }
}
