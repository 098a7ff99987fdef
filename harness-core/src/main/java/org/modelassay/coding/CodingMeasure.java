package org.modelassay.coding;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.data.CorpusFile;
import org.modelassay.gate.Metric;
import org.modelassay.measure.Measure;
import org.modelassay.reading.TextModel;

/**
 * How well a model codes a corpus: bits per byte, perplexity, LMCR by a real arithmetic coder, and
 * how far its predictions are from the baseline's.
 *
 * <p>Unless another tool's {@link Windowing} is asked for, every token of every document is coded
 * exactly once. A document longer than the window is cut as the {@code window} and {@code stride}
 * say; a token that nothing stands before (the first of a document, where no beginning-of-sequence
 * token leads) is coded as one of all ids alike.
 */
public final class CodingMeasure implements Measure<CodingResult> {
  /** The constant of Information Capacity that its authors give for mixed text. */
  public static final double INFORMATION_BIAS = -24;

  private final CorpusFile corpus;
  private final int window;
  private final int stride;
  private final Bos bos;
  private final int roundTrip;
  private final Windowing windowing;
  private final @Nullable LongPerplexity longPerplexity;
  private final double informationBias;
  private final CompressedSizes compressed = new CompressedSizes();

  /**
   * Creates the measure. Reads nothing yet.
   *
   * @param corpus a JSONL file or a folder
   * @param window the largest number of inputs of a window; 0 for min(2048, context)
   * @param stride newly scored targets of each window but a document's first; 0 for the whole
   *     window
   * @param bos what stands before each window
   * @param roundTrip how many documents, from the first on, are coded and decoded step by step
   */
  public CodingMeasure(Path corpus, int window, int stride, Bos bos, int roundTrip) {
    this(
        new CorpusFile(corpus),
        window,
        stride,
        bos,
        roundTrip,
        Windowing.DEFAULT,
        null,
        INFORMATION_BIAS);
  }

  private CodingMeasure(
      CorpusFile corpus,
      int window,
      int stride,
      Bos bos,
      int roundTrip,
      Windowing windowing,
      @Nullable LongPerplexity longPerplexity,
      double informationBias) {
    this.corpus = corpus;
    this.window = window;
    this.stride = stride;
    this.bos = bos;
    this.roundTrip = roundTrip;
    this.windowing = windowing;
    this.longPerplexity = longPerplexity;
    this.informationBias = informationBias;
  }

  /**
   * The same measure by a named rule, which says window, stride and what stands before; what the
   * rule leaves open is as said here.
   */
  public CodingMeasure by(Windowing rule) {
    return new CodingMeasure(
        corpus, window, stride, bos, roundTrip, rule, longPerplexity, informationBias);
  }

  /** The same measure, with LongPPL. */
  public CodingMeasure with(LongPerplexity rule) {
    return new CodingMeasure(
        corpus, window, stride, bos, roundTrip, windowing, rule, informationBias);
  }

  /** The same measure, with another constant b in Information Capacity. */
  public CodingMeasure withInformationBias(double bias) {
    return new CodingMeasure(
        corpus, window, stride, bos, roundTrip, windowing, longPerplexity, bias);
  }

  @Override
  public String kind() {
    return "coding";
  }

  @Override
  public List<Metric> metrics() {
    return CodingMetrics.ALL;
  }

  @Override
  public Map<String, String> settings() {
    var settings = new LinkedHashMap<String, String>();
    settings.put("corpus", corpus.toString());
    settings.put("windowing", windowing.toString());
    settings.put("window", windowing.windowShown(window));
    settings.put("stride", windowing.strideShown(stride));
    settings.put("bos", windowing.bos(bos).toString());
    settings.put("roundTrip", windowing.scoresEveryToken() ? "" + roundTrip : "0");
    settings.put("informationBias", "" + informationBias);
    if (longPerplexity != null) {
      settings.put("longPpl.evaluator", longPerplexity.evaluator());
      settings.put("longPpl.shortContext", "" + longPerplexity.shortContext());
      settings.put("longPpl.stride", "" + longPerplexity.stride());
      settings.put("longPpl.alpha", "" + longPerplexity.alpha());
      settings.put("longPpl.beta", "" + longPerplexity.beta());
    }
    return settings;
  }

