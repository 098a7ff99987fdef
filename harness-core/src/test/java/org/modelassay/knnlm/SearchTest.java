package org.modelassay.knnlm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SearchTest {
  private static final long SEED = 20;

  @Test
  void exactSearchAgreesWithDoublePrecision() {
    var random = new SplittableRandom(SEED);
    float[][] keys = states(random, 700, 40, 1);
    float[][] queries = states(random, 30, 40, 1);

    Neighbours found = Search.EXACT.nearest(keys, queries, 10);

    for (int q = 0; q < queries.length; q++) {
      float[] query = queries[q];
      int[] sorted =
          IntStream.range(0, keys.length)
              .boxed()
              .sorted((a, b) -> Double.compare(squared(keys[a], query), squared(keys[b], query)))
              .mapToInt(Integer::intValue)
              .limit(10)
              .toArray();
      assertThat(found.keys()[q]).as("seed %d, query %d", SEED, q).containsExactly(sorted);
    }
  }

  @Test
  void theGraphFindsNearlyAllOfClusteredStates() {
    var random = new SplittableRandom(SEED);
    float[][] keys = states(random, 3000, 32, 60);
    float[][] queries = states(random, 100, 32, 60);

    Neighbours found = Search.HNSW.nearest(keys, queries, 16);

    assertThat(found.recall(Search.EXACT.nearest(keys, queries, 16)))
        .as("seed %d", SEED)
        .isGreaterThan(0.95);
    assertThat(Search.HNSW.nearest(keys, queries, 16).keys()).isDeepEqualTo(found.keys());
  }

  @Test
  void statesWiderThanAnIndexAllowsAreSearched() {
    var random = new SplittableRandom(SEED);
    float[][] keys = states(random, 200, 1536, 5);

    assertThat(Search.HNSW.nearest(keys, keys, 1).keys())
        .isDeepEqualTo(IntStream.range(0, 200).mapToObj(i -> new int[] {i}).toArray(int[][]::new));
  }

  @Test
  void fewerKeysThanNeighboursAreAllFound() {
    float[][] keys = {{0}, {3}};

    for (Search search : Search.values()) {
      Neighbours found = search.nearest(keys, new float[][] {{2}}, 5);
      assertThat(found.keys()[0]).containsExactly(1, 0);
      assertThat(found.distances()[0]).containsExactly(1, 4);
    }
  }

  /** Standard normal states, around centres of their own spread when there are several. */
  private static float[][] states(SplittableRandom random, int n, int width, int clusters) {
    var centres = new float[clusters][width];
    var places = new SplittableRandom(SEED);
    if (clusters > 1) {
      for (float[] centre : centres) {
        for (int i = 0; i < width; i++) {
          centre[i] = (float) (3 * places.nextGaussian());
        }
      }
    }
    var states = new float[n][width];
    for (float[] state : states) {
      float[] centre = centres[random.nextInt(clusters)];
      for (int i = 0; i < width; i++) {
        state[i] = (float) (centre[i] + random.nextGaussian());
      }
    }
    return states;
  }

  private static double squared(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double difference = (double) a[i] - b[i];
      sum += difference * difference;
    }
    return sum;
  }
}
