package org.modelassay.model.hub;

/** Told how far a download is. Called about every mebibyte, from the thread that downloads. */
@FunctionalInterface
public interface DownloadProgress {
  /** Tells nobody. */
  DownloadProgress NONE = step -> {};

  /** Called after some bytes have come, and at the end of each file. */
  void step(Step step);

  /**
   * How far one download is.
   *
   * @param model the model
   * @param file the file that is coming
   * @param done bytes that are here, of all files together
   * @param total bytes of all files that were missing
   */
  record Step(HubReference model, String file, long done, long total) {}
}
