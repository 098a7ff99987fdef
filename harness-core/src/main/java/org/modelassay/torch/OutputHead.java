package org.modelassay.torch;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;

/**
 * A model's output matrix and all that follows the final hidden state. It can be loaded without its
 * decoder: a baseline's is used beside the candidate that is compared with it.
 */
public final class OutputHead implements AutoCloseable {
  /**
   * Elements of the largest array over positions and vocabulary, 256 MiB of float32; a divergence
   * needs two. The product's rate grows with rows: a vocabulary of 152k reaches half of it with 55
   * rows, 95 % with 441.
   */
  private static final int LARGEST = 1 << 26;

  private final Map<String, Tensor> weights;
  private final int vocabulary;
  private final int hidden;

  OutputHead(Map<String, Tensor> weights, int vocabulary, int hidden) {
    this.weights = weights;
    this.vocabulary = vocabulary;
    this.hidden = hidden;
  }

  /**
   * The same head, whose logits are computed in float32 whatever its type: bfloat16 logits near 18
   * lie 0.125 apart, which makes equals of options that are none. It has the same weights and is
   * not closed.
   */
  public OutputHead exact() {
    var marked = new HashMap<>(weights);
    marked.put("exact", matrix());
    return new OutputHead(marked, vocabulary, hidden);
  }

  /** Rows of the output matrix. */
  public int vocabulary() {
    return vocabulary;
  }

  /** The output matrix, [V,H]. */
  Tensor matrix() {
    return Objects.requireNonNull(weights.get("head"));
  }

  /** Width of the hidden states it takes. */
  public int hidden() {
    return hidden;
  }

  /**
   * Positions whose logits are there at once: decided by the vocabulary alone, since it moves the
   * last bits.
   */
  int chunk() {
    return Math.max(1, Math.min(1024, LARGEST / vocabulary));
  }

  /**
   * Takes the states of some positions.
   *
   * @param states [B,T,H]
   * @param rows row of each position
   * @param positions place of each position in its row
   * @return [N,H]
   */
  public static Tensor select(Tensor states, long[] rows, long[] positions) {
    try (Tensor r = Inputs.vector(rows);
        Tensor p = Inputs.vector(positions)) {
      return Programs.heads().tensor("select", states, r, p);
    }
  }

  /**
   * Scores targets.
   *
   * @param states final hidden states [N,H], N at least 1
   * @param targets ids, those of each state behind those of the one before, at least one each
   * @param first [N + 1] number of each state's first target, and of all
   * @param intervals whether the coder's intervals are wanted
   */
  public Scores score(Tensor states, long[] targets, long[] first, boolean intervals) {
    try (Tensor t = Inputs.vector(targets)) {
      return scores(
          Programs.heads().tuple("score", weights, states, t, first, chunk(), intervals),
          intervals);
    }
  }

  /** Scores one target for each state [N,H]. */
  public Scores score(Tensor states, long[] targets, boolean intervals) {
    return score(states, targets, LongStream.rangeClosed(0, targets.length).toArray(), intervals);
  }

  /**
   * Scores targets by this head and by another model's, and compares their distributions, all from
   * the same logits.
   *
   * @param states final hidden states [N,H], N at least 1
   * @param targets ids, those of each state behind those of the one before, at least one each
   * @param first [N + 1] number of each state's first target, and of all
   * @param intervals whether the coder's intervals are wanted
   * @param base the other model's final hidden states [N,H']
   * @param baseHead the other model's head, of the same vocabulary
   * @param baseIntervals whether the coder's intervals by the other model are wanted
   * @param distances whether Jensen-Shannon divergence and total variation are wanted
   */
  public Comparison compare(
      Tensor states,
      long[] targets,
      long[] first,
      boolean intervals,
      Tensor base,
      OutputHead baseHead,
      boolean baseIntervals,
      boolean distances) {
    try (Tensor t = Inputs.vector(targets)) {
      List<Tensor> parts =
          Programs.heads()
              .tuple(
                  "compare",
                  weights,
                  states,
                  t,
                  first,
                  chunk(),
                  intervals,
                  baseHead.weights,
                  base,
                  baseIntervals,
                  distances);
      try (Tensor divergences = parts.get(6)) {
        return new Comparison(
            scores(parts.subList(0, 3), intervals),
            scores(parts.subList(3, 6), baseIntervals),
            divergences.floats());
      }
    }
  }

