package org.modelassay.reading;

/** Told how far a reading is. */
@FunctionalInterface
public interface Progress {
  /** Tells nobody. */
  Progress NONE = step -> {};

  /** Called between passes, from the reading thread. */
  void step(Step step);

  /**
   * How far one reading is.
   *
   * @param waiting what waits for it, such as {@code ResumeModelSpec#keepsItsAnswers(int4)}
   * @param model the model's name
   * @param dataSet the data set's name
   * @param done tokens read
   * @param total tokens to read
   * @param tokensPerSecond rate of this reading so far; 0 before the first pass
   * @param sharing how its sequences share what they begin with, in short; empty when they do not
   */
  record Step(
      String waiting,
      String model,
      String dataSet,
      long done,
      long total,
      double tokensPerSecond,
      String sharing) {
    /** A step of something that shares nothing. */
    public Step(
        String waiting,
        String model,
        String dataSet,
        long done,
        long total,
        double tokensPerSecond) {
      this(waiting, model, dataSet, done, total, tokensPerSecond, "");
    }
  }
}
