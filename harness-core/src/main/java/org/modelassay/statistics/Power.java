package org.modelassay.statistics;

import java.util.OptionalLong;
import java.util.function.LongPredicate;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * How many items a decision needs, and what a number of items can show. Of clustered items multiply
 * by the design effect.
 */
public final class Power {
  /** Beyond so many items a search gives up. */
  private static final long MOST = 100_000_000;

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private Power() {}

  /**
   * Items that a comparison of means needs: {@code (z(α/2) + z(β))² variance / difference²},
   * rounded up (Miller 2024, arXiv 2411.00640).
   *
   * @param variance of an item's difference: ω² + σ²(A)/K(A) + σ²(B)/K(B) there, when K answers are
   *     drawn per item
   * @param difference of the means that is to be found
   * @param alpha two-sided error, such as 0.05
   * @param power probability to find it, such as 0.8
   */
  public static long meanItems(double variance, double difference, double alpha, double power) {
    double z = quantiles(alpha, power);
    return (long) Math.ceil(z * z * variance / (difference * difference));
  }

  /** The least difference of means that n items find, by the same formula. */
  public static double meanDetectable(double variance, long n, double alpha, double power) {
    return quantiles(alpha, power) * Math.sqrt(variance / n);
  }

  /**
   * Items that McNemar's test needs: {@code (z(α/2) √ψ + z(β) √(ψ - δ²))² / δ²}, rounded up (Connor
   * 1987, "Sample size for testing differences in proportions for the paired-sample design",
   * Biometrics 43:207-211).
   *
   * @param discordant share ψ of items on which the two differ, such as the flip rate
   * @param difference δ of the two shares that is to be found, at most ψ
   * @param alpha two-sided error
   * @param power probability to find it
   * @throws IllegalArgumentException unless 0 &lt; |difference| &lt;= discordant &lt;= 1
   */
  public static long pairedItems(double discordant, double difference, double alpha, double power) {
    double delta = Math.abs(difference);
    if (!(delta > 0 && delta <= discordant && discordant <= 1)) {
      throw new IllegalArgumentException(
          "a difference must be above 0 and at most the share that differs, but they are %s and %s"
              .formatted(difference, discordant));
    }
    double root = pairedQuantiles(discordant, delta, alpha, power);
    return (long) Math.ceil(root * root / (delta * delta));
  }

  /**
   * The least difference of two shares that McNemar's test finds with n items, by the same formula.
   *
   * @return NaN when not even a difference of ψ would be found
   */
  public static double pairedDetectable(double discordant, long n, double alpha, double power) {
    double missed = 0;
    double found = discordant;
    if (pairedQuantiles(discordant, found, alpha, power) > found * Math.sqrt((double) n)) {
      return Double.NaN;
    }
    while (true) {
      double middle = (missed + found) / 2;
      if (middle <= missed || middle >= found) {
        return found;
      }
      if (pairedQuantiles(discordant, middle, alpha, power) > middle * Math.sqrt((double) n)) {
        missed = middle;
      } else {
        found = middle;
      }
    }
  }

  /**
   * The largest true rate at which n items still show, with the given probability, that the rate is
   * at most a limit: that the 95 % Clopper-Pearson interval ends at the limit or below. Exact.
   *
   * @return NaN when not even 0 of n items would show it
   */
  public static double rateDetectable(long n, double limit, double power) {
    if (!showsAtMost(0, (double) n, limit)) {
      return Double.NaN;
    }
    long most = first(0, n, k -> !showsAtMost(k, (double) n, limit)) - 1;
    return BetaDistribution.of(most + 1.0, (double) (n - most)).inverseSurvivalProbability(power);
  }

  /**
   * The least number of items, n or more, at which the 95 % Clopper-Pearson interval lies on one
   * side of the limit if the rate measured on n stays: ends at the limit or below when the rate is
   * below, starts above it when the rate is above. Exact; of the counts that are next to the rate
   * the one nearer to the limit is taken, {@code ceil(rate n)} or {@code floor(rate n)}.
   *
   * @param successes items that count, of n
   * @param n items looked at, 1 or more
   * @param limit of the rate
   * @return empty when the rate is the limit, or so near it that 100 million items would not do
   */
  public static OptionalLong itemsToDecideRate(long successes, long n, double limit) {
    if (n < 1 || successes < 0 || successes > n) {
      throw new IllegalArgumentException(
          "successes must be 0 to n, and n 1 or more, but they are " + successes + " of " + n);
    }
    double rate = (double) successes / n;
    if (rate < limit) {
      return successes == 0
          ? found(first(n, MOST, items -> showsAtMost(0, (double) items, limit)))
          : itemsBelow(successes, n, limit);
    }
    return rate > limit ? itemsAbove(successes, n, limit) : OptionalLong.empty();
  }

