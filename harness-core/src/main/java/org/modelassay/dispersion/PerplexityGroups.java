package org.modelassay.dispersion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.modelassay.reading.ScoredReading;
import org.modelassay.statistics.Sums;

/**
 * Segments grouped by their perplexity, as the paper's protocol has it.
 *
 * @param ofSegments the perplexity of each segment, exp of the mean of -ln p over its tokens
 * @param members numbers of the segments of each group, groups in order of perplexity
 * @param means mean perplexity of each group
 */
record PerplexityGroups(double[] ofSegments, List<int[]> members, double[] means) {

  static PerplexityGroups of(ScoredReading reading, PerplexityProtocol protocol) {
    float[] logLikelihoods = reading.logLikelihoods();
    double[] perplexities = new double[reading.sequences().sequences().size()];
    for (int i = 0; i < perplexities.length; i++) {
      int from = reading.sequences().offset(i);
      int to = reading.sequences().offset(i + 1);
      double sum = 0;
      for (int t = from; t < to; t++) {
        sum -= logLikelihoods[t];
      }
      perplexities[i] = Math.exp(sum / (to - from));
    }
    return of(perplexities, protocol);
  }

  /** Of each point of the grid the nearest group stays, the lower of equals, once. */
  static PerplexityGroups of(double[] perplexities, PerplexityProtocol protocol) {
    int[] sorted =
        IntStream.range(0, perplexities.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> perplexities[i]))
            .mapToInt(i -> i)
            .toArray();
    var groups = new ArrayList<int[]>();
    var means = new ArrayList<Double>();
    for (int from = 0; from + protocol.groupSize() <= sorted.length; from += protocol.groupSize()) {
      int[] group = Arrays.copyOfRange(sorted, from, from + protocol.groupSize());
      double mean = Sums.mean(Arrays.stream(group).mapToDouble(i -> perplexities[i]).toArray());
      if (Double.isFinite(mean)) {
        groups.add(group);
        means.add(mean);
      }
    }
    int[] kept =
        nearestToAnEvenGrid(means, protocol.groups()).stream()
            .filter(g -> means.get(g) < protocol.belowPerplexity())
            .mapToInt(g -> g)
            .toArray();
    return new PerplexityGroups(
        perplexities,
        IntStream.of(kept).mapToObj(groups::get).toList(),
        IntStream.of(kept).mapToDouble(means::get).toArray());
  }

  private static TreeSet<Integer> nearestToAnEvenGrid(List<Double> rising, int points) {
    var nearest = new TreeSet<Integer>();
    int last = rising.size() - 1;
    for (int p = 0, g = 0; p < points && last >= 0; p++) {
      double low = rising.get(0);
      double point = low + (rising.get(last) - low) * p / (points - 1);
      while (g < last && point - rising.get(g) > rising.get(g + 1) - point) {
        g++;
      }
      nearest.add(g);
    }
    return nearest;
  }
}
