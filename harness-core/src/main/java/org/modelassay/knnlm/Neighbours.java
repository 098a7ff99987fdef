package org.modelassay.knnlm;

import java.util.Arrays;

/**
 * The nearest keys of each query, nearest first.
 *
 * @param keys [queries][k] indices of keys
 * @param distances [queries][k] their squared Euclidean distances, ascending
 */
record Neighbours(int[][] keys, float[][] distances) {
  /**
   * The share of the true neighbours that are among these (recall at k), over all queries.
   *
   * @param truth of the same queries, as many each
   */
  double recall(Neighbours truth) {
    long found = 0;
    long all = 0;
    for (int q = 0; q < keys.length; q++) {
      int[] ours = keys[q].clone();
      Arrays.sort(ours);
      for (int key : truth.keys[q]) {
        found += Arrays.binarySearch(ours, key) >= 0 ? 1 : 0;
      }
      all += truth.keys[q].length;
    }
    return (double) found / all;
  }
}
