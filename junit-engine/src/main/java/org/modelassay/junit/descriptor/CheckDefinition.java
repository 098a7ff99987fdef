package org.modelassay.junit.descriptor;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.modelassay.evaluation.Candidate;
import org.modelassay.evaluation.Check;
import org.modelassay.evaluation.CheckId;
import org.modelassay.gate.Limit;
import org.modelassay.gate.NoRegression;
import org.modelassay.measure.Measure;

/**
 * A check as read from its annotations.
 *
 * @param spec the spec it stands in
 * @param id names it
 * @param method the method, or null when the class could not be read
 * @param kind its kind; the first one when the method carries several
 * @param declaration its annotation, or null when the class could not be read
 * @param displayName how people call it
 * @param tags its tags and those of its spec
 * @param limits what must hold
 * @param noRegressions what may not get worse than accepted
 * @param problems what is wrong with it or with its spec: what and where, then the remedy
 */
public record CheckDefinition(
    SpecDefinition spec,
    CheckId id,
    @Nullable Method method,
    CheckKind kind,
    @Nullable Annotation declaration,
    String displayName,
    List<String> tags,
    List<Limit> limits,
    List<NoRegression> noRegressions,
    List<String> problems) {
  /** Copies the lists. */
  public CheckDefinition {
    tags = List.copyOf(tags);
    limits = List.copyOf(limits);
    noRegressions = List.copyOf(noRegressions);
    problems = List.copyOf(problems);
  }

  /**
   * Names of the candidates that it runs for, each a leaf; a wrong spec is one leaf without any.
   */
  public List<String> candidates() {
    return spec.problems().isEmpty()
        ? spec.candidates().stream().map(Candidate::name).toList()
        : List.of();
  }

  /**
   * The check, with all its candidates: which limits and guards apply to one depends on the others.
   *
   * @param measure what is measured
   */
  public Check check(Measure<?> measure) {
    return new Check(
        id,
        spec.displayName(),
        displayName,
        tags,
        measure,
        spec.baseline(),
        spec.problems().isEmpty() ? spec.candidates() : List.of(),
        limits,
        noRegressions);
  }
}
