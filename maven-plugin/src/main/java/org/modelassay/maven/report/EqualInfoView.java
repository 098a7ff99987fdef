package org.modelassay.maven.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modelassay.coding.equalinfo.EqualInfoDetails;
import org.modelassay.coding.equalinfo.analysis.Stability;
import org.modelassay.coding.equalinfo.analysis.TokenMap;
import org.modelassay.coding.equalinfo.analysis.Uniformity;
import org.modelassay.coding.equalinfo.analysis.Uniformity.Point;
import org.modelassay.maven.report.DispersionView.Tick;

/**
 * An Equal-Info check on one candidate, as rows and charts.
 *
 * @param compared whether there is a baseline
 * @param facts how text becomes windows and windows tokens
 * @param coders the judged windows first, then what they are compared with
 * @param proof the round trip, or null
 * @param documents the documents, worst first
 * @param uniformity how near to noise the bits are, or null
 * @param stability how the tokens stand a change at the beginning, or null
 * @param tokenMap what text the tokens stand for, or null
 * @param notes what a reader of the figures has to know
 */
record EqualInfoView(
    boolean compared,
    String facts,
    List<Coder> coders,
    @Nullable Proof proof,
    Shown<Document> documents,
    @Nullable Divergences uniformity,
    @Nullable Distances stability,
    @Nullable Meanings tokenMap,
    List<Text> notes) {

  record Coder(
      Text name,
      Cell bytesOut,
      Cell tokens,
      Cell tokenRatio,
      @Nullable Cell baselineTokenRatio,
      Cell bitRatio,
      @Nullable Cell baselineBitRatio,
      Cell uniform,
      Cell unigram,
      Cell flops) {}

  record Proof(
      boolean identical, String restored, String documents, String windows, String bytes) {}

  record Document(
      Text id,
      Cell bytes,
      Cell symbols,
      Cell windows,
      Cell tokens,
      Cell ratio,
      @Nullable Cell baseline) {}

  /**
   * Distances of streams of bits from noise.
   *
   * @param bits bits of each that were looked at
   * @param random what stands for noise
   * @param charts by width: of values at every bit, and of one after another
   * @param rows the same as numbers
   */
  record Divergences(String bits, Text random, List<Chart> charts, Shown<Row> rows) {}

  /** A chart in its own units: 420 wide, 250 high. */
  record Chart(
      String title, List<Tick> vertical, List<Tick> horizontal, String band, List<Series> series) {}

  /**
   * A line of a chart.
   *
   * @param name whose
   * @param line its points, joined
   * @param dots its points
   */
  record Series(Text name, String line, List<Dot> dots) {}

  record Dot(String x, String y, String label) {}

  record Row(
      Text name,
      String kind,
      int width,
      String sample,
      String partitions,
      String low,
      String median,
      String high) {}

  /**
   * Distances of token sequences.
   *
   * @param sentence what was tokenised
   * @param words the first of what stood in front of it
   * @param count how many those were
   * @param pairs pairs of texts
   * @param horizontal the axis of the histograms
   * @param rows a histogram and its numbers for each tokenisation
   */
  record Distances(
      Text sentence,
      Text words,
      String count,
      String pairs,
      List<Tick> horizontal,
      List<Histogram> rows) {}

  /** Bars in units of their own: 300 wide, 44 high. */
  record Histogram(
      Text name,
      List<Bar> bars,
      String label,
      String tokens,
      String distance,
      String median,
      String range) {}

  record Bar(String x, String y, String height, String label) {}

  /**
   * What tokens stand for.
   *
   * @param windows windows looked at
   * @param positions a row for each place of a token in a window
   * @param examples the most frequent tokens of the first places
   */
  record Meanings(String windows, Shown<Place> positions, Shown<Example> examples) {}

  record Place(
      int number,
      String tokens,
      String repeated,
      String severalTexts,
      String commonBeginning,
      String share,
      String chance) {}

  record Example(int place, String token, String windows, List<Content> texts, int textsLeftOut) {}

  record Content(Text text, String windows) {}

  private static final double LEFT = 52;
  private static final double RIGHT = 408;
  private static final double TOP = 14;
  private static final double BOTTOM = 214;
  private static final double BARS = 40;

  static EqualInfoView of(EqualInfoDetails details, Size size) {
    boolean compared =
        details.coders().stream().anyMatch(c -> c.baselineTokenCompressionRatio() != null);
    Uniformity uniformity = details.uniformity();
    Stability stability = details.stability();
    TokenMap map = details.tokenMap();
    EqualInfoDetails.RoundTrip trip = details.roundTrip();
    return new EqualInfoView(
        compared,
        facts(details),
        details.coders().stream().limit(size.rows()).map(c -> coder(c, size)).toList(),
        trip == null ? null : proof(trip),
        Shown.of(
            details.documents(),
            size.items() * 2,
            details.documentsLeftOut(),
            d -> document(d, size)),
        uniformity == null ? null : divergences(uniformity, size),
        stability == null ? null : distances(stability, size),
        map == null ? null : meanings(map, details.tokenBits(), size),
        Text.of(details.notes(), size.text()));
  }

  private static String facts(EqualInfoDetails details) {
    return String.format(
        Locale.ROOT,
        "Windows of %d bits, tokens of %d; rule %s, reset %s; frequencies with a sum of 2^%d.",
        details.windowBits(),
        details.tokenBits(),
        details.rule(),
        details.reset(),
        details.precision());
  }

  private static Coder coder(EqualInfoDetails.Coder coder, Size size) {
    Double tokens = coder.baselineTokenCompressionRatio();
    Double bits = coder.baselineBitCompressionRatio();
    return new Coder(
        Text.of(coder.name(), size.name()),
        new Cell(Numbers.bytes(coder.bytesOut()), String.valueOf(coder.bytesOut())),
        Cell.count(coder.tokens()),
        Cell.fixed(coder.tokenCompressionRatio(), 3),
        tokens == null ? null : Cell.fixed(tokens, 3),
        Cell.fixed(coder.bitCompressionRatio(), 3),
        bits == null ? null : Cell.fixed(bits, 3),
        Cell.fixed(coder.uniformBitsPerByte(), 3),
        Cell.fixed(coder.unigramBitsPerByte(), 3),
        Cell.fixed(coder.flopsPerByte() / 1e6, 2));
  }

  private static Proof proof(EqualInfoDetails.RoundTrip trip) {
    return new Proof(
        trip.restored() == trip.documents(),
        Numbers.count(trip.restored()),
        Numbers.count(trip.documents()),
        Numbers.count(trip.windows()),
        Numbers.bytes(trip.bytes()));
  }

  private static Document document(EqualInfoDetails.DocumentFigures figures, Size size) {
    Double baseline = figures.baselineTokenCompressionRatio();
    return new Document(
        Text.of(figures.id(), size.name()),
        Cell.count(figures.bytes()),
        Cell.count(figures.symbols()),
        Cell.count(figures.windows()),
        Cell.count(figures.tokens()),
        Cell.fixed(figures.tokenCompressionRatio(), 3),
        baseline == null ? null : Cell.fixed(baseline, 3));
  }

  private static Divergences divergences(Uniformity uniformity, Size size) {
    List<Uniformity.Curve> curves = uniformity.curves().stream().limit(size.items()).toList();
    List<Row> rows = new ArrayList<>();
    List<Uniformity.Curve> all = new ArrayList<>(curves);
    all.add(uniformity.random());
    for (Uniformity.Curve curve : all) {
      curve.grams().forEach(p -> rows.add(row(curve.name(), "every bit", p, size)));
      curve.tokens().forEach(p -> rows.add(row(curve.name(), "in turn", p, size)));
    }
    List<Chart> charts = new ArrayList<>();
    chart("Values at every bit", uniformity, curves, Uniformity.Curve::grams, charts, size);
    chart(
        "Values in turn, as tokens are",
        uniformity,
        curves,
        Uniformity.Curve::tokens,
        charts,
        size);
    return new Divergences(
        Numbers.count(uniformity.bits()),
        Text.of(uniformity.random().name(), size.name()),
        charts,
        Shown.of(rows, size.rows(), row -> row));
  }

  private static Row row(String name, String kind, Point point, Size size) {
    return new Row(
        Text.of(name, size.name()),
        kind,
        point.bits(),
        Numbers.count(point.sample()),
        Numbers.count(point.partitions()),
        bits(point.low()),
        bits(point.median()),
        bits(point.high()));
  }

  private static String bits(double value) {
    // Adding 0 leaves no negative zero.
    return Numbers.fixed(Math.rint(value * 1e5) / 1e5 + 0, 5);
  }

  /** Logarithmic upwards, because a tenth of a bit and a thousandth both tell something. */
  private static void chart(
      String title,
      Uniformity uniformity,
      List<Uniformity.Curve> curves,
      Function<Uniformity.Curve, List<Point>> points,
      List<Chart> charts,
      Size size) {
    List<Point> random = points.apply(uniformity.random());
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    int narrowest = Integer.MAX_VALUE;
    int widest = 0;
    for (Point point : random) {
      least = point.high() > 0 ? Math.min(least, point.high()) : least;
      most = Math.max(most, point.high());
    }
    for (Uniformity.Curve curve : curves) {
      for (Point point : points.apply(curve)) {
        most = Double.isFinite(point.median()) ? Math.max(most, point.median()) : most;
        narrowest = Math.min(narrowest, point.bits());
        widest = Math.max(widest, point.bits());
      }
    }
    if (widest <= narrowest || !(most > 0)) {
      return; // Nothing to draw a line through.
    }
    int high = (int) Math.ceil(Math.log10(most) - 1e-9);
    int low = Math.max(high - 7, Math.min(high - 1, (int) Math.floor(Math.log10(least))));
    Scale up = new Scale(low, high, BOTTOM, TOP);
    Scale across = new Scale(narrowest, widest, LEFT + 8, RIGHT - 8);
    List<Tick> vertical =
        IntStream.rangeClosed(low, high)
            .mapToObj(
                p -> new Tick(DispersionView.place(up.place(p)), Numbers.of(Math.pow(10, p), "")))
            .toList();
    List<Tick> horizontal =
        random.stream()
            .map(Point::bits)
            .filter(width -> width == 1 || width % 2 == 0)
            .map(
                width ->
                    new Tick(
                        DispersionView.place(across.place(width)), String.valueOf((int) width)))
            .toList();
    List<Series> series = new ArrayList<>();
    for (Uniformity.Curve curve : curves) {
      List<Dot> dots = new ArrayList<>();
      for (Point point : points.apply(curve)) {
        dots.add(
            new Dot(
                DispersionView.place(across.place(point.bits())),
                height(up, point.median()),
                curve.name() + ", " + point.bits() + " bits: " + bits(point.median()) + " bits"));
      }
      StringBuilder line = new StringBuilder();
      dots.forEach(d -> line.append(d.x()).append(',').append(d.y()).append(' '));
      series.add(new Series(Text.of(curve.name(), size.name()), line.toString().trim(), dots));
    }
    StringBuilder band = new StringBuilder();
    String lower = "";
    for (Point point : random) {
      String x = DispersionView.place(across.place(point.bits()));
      band.append(x).append(',').append(height(up, point.high())).append(' ');
      lower = x + "," + height(up, point.low()) + " " + lower;
    }
    charts.add(new Chart(title, vertical, horizontal, (band + lower).trim(), series));
  }

  /** What is 0, less, or no number stands on the ground. */
  private static String height(Scale up, double value) {
    return DispersionView.place(value > 0 ? up.place(Math.log10(value)) : BOTTOM);
  }

  private static Distances distances(Stability stability, Size size) {
    Scale across = new Scale(0, 1, 0, 300);
    return new Distances(
        Text.of(stability.sentence(), size.text()),
        Text.of(String.join(", ", stability.words()), Math.min(size.text(), 200)),
        Numbers.count(stability.words().size()),
        Numbers.count(stability.pairs()),
        IntStream.rangeClosed(0, 4)
            .mapToObj(
                i -> new Tick(DispersionView.place(across.place(i / 4.0)), Numbers.of(i / 4.0, "")))
            .toList(),
        stability.distances().stream()
            .limit(size.items())
            .map(d -> histogram(d, stability.pairs(), across, size))
            .toList());
  }

  private static Histogram histogram(
      Stability.Distances distances, int pairs, Scale across, Size size) {
    List<Integer> counts = distances.histogram();
    int most = Math.max(1, counts.stream().mapToInt(Integer::intValue).max().orElse(1));
    List<Bar> bars = new ArrayList<>();
    for (int i = 0; i < counts.size(); i++) {
      if (counts.get(i) > 0) {
        // A single pair is still seen.
        double height = Math.max(1, BARS * counts.get(i) / most);
        double from = (double) i / counts.size();
        bars.add(
            new Bar(
                DispersionView.place(across.place(from) + 0.5),
                DispersionView.place(BARS - height),
                DispersionView.place(height),
                Numbers.fixed(from, 2)
                    + " to "
                    + Numbers.fixed((i + 1.0) / counts.size(), 2)
                    + ": "
                    + Numbers.of((double) counts.get(i) / Math.max(1, pairs), Numbers.SHARE)
                    + " of the pairs"));
      }
    }
    String range = Numbers.fixed(distances.low(), 3) + " to " + Numbers.fixed(distances.high(), 3);
    return new Histogram(
        Text.of(distances.name(), size.name()),
        bars,
        distances.name()
            + ": median "
            + Numbers.fixed(distances.median(), 3)
            + ", 90 % of the pairs from "
            + range,
        Numbers.fixed(distances.meanTokens(), 1),
        Numbers.fixed(distances.meanDistance(), 1),
        Numbers.fixed(distances.median(), 3),
        range);
  }

  private static Meanings meanings(TokenMap map, int tokenBits, Size size) {
    List<Place> places = new ArrayList<>();
    List<Example> examples = new ArrayList<>();
    for (int p = 0; p < map.positions().size(); p++) {
      TokenMap.Position position = map.positions().get(p);
      places.add(
          new Place(
              p + 1,
              Numbers.count(position.tokens()),
              Numbers.count(position.repeated()),
              Numbers.count(position.severalTexts()),
              Numbers.count(position.commonBeginning()),
              share(position.share()),
              share(position.shuffledShare())));
      for (TokenMap.Example example : position.examples()) {
        examples.add(
            new Example(
                p + 1,
                hex(example.token(), tokenBits),
                Numbers.count(example.windows()),
                example.texts().stream().map(c -> content(c, size)).toList(),
                example.textsLeftOut()));
      }
    }
    return new Meanings(
        Numbers.count(map.windows()),
        Shown.of(places, size.rows(), place -> place),
        Shown.of(examples, size.items(), example -> example));
  }

  private static String share(double share) {
    return Double.isNaN(share) ? "" : Numbers.of(share, Numbers.SHARE);
  }

  private static String hex(int token, int tokenBits) {
    return String.format(Locale.ROOT, "%0" + Math.max(1, tokenBits / 4) + "X", token);
  }

  /** On one line: what breaks lines has signs. */
  private static Content content(TokenMap.Content content, Size size) {
    String line = content.text().replace("\n", "\u21B5").replace("\t", "\u21E5");
    return new Content(Text.of(line, size.name()), Numbers.count(content.windows()));
  }
}
