package org.modelassay.flips;

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
}
