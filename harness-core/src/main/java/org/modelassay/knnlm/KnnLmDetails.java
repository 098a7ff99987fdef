package org.modelassay.knnlm;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.modelassay.statistics.Interval;

/**
 * What a person drills down to in a check of nearest neighbours.
 *
 * @param keys entries of the datastore
 * @param targets tokens evaluated
 * @param documents that they are of
 * @param basePerplexity of the model alone
 * @param picked the state of the largest dispersion
 * @param best the state of the lowest perplexity
 * @param states one row per state, in the order asked for
 */
public record KnnLmDetails(
    int keys,
    int targets,
    int documents,
    double basePerplexity,
    String picked,
    String best,
    List<State> states) {
  /** Copies the list. */
  public KnnLmDetails {
    states = List.copyOf(states);
  }

  /**
   * What the datastore of one state's keys gives.
   *
   * @param state such as {@code 12.mlpInput}
   * @param dispersion mean pairwise cosine distance of the keys
   * @param perplexity of the model mixed with the neighbours
   * @param logRatio natural logarithm of it over the model's own
   * @param interval of the log ratio over documents, or null
   * @param abovePicked of the log of its perplexity over the picked state's, over documents; null
   *     of the picked state and of few documents
   * @param mixings how the neighbours were mixed in: as given, or as the documents of even number
   *     liked best, which served those of odd number, and the other way round
   * @param recall share of the true neighbours found, null of an exact search
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record State(
      String state,
      double dispersion,
      double perplexity,
      double logRatio,
      @Nullable Interval interval,
      @Nullable Interval abovePicked,
      List<Mixing> mixings,
      @Nullable Double recall) {
    /** Copies the list. */
    public State {
      mixings = List.copyOf(mixings);
    }

    State abovePicked(@Nullable Interval above) {
      return new State(state, dispersion, perplexity, logRatio, interval, above, mixings, recall);
    }
  }

  /** The row of a state. */
  State state(String name) {
    return states.stream().filter(row -> row.state.equals(name)).findFirst().orElseThrow();
  }
}
