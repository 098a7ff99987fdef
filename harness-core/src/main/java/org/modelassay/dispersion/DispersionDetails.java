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
   * @param state the same with the sub-layer, such as {@code 12.attention}
   * @param within mean over segments of the mean pairwise cosine distance over positions
   * @param withinInterval its interval, or null
   * @param across mean pairwise cosine distance of the segments' pooled states
   * @param acrossInterval its interval, or null
   * @param baselineWithin the baseline's, or null
   * @param baselineAcross the baseline's, or null
   * @param effectiveRank of the segments' pooled states; null of one segment
   * @param baselineEffectiveRank the baseline's, or null
   * @param likeness how alike the segments' pooled states and the baseline's are; null without a
   *     baseline that reads the same segments
   * @param anisotropy mean cosine of the states of all positions to their mean; null when centred
   * @param anisotropyInterval its interval, or null
   * @param baselineAnisotropy the baseline's, or null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Layer(
      int layer,
      String state,
      double within,
      @Nullable Interval withinInterval,
      double across,
      @Nullable Interval acrossInterval,
      @Nullable Double baselineWithin,
      @Nullable Double baselineAcross,
      @Nullable Double effectiveRank,
      @Nullable Double baselineEffectiveRank,
      @Nullable Likeness likeness,
      @Nullable Double anisotropy,
      @Nullable Interval anisotropyInterval,
      @Nullable Double baselineAnisotropy) {}

  /**
   * The segments' pooled states beside the baseline's; a value is null where it is not defined.
   *
   * @param cka debiased linear CKA; null with fewer than 4 segments, or where the states of a side
   *     do not differ
   * @param ckaInterval its interval, or null
   * @param plainCka the plain linear CKA, which nears 1 when segments are fewer than dimensions
   * @param relativeError sqrt(sum |y - x|² / sum |x|²), x being the baseline's; null where the
   *     widths differ
   * @param relativeErrorInterval its interval, or null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Likeness(
      @Nullable Double cka,
      @Nullable Interval ckaInterval,
      @Nullable Double plainCka,
      @Nullable Double relativeError,
      @Nullable Interval relativeErrorInterval) {}
}
