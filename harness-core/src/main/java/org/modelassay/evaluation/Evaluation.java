package org.modelassay.evaluation;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.modelassay.reading.Progress;

/**
 * One run: the checks are listed first, each leaf's outcome is asked for in turn, the record is
 * written at the end.
 *
 * <p>Not thread-safe: one thread asks.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Evaluation implements AutoCloseable {

  /**
   * Begins a run. Reads nothing yet, throws nothing for a wrong check: what cannot be planned is
   * kept as that check's error.
   *
   * @param settings settings of the run
   * @param session where models stay loaded from run to run of one JVM; not closed by this run
   * @param checks every check that will be asked for
   * @param progress told how far readings are
   * @param cancelled looked at between batches; when true, {@link
   *     java.util.concurrent.CancellationException} is thrown
   */
  public Evaluation(
      Settings settings,
      Session session,
      List<Check> checks,
      Progress progress,
      BooleanSupplier cancelled) {
    throw new UnsupportedOperationException();
  }

  /**
   * The outcome of a check on one candidate: reads what is not yet there, measures, judges. Every
   * error but cancellation is in the outcome.
   *
   * @param check one of the run's checks
   * @param candidate name of one of its candidates, or empty when it has none
   */
  public Outcome outcome(CheckId check, String candidate) {
    throw new UnsupportedOperationException();
  }

  /** Takes a finished outcome, the body's part included, into the record. */
  public void record(Outcome outcome) {
    throw new UnsupportedOperationException();
  }

  /** Writes the record and deletes the scratch. */
  @Override
  public void close() {}
}
