package org.modelassay.dispersion.ranking;

import java.util.List;
import org.modelassay.gate.Direction;
import org.modelassay.gate.Metric;

/** What a ranking gives. */
final class RankingMetrics {
  static final Metric LOWEST =
      metric(
          "lowest",
          "cosine distance",
          Direction.HIGHER_IS_BETTER,
          "dispersion of the slice that has the lowest: mean of 1 - cos over pairs of its items");
  static final Metric SPEARMAN =
      metric(
          "spearman",
          "correlation",
          Direction.HIGHER_IS_BETTER,
          "with labels: Spearman's correlation of dispersion and mean label over slices (arXiv"
              + " 2506.24106)");
  static final Metric P_VALUE =
      metric(
          "spearman.pValue",
          "probability",
          Direction.LOWER_IS_BETTER,
          "with labels: share of the orders of slices whose correlation is at least as high");

  static final List<Metric> ALL = List.of(LOWEST, SPEARMAN, P_VALUE);

  private RankingMetrics() {}

  private static Metric metric(String name, String unit, Direction direction, String meaning) {
    return new Metric("ranking." + name, unit, direction, false, 1, meaning);
  }
}
