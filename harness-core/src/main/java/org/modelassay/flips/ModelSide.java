package org.modelassay.flips;

import java.util.List;

/**
 * One model's side of a comparison.
 *
 * @param answers what it answers
 * @param boundaries what its tokenizer does where texts begin and join
 */
record ModelSide(ModelAnswers answers, Boundaries boundaries) {
  /** The same on some of the items. */
  ModelSide of(int[] members) {
    return new ModelSide(answers.of(members), boundaries.of(members));
  }

  /** That of several parts, one after the other. */
  static ModelSide joined(List<ModelSide> parts) {
    return new ModelSide(
        ModelAnswers.joined(parts.stream().map(ModelSide::answers).toList()),
        Boundaries.joined(parts));
  }
}
