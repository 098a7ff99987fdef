package org.modelassay.evaluation;

import org.modelassay.model.hub.DownloadProgress;
import org.modelassay.reading.Progress;

/** Told how far a run is. Every call comes from the thread that runs. */
@FunctionalInterface
public interface RunProgress {
  /** Tells nobody. */
  RunProgress NONE = (step, run) -> {};

  /**
   * Called whenever a model has read something.
   *
   * @param step how far that reading is
   * @param run how far the run is, that reading included
   */
  void reading(Progress.Step step, Extent run);

  /**
   * Called before something begins that may take long and is no reading.
   *
   * @param activity such as {@code loading models/resume (0.1 GiB)}
   */
  default void doing(String activity) {}

  /** Called about every mebibyte of a model that comes from the hub. */
  default void download(DownloadProgress.Step step) {}

  /**
   * How far a run is. What was found in the store is no part of it; what has not begun yet is.
   *
   * @param done tokens read
   * @param total tokens to read
   * @param left what is left, counted in tokens of the reading that goes on now: one of a model
   *     with twice the parameters counts twice, and one of a slower kind of work as often as it was
   *     slower so far
   */
  record Extent(long done, long total, double left) {}
}
