package org.modelassay.dispersion;

import org.modelassay.reading.ScoredReading.LayerSpread;

/** What stands for a segment where segments are compared. */
public enum Pooling {
  /** The state at its last position, which has seen all of it. */
  LAST_TOKEN,
  /** The mean of the states at its positions. */
  MEAN;

  /**
   * The states of a set's sequences.
   *
   * @param centred whether the set's mean state is taken away
   * @return [sequences][width]; of {@link #LAST_TOKEN}, not centred, the spread's own array
   */
  public float[][] states(LayerSpread spread, boolean centred) {
    if (this == LAST_TOKEN && !centred) {
      return spread.last();
    }
    int n = spread.positions().length;
    double[] centre = centred ? spread.centre() : new double[spread.sums()[0].length];
    float[][] pooled = new float[n][centre.length];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < centre.length; k++) {
        double value =
            this == MEAN ? spread.sums()[i][k] / spread.positions()[i] : spread.last()[i][k];
        pooled[i][k] = (float) (value - centre[k]);
      }
    }
    return pooled;
  }
}