  private static Scores scores(List<Tensor> parts, boolean intervals) {
    try (Tensor likelihoods = parts.get(0);
        Tensor tops = parts.get(1);
        Tensor spans = parts.get(2)) {
      return new Scores(
          likelihoods.floats(), tops.longs(), intervals ? spans.longs() : new long[0]);
    }
  }

  /** The most likely next id of each state [N,H], the lowest of equals. */
  public long[] next(Tensor states) {
    try (Tensor ids = Programs.heads().tensor("next", weights, states)) {
      return ids.longs();
    }
  }

  /**
   * Samples the next id of each state [N,H].
   *
   * @param temperature what logits are divided by, above 0
   * @param topK number of the most likely ids that are kept, 0 for all
   * @param topP of those, the most likely that have this probability together, 1 for all
   * @param draws for each state, a number that is uniform over 0 .. 2^53 - 1
   */
  public long[] sample(Tensor states, double temperature, int topK, double topP, long[] draws) {
    try (Tensor d = Inputs.vector(draws);
        Tensor ids =
            Programs.heads().tensor("sample", weights, states, temperature, topK, topP, d)) {
      return ids.longs();
    }
  }

  /** The probabilities that {@link #sample} draws from, row by row [N,V]: for comparisons. */
  double[] distribution(Tensor states, double temperature, int topK, double topP) {
    try (Tensor p =
        Programs.heads().tensor("distribution_of", weights, states, temperature, topK, topP)) {
      return p.doubles();
    }
  }

  /** Running sums of the quantised distribution after a state [1,H]: one per id. */
  public long[] cumulative(Tensor state) {
    try (Tensor sums = Programs.heads().tensor("cumulative", weights, state)) {
      return sums.longs();
    }
  }

  /**
   * All logits of states [B,T,H], row by row: for comparisons with a reference, never for a
   * reading.
   */
  public float[] logits(Tensor states) {
    try (Tensor logits = Programs.heads().tensor("logits_of", weights, states)) {
      return logits.floats();
    }
  }

  /** Copies final hidden states out, float32, row by row. */
  public static float[] copy(Tensor states) {
    try (Tensor floats = Programs.heads().tensor("floats", states)) {
      return floats.floats();
    }
  }

  /**
   * Final hidden states from a direct buffer of float32; nothing is copied on a CPU, so the buffer
   * must live as long.
   *
   * @param rows number of states
   */
  public Tensor states(ByteBuffer floats, int rows) {
    return Inputs.matrix(floats, rows, hidden);
  }

  /**
   * Reduces states by row.
   *
   * @param states [B,T,H]
   * @param from per row, the first place that counts
   * @param lengths per row, places up to its end
   * @param centre [H] what is subtracted from each state, or empty
   */
  public static Spread spread(Tensor states, long[] from, long[] lengths, double[] centre) {
    try (Tensor p = Inputs.vector(from);
        Tensor l = Inputs.vector(lengths);
        Tensor c = Inputs.vector(centre)) {
      List<Tensor> parts = Programs.heads().tuple("spread", states, p, l, c);
      try (Tensor numbers = parts.get(0);
          Tensor units = parts.get(1);
          Tensor sums = parts.get(2);
          Tensor last = parts.get(3)) {
        return new Spread(numbers.doubles(), units.doubles(), sums.doubles(), last.floats());
      }
    }
  }

  @Override
  public void close() {
    weights.values().forEach(Tensor::close);
  }

  /**
   * Scores of targets.
   *
   * @param logLikelihoods nats, one per target
   * @param topTokens the most likely id of each state
   * @param intervals low, frequency and total of each target, or empty
   */
  public record Scores(float[] logLikelihoods, long[] topTokens, long[] intervals) {}

  /**
   * Scores by two models, and how they differ.
   *
   * @param own by this head
   * @param base by the other
   * @param divergences [N][2] of each state KL(base || this) and KL(this || base) over the
   *     vocabulary, nats; where distances are wanted [N][4], behind them the Jensen-Shannon
   *     divergence in nats and the total variation
   */
  public record Comparison(Scores own, Scores base, float[] divergences) {}

  /**
   * Reduced states of B rows.
   *
   * @param numbers [B,2] mean pairwise cosine distance, NaN of fewer than two states; the first
   *     place whose state is zero or not finite, or -1
   * @param units [B,H] sum of the unit vectors
   * @param sums [B,H] sum of the states, never centred
   * @param last [B,H] the last state, never centred
   */
  public record Spread(double[] numbers, double[] units, double[] sums, float[] last) {}
}
