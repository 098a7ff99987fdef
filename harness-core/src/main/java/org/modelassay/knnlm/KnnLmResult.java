package org.modelassay.knnlm;

import java.util.List;
import org.modelassay.gate.Figure;
import org.modelassay.measure.MeasureResult;

/**
 * What a check of nearest neighbours found.
 *
 * @param figures of the state that dispersion picked
 * @param details every state
 */
public record KnnLmResult(List<Figure> figures, KnnLmDetails details) implements MeasureResult {
  /** Copies the list. */
  public KnnLmResult {
    figures = List.copyOf(figures);
  }

  /** The state of the largest dispersion, such as {@code 12.mlpInput}. */
  public String picked() {
    return details.picked();
  }

  /** The state of the lowest perplexity. */
  public String best() {
    return details.best();
  }

  /** Every state asked for, in order. */
  public List<KnnLmDetails.State> states() {
    return details.states();
  }
}
