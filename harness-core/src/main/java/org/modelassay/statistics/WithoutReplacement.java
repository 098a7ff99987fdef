package org.modelassay.statistics;

import java.util.Arrays;

/**
 * The mean of a finite set of bounded values, judged while its members are looked at one after the
 * other in random order: a confidence sequence for sampling without replacement by betting
 * (Waudby-Smith and Ramdas 2024, "Estimating means of bounded random variables by betting", JRSS-B
 * 86:1-27, section 5; arXiv 2010.09686).
 *
 * <p>Against the hypothesis that the sum of all N values is at least T stands a gambler. If it is
 * exactly T, the next value is expected to be {@code m = (T - sum so far) / (values left)}. He
 * starts with 1, and stakes fixed shares f of what he may, so that with each value v his capital is
 * multiplied by
 *
 * <pre>{@code 1 + f (m - v) / (highest - m)}</pre>
 *
 * and is never negative. His capital is the mean over {@link #STAKES several f}. As long as the
 * hypothesis holds it is not expected to grow, so the chance that it ever reaches 1/alpha is at
 * most alpha (Ville 1939), however often one looks. A second gambler bets against "at most T" by
 * {@code 1 + f (v - m) / (m - lowest)}. Both capitals are monotone in T, which makes the bounds of
 * the mean intervals.
 *
 * <p>What can be counted needs no bet: a hypothesis that the values left cannot make true any more
 * is rejected, and after the last value the answer is exact.
 *
 * <p>The order must be drawn independently of the values. Not for use by several threads.
 */
public final class WithoutReplacement {
  /** Method of its intervals. */
  public static final String METHOD = "betting without replacement";

  /** What is known of the mean of all values and a limit. */
  public enum Decision {
    /** The mean is at most the limit. */
    AT_MOST,
    /** The mean is above the limit. */
    ABOVE,
    /** Neither is certain enough yet. */
    OPEN
  }

  /**
   * The shares staked. Even steps serve a mean that is a fraction of the limit, where the best
   * share is 1 - mean/limit; the small ones serve the rare values above a small limit.
   */
  private static final double[] STAKES = {
    0.0125, 0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1
  };

  /** How the first capital is split over the stakes; the three small ones have half a share. */
  private static final double[] PURSES =
      Arrays.stream(STAKES).map(f -> f < 0.1 ? 0.5 / 11.5 : 1 / 11.5).toArray();

  private final int size;
  private final double lowest;
  private final double highest;
  private final boolean whole;
  private final double alpha;

  /** The values in the order seen, and the sums of those before each: one more than seen. */
  private double[] values;

  private double[] sums;
  private int seen;
  private double lost;

  private WithoutReplacement(int size, double lowest, double highest, boolean whole, double alpha) {
    if (size < 1) {
      throw new IllegalArgumentException("a set must have 1 value or more, but has " + size);
    }
    if (!(lowest < highest && Double.isFinite(highest - lowest))) {
      throw new IllegalArgumentException(
          "values must be bounded, but by " + lowest + " and " + highest);
    }
    if (!(alpha > 0 && alpha < 0.5)) {
      throw new IllegalArgumentException(
          "the error allowed on each side must lie between 0 and 0.5, but is " + alpha);
    }
    this.size = size;
    this.lowest = lowest;
    this.highest = highest;
    this.whole = whole;
    this.alpha = alpha;
    this.values = new double[Math.min(size, 64)];
    this.sums = new double[values.length + 1];
  }

  /**
   * A set of whole numbers, such as 0 and 1 for flips, or -1, 0 and 1 for what an item adds to a
   * drop of accuracy. Its sums are exact, and a limit is tested against the next sum beyond it.
   *
   * @param size values in the whole set, N
   * @param lowest least value possible
   * @param highest largest value possible
   * @param alpha error allowed on each side, such as 0.025
   */
  public static WithoutReplacement ofWholeNumbers(int size, int lowest, int highest, double alpha) {
    return new WithoutReplacement(size, lowest, highest, true, alpha);
  }

  /** The same for a set of any numbers between two bounds. */
  public static WithoutReplacement ofNumbers(
      int size, double lowest, double highest, double alpha) {
    return new WithoutReplacement(size, lowest, highest, false, alpha);
  }

