package org.modelassay.coding.equalinfo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modelassay.coding.equalinfo.analysis.BitStream;
import org.modelassay.coding.equalinfo.analysis.Stability;
import org.modelassay.coding.equalinfo.analysis.TokenMap;
import org.modelassay.coding.equalinfo.analysis.Uniformity;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Metric;
import org.modelassay.measure.Measure;
import org.modelassay.model.Tokenizer;
import org.modelassay.reading.Probe;
import org.modelassay.reading.Request;
import org.modelassay.statistics.Bootstrap;
import org.modelassay.statistics.Interval;

/** What a check of Equal-Info Windows wants read, and what it makes of it. */
final class EqualInfoPlan implements Measure.Plan<EqualInfoResult> {
  private static final long SEED = 1;
  private static final int DOCUMENTS = 200;

  private final int tokenBits;
  private final double learnerParameters;
  private final @Nullable String before;
  private final Wanted subject;
  private final @Nullable Wanted baseline;
  private final Tokenizer tokenizer;
  private final @Nullable VariantsCoding variants;

  /** What is wanted of one model: its windows, and its predictions where there are none. */
  private record Wanted(SymbolText text, EqualInfoCoding windows, Request.Scoring whole) {
    static Wanted of(SymbolText text, int roundTrip) {
      return new Wanted(
          text,
          new EqualInfoCoding(text, roundTrip),
          new Request.Scoring(text.whole(), Set.of(new Probe.Targets(), new Probe.Intervals())));
    }

    List<Request<?>> requests() {
      return List.of(whole, windows);
    }
  }

  /**
   * Plans.
   *
   * @param subject the corpus as the judged model codes it
   * @param baseline as the baseline does, or null
   * @param before the token that the judged model begins with, or null
   * @param tokenBits bits of a token
   * @param learnerParameters parameters of a nominal learner of the tokens
   * @param roundTrip how many documents are decoded
   * @param tokenizer the judged model's
   * @param variants what tells how stable its tokens are, or null when that is not wanted
   */
  EqualInfoPlan(
      SymbolText subject,
      @Nullable SymbolText baseline,
      @Nullable String before,
      int tokenBits,
      long learnerParameters,
      int roundTrip,
      Tokenizer tokenizer,
      @Nullable VariantsCoding variants) {
    this.subject = Wanted.of(subject, roundTrip);
    this.baseline = baseline == null ? null : Wanted.of(baseline, 0);
    this.before = before;
    this.tokenBits = tokenBits;
    this.learnerParameters = (double) learnerParameters;
    this.tokenizer = tokenizer;
    this.variants = variants;
  }

  @Override
  public List<Request<?>> ofSubject() {
    var requests = new ArrayList<>(subject.requests());
    if (variants != null) {
      requests.add(variants);
    }
    return requests;
  }

  @Override
  public List<Request<?>> ofBaseline() {
    return baseline == null ? List.of() : baseline.requests();
  }

  @Override
  public EqualInfoResult result(Measure.Answers answers) {
    CodedText ofBaseline =
        baseline == null
            ? null
            : new CodedText(
                baseline.text,
                answers.ofBaseline(baseline.windows),
                PlainCoders.arithmetic(baseline.text, answers.ofBaseline(baseline.whole)),
                tokenBits);
    CodedText coded =
        new CodedText(
            subject.text,
            answers.ofSubject(subject.windows),
            PlainCoders.arithmetic(subject.text, answers.ofSubject(subject.whole)),
            tokenBits);
    List<EqualInfoDetails.Coder> coders = coders(coded, ofBaseline);
    return new EqualInfoResult(
        figures(coded, ofBaseline, coders),
        details(
            coded,
            ofBaseline,
            coders,
            variants == null
                ? null
                : variants.stability(
                    answers.ofSubject(variants), coders.get(0).name(), tokenBits)));
  }

  private List<EqualInfoDetails.Coder> coders(CodedText coded, @Nullable CodedText baseline) {
    byte[] text = coded.text().utf8();
    TokenStream statically = coded.tokensOf(PlainCoders.staticArithmetic(text));
    TokenStream zlib = coded.tokensOf(PlainCoders.zlib(text));
    String vocabulary = tokenBits == 8 ? "256" : "65536";
    return List.of(
        byModel(
            String.format(
                Locale.ROOT,
                "EqualInfoAC[b=%d, v=%s]",
                coded.text().windowing().bits(),
                vocabulary),
            coded,
            coded.windows(),
            baseline == null ? null : baseline.windows()),
        byModel(
            "AC",
            coded,
            coded.tokensOf(coded.arithmetic()),
            baseline == null ? null : baseline.tokensOf(baseline.arithmetic())),
        coder(
            "StaticAC",
            statically,
            null,
            TokenStream.flopsPerByte(learnerParameters, statically.tokenRatio(), 0, 1)),
        coder(
            "zlib",
            zlib,
            null,
            TokenStream.flopsPerByte(learnerParameters, zlib.tokenRatio(), 0, 1)));
  }

