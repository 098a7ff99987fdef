package org.modelassay.maven.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.modelassay.dispersion.DispersionDetails;
import org.modelassay.dispersion.DispersionDetails.Correlations;
import org.modelassay.dispersion.DispersionDetails.Layer;
import org.modelassay.dispersion.DispersionDetails.Perplexities;
import org.modelassay.maven.report.DispersionView.Point;
import org.modelassay.maven.report.DispersionView.Tick;

/**
 * Dispersion beside perplexity.
 *
 * @param groupSize segments of a group
 * @param state which the scatter is of
 * @param scatter groups and single segments
 * @param correlations a row per state
 */
record PerplexityView(
    String groupSize, String state, Scatter scatter, Shown<Correlation> correlations) {

  /** What a check has no value of is empty. */
  record Correlation(
      String layer,
      String groupPearson,
      String groupSpearman,
      String groups,
      String segmentPearson,
      String segmentPearsonInterval,
      String segmentSpearman,
      String segmentSpearmanInterval) {}

  /** A chart as {@link DispersionView.Chart}, whose horizontal axis is logarithmic. */
  record Scatter(
      List<Tick> vertical,
      List<Tick> horizontal,
      List<Point> segments,
      List<Point> groups,
      List<Point> baselineGroups) {}

  /** Null where the check does not ask, or no layer is shown. */
  static @Nullable PerplexityView of(DispersionDetails details, List<Layer> shown, Size size) {
    Perplexities perplexities = details.perplexity();
    return perplexities == null || shown.isEmpty()
        ? null
        : new PerplexityView(
            Numbers.count(perplexities.groupSize()),
            shown.get(0).state(),
            scatter(perplexities, shown.get(0)),
            Shown.of(details.layers(), size.rows(), PerplexityView::correlation));
  }

  private static Correlation correlation(Layer layer) {
    Correlations of = layer.perplexity();
    return of == null
        ? new Correlation(layer.state(), "", "", "", "", "", "", "")
        : new Correlation(
            layer.state(),
            Numbers.fixed(of.groupPearson(), 3),
            Numbers.fixed(of.groupSpearman(), 3),
            Numbers.count(of.groups().size()),
            Numbers.fixed(of.segmentPearson(), 3),
            Numbers.fixed(of.segmentPearsonInterval(), 3),
            Numbers.fixed(of.segmentSpearman(), 3),
            Numbers.fixed(of.segmentSpearmanInterval(), 3));
  }

  private static Scatter scatter(Perplexities perplexities, Layer first) {
    List<DispersionDetails.Point> groups = groups(perplexities.groups(), first.perplexity());
    List<DispersionDetails.Point> before =
        groups(perplexities.baselineGroups(), first.baselinePerplexity());
    List<DispersionDetails.Point> segments =
        perplexities.segments().stream().filter(PerplexityView::isFinite).toList();
    List<DispersionDetails.Point> all =
        Stream.of(groups, before, segments).flatMap(List::stream).toList();
    double least = all.stream().mapToDouble(DispersionDetails.Point::dispersion).min().orElse(0);
    double most = all.stream().mapToDouble(DispersionDetails.Point::dispersion).max().orElse(1);
    Scale vertical = Scale.round(least, most, DispersionView.BOTTOM, DispersionView.TOP);
    Scale horizontal =
        new Scale(
            all.stream().mapToDouble(p -> Math.log10(p.perplexity())).min().orElse(0),
            all.stream().mapToDouble(p -> Math.log10(p.perplexity())).max().orElse(1),
            DispersionView.LEFT + 8,
            DispersionView.RIGHT - 8);
    return new Scatter(
        DispersionView.ticks(vertical),
        decades(horizontal),
        points(segments, horizontal, vertical, "segment"),
        points(groups, horizontal, vertical, "group"),
        points(before, horizontal, vertical, "group, baseline"));
  }

  /** 1, 2 and 5 times the powers of ten. */
  private static List<Tick> decades(Scale axis) {
    List<Tick> ticks = new ArrayList<>();
    for (int power = (int) Math.floor(axis.from()); power <= axis.to(); power++) {
      for (int times : new int[] {1, 2, 5}) {
        double value = times * Math.pow(10, power);
        double at = Math.log10(value);
        if (at >= axis.from() && at <= axis.to()) {
          ticks.add(
              new Tick(
                  DispersionView.place(axis.place(at)),
                  Numbers.of(DispersionView.rounded(value), "")));
        }
      }
    }
    return ticks;
  }

  private static List<DispersionDetails.Point> groups(
      @Nullable List<Double> perplexities, @Nullable Correlations of) {
    return perplexities == null || of == null
        ? List.of()
        : IntStream.range(0, Math.min(perplexities.size(), of.groups().size()))
            .mapToObj(g -> new DispersionDetails.Point(perplexities.get(g), of.groups().get(g)))
            .filter(PerplexityView::isFinite)
            .toList();
  }

  private static boolean isFinite(DispersionDetails.Point point) {
    return point.perplexity() > 0
        && Double.isFinite(point.perplexity())
        && Double.isFinite(point.dispersion());
  }

  private static List<Point> points(
      List<DispersionDetails.Point> points, Scale horizontal, Scale vertical, String what) {
    return points.stream()
        .map(
            p ->
                DispersionView.point(
                    horizontal.place(Math.log10(p.perplexity())),
                    vertical,
                    p.dispersion(),
                    DispersionView.UNIT,
                    what + " of perplexity " + Numbers.of(p.perplexity(), "") + ": "))
        .toList();
  }
}
