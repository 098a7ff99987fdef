package org.modelassay.evaluation;

import java.util.List;
import org.modelassay.gate.Limit;
import org.modelassay.gate.NoRegression;
import org.modelassay.measure.Measure;
import org.modelassay.model.ModelSource;

/**
 * One check: a measure, the models it is taken on, and what must hold.
 *
 * @param id names it
 * @param specDisplayName how people call the spec
 * @param displayName how people call the check
 * @param tags its tags and those of its spec
 * @param measure what is measured
 * @param baseline the model compared with
 * @param candidates the changed models; empty: the baseline is judged alone
 * @param limits what must hold
 * @param noRegressions what may not get worse than accepted
 */
public record Check(
    CheckId id,
    String specDisplayName,
    String displayName,
    List<String> tags,
    Measure<?> measure,
    ModelSource baseline,
    List<Candidate> candidates,
    List<Limit> limits,
    List<NoRegression> noRegressions) {
  /** Copies the lists. */
  public Check {
    tags = List.copyOf(tags);
    candidates = List.copyOf(candidates);
    limits = List.copyOf(limits);
    noRegressions = List.copyOf(noRegressions);
  }
}
