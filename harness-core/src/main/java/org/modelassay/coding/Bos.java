package org.modelassay.coding;

/**
 * What stands before each window of a corpus: a beginning-of-sequence token or nothing. It is read,
 * never coded as data.
 */
public enum Bos {
  /**
   * {@link #EVERY_WINDOW} if the tokenizer puts a token in front by default, else {@link #NONE}.
   */
  AUTO,
  /** Before every window. */
  EVERY_WINDOW,
  /**
   * Before the first window of each document, as lm-evaluation-harness does it, which takes the
   * end-of-sequence token where the tokenizer has no other.
   */
  FIRST_WINDOW,
  /** Nowhere: the first token of a document is then coded without a model. */
  NONE
}
