package org.modelassay.maven.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.modelassay.dispersion.DispersionDetails;
import org.modelassay.dispersion.DispersionDetails.Correlations;
import org.modelassay.dispersion.DispersionDetails.Layer;
import org.modelassay.dispersion.DispersionDetails.Likeness;
import org.modelassay.statistics.Interval;

/**
 * A dispersion check on one candidate, as rows and charts.
 *
 * @param compared whether there is a baseline
 * @param segments number of segments
 * @param segmentLength tokens in each
 * @param layers a row per state
 * @param companions what stands beside the dispersion, a row per state
 * @param charts the states between blocks by layer; empty for a single layer, which needs none
 * @param perplexity dispersion beside perplexity; null where the check does not ask
 */
record DispersionView(
    boolean compared,
    String segments,
    String segmentLength,
    Shown<Row> layers,
    Shown<Companions> companions,
    List<Chart> charts,
    @Nullable PerplexityView perplexity) {

  record Row(String layer, Value within, Value across) {}

  /** What a check has no value of is empty. */
  record Companions(
      String layer,
      String anisotropy,
      String baselineAnisotropy,
      String effectiveRank,
      String baselineEffectiveRank,
      String cka,
      String ckaInterval,
      String plainCka,
      String relativeError) {}

  record Value(String value, String interval, String baseline, String difference) {}

  /** A chart in its own units: 420 wide, 250 high. */
  record Chart(
      String title,
      String unit,
      List<Tick> vertical,
      List<Tick> horizontal,
      String line,
      String baselineLine,
      String band,
      List<Point> points,
      List<Point> baselinePoints) {}

  record Tick(String place, String label) {}

  record Point(String x, String y, String label) {}

  static final String UNIT = "cosine distance";
  static final double LEFT = 52;
  static final double RIGHT = 408;
  static final double TOP = 14;
  static final double BOTTOM = 214;

  static DispersionView of(DispersionDetails details, Size size) {
    List<Layer> layers = details.layers().stream().limit(size.rows()).toList();
    boolean compared =
        layers.stream().anyMatch(l -> l.baselineWithin() != null || l.baselineAcross() != null);
    List<Chart> charts = new ArrayList<>();
    List<Layer> line =
        layers.stream()
            .filter(layer -> layer.state().equals(Integer.toString(layer.layer())))
            .sorted(Comparator.comparingInt(Layer::layer))
            .toList();
    if (line.stream().mapToInt(Layer::layer).distinct().count() > 1) {
      charts.add(
          chart(
              "Within segments",
              UNIT,
              line,
              Layer::within,
              Layer::withinInterval,
              Layer::baselineWithin));
      charts.add(
          chart(
              "Across segments",
              UNIT,
              line,
              Layer::across,
              Layer::acrossInterval,
              Layer::baselineAcross));
      if (line.stream().anyMatch(layer -> layer.effectiveRank() != null)) {
        charts.add(
            chart(
                "Effective rank of the pooled states",
                "dimensions",
                line,
                layer -> orNaN(layer.effectiveRank()),
                layer -> null,
                Layer::baselineEffectiveRank));
      }
      if (line.stream().anyMatch(layer -> cka(layer) != null)) {
        charts.add(
            chart(
                "Likeness to the baseline",
                "debiased linear CKA",
                line,
                layer -> orNaN(cka(layer)),
                layer -> layer.likeness() == null ? null : layer.likeness().ckaInterval(),
                layer -> null));
      }
    }
    if (charts.size() > 0 && line.stream().anyMatch(layer -> layer.perplexity() != null)) {
      charts.add(
          chart(
              "With perplexity, over groups",
              "Pearson's correlation",
              line,
              layer -> groupPearson(layer.perplexity()),
              layer -> null,
              layer -> groupPearson(layer.baselinePerplexity())));
      charts.add(
          chart(
              "With perplexity, over segments",
              "Pearson's correlation",
              line,
              layer -> segmentPearson(layer.perplexity()),
              layer ->
                  layer.perplexity() == null ? null : layer.perplexity().segmentPearsonInterval(),
              layer -> segmentPearson(layer.baselinePerplexity())));
    }
    return new DispersionView(
        compared,
        Numbers.count(details.segments()),
        Numbers.count(details.segmentLength()),
        Shown.of(details.layers(), size.rows(), DispersionView::row),
        Shown.of(details.layers(), size.rows(), DispersionView::companions),
        charts,
        PerplexityView.of(details, layers, size));
  }

  private static double groupPearson(@Nullable Correlations correlations) {
    return correlations == null ? Double.NaN : orNaN(correlations.groupPearson());
  }

  private static double segmentPearson(@Nullable Correlations correlations) {
    return correlations == null ? Double.NaN : orNaN(correlations.segmentPearson());
  }

  private static Row row(Layer layer) {
    return new Row(
        layer.state(),
        value(layer.within(), layer.withinInterval(), layer.baselineWithin()),
        value(layer.across(), layer.acrossInterval(), layer.baselineAcross()));
  }

  private static Companions companions(Layer layer) {
    Likeness likeness = layer.likeness();
    return new Companions(
        layer.state(),
        Numbers.fixed(layer.anisotropy(), 4),
        Numbers.fixed(layer.baselineAnisotropy(), 4),
        Numbers.fixed(layer.effectiveRank(), 1),
        Numbers.fixed(layer.baselineEffectiveRank(), 1),
        Numbers.fixed(cka(layer), 4),
        Numbers.fixed(likeness == null ? null : likeness.ckaInterval(), 4),
        Numbers.fixed(likeness == null ? null : likeness.plainCka(), 4),
        Numbers.fixed(likeness == null ? null : likeness.relativeError(), 4));
  }

  private static @Nullable Double cka(Layer layer) {
    return layer.likeness() == null ? null : layer.likeness().cka();
  }

  private static double orNaN(@Nullable Double value) {
    return value == null ? Double.NaN : value;
  }

  private static Value value(double value, @Nullable Interval interval, @Nullable Double baseline) {
    return new Value(
        Numbers.fixed(value, 4),
        Numbers.fixed(interval, 4),
        Numbers.fixed(baseline, 4),
        baseline == null ? "" : Numbers.signed(value - baseline, 4));
  }

  private static Chart chart(
      String title,
      String unit,
      List<Layer> layers,
      ToDoubleFunction<Layer> value,
      Function<Layer, @Nullable Interval> interval,
      Function<Layer, @Nullable Double> baseline) {
    double least = 0;
    double most = 0;
    for (Layer layer : layers) {
      Interval around = interval.apply(layer);
      Double before = baseline.apply(layer);
      double[] all = {
        value.applyAsDouble(layer),
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
      double here = value.applyAsDouble(layer);
      Interval around = interval.apply(layer);
      Double before = baseline.apply(layer);
      if (Double.isFinite(here)) {
        points.add(point(x, vertical, here, unit, "layer " + layer.layer() + ": "));
      }
      if (before != null && Double.isFinite(before)) {
        baselinePoints.add(
            point(x, vertical, before, unit, "layer " + layer.layer() + ", baseline: "));
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
    return new Chart(
        title,
        unit.equals(UNIT) ? "mean pairwise cosine distance" : unit,
        ticks(vertical),
        across,
        line(points),
        line(baselinePoints),
        (upper + lower).trim(),
        points,
        baselinePoints);
  }

  static Point point(double x, Scale vertical, double value, String unit, String label) {
    return new Point(place(x), place(vertical.place(value)), label + Numbers.of(value, unit));
  }

  static List<Tick> ticks(Scale vertical) {
    return vertical.ticks(4).stream()
        .map(tick -> new Tick(place(vertical.place(tick)), Numbers.of(rounded(tick), "")))
        .toList();
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
