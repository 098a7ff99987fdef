package org.modelassay.evaluation;

import org.modelassay.reading.StepModel;

/** A model that tells about every second how many steps it has made. */
final class CountedSteps implements StepModel {
  private static final long SECOND = 1_000_000_000L;

  private final StepModel model;
  private final long total;
  private final Told told;
  private final long begin = System.nanoTime();
  private long last = begin;
  private long done;

  /** Who is told. */
  interface Told {
    /**
     * Called about every second, and at the last step.
     *
     * @param done steps made
     * @param total steps to make, at least those made
     * @param rate steps a second
     */
    void steps(long done, long total, double rate);
  }

  /**
   * Counts.
   *
   * @param model makes the steps
   * @param total steps that are expected
   * @param told who is told
   */
  CountedSteps(StepModel model, long total, Told told) {
    this.model = model;
    this.total = total;
    this.told = told;
  }

  @Override
  public Frequencies next(int token) {
    Frequencies next = model.next(token);
    long now = System.nanoTime();
    if (++done == total || now - last >= SECOND) {
      last = now;
      told.steps(done, Math.max(done, total), done / Math.max(1e-9, (now - begin) / 1e9));
    }
    return next;
  }

  @Override
  public void reset() {
    model.reset();
  }

  @Override
  public int vocabularySize() {
    return model.vocabularySize();
  }
}
