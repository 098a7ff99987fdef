package org.modelassay.gate;

import org.jspecify.annotations.Nullable;

/**
 * A judged limit or a judged regression.
 *
 * @param status how it stands
 * @param fails whether the check fails for it
 * @param metric name of the metric
 * @param declared the limit as the user wrote it
 * @param figure the figure judged, or null when there is none
 * @param accepted the accepted value, or null unless a regression was judged
 * @param message one line a person can act on: metric, value, interval, limit
 * @param limit what the figure was held against, so that a page can draw it; a regression's is the
 *     accepted figure with its allowance. Null when there was nothing to hold it against
 */
public record Verdict(
    Status status,
    boolean fails,
    String metric,
    String declared,
    @Nullable Figure figure,
    @Nullable Double accepted,
    String message,
    @Nullable Limit limit) {

  /** A verdict that held the figure against nothing. */
  public Verdict(
      Status status,
      boolean fails,
      String metric,
      String declared,
      @Nullable Figure figure,
      @Nullable Double accepted,
      String message) {
    this(status, fails, metric, declared, figure, accepted, message, null);
  }

  /**
   * A proof that failed: broken whatever the limits say.
   *
   * @param declared what asked for the proof, as the user wrote it
   * @param figure the share of the sample that came back
   * @param message one line a person can act on
   */
  public static Verdict failedProof(String declared, Figure figure, String message) {
    String metric = figure.metric().name();
    var all = new Limit(metric, Bound.AT_LEAST, 1, Decision.ESTIMATE, "", declared);
    return new Verdict(Status.BROKEN, true, metric, declared, figure, null, message, all);
  }

  /** How a limit stands. */
  public enum Status {
    /** It holds. */
    HOLDS,
    /** It is broken. */
    BROKEN,
    /** The interval straddles the limit: the items do not decide it. */
    UNDECIDED,
    /** There is nothing it can be compared with. */
    NOT_COMPARABLE
  }
}
