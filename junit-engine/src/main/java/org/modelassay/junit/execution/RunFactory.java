package org.modelassay.junit.execution;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.modelassay.evaluation.Check;
import org.modelassay.evaluation.CheckId;
import org.modelassay.evaluation.Evaluation;
import org.modelassay.evaluation.Outcome;
import org.modelassay.evaluation.RunProgress;
import org.modelassay.evaluation.Session;
import org.modelassay.evaluation.Settings;

/** Begins runs. The seam between the engine and the core: tests hand in their own. */
@FunctionalInterface
public interface RunFactory {
  /** The real one. */
  RunFactory EVALUATION =
      (settings, session, checks, progress, cancelled) -> {
        Evaluation evaluation = new Evaluation(settings, session, checks, progress, cancelled);
        return new Run() {
          @Override
          public Outcome outcome(CheckId check, String candidate) {
            return evaluation.outcome(check, candidate);
          }

          @Override
          public void record(Outcome outcome) {
            evaluation.record(outcome);
          }

          @Override
          public void close() {
            evaluation.close();
          }
        };
      };

  /** Begins a run; parameters as {@link Evaluation}'s. */
  Run begin(
      Settings settings,
      Session session,
      List<Check> checks,
      RunProgress progress,
      BooleanSupplier cancelled);

  /** What the engine asks of {@link Evaluation}. */
  interface Run extends AutoCloseable {
    /** The outcome of a check on one candidate. */
    Outcome outcome(CheckId check, String candidate);

    /** Takes a finished outcome into the record. */
    void record(Outcome outcome);

    @Override
    void close();
  }
}
