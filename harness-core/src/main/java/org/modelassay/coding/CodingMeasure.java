package org.modelassay.coding;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.data.Corpus;
import org.modelassay.gate.Metric;
import org.modelassay.measure.Measure;
import org.modelassay.reading.TextModel;

/**
 * How well a model codes a corpus: bits per byte, perplexity, LMCR by a real arithmetic coder, and
 * how far its predictions are from the baseline's.
 *
 * <p>Every token of every document is coded exactly once. A document longer than the window is cut
 * as the {@code window} and {@code stride} say; a token that nothing stands before (the first of a
 * document, where no beginning-of-sequence token leads) is coded as one of all ids alike.
 */
public final class CodingMeasure implements Measure<CodingResult> {
  /** Inputs of a window unless the user says otherwise, or the context where that is smaller. */
  private static final int DEFAULT_WINDOW = 2048;

  /** The constant of Information Capacity that its authors give for mixed text. */
  public static final double INFORMATION_BIAS = -24;

  private final Path path;
  private final int window;
  private final int stride;
  private final Bos bos;
  private final int roundTrip;
  private final @Nullable LongPerplexity longPerplexity;
  private final double informationBias;
  private @Nullable Corpus corpus;

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
    this(corpus, window, stride, bos, roundTrip, null, INFORMATION_BIAS);
  }

  private CodingMeasure(
      Path corpus,
      int window,
      int stride,
      Bos bos,
      int roundTrip,
      @Nullable LongPerplexity longPerplexity,
      double informationBias) {
    this.path = corpus;
    this.window = window;
    this.stride = stride;
    this.bos = bos;
    this.roundTrip = roundTrip;
    this.longPerplexity = longPerplexity;
    this.informationBias = informationBias;
  }

  /** The same measure, with LongPPL. */
  public CodingMeasure with(LongPerplexity rule) {
    return new CodingMeasure(path, window, stride, bos, roundTrip, rule, informationBias);
  }

  /** The same measure, with another constant b in Information Capacity. */
  public CodingMeasure withInformationBias(double bias) {
    return new CodingMeasure(path, window, stride, bos, roundTrip, longPerplexity, bias);
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
    settings.put("corpus", path.toString());
    settings.put("window", window == 0 ? "min(" + DEFAULT_WINDOW + ", context)" : "" + window);
    settings.put("stride", stride == 0 ? "window" : "" + stride);
    settings.put("bos", bos.toString());
    settings.put("roundTrip", "" + roundTrip);
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
    return corpus().digest();
  }

  /**
   * {@inheritDoc}
   *
   * @throws AssayException when a setting is wrong by itself or for one of the models, or the
   *     corpus cannot be read
   */
  @Override
  public Plan<CodingResult> plan(TextModel subject, @Nullable TextModel baseline) {
    return plan(subject, baseline, new Demands(List.of(), false, false));
  }

  /**
   * {@inheritDoc}
   *
   * @throws AssayException as above, or when LongPPL finds no document that is long enough
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
    int context = subject.contextLength();
    if (baseline != null) {
      context = Math.min(context, baseline.contextLength());
    }
    // One window for both, or the longer context alone would tell them apart.
    int inputs = window == 0 ? Math.min(DEFAULT_WINDOW, context) : window;
    if (stride > inputs) {
      throw new AssayException(
          "stride = "
              + stride
              + " is larger than the window, "
              + inputs
              + ": tokens would be left out; take a stride of at most the window");
    }
    CorpusText ofSubject = text(subject, inputs);
    CorpusText ofBaseline = baseline == null ? null : text(baseline, inputs);
    List<CorpusText.Text> sample =
        ofSubject.texts().subList(0, Math.min(roundTrip, ofSubject.texts().size()));
    return new CodingPlan(
        ofSubject,
        ofBaseline,
        sample.isEmpty() ? null : new RoundTrip(sample, ofSubject.windows(), subject.tokenizer()),
        longPerplexity == null ? null : keyTokens(longPerplexity, ofSubject, demands),
        informationBias);
  }

  private KeyTokens keyTokens(LongPerplexity rule, CorpusText ofSubject, Demands demands) {
    TextModel evaluator = demands.evaluators().get(rule.evaluator());
    if (evaluator == null) {
      throw new IllegalStateException("LongPPL without its evaluator");
    }
    return new KeyTokens(rule, evaluator, corpus().name(), ofSubject.texts());
  }

  private CorpusText text(TextModel model, int inputs) {
    return CorpusText.of(
        corpus(), model, Windows.of(model, inputs, stride == 0 ? inputs : stride, bos));
  }

  private Corpus corpus() {
    Corpus read = corpus;
    if (read == null) {
      read = Corpus.read(path);
      corpus = read;
    }
    return read;
  }
}
