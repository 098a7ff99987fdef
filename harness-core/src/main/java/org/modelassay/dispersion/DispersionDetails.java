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
 * @param perplexity what dispersion is set beside; null where the check does not ask
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DispersionDetails(
    int segments, int segmentLength, List<Layer> layers, @Nullable Perplexities perplexity) {

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
   * @param perplexity how dispersion goes together with perplexity; null where the check does not
   *     ask
   * @param baselinePerplexity the same of the baseline, or null
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
      @Nullable Double baselineAnisotropy,
      @Nullable Correlations perplexity,
      @Nullable Correlations baselinePerplexity) {}

  /**
   * The groups of segments sorted by perplexity.
   *
   * @param groupSize segments of a group
   * @param groups mean perplexity of each group, rising
   * @param baselineGroups the same of the baseline's own groups, or null
   * @param segments some segments, evenly drawn from the corpus: their own perplexity and
   *     dispersion, of the first state
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Perplexities(
      int groupSize,
      List<Double> groups,
      @Nullable List<Double> baselineGroups,
      List<Point> segments) {}

  /**
   * A segment.
   *
   * @param perplexity exp of the mean of -ln p over its tokens
   * @param dispersion of its positions, or its mean distance to the other segments
   */
  public record Point(double perplexity, double dispersion) {}

  /**
   * How one state's dispersion goes together with perplexity; a value is null where a column does
   * not vary. Over groups both are averaged, which takes noise away, so that these correlations are
   * larger than those of single segments.
   *
   * @param groupPearson Pearson's correlation over groups
   * @param groupSpearman Spearman's
   * @param segmentPearson Pearson's over segments
   * @param segmentPearsonInterval its interval, or null
   * @param segmentSpearman Spearman's
   * @param segmentSpearmanInterval its interval, or null
   * @param groups dispersion of each group
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Correlations(
      @Nullable Double groupPearson,
      @Nullable Double groupSpearman,
      @Nullable Double segmentPearson,
      @Nullable Interval segmentPearsonInterval,
      @Nullable Double segmentSpearman,
      @Nullable Interval segmentSpearmanInterval,
      List<Double> groups) {}

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