  /**
   * Takes the next values of the order.
   *
   * @throws IllegalArgumentException when a value is out of the bounds, is no whole number in a set
   *     of such, or is one more than the set has
   */
  public void observe(double... next) {
    if (next.length > size - seen) {
      throw new IllegalArgumentException(
          "%s values more than the %s of the set".formatted(next.length - (size - seen), size));
    }
    for (double value : next) {
      if (!(value >= lowest && value <= highest) || (whole && value != Math.rint(value))) {
        throw new IllegalArgumentException(
            "value %s is %s, which is no %s of %s to %s"
                .formatted(seen, value, whole ? "whole number" : "number", lowest, highest));
      }
      if (seen == values.length) {
        values = Arrays.copyOf(values, (int) Math.min(size, 2L * seen));
        sums = Arrays.copyOf(sums, values.length + 1);
      }
      values[seen] = value;
      // Kahan's sum: what the addition rounded away is added to the next value.
      double adjusted = value + lost;
      sums[seen + 1] = sums[seen] + adjusted;
      lost = adjusted - (sums[seen + 1] - sums[seen]);
      seen++;
    }
  }

  /** Values taken so far. */
  public int observed() {
    return seen;
  }

  /**
   * Whether the mean of the whole set is at most a limit, as {@code sum / N <= limit} will say when
   * all values are known. What was once decided by bets stays so until counting says otherwise.
   *
   * @param limit in the values' unit
   * @return never {@code OPEN} when all values have been taken
   */
  public Decision decide(double limit) {
    if (Double.isNaN(limit)) {
      throw new IllegalArgumentException("a limit must be a number");
    }
    if ((sums[seen] + left() * highest) / size <= limit) {
      return Decision.AT_MOST;
    }
    if ((sums[seen] + left() * lowest) / size > limit) {
      return Decision.ABOVE;
    }
    double most = whole ? wholeSumAtMost(limit, size) : limit * size;
    int atMost = refutedAfter(whole ? most + 1 : most, true);
    int above = refutedAfter(most, false);
    // Not both at once: of two bets against each other one loses what the other wins.
    return atMost == above ? Decision.OPEN : atMost < above ? Decision.AT_MOST : Decision.ABOVE;
  }

  /**
   * The interval in which the mean of the whole set lies with confidence 1 - 2 alpha, at this look
   * and all others together. It never widens, and is the mean itself at the end.
   */
  public Interval bounds() {
    double low = sums[seen] + left() * lowest;
    double high = sums[seen] + left() * highest;
    double least = lastOpen(high, low, false);
    double most = lastOpen(low, high, true);
    // They can cross only in the case that the confidence leaves out.
    return new Interval(
        Math.min(least, most) / size, Math.max(least, most) / size, 1 - 2 * alpha, METHOD);
  }

  /**
   * The furthest sum from one that is open, towards a far one, for which the hypothesis "at least"
   * (or "at most") that sum is not refuted.
   */
  private double lastOpen(double near, double far, boolean atLeast) {
    if (!refuted(far, atLeast)) {
      return far;
    }
    double open = near;
    double refuted = far;
    while (true) {
      double middle = open + (refuted - open) / 2;
      middle = whole ? Math.floor(middle) : middle;
      if (middle == open || middle == refuted) {
        return open;
      }
      if (refuted(middle, atLeast)) {
        refuted = middle;
      } else {
        open = middle;
      }
    }
  }

  private boolean refuted(double total, boolean atLeast) {
    return refutedAfter(total, atLeast) < Integer.MAX_VALUE;
  }

  /**
   * After how many values the hypothesis that all sum to at least (or at most) a total is refuted;
   * the largest integer when it is not yet.
   */
  private int refutedAfter(double total, boolean atLeast) {
    double[] capital = PURSES.clone();
    // Seen from below, the second gambler's values and bounds are the first one's with other signs.
    double sign = atLeast ? 1 : -1;
    double end = atLeast ? highest : -lowest;
    for (int i = 0; i < seen; i++) {
      double missing = sign * (total - sums[i]);
      double most = end * (size - i);
      if (missing > most) {
        return i;
      }
      double expected = missing / (size - i);
      // Where only the highest values would do, any other refutes the hypothesis at the next step.
      if (expected < end) {
        double won = (expected - sign * values[i]) / (end - expected);
        double sum = 0;
        for (int s = 0; s < STAKES.length; s++) {
          capital[s] *= 1 + STAKES[s] * won;
          sum += capital[s];
        }
        if (sum >= 1 / alpha) {
          return i + 1;
        }
      }
    }
    return sign * (total - sums[seen]) > end * left() ? seen : Integer.MAX_VALUE;
  }

  private int left() {
    return size - seen;
  }

  /**
   * The largest whole sum of so many values whose mean does not exceed a limit, as a division will
   * compare them.
   */
  public static double wholeSumAtMost(double limit, int size) {
    double sum = Math.floor(limit * size);
    while ((sum + 1) / size <= limit) {
      sum++;
    }
    while (sum / size > limit) {
      sum--;
    }
    return sum;
  }
}