  private static OptionalLong itemsBelow(long successes, long n, double limit) {
    double rate = (double) successes / n;
    long last = (long) (MOST * rate);
    // Of all numbers of items with the same count the largest, floor(count / rate), shows most. It
    // shows no more than count / rate would, which never falls back as the count grows.
    long count = first(successes, last, k -> showsAtMost(k, k / rate, limit));
    while (count <= last
        && !showsAtMost(count, (double) Math.floorDiv(count * n, successes), limit)) {
      count++;
    }
    long k = count;
    long fewest = Math.max(n, Math.floorDiv((k - 1) * n, successes) + 1);
    return found(first(fewest, MOST, items -> showsAtMost(k, (double) items, limit)));
  }

  private static OptionalLong itemsAbove(long successes, long n, double limit) {
    double rate = (double) successes / n;
    long last = (long) (MOST * rate);
    // Here the smallest number with the same count, ceil(count / rate), shows most.
    long count = first(successes, last, k -> showsAbove(k, k / rate, limit));
    while (count <= last
        && !showsAbove(count, (double) -Math.floorDiv(-count * n, successes), limit)) {
      count++;
    }
    return found(-Math.floorDiv(-count * n, successes));
  }

  /**
   * The least number of items, n or more, at which Tango's 95 % interval of a difference of paired
   * shares lies on one side of the limit if the shares measured on n stay.
   *
   * @param b items that count for the first share only, of n
   * @param c items that count for the second share only, of n
   * @param n items looked at, 1 or more
   * @param limit of the difference (b - c) / n
   * @return empty when the difference is the limit, or so near it that 100 million items would not
   *     do
   */
  public static OptionalLong itemsToDecideDifference(long b, long c, long n, double limit) {
    double difference = (double) (b - c) / n;
    if (!(difference < limit || difference > limit)) {
      return OptionalLong.empty();
    }
    return found(
        first(
            n,
            MOST,
            items -> {
              double scale = (double) items / n;
              Interval interval =
                  PairedProportions.tango(
                      b * scale, c * scale, (double) items, Interval.CONFIDENCE, "");
              return difference < limit ? interval.high() <= limit : interval.low() > limit;
            }));
  }

  /**
   * About how many items bring an interval to one side of the limit: its reach shrinks with the
   * square root of their number.
   *
   * @param value what was measured
   * @param interval of it, from n items
   * @param limit of it
   * @param n items, or whatever was drawn independently
   * @return n when the interval decides already; empty when the value is the limit, or anything is
   *     not finite, or when 100 million would not do
   */
  public static OptionalLong itemsToDecide(double value, Interval interval, double limit, long n) {
    double reach = value < limit ? interval.high() - value : value - interval.low();
    double share = reach / Math.abs(limit - value);
    double items = Math.max((double) n, Math.ceil(n * share * share));
    return items <= MOST ? OptionalLong.of((long) items) : OptionalLong.empty();
  }

  private static OptionalLong found(long items) {
    return items <= MOST ? OptionalLong.of(items) : OptionalLong.empty();
  }

  /** Whether the upper end for k of n, which need not be whole, is at most the limit. */
  private static boolean showsAtMost(long k, double n, double limit) {
    return k >= n
        ? limit >= 1
        : BetaDistribution.of(k + 1.0, n - k).survivalProbability(limit) <= Interval.TAIL;
  }

  /** Whether the lower end for k of n is above the limit. */
  private static boolean showsAbove(long k, double n, double limit) {
    return k <= 0
        ? limit < 0
        : BetaDistribution.of((double) k, n - k + 1).cumulativeProbability(limit) < Interval.TAIL;
  }

  /** The least number from low to high that holds, all larger ones holding too; else high + 1. */
  private static long first(long low, long high, LongPredicate holds) {
    // Steps double, so that the search costs what its result is far.
    long fails = low - 1;
    long step = 1;
    long found = low;
    while (found <= high && !holds.test(found)) {
      fails = found;
      found += step;
      step *= 2;
    }
    found = Math.min(found, high + 1);
    while (found - fails > 1) {
      long middle = fails + (found - fails) / 2;
      if (holds.test(middle)) {
        found = middle;
      } else {
        fails = middle;
      }
    }
    return found;
  }

  private static double pairedQuantiles(
      double discordant, double difference, double alpha, double power) {
    return NORMAL.inverseSurvivalProbability(alpha / 2) * Math.sqrt(discordant)
        + NORMAL.inverseCumulativeProbability(power)
            * Math.sqrt(discordant - difference * difference);
  }

  private static double quantiles(double alpha, double power) {
    return NORMAL.inverseSurvivalProbability(alpha / 2)
        + NORMAL.inverseCumulativeProbability(power);
  }
}
