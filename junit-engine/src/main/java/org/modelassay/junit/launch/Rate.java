package org.modelassay.junit.launch;

import java.util.ArrayDeque;
import java.util.Deque;

/** How fast something grows, over about the last ten seconds. */
final class Rate {
  private static final long WINDOW = 10_000_000_000L;

  private final Deque<Sample> samples = new ArrayDeque<>();

  private record Sample(long nanos, long count) {}

  /** Begins anew: what was counted before is something else. */
  void reset() {
    samples.clear();
  }

  /** The count at a time. */
  void add(long nanos, long count) {
    samples.add(new Sample(nanos, count));
    // The oldest that stays is the last one before the window, so that slow steps have a rate too.
    while (samples.size() > 2 && second().nanos <= nanos - WINDOW) {
      samples.remove();
    }
  }

  /** Per second; NaN before there are two counts at different times. */
  double perSecond() {
    if (samples.size() < 2 || samples.getLast().nanos == samples.getFirst().nanos) {
      return Double.NaN;
    }
    return (samples.getLast().count - samples.getFirst().count)
        * 1e9
        / (samples.getLast().nanos - samples.getFirst().nanos);
  }

  private Sample second() {
    var both = samples.iterator();
    both.next();
    return both.next();
  }
}
