package org.modelassay.measure;

/** How a changed answer changed. */
public enum FlipKind {
  /** The baseline was right, the judged model is wrong. */
  CORRECT_TO_INCORRECT,
  /** The baseline was wrong, the judged model is right. */
  INCORRECT_TO_CORRECT,
  /** Both are wrong, each in its own way. */
  WRONG_TO_WRONG
}
