package org.modelassay.coding.equalinfo;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.coding.equalinfo.analysis.Variants;
import org.modelassay.data.CorpusFile;
import org.modelassay.data.Document;
import org.modelassay.gate.Metric;
import org.modelassay.measure.Measure;
import org.modelassay.model.tokenizer.TokenizerRules;
import org.modelassay.reading.TextModel;

/**
 * How well a corpus becomes tokens of equally much information: the judged model codes it into
 * windows, whose bits are the tokens that another model would learn from (Lester et al. 2024, arXiv
 * 2404.03626).
 */
public final class EqualInfoMeasure implements Measure<EqualInfoResult> {
  /** Tokens that a model reads before it begins anew, where its context is not shorter. */
  private static final int LONGEST_CONTEXT = 2048;

  private final CorpusFile corpus;
  private final int windowBits;
  private final int tokenBits;
  private final WindowRule rule;
  private final ContextReset reset;
  private final long learnerParameters;
  private final int roundTrip;
  private final int stabilityWords;

  /**
   * Creates the measure. Reads nothing yet.
   *
   * @param corpus a JSONL file or a folder
   * @param windowBits bits of a window: 16, 24, 32, 64 or 128
   * @param tokenBits bits of a token: 8 or 16
   * @param rule how many symbols a window holds
   * @param reset before which windows the model forgets what it read
   * @param learnerParameters parameters of a nominal learner of the tokens, embeddings left out
   * @param roundTrip how many documents, from the first on, are decoded as a proof
   * @param stabilityWords behind how many words of the corpus a sentence is coded to see how stable
   *     the tokens are; 0 when that is not wanted
   */
  public EqualInfoMeasure(
      Path corpus,
      int windowBits,
      int tokenBits,
      WindowRule rule,
      ContextReset reset,
      long learnerParameters,
      int roundTrip,
      int stabilityWords) {
    this.corpus = new CorpusFile(corpus);
    this.windowBits = windowBits;
    this.tokenBits = tokenBits;
    this.rule = rule;
    this.reset = reset;
    this.learnerParameters = learnerParameters;
    this.roundTrip = roundTrip;
    this.stabilityWords = stabilityWords;
  }

  @Override
  public String kind() {
    return "equalInfo";
  }

  @Override
  public List<Metric> metrics() {
    return EqualInfoMetrics.ALL;
  }

  @Override
  public Map<String, String> settings() {
    var settings = new LinkedHashMap<String, String>();
    settings.put("corpus", corpus.toString());
    settings.put("windowBits", "" + windowBits);
    settings.put("tokenBits", "" + tokenBits);
    settings.put("rule", rule.toString());
    settings.put("reset", reset.toString());
    settings.put("learnerParameters", "" + learnerParameters);
    settings.put("roundTrip", "" + roundTrip);
    settings.put("stabilityWords", "" + stabilityWords);
    return settings;
  }

  @Override
  public Class<EqualInfoResult> resultType() {
    return EqualInfoResult.class;
  }

  @Override
  public String dataDigest() {
    return corpus.read().digest();
  }

  /**
   * {@inheritDoc}
   *
   * @throws AssayException when a setting is wrong by itself or for one of the models, or the
   *     corpus cannot be read
   */
  @Override
  public Plan<EqualInfoResult> plan(TextModel subject, @Nullable TextModel baseline) {
    if (tokenBits != 8 && tokenBits != 16) {
      throw new AssayException("tokenBits = " + tokenBits + "; a token has 8 or 16 bits");
    }
    if (learnerParameters < 0 || roundTrip < 0 || stabilityWords < 0) {
      throw new AssayException(
          "learnerParameters = "
              + learnerParameters
              + ", roundTrip = "
              + roundTrip
              + ", stabilityWords = "
              + stabilityWords
              + ": none may be negative");
    }
    // One context for both, or the longer one alone would tell them apart.
    int context = Math.min(LONGEST_CONTEXT, subject.contextLength());
    if (baseline != null) {
      context = Math.min(context, baseline.contextLength());
    }
    List<TokenizerRules.Special> before = subject.tokenizer().rules().before();
    SymbolText text = text(subject, context);
    return new EqualInfoPlan(
        text,
        baseline == null ? null : text(baseline, context),
        before.isEmpty() ? null : before.get(0).text(),
        tokenBits,
        learnerParameters,
        roundTrip,
        subject.tokenizer(),
        variants(subject, text.windowing()));
  }

  private @Nullable VariantsCoding variants(TextModel subject, Windowing windowing) {
    List<String> texts = corpus.read().documents().stream().map(Document::text).toList();
    Variants variants = Variants.of(texts, stabilityWords);
    // A distance takes two.
    return variants.words().size() < 2
        ? null
        : new VariantsCoding(variants, subject.tokenizer(), windowing);
  }

  private SymbolText text(TextModel model, int context) {
    return SymbolText.of(
        corpus.read(), model, Windowing.of(model, context, windowBits, rule, reset));
  }
}
