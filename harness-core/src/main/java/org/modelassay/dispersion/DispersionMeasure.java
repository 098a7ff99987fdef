package org.modelassay.dispersion;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.data.CorpusFile;
import org.modelassay.gate.Metric;
import org.modelassay.measure.Measure;
import org.modelassay.model.HiddenState;
import org.modelassay.model.Sublayer;
import org.modelassay.reading.SequenceSet;
import org.modelassay.reading.TextModel;

/**
 * How widely a model's representations of a corpus spread: mean pairwise cosine distance of hidden
 * states, within segments and across them, of any layer (arXiv 2506.24106). It is a relative
 * measure: compare it inside one family of models with one tokenizer.
 */
public final class DispersionMeasure implements Measure<DispersionResult> {
  private final CorpusFile corpus;
  private final DispersionSettings settings;

  /**
   * Creates the measure. Reads nothing yet.
   *
   * @param corpus a JSONL file or a folder
   * @param layers at least one: 0 is the embedding, L the last layer after the final norm, negative
   *     counts from the end (-1 = L). Figures are of the first one, details of all
   * @param segmentLength tokens of a segment, at least 2
   * @param acrossSegments whether {@code dispersion.mean} is over segments (true) or over the
   *     positions within each (false)
   */
  public DispersionMeasure(
      Path corpus, List<Integer> layers, int segmentLength, boolean acrossSegments) {
    this(new CorpusFile(corpus), DispersionSettings.of(layers, segmentLength, acrossSegments));
  }

  private DispersionMeasure(CorpusFile corpus, DispersionSettings settings) {
    this.corpus = corpus;
    this.settings = settings;
  }

  /** The same measure of these sub-layers of each layer, at least one. */
  public DispersionMeasure of(List<Sublayer> others) {
    return with(others, settings.pooling(), settings.centred(), settings.protocol());
  }

  /** The same measure with another state for a segment where segments are compared. */
  public DispersionMeasure by(Pooling other) {
    return with(settings.sublayers(), other, settings.centred(), settings.protocol());
  }

  /** The same measure of states less the mean state of all positions of the corpus. */
  public DispersionMeasure centred() {
    return with(settings.sublayers(), settings.pooling(), true, settings.protocol());
  }

  /** The same measure, with dispersion set beside perplexity. */
  public DispersionMeasure against(PerplexityProtocol protocol) {
    return with(settings.sublayers(), settings.pooling(), settings.centred(), protocol);
  }

  /**
   * The same measure of some segments of the corpus, drawn without replacement.
   *
   * @param segments how many at most, 0 for all
   * @param seed same seed, same segments
   */
  public DispersionMeasure sampling(int segments, long seed) {
    return new DispersionMeasure(
        corpus,
        new DispersionSettings(
            settings.layers(),
            settings.sublayers(),
            settings.segmentLength(),
            settings.acrossSegments(),
            settings.pooling(),
            settings.centred(),
            segments,
            seed,
            settings.protocol()));
  }

  private DispersionMeasure with(
      List<Sublayer> sublayers,
      Pooling pooling,
      boolean centred,
      @Nullable PerplexityProtocol protocol) {
    return new DispersionMeasure(
        corpus,
        new DispersionSettings(
            settings.layers(),
            sublayers,
            settings.segmentLength(),
            settings.acrossSegments(),
            pooling,
            centred,
            settings.segments(),
            settings.seed(),
            protocol));
  }

  @Override
  public String kind() {
    return "dispersion";
  }

  @Override
  public List<Metric> metrics() {
    return DispersionMetrics.of(settings);
  }

  @Override
  public Map<String, String> settings() {
    var named = new LinkedHashMap<String, String>();
    named.put("corpus", corpus.toString());
    named.putAll(settings.named());
    return named;
  }

  @Override
  public Class<DispersionResult> resultType() {
    return DispersionResult.class;
  }

  @Override
  public String dataDigest() {
    return corpus.read().digest();
  }

  /**
   * {@inheritDoc}
   *
   * @throws AssayException when a setting is wrong by itself or for one of the models, or the
   *     corpus cannot be read or has no whole segment
   */
  @Override
  public Plan<DispersionResult> plan(TextModel subject, @Nullable TextModel baseline) {
    SequenceSet segments = segments(subject);
    int count = segments.sequences().size();
    if (settings.acrossSegments() && count < 2) {
      throw new AssayException(
          segments.name()
              + " has one segment of segmentLength = "
              + settings.segmentLength()
              + " tokens, and a distance across segments needs two; take shorter segments or more"
              + " text");
    }
    if (settings.protocol() != null) {
      settings.protocol().check(count, segments.name());
    }
    return new DispersionPlan(
        DispersionPlan.Side.of(segments, resolve(subject), settings),
        baseline == null
            ? null
            : DispersionPlan.Side.of(segments(baseline), resolve(baseline), settings),
        settings);
  }

  private SequenceSet segments(TextModel model) {
    return Segments.of(corpus.read(), model, settings);
  }

  private List<HiddenState> resolve(TextModel model) {
    if (settings.states().isEmpty()) {
      throw new AssayException(
          settings.layers().isEmpty()
              ? "layers is empty; name one, such as -1 for the last"
              : "sublayers is empty; name one, such as BLOCK");
    }
    return settings.states().stream().map(state -> state.of(model)).toList();
  }
}
