package org.modelassay.dispersion;

import static org.modelassay.gate.Direction.HIGHER_IS_BETTER;
import static org.modelassay.gate.Direction.LOWER_IS_BETTER;

import java.util.List;
import java.util.stream.Stream;
import org.modelassay.gate.Direction;
import org.modelassay.gate.Metric;
import org.modelassay.reading.AskedState;

/**
 * The metrics of a dispersion check, of the first state asked for; where there are several, of each
 * under a name of its own as well.
 */
final class DispersionMetrics {
  private static final String DISTANCE = "cosine distance";

  static final Metric MEAN =
      new Metric(
          "dispersion.mean",
          DISTANCE,
          HIGHER_IS_BETTER,
          false,
          1,
          "dispersion.within or dispersion.across, whichever the check is over (arXiv 2506.24106)");
  static final Metric WITHIN =
      new Metric(
          "dispersion.within",
          DISTANCE,
          HIGHER_IS_BETTER,
          false,
          1,
          "mean over segments of the mean of 1 - cos over pairs of positions");
  static final Metric ACROSS =
      new Metric(
          "dispersion.across",
          DISTANCE,
          HIGHER_IS_BETTER,
          false,
          1,
          "mean of 1 - cos over pairs of segments, each by its pooled state");
  static final Metric DROP =
      pair("drop", DISTANCE, LOWER_IS_BETTER, "dispersion.mean of the baseline - dispersion.mean");
  static final Metric RELATIVE_DROP =
      pair(
          "relativeDrop",
          "share",
          LOWER_IS_BETTER,
          "dispersion.drop / dispersion.mean of the baseline");

  static final Metric EFFECTIVE_RANK =
      new Metric(
          "dispersion.effectiveRank",
          "dimensions",
          HIGHER_IS_BETTER,
          false,
          1,
          "exp of the entropy of the singular values of the segments' pooled states (Roy and Vetterli"
              + " 2007)");
  static final Metric CKA =
      pair(
          "cka",
          "CKA",
          HIGHER_IS_BETTER,
          "debiased linear CKA of the segments' pooled states with the baseline's (arXiv 2010.15327)");
  static final Metric RELATIVE_ERROR =
      pair(
          "relativeError",
          "share",
          LOWER_IS_BETTER,
          "sqrt(sum |y - x|^2 / sum |x|^2) of the segments' pooled states y, the baseline's being x");

  static final Metric ANISOTROPY =
      new Metric(
          "dispersion.anisotropy",
          "cosine",
          LOWER_IS_BETTER,
          false,
          1,
          "mean cosine of the states of all positions to their mean; not where they are centred");

  static final Metric GROUP_PEARSON =
      perplexity(
          "groupPearson",
          "Pearson's correlation of mean perplexity and dispersion over groups of segments sorted by"
              + " perplexity (arXiv 2506.24106); averaging inflates it");
  static final Metric GROUP_SPEARMAN =
      perplexity(
          "groupSpearman", "Spearman's of mean perplexity and dispersion over the same groups");
  static final Metric SEGMENT_PEARSON =
      perplexity(
          "segmentPearson",
          "Pearson's correlation of a segment's perplexity and dispersion, over segments");
  static final Metric SEGMENT_SPEARMAN =
      perplexity(
          "segmentSpearman",
          "Spearman's correlation of a segment's perplexity and dispersion, over segments");

  /** Of every check. */
  static final List<Metric> ALL =
      List.of(
          MEAN,
          WITHIN,
          ACROSS,
          ANISOTROPY,
          EFFECTIVE_RANK,
          DROP,
          RELATIVE_DROP,
          CKA,
          RELATIVE_ERROR);

  private static final List<Metric> PERPLEXITY =
      List.of(GROUP_PEARSON, GROUP_SPEARMAN, SEGMENT_PEARSON, SEGMENT_SPEARMAN);

  private DispersionMetrics() {}

  /** All metrics of a check. */
  static List<Metric> of(DispersionSettings settings) {
    List<Metric> one =
        settings.protocol() == null
            ? ALL
            : Stream.concat(ALL.stream(), PERPLEXITY.stream()).toList();
    List<AskedState> states = settings.states();
    return states.size() < 2
        ? one
        : Stream.concat(
                one.stream(),
                states.stream().flatMap(state -> one.stream().map(metric -> at(metric, state))))
            .toList();
  }

  /** The metric of one state, such as {@code dispersion.mean.layer-1}. */
  static Metric at(Metric metric, AskedState state) {
    return new Metric(
        metric.name() + ".layer" + state,
        metric.unit(),
        metric.direction(),
        metric.pair(),
        metric.version(),
        metric.meaning());
  }

  private static Metric perplexity(String name, String meaning) {
    return new Metric(
        "dispersion.perplexity." + name, "correlation", Direction.NEITHER, false, 1, meaning);
  }

  private static Metric pair(String name, String unit, Direction direction, String meaning) {
    return new Metric("dispersion." + name, unit, direction, true, 1, meaning);
  }
}
