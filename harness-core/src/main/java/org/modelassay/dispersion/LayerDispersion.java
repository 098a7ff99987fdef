package org.modelassay.dispersion;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.model.HiddenState;
import org.modelassay.reading.ScoredReading.LayerSpread;
import org.modelassay.reading.SequenceSet;
import org.modelassay.statistics.CosineDispersion;

/**
 * What one hidden state of one model comes to.
 *
 * @param segments dispersion of each segment's positions
 * @param within their mean over segments
 * @param across dispersion of the segments' pooled states; NaN of one segment
 * @param anisotropy mean cosine of the states of all positions to their mean; null where the mean
 *     was taken away
 * @param pooled [segments][width] the segments' pooled states
 */
record LayerDispersion(
    double[] segments,
    Jackknifed within,
    Jackknifed across,
    @Nullable Jackknifed anisotropy,
    float[][] pooled) {

  /**
   * Reduces what was read.
   *
   * @throws AssayException when a state has no direction, naming layer, segment and position
   */
  static LayerDispersion of(
      SequenceSet segments,
      HiddenState state,
      LayerSpread spread,
      Pooling pooling,
      boolean centred) {
    double[] within = spread.within();
    for (int i = 0; i < within.length; i++) {
      int flawed = spread.flawed()[i];
      if (flawed >= 0) {
        int position = flawed - segments.sequences().get(i).prefix();
        throw flawed(segments, state, i, "the state at position " + position);
      }
      if (!Double.isFinite(within[i])) {
        throw flawed(segments, state, i, "a state");
      }
    }
    float[][] pooled = pooling.states(spread, centred);
    int flawed = CosineDispersion.flawed(pooled);
    if (flawed >= 0) {
      throw flawed(
          segments, state, flawed, pooling == Pooling.MEAN ? "the mean state" : "the last state");
    }
    var across = new CosineDispersion(pooled);
    return new LayerDispersion(
        within,
        Jackknifed.mean(within),
        new Jackknifed(across.mean(), across.leaveOneOut()),
        centred ? null : anisotropy(spread),
        pooled);
  }

  /** (sum of unit vectors) (sum of states) / (N |sum of states|). */
  private static Jackknifed anisotropy(LayerSpread spread) {
    int n = spread.positions().length;
    double[] units = total(spread.units());
    double[] sums = total(spread.sums());
    long count = IntStream.of(spread.positions()).asLongStream().sum();
    double[] without = new double[n];
    double[] none = new double[sums.length];
    for (int i = 0; i < n; i++) {
      without[i] =
          cosine(units, spread.units()[i], sums, spread.sums()[i], count - spread.positions()[i]);
    }
    return new Jackknifed(cosine(units, none, sums, none, count), without);
  }

  private static double cosine(
      double[] units, double[] lessUnits, double[] sums, double[] lessSums, long count) {
    double dot = 0;
    double square = 0;
    for (int k = 0; k < sums.length; k++) {
      double sum = sums[k] - lessSums[k];
      dot += (units[k] - lessUnits[k]) * sum;
      square += sum * sum;
    }
    return dot / (count * Math.sqrt(square));
  }

  private static double[] total(double[][] rows) {
    double[] total = new double[rows[0].length];
    for (double[] row : rows) {
      for (int k = 0; k < total.length; k++) {
        total[k] += row[k];
      }
    }
    return total;
  }

  private static AssayException flawed(
      SequenceSet segments, HiddenState state, int segment, String what) {
    return new AssayException(
        "layer "
            + state
            + ", segment "
            + segments.sequences().get(segment).id()
            + " of "
            + segments.name()
            + ": "
            + what
            + " of the segment is zero or not finite, so that no"
            + " distance can be taken; look for damaged weights or another dtype");
  }
}