  @Override
  public List<String> evaluators() {
    return longPerplexity == null ? List.of() : List.of(longPerplexity.evaluator());
  }

  @Override
  public Class<CodingResult> resultType() {
    return CodingResult.class;
  }

  @Override
  public String dataDigest() {
    return corpus.read().digest();
  }

  @Override
  public Plan<CodingResult> plan(TextModel subject, @Nullable TextModel baseline) {
    return plan(subject, baseline, new Demands(List.of(), false, false));
  }

  /**
   * {@inheritDoc}
   *
   * @throws AssayException when a setting is wrong by itself or for one of the models, the corpus
   *     cannot be read, a limit is on a figure that these models or settings do not have, or
   *     LongPPL finds no document that is long enough
   */
  @Override
  public Plan<CodingResult> plan(TextModel subject, @Nullable TextModel baseline, Demands demands) {
    if (window < 0 || stride < 0 || roundTrip < 0) {
      throw new AssayException(
          "window = "
              + window
              + ", stride = "
              + stride
              + ", roundTrip = "
              + roundTrip
              + ": none may be negative; 0 takes the default");
    }
    windowing.check(window, stride, bos);
    if (longPerplexity != null && !windowing.scoresEveryToken()) {
      throw new AssayException(
          "longPpl, but windowing = "
              + windowing
              + " does not score every token; leave one out, or take windowing = DEFAULT");
    }
    int context = subject.contextLength();
    if (baseline != null) {
      context = Math.min(context, baseline.contextLength());
    }
    int inputs = windowing.window(window, context);
    int newlyScored = windowing.stride(stride, inputs);
    if (newlyScored > inputs) {
      throw new AssayException(
          "stride = "
              + stride
              + " is larger than the window, "
              + inputs
              + ": tokens would be left out; take a stride of at most the window");
    }
    CorpusText ofSubject = text(subject, inputs, newlyScored);
    CorpusText ofBaseline = baseline == null ? null : text(baseline, inputs, newlyScored);
    var plan =
        new CodingPlan(
            windowing,
            ofSubject,
            ofBaseline,
            proof(ofSubject),
            longPerplexity == null ? null : keyTokens(longPerplexity, ofSubject, demands),
            informationBias,
            compressed);
    plan.check(demands.limits());
    return plan;
  }

  private KeyTokens keyTokens(LongPerplexity rule, CorpusText ofSubject, Demands demands) {
    TextModel evaluator = demands.evaluators().get(rule.evaluator());
    if (evaluator == null) {
      throw new IllegalStateException("LongPPL without its evaluator");
    }
    return new KeyTokens(rule, evaluator, corpus.read().name(), ofSubject.texts());
  }

  private CorpusText text(TextModel model, int inputs, int newlyScored) {
    return switch (windowing) {
      case DEFAULT, LM_EVAL_ROLLING ->
          CorpusText.of(
              corpus.read(), model, Windows.of(model, inputs, newlyScored, windowing.bos(bos)));
      case LLAMA_PERPLEXITY ->
          CorpusText.of(corpus.read(), model, StreamWindows.llamaPerplexity(model, inputs));
      case COMPRESSION_INTELLIGENCE ->
          CorpusText.of(
              corpus.read(),
              model,
              StreamWindows.compressionIntelligence(model, inputs, newlyScored));
    };
  }

  private @Nullable RoundTrip proof(CorpusText text) {
    Windows windows = text.windows();
    List<CorpusText.Text> sample =
        text.texts().subList(0, Math.min(roundTrip, text.texts().size()));
    return sample.isEmpty() || windows == null
        ? null
        : new RoundTrip(sample, windows, text.model().tokenizer());
  }
}
