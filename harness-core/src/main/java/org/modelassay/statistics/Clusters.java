package org.modelassay.statistics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which items belong together, such as questions about one text. Items of a cluster resemble each
 * other, so they tell less than as many items that have nothing in common.
 */
public final class Clusters {
  private final int[] clusterOfItem;
  private final int count;

  private Clusters(int[] clusterOfItem, int count) {
    this.clusterOfItem = clusterOfItem;
    this.count = count;
  }

  /**
   * Groups items by equal names.
   *
   * @param nameOfEachItem the cluster's name of each item, in the order of the items
   */
  public static Clusters of(List<?> nameOfEachItem) {
    Map<Object, Integer> numbers = new HashMap<>();
    int[] clusterOfItem =
        nameOfEachItem.stream()
            .mapToInt(name -> numbers.computeIfAbsent(name, any -> numbers.size()))
            .toArray();
    return new Clusters(clusterOfItem, numbers.size());
  }

  /** Number of clusters. */
  public int count() {
    return count;
  }

  /** Number of items in all clusters. */
  public int items() {
    return clusterOfItem.length;
  }

  /** The sum of each cluster's values, clusters in the order of their first items. */
  double[] sums(double[] values) {
    if (values.length != clusterOfItem.length) {
      throw new IllegalArgumentException(
          "%s values, but clusters of %s items".formatted(values.length, clusterOfItem.length));
    }
    double[] sums = new double[count];
    for (int i = 0; i < values.length; i++) {
      sums[clusterOfItem[i]] += values[i];
    }
    return sums;
  }

  /** The number of items of each cluster, in the same order. */
  double[] sizes() {
    double[] sizes = new double[count];
    for (int cluster : clusterOfItem) {
      sizes[cluster]++;
    }
    return sizes;
  }
}
