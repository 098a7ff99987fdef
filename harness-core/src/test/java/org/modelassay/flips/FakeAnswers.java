package org.modelassay.flips;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.modelassay.measure.Measure;
import org.modelassay.reading.Request;
import org.modelassay.reading.ScoredReading;
import org.modelassay.reading.SequenceSet;
import org.modelassay.reading.TokenSequence;

/** Models whose every likelihood a test gives. */
final class FakeAnswers {
  private FakeAnswers() {}

  /** The result when each target of a sequence has the log-likelihood given for the sequence. */
  static ChoicesResult result(
      Measure.Plan<ChoicesResult> plan,
      ToDoubleFunction<TokenSequence> subject,
      ToDoubleFunction<TokenSequence> baseline) {
    return result(plan, subject, baseline, baseline, new ArrayList<>());
  }

  /**
   * The same, of a baseline that says something else when it reads again in passes of half the
   * size.
   *
   * @param asked gets what is asked of the subject, in order
   */
  static ChoicesResult result(
      Measure.Plan<ChoicesResult> plan,
      ToDoubleFunction<TokenSequence> subject,
      ToDoubleFunction<TokenSequence> baseline,
      ToDoubleFunction<TokenSequence> again,
      List<SequenceSet> asked) {
    return plan.result(
        new Measure.Answers() {
          @Override
          public <A> A ofSubject(Request<A> request) {
            assertThat(plan.ofSubject()).contains(request);
            asked.add(((Request.Scoring) request).sequences());
            return answer(request, subject);
          }

          @Override
          public <A> A ofBaseline(Request<A> request) {
            assertThat(plan.ofBaseline()).contains(request);
            return answer(request, ((Request.Scoring) request).halved() ? again : baseline);
          }
        });
  }

  @SuppressWarnings("unchecked") // a Scoring is a Request<ScoredReading>
  private static <A> A answer(Request<A> request, ToDoubleFunction<TokenSequence> targets) {
    SequenceSet sequences = ((Request.Scoring) request).sequences();
    float[] column = new float[sequences.scored()];
    for (int i = 0; i < sequences.sequences().size(); i++) {
      float value = (float) targets.applyAsDouble(sequences.sequences().get(i));
      Arrays.fill(column, sequences.offset(i), sequences.offset(i + 1), value);
    }
    return (A) new Targets(sequences, column);
  }

  /** Targets of given likelihoods; a target's number stands for what is not a likelihood. */
  private record Targets(SequenceSet sequences, float[] logLikelihoods) implements ScoredReading {
    @Override
    public int[] topTokens() {
      return IntStream.range(0, sequences.scored()).map(t -> t % 2).toArray();
    }

    @Override
    public float[] divergenceFromBaseline() {
      return numbers();
    }

    @Override
    public float[] divergenceToBaseline() {
      return numbers();
    }

    @Override
    public float[] jensenShannon() {
      return numbers();
    }

    @Override
    public float[] totalVariation() {
      return numbers();
    }

    private float[] numbers() {
      float[] numbers = new float[sequences.scored()];
      for (int t = 0; t < numbers.length; t++) {
        numbers[t] = t;
      }
      return numbers;
    }
  }
}
