package org.modelassay.coding.equalinfo.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.modelassay.statistics.Quantiles;
import org.modelassay.statistics.Sums;

/**
 * How much of a tokenisation stays when a text begins otherwise. The same sentence is tokenised
 * behind many different words; where each word changes all tokens that follow, another model can
 * learn no token's meaning.
 *
 * <p>Between the tokens of each pair of these texts: Levenshtein's distance, and the same divided
 * by the longer sequence's length, 0 for equal sequences to 1. The lengths of tokenisations differ,
 * so that only the normalised distance compares them.
 *
 * @param sentence the sentence
 * @param words the words that stood in front of it
 * @param pairs pairs of texts
 * @param distances one for each tokenisation, in the order given
 */
public record Stability(String sentence, List<String> words, int pairs, List<Distances> distances) {
  /** Bins of the histogram. */
  public static final int BINS = 20;

  /** Copies the lists. */
  public Stability {
    words = List.copyOf(words);
    distances = List.copyOf(distances);
  }

  /**
   * One tokenisation.
   *
   * @param name its name
   * @param meanTokens mean length of a sequence, tokens
   * @param meanDistance mean distance, tokens
   * @param low the normalised distance that 5 % of the pairs are below
   * @param median the one that half of them are below
   * @param high the one that 95 % of them are below
   * @param histogram pairs by normalised distance: bin k counts [k / {@value #BINS}, (k + 1) /
   *     {@value #BINS}), the last one also 1
   */
  public record Distances(
      String name,
      double meanTokens,
      double meanDistance,
      double low,
      double median,
      double high,
      List<Integer> histogram) {
    /** Copies the list. */
    public Distances {
      histogram = List.copyOf(histogram);
    }
  }

  /**
   * Compares tokenisations.
   *
   * @param variants the texts
   * @param tokenised what each tokenisation makes of them
   * @throws IllegalArgumentException when there are fewer than two texts, or a tokenisation has not
   *     one sequence for each
   */
  public static Stability of(Variants variants, List<Tokenised> tokenised) {
    int n = variants.words().size();
    if (n < 2) {
      throw new IllegalArgumentException("a distance needs two texts or more, but there are " + n);
    }
    List<Distances> distances = new ArrayList<>();
    for (Tokenised each : tokenised) {
      if (each.sequences().size() != n) {
        throw new IllegalArgumentException(
            each.name() + " has " + each.sequences().size() + " sequences of " + n + " texts");
      }
      distances.add(distances(each));
    }
    return new Stability(variants.sentence(), variants.words(), n * (n - 1) / 2, distances);
  }

  private static Distances distances(Tokenised tokenised) {
    List<int[]> sequences = tokenised.sequences();
    int n = sequences.size();
    double[] plain = new double[n * (n - 1) / 2];
    double[] normalised = new double[plain.length];
    int[] histogram = new int[BINS];
    int pair = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        int[] a = sequences.get(i);
        int[] b = sequences.get(j);
        int distance = EditDistance.of(a, b);
        int longer = Math.max(1, Math.max(a.length, b.length));
        plain[pair] = distance;
        normalised[pair++] = (double) distance / longer;
        histogram[Math.min(BINS - 1, BINS * distance / longer)]++;
      }
    }
    return new Distances(
        tokenised.name(),
        sequences.stream().mapToInt(s -> s.length).average().orElseThrow(),
        Sums.mean(plain),
        Quantiles.quantile(normalised, 0.05),
        Quantiles.quantile(normalised, 0.5),
        Quantiles.quantile(normalised, 0.95),
        Arrays.stream(histogram).boxed().toList());
  }
}
