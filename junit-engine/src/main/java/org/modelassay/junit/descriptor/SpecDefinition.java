package org.modelassay.junit.descriptor;

import java.util.List;
import org.modelassay.evaluation.Candidate;
import org.modelassay.model.ModelSource;

/**
 * A spec class as read from its annotations.
 *
 * @param type the class
 * @param displayName how people call it
 * @param tags its tags
 * @param baseline the model compared with
 * @param candidates the changed models, as declared
 * @param problems what is wrong with it; every check of the spec fails with them
 */
public record SpecDefinition(
    Class<?> type,
    String displayName,
    List<String> tags,
    ModelSource baseline,
    List<Candidate> candidates,
    List<String> problems) {
  /** Copies the lists. */
  public SpecDefinition {
    tags = List.copyOf(tags);
    candidates = List.copyOf(candidates);
    problems = List.copyOf(problems);
  }
}
