package org.modelassay.flips;

import java.util.List;
import org.modelassay.gate.Direction;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Metric;
import org.modelassay.statistics.Correlation;

/**
 * Whether candidates of one check that are further from the baseline also flip more: Spearman's
 * rank correlation over candidates of their flips with their mean KL(baseline || candidate) over
 * the choices (arXiv 2407.09141 reports 0.98 on MMLU over models and schemes).
 */
final class FlipsAgainstDivergence {
  /** Candidates below which a rank correlation says nothing. */
  static final int FEWEST = 3;

  private static final Metric FLIPS = metric("flipRate");
  private static final Metric ALL_FLIPS = metric("allFlipRate");

  private FlipsAgainstDivergence() {}

  private static Metric metric(String of) {
    return new Metric(
        ChoicesMeasure.KIND + "." + of + ".withKlDivergence",
        "correlation",
        Direction.NEITHER,
        true,
        1,
        "Spearman's rank correlation over candidates of "
            + of
            + " with klDivergence.mean (arXiv 2407.09141); not a number when a column is constant");
  }

  /**
   * Correlates.
   *
   * @param candidates the figures of each candidate; one that lacks any of the three is left out
   * @return nothing with fewer than {@value #FEWEST} candidates
   */
  static List<Figure> of(List<List<Figure>> candidates) {
    List<double[]> points =
        candidates.stream()
            .map(
                figures ->
                    new double[] {
                      value(figures, ChoicesMetrics.KL_DIVERGENCE_MEAN),
                      value(figures, ChoicesMetrics.FLIP_RATE),
                      value(figures, ChoicesMetrics.ALL_FLIP_RATE)
                    })
            .filter(point -> !Double.isNaN(point[0] + point[1] + point[2]))
            .toList();
    return points.size() < FEWEST
        ? List.of()
        : List.of(figure(FLIPS, points, 1), figure(ALL_FLIPS, points, 2));
  }

  private static Figure figure(Metric metric, List<double[]> points, int column) {
    double correlation = Correlation.spearman(column(points, 0), column(points, column));
    return new Figure(
        metric,
        correlation,
        Double.isNaN(correlation) ? null : Correlation.spearmanInterval(correlation, points.size()),
        points.size(),
        "candidates",
        null);
  }

  private static double[] column(List<double[]> points, int column) {
    return points.stream().mapToDouble(point -> point[column]).toArray();
  }

  private static double value(List<Figure> figures, Metric metric) {
    return figures.stream()
        .filter(figure -> figure.metric().name().equals(metric.name()))
        .mapToDouble(Figure::value)
        .findFirst()
        .orElse(Double.NaN);
  }
}
