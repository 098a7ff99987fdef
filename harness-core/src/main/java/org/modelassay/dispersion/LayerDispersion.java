package org.modelassay.dispersion;

import org.modelassay.AssayException;
import org.modelassay.reading.ScoredReading.LayerSpread;
import org.modelassay.reading.SequenceSet;

/**
 * Both dispersions of one layer of one model.
 *
 * @param within mean over segments of the dispersion of their positions
 * @param across dispersion of the segments' last states; NaN of one segment
 * @param last [segments][width] the segments' last states
 */
record LayerDispersion(Jackknifed within, Jackknifed across, float[][] last) {

  /**
   * Reduces what was read.
   *
   * @throws AssayException when a state has no direction, naming layer and segment
   */
  static LayerDispersion of(SequenceSet segments, int layer, LayerSpread spread) {
    double[] within = spread.within();
    for (int i = 0; i < within.length; i++) {
      if (!Double.isFinite(within[i])) {
        throw flawed(segments, layer, i, "the states of");
      }
    }
    int flawed = CosineDispersion.flawed(spread.last());
    if (flawed >= 0) {
      throw flawed(segments, layer, flawed, "the last state of");
    }
    var across = new CosineDispersion(spread.last());
    return new LayerDispersion(
        Jackknifed.mean(within),
        new Jackknifed(across.mean(), across.leaveOneOut()),
        spread.last());
  }

  private static AssayException flawed(SequenceSet segments, int layer, int segment, String what) {
    return new AssayException(
        "layer "
            + layer
            + ", segment "
            + segments.sequences().get(segment).id()
            + " of "
            + segments.name()
            + ": "
            + what
            + " the segment is zero or not finite, so that no"
            + " distance can be taken; look for damaged weights or another dtype");
  }
}