  private EqualInfoDetails.Coder byModel(
      String name, CodedText coded, TokenStream tokens, @Nullable TokenStream baseline) {
    return coder(
        name, tokens, baseline, coded.flopsPerByte(learnerParameters, tokens.tokenRatio()));
  }

  private static EqualInfoDetails.Coder coder(
      String name, TokenStream tokens, @Nullable TokenStream baseline, double flopsPerByte) {
    return new EqualInfoDetails.Coder(
        name,
        tokens.bytesOut(),
        tokens.tokens(),
        tokens.bitRatio(),
        tokens.tokenRatio(),
        tokens.uniformBitsPerByte(),
        tokens.unigramBitsPerByte(),
        flopsPerByte,
        baseline == null ? null : baseline.bitRatio(),
        baseline == null ? null : baseline.tokenRatio());
  }

  private List<Figure> figures(
      CodedText coded, @Nullable CodedText baseline, List<EqualInfoDetails.Coder> coders) {
    double[] bytes = perDocument(coded, (text, windows) -> text.utf8().length);
    double[] bits = perDocument(coded, (text, windows) -> windows.bits());
    double[] tokens = perDocument(coded, (text, windows) -> windows.tokens(tokenBits).length);
    var figures = new ArrayList<Figure>();
    int n = bytes.length;
    ToDoubleFunction<CodedText> tokenRatio = c -> c.windows().tokenRatio();
    figures.add(
        figure(
            EqualInfoMetrics.TOKEN_RATIO,
            tokenRatio,
            coded,
            baseline,
            Bootstrap.ratio(bytes, tokens, SEED)));
    figures.add(
        figure(
            EqualInfoMetrics.BIT_RATIO,
            c -> c.windows().bitRatio(),
            coded,
            baseline,
            Bootstrap.ratio(scaled(bytes, 8), bits, SEED)));
    figures.add(
        figure(
            EqualInfoMetrics.UNIFORM,
            c -> c.windows().uniformBitsPerByte(),
            coded,
            baseline,
            Bootstrap.ratio(scaled(tokens, tokenBits), bytes, SEED)));
    figures.add(
        figure(
            EqualInfoMetrics.UNIGRAM,
            c -> c.windows().unigramBitsPerByte(),
            coded,
            baseline,
            null));
    figures.add(
        figure(
            EqualInfoMetrics.FLOPS,
            c -> c.flopsPerByte(learnerParameters, tokenRatio.applyAsDouble(c)),
            coded,
            baseline,
            null));
    figures.add(
        figure(
            EqualInfoMetrics.WINDOWS,
            c -> c.coding().documents().stream().mapToLong(Encoded::windows).sum(),
            coded,
            baseline,
            null));
    figures.add(
        figure(
            EqualInfoMetrics.PADDING,
            EqualInfoPlan::paddingShare,
            coded,
            baseline,
            Bootstrap.ratio(
                perDocument(coded, (text, windows) -> windows.paddingBits()), bits, SEED)));
    EqualInfoCoding.Proof proof = coded.coding().proof();
    if (proof != null) {
      figures.add(
          new Figure(
              EqualInfoMetrics.ROUND_TRIP,
              (double) proof.restored() / proof.documents(),
              null,
              proof.documents(),
              "documents",
              null));
    }
    others(figures, coders, n);
    if (baseline != null) {
      double[] ofBaseline = perDocument(baseline, (text, windows) -> windows.bits());
      double[] more = new double[n];
      for (int d = 0; d < n; d++) {
        more[d] = bits[d] - ofBaseline[d];
      }
      figures.add(
          new Figure(
              EqualInfoMetrics.OUTPUT_INCREASE,
              (double) coded.bits() / baseline.bits() - 1,
              Bootstrap.ratio(more, ofBaseline, SEED),
              n,
              "documents",
              null));
    }
    return figures;
  }

  /** The ratios of what the windows are compared with. */
  private static void others(
      List<Figure> figures, List<EqualInfoDetails.Coder> coders, int documents) {
    List<Metric> tokenRatios =
        List.of(
            EqualInfoMetrics.AC_TOKEN_RATIO,
            EqualInfoMetrics.STATIC_TOKEN_RATIO,
            EqualInfoMetrics.ZLIB_TOKEN_RATIO);
    List<Metric> bitRatios =
        List.of(
            EqualInfoMetrics.AC_BIT_RATIO,
            EqualInfoMetrics.STATIC_BIT_RATIO,
            EqualInfoMetrics.ZLIB_BIT_RATIO);
    for (int i = 0; i < tokenRatios.size(); i++) {
      EqualInfoDetails.Coder coder = coders.get(i + 1);
      figures.add(
          new Figure(
              tokenRatios.get(i),
              coder.tokenCompressionRatio(),
              null,
              documents,
              "documents",
              coder.baselineTokenCompressionRatio()));
      figures.add(
          new Figure(
              bitRatios.get(i),
              coder.bitCompressionRatio(),
              null,
              documents,
              "documents",
              coder.baselineBitCompressionRatio()));
    }
  }

