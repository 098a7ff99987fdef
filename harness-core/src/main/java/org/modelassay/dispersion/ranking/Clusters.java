package org.modelassay.dispersion.ranking;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.hipparchus.clustering.Clusterable;
import org.hipparchus.clustering.KMeansPlusPlusClusterer;
import org.hipparchus.clustering.distance.EuclideanDistance;
import org.hipparchus.random.Well19937c;
import org.modelassay.AssayException;

/**
 * Items whose states point in like directions: k-means++ (Arthur and Vassilvitskii 2007) of unit
 * vectors, whose squared distance is twice their cosine distance.
 */
final class Clusters {
  private static final long SEED = 42;
  private static final int ITERATIONS = 100;

  private Clusters() {}

  /**
   * Finds clusters.
   *
   * @param states [items][width], none zero or not finite
   * @return the items of each, named by number, in the order of their first items
   * @throws AssayException when there are fewer items than clusters
   */
  static Map<String, int[]> of(float[][] states, int clusters) {
    if (states.length < clusters) {
      throw new AssayException(
          "clusters = %d of %d items; take fewer clusters or more items"
              .formatted(clusters, states.length));
    }
    var found =
        new KMeansPlusPlusClusterer<Item>(
                clusters, ITERATIONS, new EuclideanDistance(), new Well19937c(SEED))
            .cluster(
                IntStream.range(0, states.length).mapToObj(i -> Item.of(i, states[i])).toList());
    List<int[]> members =
        found.stream()
            .map(each -> each.getPoints().stream().mapToInt(Item::number).sorted().toArray())
            .filter(items -> items.length > 0)
            .sorted(Comparator.comparingInt(items -> items[0]))
            .toList();
    Map<String, int[]> slices = new LinkedHashMap<>();
    members.forEach(items -> slices.put("cluster " + (slices.size() + 1), items));
    return slices;
  }

  private record Item(int number, double[] direction) implements Clusterable {
    static Item of(int number, float[] state) {
      double[] direction = IntStream.range(0, state.length).mapToDouble(k -> state[k]).toArray();
      double length = Math.sqrt(Arrays.stream(direction).map(x -> x * x).sum());
      Arrays.setAll(direction, k -> direction[k] / length);
      return new Item(number, direction);
    }

    @Override
    public double[] getPoint() {
      return direction;
    }
  }
}
