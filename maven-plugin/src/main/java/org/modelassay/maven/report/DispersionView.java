package org.modelassay.maven.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.modelassay.dispersion.DispersionDetails;
import org.modelassay.dispersion.DispersionDetails.Correlations;
import org.modelassay.dispersion.DispersionDetails.Layer;
import org.modelassay.dispersion.DispersionDetails.Likeness;
import org.modelassay.dispersion.DispersionDetails.Perplexities;
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
    @Nullable Perplexity perplexity) {

  /**
   * Dispersion beside perplexity.
   *
   * @param groupSize segments of a group
   * @param state which the scatter is of
   * @param scatter groups and single segments
   * @param correlations a row per state
   */
  record Perplexity(
      String groupSize, String state, Scatter scatter, Shown<Correlation> correlations) {}

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

  /** A chart as below, whose horizontal axis is logarithmic. */
  record Scatter(
      List<Tick> vertical,
      List<Tick> horizontal,
      List<Point> segments,
      List<Point> groups,
      List<Point> baselineGroups) {}

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
        details.perplexity() == null || layers.isEmpty()
            ? null
            : new Perplexity(
                Numbers.count(details.perplexity().groupSize()),
                layers.get(0).state(),
                scatter(details.perplexity(), layers.get(0)),
                Shown.of(details.layers(), size.rows(), DispersionView::correlation)));
  }

  private static double groupPearson(@Nullable Correlations correlations) {
    return correlations == null ? Double.NaN : orNaN(correlations.groupPearson());
  }

  private static double segmentPearson(@Nullable Correlations correlations) {
    return correlations == null ? Double.NaN : orNaN(correlations.segmentPearson());
  }

  private static Correlation correlation(Layer layer) {
    Correlations of = layer.perplexity();
    return of == null
        ? new Correlation(layer.state(), "", "", "", "", "", "", "")
        : new Correlation(
            layer.state(),
            fixed(of.groupPearson(), 3),
            fixed(of.groupSpearman(), 3),
            Numbers.count(of.groups().size()),
            fixed(of.segmentPearson(), 3),
            interval(of.segmentPearsonInterval(), 3),
            fixed(of.segmentSpearman(), 3),
            interval(of.segmentSpearmanInterval(), 3));
  }

  private static Scatter scatter(Perplexities perplexities, Layer first) {
    List<DispersionDetails.Point> groups = groups(perplexities.groups(), first.perplexity());
    List<DispersionDetails.Point> before =
        groups(perplexities.baselineGroups(), first.baselinePerplexity());
    List<DispersionDetails.Point> segments =
        perplexities.segments().stream().filter(DispersionView::isFinite).toList();
    List<DispersionDetails.Point> all =
        Stream.of(groups, before, segments).flatMap(List::stream).toList();
    double least = all.stream().mapToDouble(DispersionDetails.Point::dispersion).min().orElse(0);
    double most = all.stream().mapToDouble(DispersionDetails.Point::dispersion).max().orElse(1);
    Scale vertical = Scale.round(least, most, BOTTOM, TOP);
    Scale horizontal =
        new Scale(
            all.stream().mapToDouble(p -> Math.log10(p.perplexity())).min().orElse(0),
            all.stream().mapToDouble(p -> Math.log10(p.perplexity())).max().orElse(1),
            LEFT + 8,
            RIGHT - 8);
    return new Scatter(
        vertical.ticks(4).stream()
            .map(tick -> new Tick(place(vertical.place(tick)), Numbers.of(rounded(tick), "")))
            .toList(),
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
          ticks.add(new Tick(place(axis.place(at)), Numbers.of(rounded(value), "")));
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
            .filter(DispersionView::isFinite)
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
                point(
                    horizontal.place(Math.log10(p.perplexity())),
                    vertical,
                    p.dispersion(),
                    UNIT,
                    what + " of perplexity " + Numbers.of(p.perplexity(), "") + ": "))
        .toList();
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
        fixed(layer.anisotropy(), 4),
        fixed(layer.baselineAnisotropy(), 4),
        fixed(layer.effectiveRank(), 1),
        fixed(layer.baselineEffectiveRank(), 1),
        fixed(cka(layer), 4),
        interval(likeness == null ? null : likeness.ckaInterval(), 4),
        fixed(likeness == null ? null : likeness.plainCka(), 4),
        fixed(likeness == null ? null : likeness.relativeError(), 4));
  }

  private static @Nullable Double cka(Layer layer) {
    return layer.likeness() == null ? null : layer.likeness().cka();
  }

  private static double orNaN(@Nullable Double value) {
    return value == null ? Double.NaN : value;
  }

  private static String fixed(@Nullable Double value, int digits) {
    return value == null ? "" : Numbers.fixed(value, digits);
  }

  private static String interval(@Nullable Interval interval, int digits) {
    return interval == null
        ? ""
        : Numbers.fixed(interval.low(), digits) + " to " + Numbers.fixed(interval.high(), digits);
  }

  private static Value value(double value, @Nullable Interval interval, @Nullable Double baseline) {
    return new Value(
        Numbers.fixed(value, 4),
        interval(interval, 4),
        baseline == null ? "" : Numbers.fixed(baseline, 4),
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
    List<Tick> up =
        vertical.ticks(4).stream()
            .map(tick -> new Tick(place(vertical.place(tick)), Numbers.of(rounded(tick), "")))
            .toList();
    return new Chart(
        title,
        unit.equals(UNIT) ? "mean pairwise cosine distance" : unit,
        up,
        across,
        line(points),
        line(baselinePoints),
        (upper + lower).trim(),
        points,
        baselinePoints);
  }

  private static Point point(double x, Scale vertical, double value, String unit, String label) {
    return new Point(place(x), place(vertical.place(value)), label + Numbers.of(value, unit));
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
