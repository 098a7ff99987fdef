package org.modelassay.knnlm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.lucene.codecs.hnsw.DefaultFlatVectorScorer;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.VectorUtil;
import org.apache.lucene.util.hnsw.HnswGraphBuilder;
import org.apache.lucene.util.hnsw.HnswGraphSearcher;
import org.apache.lucene.util.hnsw.OnHeapHnswGraph;
import org.apache.lucene.util.hnsw.RandomAccessVectorValues;

/** How the nearest keys are found, by squared Euclidean distance. */
public enum Search {
  /** Every key is compared with every query. */
  EXACT {
    @Override
    Neighbours nearest(float[][] keys, float[][] queries, int k) {
      var found = new Nearest[queries.length];
      Arrays.setAll(found, q -> new Nearest(Math.min(k, keys.length)));
      // Keys are turned so that the inner loop runs over keys: the compiler makes vector
      // instructions of it, which it must not of a sum of floats. A block stays in the cache.
      for (int from = 0; from < keys.length; from += BLOCK) {
        int start = from;
        int count = Math.min(BLOCK, keys.length - from);
        float[][] turned = turned(keys, from, count);
        IntStream.range(0, queries.length)
            .parallel()
            .forEach(q -> found[q].offer(start, distances(turned, queries[q], count)));
      }
      return neighbours(found);
    }
  },

  /**
   * Approximately, by a hierarchical navigable small world graph (Malkov and Yashunin 2018, arXiv
   * 1603.09320; Apache Lucene's) of at most {@value #LINKS} links a node, built and searched with
   * beams of {@value #BEAM}, or k where that is more.
   */
  HNSW {
    @Override
    Neighbours nearest(float[][] keys, float[][] queries, int k) {
      // The graph itself and not an index: an index limits its vectors to 1024 dimensions.
      var vectors = RandomAccessVectorValues.fromFloats(Arrays.asList(keys), keys[0].length);
      try {
        OnHeapHnswGraph graph =
            HnswGraphBuilder.create(
                    DefaultFlatVectorScorer.INSTANCE.getRandomVectorScorerSupplier(
                        VectorSimilarityFunction.EUCLIDEAN, vectors),
                    LINKS,
                    BEAM,
                    SEED)
                .build(keys.length);
        var found = new Nearest[queries.length];
        for (int q = 0; q < queries.length; q++) {
          float[] query = queries[q];
          KnnCollector beam =
              HnswGraphSearcher.search(
                  DefaultFlatVectorScorer.INSTANCE.getRandomVectorScorer(
                      VectorSimilarityFunction.EUCLIDEAN, vectors, query),
                  Math.min(Math.max(BEAM, k), keys.length),
                  graph,
                  null,
                  Integer.MAX_VALUE);
          found[q] = new Nearest(Math.min(k, keys.length));
          // Its scores are 1 / (1 + distance), which rounds small distances away.
          for (ScoreDoc hit : beam.topDocs().scoreDocs) {
            found[q].offer(hit.doc, VectorUtil.squareDistance(query, keys[hit.doc]));
          }
        }
        return neighbours(found);
      } catch (IOException e) {
        throw new UncheckedIOException("a graph in memory reads no file", e);
      }
    }
  };

  private static final int BLOCK = 256;

  /**
   * Of the usual 16, clusters of like states (lines of a table) use up all, and 4 % of a real
   * model's keys lie where no path leads; of 48, 0.4 %, and building takes no longer.
   */
  private static final int LINKS = 48;

  private static final int BEAM = 200;
  private static final long SEED = 42;

  /**
   * The nearest keys of each query.
   *
   * @param keys [keys][width], at least one; finite
   * @param queries [queries][width]; finite
   * @param k how many, at least 1; all keys when there are fewer
   */
  abstract Neighbours nearest(float[][] keys, float[][] queries, int k);

  /** Keys from..from + count as [width][count]. */
  private static float[][] turned(float[][] keys, int from, int count) {
    float[][] turned = new float[keys[0].length][count];
    for (int j = 0; j < count; j++) {
      for (int i = 0; i < turned.length; i++) {
        turned[i][j] = keys[from + j][i];
      }
    }
    return turned;
  }

  private static float[] distances(float[][] turned, float[] query, int count) {
    float[] sums = new float[count];
    for (int i = 0; i < query.length; i++) {
      float[] row = turned[i];
      float q = query[i];
      for (int j = 0; j < count; j++) {
        float difference = row[j] - q;
        sums[j] += difference * difference;
      }
    }
    return sums;
  }

  private static Neighbours neighbours(Nearest[] found) {
    return new Neighbours(
        Arrays.stream(found).map(Nearest::keys).toArray(int[][]::new),
        Arrays.stream(found).map(Nearest::distances).toArray(float[][]::new));
  }

  /** The k nearest offered so far, in order; of equal ones the first offered. */
  private static final class Nearest {
    private final int[] keys;
    private final float[] distances;
    private int size;

    Nearest(int k) {
      keys = new int[k];
      distances = new float[k];
    }

    void offer(int from, float[] distance) {
      for (int j = 0; j < distance.length; j++) {
        offer(from + j, distance[j]);
      }
    }

    void offer(int key, float distance) {
      if (size == keys.length && distance >= distances[size - 1]) {
        return;
      }
      int at = size == keys.length ? size - 1 : size++;
      for (; at > 0 && distances[at - 1] > distance; at--) {
        keys[at] = keys[at - 1];
        distances[at] = distances[at - 1];
      }
      keys[at] = key;
      distances[at] = distance;
    }

    /** Fewer than k only where the graph does not reach as many. */
    int[] keys() {
      return Arrays.copyOf(keys, size);
    }

    float[] distances() {
      return Arrays.copyOf(distances, size);
    }
  }
}
