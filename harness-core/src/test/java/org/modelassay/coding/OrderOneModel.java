package org.modelassay.coding;

import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.modelassay.measure.Measure;
import org.modelassay.reading.Probe;
import org.modelassay.reading.Request;
import org.modelassay.reading.ScoredReading;
import org.modelassay.reading.SequenceSet;
import org.modelassay.reading.StepModel;
import org.modelassay.reading.TokenSequence;

/**
 * A model that looks at the last token only, with made-up probabilities: what it says of a text can
 * be summed up without windows, sequences or batches.
 */
public final class OrderOneModel implements StepModel {
  private static final double SCALE = 0x1p40;

  /** p(next | last). */
  final double[][] probabilities;

  public OrderOneModel(int vocabularySize, long seed, double sharpness) {
    SplittableRandom random = new SplittableRandom(seed);
    probabilities = new double[vocabularySize][vocabularySize];
    for (double[] row : probabilities) {
      double sum = 0;
      for (int next = 0; next < row.length; next++) {
        row[next] = Math.exp(sharpness * random.nextDouble());
        sum += row[next];
      }
      for (int next = 0; next < row.length; next++) {
        row[next] /= sum;
      }
    }
  }

  double p(int last, int next) {
    return probabilities[last][next];
  }

  double bits(int last, int next) {
    return -Math.log(p(last, next)) / Math.log(2);
  }

  /** KL(this || other) after a token, nats. */
  double divergence(OrderOneModel other, int last) {
    double sum = 0;
    for (int next = 0; next < probabilities.length; next++) {
      sum += p(last, next) * Math.log(p(last, next) / other.p(last, next));
    }
    return sum;
  }

  int top(int last) {
    int top = 0;
    for (int next = 1; next < probabilities.length; next++) {
      top = p(last, next) > p(last, top) ? next : top;
    }
    return top;
  }

  @Override
  public void reset() {}

  @Override
  public Frequencies next(int token) {
    return new Row(probabilities[token]);
  }

  @Override
  public int vocabularySize() {
    return probabilities.length;
  }

  /** What a reading of it holds; compared with a baseline if there is one. */
  ScoredReading read(SequenceSet sequences, OrderOneModel baseline) {
    int n = sequences.scored();
    float[] logLikelihoods = new float[n];
    int[] top = new int[n];
    float[] from = new float[n];
    float[] to = new float[n];
    var intervals = new ScoredReading.CodeIntervals(new long[n], new long[n], new long[n]);
    int t = 0;
    for (TokenSequence sequence : sequences.sequences()) {
      int[] tokens = sequence.tokens();
      for (int i = sequence.firstScored(); i < tokens.length; i++, t++) {
        int last = tokens[i - 1];
        Frequencies next = next(last);
        logLikelihoods[t] = (float) Math.log(p(last, tokens[i]));
        top[t] = top(last);
        from[t] = (float) baseline.divergence(this, last);
        to[t] = (float) divergence(baseline, last);
        intervals.low()[t] = next.low(tokens[i]);
        intervals.frequency()[t] = next.frequency(tokens[i]);
        intervals.total()[t] = next.total();
      }
    }
    return new Reading(sequences, logLikelihoods, top, intervals, from, to);
  }

  /**
   * What a coding check asks, answered.
   *
   * @param reference the baseline, or null
   * @param proof what the proof of coding found, or null to make it
   */
  @SuppressWarnings("unchecked") // the answer's type is the request's
  Measure.Answers answers(@Nullable OrderOneModel reference, RoundTrip.@Nullable Proof proof) {
    return new Measure.Answers() {
      @Override
      public <A> A ofSubject(Request<A> request) {
        if (request instanceof RoundTrip roundTrip) {
          return (A) (proof == null ? roundTrip.run(OrderOneModel.this) : proof);
        }
        var scoring = (Request.Scoring) request;
        boolean compared = scoring.probes().contains(new Probe.Divergence());
        return (A)
            read(
                scoring.sequences(),
                compared ? Objects.requireNonNull(reference) : OrderOneModel.this);
      }

      @Override
      public <A> A ofBaseline(Request<A> request) {
        OrderOneModel baseline = Objects.requireNonNull(reference);
        return (A) baseline.read(((Request.Scoring) request).sequences(), baseline);
      }
    };
  }

  /** A distribution in integers. */
  public record Row(double[] probabilities) implements Frequencies {
    @Override
    public long total() {
      return low(probabilities.length);
    }

    @Override
    public long low(int token) {
      long low = 0;
      for (int i = 0; i < token; i++) {
        low += frequency(i);
      }
      return low;
    }

    @Override
    public long frequency(int token) {
      return 1 + (long) (probabilities[token] * SCALE);
    }

    @Override
    public int find(long value) {
      int token = 0;
      for (long end = frequency(0); end <= value; end += frequency(token)) {
        token++;
      }
      return token;
    }
  }

  private record Reading(
      SequenceSet sequences,
      float[] logLikelihoods,
      int[] topTokens,
      CodeIntervals intervals,
      float[] divergenceFromBaseline,
      float[] divergenceToBaseline)
      implements ScoredReading {
  }
}
