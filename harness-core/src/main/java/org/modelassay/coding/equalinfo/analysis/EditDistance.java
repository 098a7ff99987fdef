package org.modelassay.coding.equalinfo.analysis;

/** Levenshtein's distance of token sequences. */
final class EditDistance {
  private EditDistance() {}

  /** The fewest tokens to put in, take out or replace that make one sequence the other. */
  static int of(int[] a, int[] b) {
    int start = 0;
    while (start < a.length && start < b.length && a[start] == b[start]) {
      start++;
    }
    int endA = a.length;
    int endB = b.length;
    while (endA > start && endB > start && a[endA - 1] == b[endB - 1]) {
      endA--;
      endB--;
    }
    // Wagner and Fischer (1974) with one row: distance[j] is that of a's first i and b's first j.
    int[] distance = new int[endB - start + 1];
    for (int j = 0; j < distance.length; j++) {
      distance[j] = j;
    }
    for (int i = start; i < endA; i++) {
      int diagonal = distance[0]++;
      for (int j = 1; j < distance.length; j++) {
        int replaced = diagonal + (a[i] == b[start + j - 1] ? 0 : 1);
        diagonal = distance[j];
        distance[j] = Math.min(replaced, 1 + Math.min(diagonal, distance[j - 1]));
      }
    }
    return distance[distance.length - 1];
  }
}