  private static double[] perDocument(
      CodedText coded, ToDoubleBiFunction<SymbolText.Text, Encoded> value) {
    return IntStream.range(0, coded.text().texts().size())
        .mapToDouble(
            d ->
                value.applyAsDouble(coded.text().texts().get(d), coded.coding().documents().get(d)))
        .toArray();
  }

  private static double[] scaled(double[] values, double by) {
    return IntStream.range(0, values.length).mapToDouble(i -> by * values[i]).toArray();
  }

  private static double paddingShare(CodedText coded) {
    double padding = coded.coding().documents().stream().mapToLong(Encoded::paddingBits).sum();
    return padding / coded.bits();
  }

  private static Figure figure(
      Metric metric,
      ToDoubleFunction<CodedText> value,
      CodedText coded,
      @Nullable CodedText baseline,
      @Nullable Interval interval) {
    return new Figure(
        metric,
        value.applyAsDouble(coded),
        interval,
        coded.text().texts().size(),
        "documents",
        baseline == null ? null : value.applyAsDouble(baseline));
  }

  private EqualInfoDetails details(
      CodedText coded,
      @Nullable CodedText baseline,
      List<EqualInfoDetails.Coder> coders,
      @Nullable Stability stability) {
    Windowing windowing = coded.text().windowing();
    List<EqualInfoDetails.DocumentFigures> documents =
        IntStream.range(0, coded.text().texts().size())
            .mapToObj(d -> document(d, coded, baseline))
            .sorted(
                Comparator.comparingDouble(EqualInfoDetails.DocumentFigures::tokenCompressionRatio))
            .toList();
    EqualInfoCoding.Proof proof = coded.coding().proof();
    return new EqualInfoDetails(
        windowing.bits(),
        tokenBits,
        windowing.rule(),
        windowing.reset(),
        windowing.precision(),
        windowing.context(),
        before,
        coders,
        documents.subList(0, Math.min(DOCUMENTS, documents.size())),
        Math.max(0, documents.size() - DOCUMENTS),
        proof == null
            ? null
            : new EqualInfoDetails.RoundTrip(
                proof.documents(),
                proof.restored(),
                proof.windows(),
                proof.bytes(),
                proof.difference()),
        coded.coding().asked(),
        coded.coding().steps(),
        uniformity(coded, baseline, coders),
        stability,
        windowing.bits() % tokenBits == 0
            ? TokenMap.of(new WindowTexts(tokenizer).of(coded))
            : null,
        notes(coded));
  }

  /** Of the streams in the order of the coders, and of the baseline's windows. */
  private static Uniformity uniformity(
      CodedText coded, @Nullable CodedText baseline, List<EqualInfoDetails.Coder> coders) {
    byte[] text = coded.text().utf8();
    var streams = new ArrayList<BitStream>();
    streams.add(new BitStream(coders.get(0).name(), coded.stream()));
    streams.add(new BitStream("AC", coded.arithmetic()));
    streams.add(new BitStream("StaticAC", PlainCoders.staticArithmetic(text)));
    streams.add(new BitStream("zlib", PlainCoders.zlib(text)));
    if (baseline != null) {
      streams.add(new BitStream("baseline's " + coders.get(0).name(), baseline.stream()));
    }
    return Uniformity.of(streams);
  }

  private EqualInfoDetails.DocumentFigures document(
      int d, CodedText coded, @Nullable CodedText baseline) {
    SymbolText.Text text = coded.text().texts().get(d);
    Encoded windows = coded.coding().documents().get(d);
    int tokens = windows.tokens(tokenBits).length;
    return new EqualInfoDetails.DocumentFigures(
        text.id(),
        text.utf8().length,
        text.symbols().length,
        windows.windows(),
        tokens,
        (double) text.utf8().length / tokens,
        baseline == null
            ? null
            : (double) text.utf8().length
                / baseline.coding().documents().get(d).tokens(tokenBits).length);
  }

  private static List<String> notes(CodedText coded) {
    var notes = new ArrayList<String>();
    WindowRule rule = coded.text().windowing().rule();
    if (rule == WindowRule.GREEDY) {
      notes.add(
          "Greedy windows cannot be decoded: two texts may have the same ones. Their ratios are for"
              + " comparison with the paper.");
    }
    EqualInfoCoding.Proof proof = coded.coding().proof();
    if (proof != null && proof.difference() != null && rule == WindowRule.DELAYED) {
      notes.add("Delayed windows do not always decode: " + proof.difference() + ".");
    }
    notes.add(
        "StaticAC takes the frequencies of the corpus's own bytes; the table of them is not"
            + " charged.");
    List<String> lost = coded.text().lost();
    if (!lost.isEmpty()) {
      notes.add(
          "The tokenizer does not give back the text of "
              + lost.size()
              + (lost.size() == 1 ? " document: " : " documents: ")
              + String.join(", ", lost.subList(0, Math.min(10, lost.size())))
              + (lost.size() > 10 ? ", ..." : "")
              + ".");
    }
    return notes;
  }
}
