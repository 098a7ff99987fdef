package org.modelassay.training;

/**
 * The learning rate: a linear rise, then half a cosine down to a share of the peak.
 *
 * @param steps number of all steps
 * @param warmUp number of steps of the rise
 * @param peak the largest rate
 * @param last share of the peak at the end
 */
public record Schedule(long steps, long warmUp, double peak, double last) {
  /** The rate of a step, numbered from 0. */
  public double rate(long step) {
    if (step < warmUp) {
      return peak * (step + 1) / warmUp;
    }
    double done = (double) (step - warmUp) / Math.max(1, steps - warmUp);
    return peak * (last + (1 - last) * 0.5 * (1 + StrictMath.cos(Math.PI * done)));
  }
}
