package org.modelassay.evaluation;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.modelassay.measure.Measure;
import org.modelassay.measure.MeasureResult;
import org.modelassay.model.DType;
import org.modelassay.model.ModelSource;

/** What programs that print tables of real models begin with. */
public final class Tables {
  private Tables() {}

  /** On the processor, in this folder, without a record; readings stay in the cache. */
  public static Settings settings(Path cache) {
    return new Settings(
        Path.of("").toAbsolutePath(),
        null,
        cache.resolve("accepted.json"),
        cache,
        1L << 36,
        "cpu",
        0,
        0,
        false,
        false,
        false);
  }

  /** A check without limits. */
  public static Check check(
      String spec,
      String id,
      String displayName,
      Measure<?> measure,
      ModelSource baseline,
      List<Candidate> candidates) {
    return new Check(
        new CheckId(spec, id),
        spec,
        displayName,
        List.of(),
        measure,
        baseline,
        candidates,
        List.of(),
        List.of());
  }

  /**
   * What a check finds of a candidate, which goes into the record.
   *
   * @param candidate its name, empty where the baseline stands alone
   * @throws IllegalStateException when it ends in an error
   */
  public static <R extends MeasureResult> R result(
      Evaluation run, Check check, String candidate, Class<R> type) {
    Outcome outcome = run.outcome(check.id(), candidate);
    if (outcome.error() != null) {
      throw new IllegalStateException(outcome.error());
    }
    run.record(outcome);
    return type.cast(Objects.requireNonNull(outcome.result()));
  }

  /** A model in float32, with a treatment or none. */
  public static ModelSource source(Path model, String treatment) {
    return new ModelSource(model.toString(), treatment, DType.FLOAT32);
  }
}
