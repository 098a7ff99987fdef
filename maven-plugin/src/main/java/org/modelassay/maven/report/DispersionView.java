package org.modelassay.maven.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.modelassay.dispersion.DispersionDetails;
import org.modelassay.dispersion.DispersionDetails.Layer;
import org.modelassay.statistics.Interval;

/**
 * A dispersion check on one candidate, as rows and two charts.
 *
 * @param compared whether there is a baseline
 * @param segments number of segments
 * @param segmentLength tokens in each
 * @param layers a row per layer
 * @param charts within and across segments by layer; empty for a single layer, which needs none
 */
record DispersionView(
    boolean compared,
    String segments,
    String segmentLength,
    Shown<Row> layers,
    List<Chart> charts) {

  record Row(int layer, Value within, Value across) {}

  record Value(String value, String interval, String baseline, String difference) {}

  /** A chart in its own units: 420 wide, 250 high. */
  record Chart(
      String title,
      List<Tick> vertical,
      List<Tick> horizontal,
      String line,
      String baselineLine,
      String band,
      List<Point> points,
      List<Point> baselinePoints) {}

  record Tick(String place, String label) {}

  record Point(String x, String y, String label) {}

  private static final String UNIT = "cosine distance";
  private static final double LEFT = 52;
  private static final double RIGHT = 408;
  private static final double TOP = 14;
  private static final double BOTTOM = 214;

  static DispersionView of(DispersionDetails details, Size size) {
    List<Layer> layers = details.layers().stream().limit(size.rows()).toList();
    boolean compared =
        layers.stream().anyMatch(l -> l.baselineWithin() != null || l.baselineAcross() != null);
    List<Chart> charts = new ArrayList<>();
    if (layers.size() > 1) {
      charts.add(
          chart(
              "Within segments",
              layers,
              Layer::within,
              Layer::withinInterval,
              Layer::baselineWithin));
      charts.add(
          chart(
              "Across segments",
              layers,
              Layer::across,
              Layer::acrossInterval,
              Layer::baselineAcross));
    }
    return new DispersionView(
        compared,
        Numbers.count(details.segments()),
        Numbers.count(details.segmentLength()),
        Shown.of(details.layers(), size.rows(), DispersionView::row),
        charts.stream().filter(Objects::nonNull).toList());
  }

  private static Row row(Layer layer) {
    return new Row(
        layer.layer(),
        value(layer.within(), layer.withinInterval(), layer.baselineWithin()),
        value(layer.across(), layer.acrossInterval(), layer.baselineAcross()));
  }

  private static Value value(double value, @Nullable Interval interval, @Nullable Double baseline) {
    return new Value(
        Numbers.fixed(value, 4),
        interval == null
            ? ""
            : Numbers.fixed(interval.low(), 4) + " to " + Numbers.fixed(interval.high(), 4),
        baseline == null ? "" : Numbers.fixed(baseline, 4),
        baseline == null ? "" : Numbers.signed(value - baseline, 4));
  }

  private static Chart chart(
      String title,
      List<Layer> layers,
      Function<Layer, Double> value,
      Function<Layer, @Nullable Interval> interval,
      Function<Layer, @Nullable Double> baseline) {
    double least = 0;
    double most = 0;
    for (Layer layer : layers) {
      Interval around = interval.apply(layer);
      Double before = baseline.apply(layer);
      double[] all = {
        value.apply(layer),
        around == null ? 0 : around.low(),
        around == null ? 0 : around.high(),
        before == null ? 0 : before
      };
      for (double each : all) {
        if (Double.isFinite(each)) {
          least = Math.min(least, each);
          most = Math.max(most, each);
        }
      }
    }
    Scale vertical = Scale.round(least, most, BOTTOM, TOP);
    Scale horizontal =
        new Scale(
            layers.get(0).layer(), layers.get(layers.size() - 1).layer(), LEFT + 8, RIGHT - 8);
    List<Point> points = new ArrayList<>();
    List<Point> baselinePoints = new ArrayList<>();
    StringBuilder upper = new StringBuilder();
    String lower = "";
    for (Layer layer : layers) {
      double x = horizontal.place(layer.layer());
      double here = value.apply(layer);
      Interval around = interval.apply(layer);
      Double before = baseline.apply(layer);
      if (Double.isFinite(here)) {
        points.add(point(x, vertical, here, "layer " + layer.layer() + ": "));
      }
      if (before != null && Double.isFinite(before)) {
        baselinePoints.add(point(x, vertical, before, "layer " + layer.layer() + ", baseline: "));
      }
      if (around != null && Double.isFinite(around.low()) && Double.isFinite(around.high())) {
        upper.append(place(x)).append(',').append(place(vertical.place(around.high()))).append(' ');
        lower = place(x) + "," + place(vertical.place(around.low())) + " " + lower;
      }
    }
    List<Tick> across =
        horizontal.ticks(8).stream()
            .filter(tick -> tick == Math.rint(tick))
            .map(tick -> new Tick(place(horizontal.place(tick)), Numbers.of(tick, "")))
            .toList();
    List<Tick> up =
        vertical.ticks(4).stream()
            .map(tick -> new Tick(place(vertical.place(tick)), Numbers.of(rounded(tick), "")))
            .toList();
    return new Chart(
        title,
        up,
        across,
        line(points),
        line(baselinePoints),
        (upper + lower).trim(),
        points,
        baselinePoints);
  }

  private static Point point(double x, Scale vertical, double value, String label) {
    return new Point(place(x), place(vertical.place(value)), label + Numbers.of(value, UNIT));
  }

  private static String line(List<Point> points) {
    StringBuilder line = new StringBuilder();
    points.forEach(p -> line.append(p.x()).append(',').append(p.y()).append(' '));
    return line.toString().trim();
  }

  /** Sums of steps carry the noise of binary fractions. */
  static double rounded(double tick) {
    return Math.rint(tick * 1e9) / 1e9;
  }

  static String place(double place) {
    return String.format(Locale.ROOT, "%.1f", place);
  }
}
