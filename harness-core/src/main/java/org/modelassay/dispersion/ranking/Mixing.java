package org.modelassay.dispersion.ranking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.modelassay.AssayException;
import org.modelassay.statistics.Correlation;
import org.modelassay.statistics.CosineDispersion;
import org.modelassay.statistics.Samples;
import org.modelassay.statistics.Sums;

/**
 * The mixing experiment (arXiv 2506.24106): slices of items of which a known share, 0, 10 ... 100
 * %, is answered right, drawn without replacement, and each slice's mean pairwise cosine distance.
 * If dispersion ranks difficulty, it grows with the share.
 *
 * @param size items of a slice: what was asked for, or the largest multiple of ten for which there
 *     are enough items of both kinds
 * @param dispersions [shares][seeds], shares in ascending order
 */
public record Mixing(int size, double[][] dispersions) {
  /** Shares of right answers: 0, 10 ... 100 %. */
  public static final int SHARES = 11;

  /**
   * Draws and measures the slices.
   *
   * @param states [items][width] one state per item
   * @param right [items] whether the model answers the item right
   * @param size items of a slice, a multiple of ten; fewer are taken where there are too few
   * @param seeds how many times it is repeated, with seeds 0, 1 ...
   * @throws AssayException when there are fewer than ten items of a kind
   * @throws IllegalArgumentException when a state is zero or not finite
   */
  public static Mixing of(float[][] states, boolean[] right, int size, int seeds) {
    if (states.length != right.length || size < SHARES - 1 || size % (SHARES - 1) != 0) {
      throw new IllegalArgumentException(
          states.length + " states, " + right.length + " answers, slices of " + size);
    }
    int[] good = IntStream.range(0, right.length).filter(i -> right[i]).toArray();
    int[] bad = IntStream.range(0, right.length).filter(i -> !right[i]).toArray();
    int enough = Math.min(size, Math.min(good.length, bad.length) / 10 * 10);
    if (enough == 0) {
      throw new AssayException(
          "the model answers "
              + good.length
              + " items right and "
              + bad.length
              + " wrong; slices of mixed items need ten of each; take more items or another task");
    }
    var dispersions = new double[SHARES][seeds];
    for (int seed = 0; seed < seeds; seed++) {
      var random = new SplittableRandom(seed);
      for (int share = 0; share < SHARES; share++) {
        int fromGood = enough / 10 * share;
        List<float[]> slice = new ArrayList<>(draw(states, good, fromGood, random));
        slice.addAll(draw(states, bad, enough - fromGood, random));
        dispersions[share][seed] = new CosineDispersion(slice.toArray(float[][]::new)).mean();
      }
    }
    return new Mixing(enough, dispersions);
  }

  /** Mean over the seeds of each share's dispersion. */
  public double[] means() {
    return Arrays.stream(dispersions).mapToDouble(Sums::mean).toArray();
  }

  /** Spearman's correlation of share and mean dispersion. */
  public double spearmanOfMeans() {
    return Correlation.spearman(shares(), means());
  }

  /** The same of each seed alone, which no mean has smoothed. */
  public double[] spearmans() {
    return IntStream.range(0, dispersions[0].length)
        .mapToDouble(
            seed ->
                Correlation.spearman(
                    shares(), Arrays.stream(dispersions).mapToDouble(d -> d[seed]).toArray()))
        .toArray();
  }

  /** Whether the mean dispersion grows from each share to the next. */
  public boolean monotone() {
    double[] means = means();
    return IntStream.range(1, SHARES).allMatch(i -> means[i] > means[i - 1]);
  }

  private static double[] shares() {
    return IntStream.range(0, SHARES).mapToDouble(i -> i / 10.0).toArray();
  }

  private static List<float[]> draw(
      float[][] states, int[] from, int count, SplittableRandom random) {
    return IntStream.of(Samples.drawn(count, from.length, random))
        .mapToObj(i -> states[from[i]])
        .toList();
  }
}
