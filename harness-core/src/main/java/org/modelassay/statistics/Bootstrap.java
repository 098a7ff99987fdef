package org.modelassay.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/** Intervals by drawing the sample's own members again. */
public final class Bootstrap {
  /** Samples drawn. */
  public static final int RESAMPLES = 2000;

  /** Members below which no interval is claimed: too few to stand for others. */
  public static final int FEWEST = 20;

  /**
   * Members below which an interval may be shown, but promises too much: of skewed numbers its
   * upper end lies too low in up to 8 % of samples of 20 ({@code docs/validation.md}).
   */
  public static final int FEWEST_TO_DECIDE = 50;

  /** Method of its intervals. */
  public static final String METHOD = "BCa bootstrap";

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private Bootstrap() {}

  /**
   * The two-sided 95 % interval by the bias-corrected and accelerated bootstrap (Efron 1987,
   * "Better bootstrap confidence intervals", JASA 82:171-185; acceleration by the jackknife, ties
   * with the estimate counted half). Its levels are those of {@code ± t(n - 1) sqrt(n / (n - 1))}
   * where Efron has the normal quantile, for samples are narrower than what they were drawn from
   * (Hesterberg 2015, "What teachers should know about the bootstrap", The American Statistician
   * 69:371-386: the expanded interval). docs/validation.md says how often it misses.
   *
   * <p>What is drawn are whole clusters, such as documents: the statistic is given their indices
   * and must weigh a cluster as often as its index occurs. A paired comparison stays paired when it
   * takes both models' values of each drawn index.
   *
   * @param n number of clusters
   * @param statistic the statistic of the clusters drawn; asked for {@code n} and {@code n - 1} of
   *     them; must not keep or change the array
   * @param seed same seed, same interval
   * @return the interval; null when n &lt; {@value #FEWEST} or when the statistic of some draw is
   *     not finite; [v, v] when every draw gives v
   */
  public static @Nullable Interval bca(int n, ToDoubleFunction<int[]> statistic, long seed) {
    if (n < FEWEST) {
      return null;
    }
    double estimate = statistic.applyAsDouble(IntStream.range(0, n).toArray());
    double[] resampled = new double[RESAMPLES];
    SplittableRandom random = new SplittableRandom(seed);
    int[] drawn = new int[n];
    for (int r = 0; r < RESAMPLES; r++) {
      for (int i = 0; i < n; i++) {
        drawn[i] = random.nextInt(n);
      }
      resampled[r] = statistic.applyAsDouble(drawn);
    }
    double[] leaveOneOut = new double[n];
    for (int left = 0; left < n; left++) {
      int out = left;
      leaveOneOut[left] =
          statistic.applyAsDouble(IntStream.range(0, n).filter(i -> i != out).toArray());
    }
    return bca(estimate, resampled, leaveOneOut);
  }

  /**
   * The same interval of a mean, in time that grows with n and not with its square. The mean of
   * paired differences is a paired comparison.
   *
   * @param values of each item; drawn one by one
   * @return as {@link #bca(int, ToDoubleFunction, long)}
   */
  public static @Nullable Interval mean(double[] values, long seed) {
    double[] ones = new double[values.length];
    Arrays.fill(ones, 1);
    return ratio(values, ones, seed);
  }

  /**
   * The same of the mean of clustered items: whole clusters are drawn, and the mean is over all
   * items in them.
   *
   * @return null when clusters are fewer than {@value #FEWEST}
   */
  public static @Nullable Interval mean(double[] values, Clusters clusters, long seed) {
    return ratio(clusters.sums(values), clusters.sizes(), seed);
  }

  /** The same of a ratio of sums over clustered items: whole clusters are drawn. */
  public static @Nullable Interval ratio(
      double[] numerators, double[] denominators, Clusters clusters, long seed) {
    return ratio(clusters.sums(numerators), clusters.sums(denominators), seed);
  }

  /**
   * The same of a ratio of sums, such as bits per byte of a corpus.
   *
   * @param numerators of each cluster
   * @param denominators of the same clusters
   * @return null also when the denominators of some draw sum to 0
   */
  public static @Nullable Interval ratio(double[] numerators, double[] denominators, long seed) {
    int n = numerators.length;
    if (denominators.length != n) {
      throw new IllegalArgumentException(
          n + " numerators, but " + denominators.length + " denominators");
    }
    if (n < FEWEST) {
      return null;
    }
    double above = Sums.sum(numerators);
    double below = Sums.sum(denominators);
    double[] resampled = new double[RESAMPLES];
    SplittableRandom random = new SplittableRandom(seed);
    for (int r = 0; r < RESAMPLES; r++) {
      double numerator = 0;
      double denominator = 0;
      for (int i = 0; i < n; i++) {
        int drawn = random.nextInt(n);
        numerator += numerators[drawn];
        denominator += denominators[drawn];
      }
      resampled[r] = numerator / denominator;
    }
    double[] leaveOneOut = new double[n];
    Arrays.setAll(leaveOneOut, i -> (above - numerators[i]) / (below - denominators[i]));
    return bca(above / below, resampled, leaveOneOut);
  }

  private static @Nullable Interval bca(double estimate, double[] resampled, double[] leaveOneOut) {
    if (!Double.isFinite(estimate) || !allFinite(resampled) || !allFinite(leaveOneOut)) {
      return null;
    }
    Arrays.sort(resampled);
    double bias = bias(resampled, estimate);
    double acceleration = acceleration(leaveOneOut);
    int n = leaveOneOut.length;
    double t = TDistribution.of(n - 1).inverseSurvivalProbability(Interval.TAIL);
    double reach = t * Math.sqrt(n / (n - 1.0));
    return Interval.of(
        Quantiles.ofSorted(resampled, level(-reach, bias, acceleration)),
        Quantiles.ofSorted(resampled, level(reach, bias, acceleration)),
        METHOD);
  }

  private static boolean allFinite(double[] values) {
    return Arrays.stream(values).allMatch(Double::isFinite);
  }

  /** How far the median of the draws lies from the estimate, in standard deviations. */
  private static double bias(double[] resampled, double estimate) {
    double below = 0;
    for (double value : resampled) {
      below += value < estimate ? 1 : value == estimate ? 0.5 : 0;
    }
    // When all draws lie on one side the true share is unknown but not 0: half a draw stands in.
    double share = Math.min(Math.max(below, 0.5), RESAMPLES - 0.5) / RESAMPLES;
    return NORMAL.inverseCumulativeProbability(share);
  }

  private static double acceleration(double[] leaveOneOut) {
    double mean = Sums.mean(leaveOneOut);
    double squares = 0;
    double cubes = 0;
    for (double value : leaveOneOut) {
      double influence = mean - value;
      squares += influence * influence;
      cubes += influence * influence * influence;
    }
    return squares == 0 ? 0 : cubes / (6 * Math.pow(squares, 1.5));
  }

  /** The share of draws below the end that a plain normal interval would put at z. */
  private static double level(double z, double bias, double acceleration) {
    double shifted = bias + z;
    return NORMAL.cumulativeProbability(bias + shifted / (1 - acceleration * shifted));
  }
}
