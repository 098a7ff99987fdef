package org.modelassay.reading;

import org.modelassay.model.hub.DownloadProgress;

/** Told how far a reading is, and a download before it. */
@FunctionalInterface
public interface Progress {
  /** Tells nobody. */
  Progress NONE = step -> {};

  /** Called between batches, from the reading thread. */
  void step(Step step);

  /** Called about every mebibyte of a model that comes from the hub. */
  default void download(DownloadProgress.Step step) {}

  /**
   * How far one reading is.
   *
   * @param waiting what waits for it, such as {@code ResumeModelSpec#keepsItsAnswers(int4)}
   * @param model the model's name
   * @param dataSet the data set's name
   * @param done tokens read
   * @param total tokens to read
   * @param tokensPerSecond rate of this reading so far; 0 before the first batch
   */
  record Step(
      String waiting, String model, String dataSet, long done, long total, double tokensPerSecond) {
    /** Seconds left at the rate so far, or NaN when there is no rate yet. */
    public double secondsLeft() {
      return tokensPerSecond > 0 ? (total - done) / tokensPerSecond : Double.NaN;
    }
  }
}
