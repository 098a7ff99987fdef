package org.modelassay.dispersion;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.modelassay.statistics.Interval;

/**
 * What a person drills down to in a dispersion check.
 *
 * @param segments number of segments
 * @param segmentLength tokens in each
 * @param layers one row per layer asked for, in order
 */
public record DispersionDetails(int segments, int segmentLength, List<Layer> layers) {

  /**
   * One layer.
   *
   * @param layer its number: 0 is the embedding, the last one is after the final norm
   * @param within mean over segments of the mean pairwise cosine distance over positions
   * @param withinInterval its interval, or null
   * @param across mean pairwise cosine distance of the segments' last states
   * @param acrossInterval its interval, or null
   * @param baselineWithin the baseline's, or null
   * @param baselineAcross the baseline's, or null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Layer(
      int layer,
      double within,
      @Nullable Interval withinInterval,
      double across,
      @Nullable Interval acrossInterval,
      @Nullable Double baselineWithin,
      @Nullable Double baselineAcross) {}
}
