package org.modelassay.flips;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Metric;
import org.modelassay.statistics.Correlation;

/**
 * Whether candidates of one check that are further from the baseline also flip more: Spearman's
 * rank correlation over candidates of their flips with their mean KL(baseline || candidate) over
 * the choices (arXiv 2407.09141 reports 0.98 on MMLU over models and schemes).
 *
 * @param points the candidates, in the order given
 * @param flips of {@code choices.flipRate} with {@code choices.klDivergence.mean}; NaN when a
 *     column is constant
 * @param allFlips of {@code choices.allFlipRate} with the same
 */
public record FlipsAgainstDivergence(List<Point> points, double flips, double allFlips) {
  /** Candidates below which a rank correlation says nothing. */
  public static final int FEWEST = 3;

  /**
   * A candidate.
   *
   * @param candidate its name
   * @param divergence mean KL over the choices, nats
   * @param flipRate share of items
   * @param allFlipRate share of items
   */
  public record Point(String candidate, double divergence, double flipRate, double allFlipRate) {}

  /** Copies the list. */
  public FlipsAgainstDivergence {
    points = List.copyOf(points);
  }

  /**
   * Correlates.
   *
   * @param figures the figures of each candidate by its name; one that lacks any of the three is
   *     left out
   * @return null with fewer than {@value #FEWEST} candidates
   */
  public static @Nullable FlipsAgainstDivergence of(Map<String, List<Figure>> figures) {
    var points = new ArrayList<Point>();
    figures.forEach(
        (candidate, all) -> {
          var point =
              new Point(
                  candidate,
                  value(all, ChoicesMetrics.KL_DIVERGENCE_MEAN),
                  value(all, ChoicesMetrics.FLIP_RATE),
                  value(all, ChoicesMetrics.ALL_FLIP_RATE));
          if (!Double.isNaN(point.divergence + point.flipRate + point.allFlipRate)) {
            points.add(point);
          }
        });
    if (points.size() < FEWEST) {
      return null;
    }
    double[] divergences = points.stream().mapToDouble(Point::divergence).toArray();
    return new FlipsAgainstDivergence(
        points,
        Correlation.spearman(divergences, points.stream().mapToDouble(Point::flipRate).toArray()),
        Correlation.spearman(
            divergences, points.stream().mapToDouble(Point::allFlipRate).toArray()));
  }

  private static double value(List<Figure> figures, Metric metric) {
    return figures.stream()
        .filter(figure -> figure.metric().name().equals(metric.name()))
        .mapToDouble(Figure::value)
        .findFirst()
        .orElse(Double.NaN);
  }
}
