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
  private final List<Integer> layers;
  private final int segmentLength;
  private final boolean acrossSegments;
  private final List<Sublayer> sublayers;
  private final Pooling pooling;
  private final boolean centred;

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
    this(
        new CorpusFile(corpus),
        layers,
        segmentLength,
        acrossSegments,
        List.of(Sublayer.BLOCK),
        Pooling.LAST_TOKEN,
        false);
  }

  private DispersionMeasure(
      CorpusFile corpus,
      List<Integer> layers,
      int segmentLength,
      boolean acrossSegments,
      List<Sublayer> sublayers,
      Pooling pooling,
      boolean centred) {
    this.corpus = corpus;
    this.layers = List.copyOf(layers);
    this.segmentLength = segmentLength;
    this.acrossSegments = acrossSegments;
    this.sublayers = List.copyOf(sublayers);
    this.pooling = pooling;
    this.centred = centred;
  }

  /** The same measure of these sub-layers of each layer, at least one. */
  public DispersionMeasure of(List<Sublayer> others) {
    return new DispersionMeasure(
        corpus, layers, segmentLength, acrossSegments, others, pooling, centred);
  }

  /** The same measure with another state for a segment where segments are compared. */
  public DispersionMeasure by(Pooling other) {
    return new DispersionMeasure(
        corpus, layers, segmentLength, acrossSegments, sublayers, other, centred);
  }

  /** The same measure of states less the mean state of all positions of the corpus. */
  public DispersionMeasure centred() {
    return new DispersionMeasure(
        corpus, layers, segmentLength, acrossSegments, sublayers, pooling, true);
  }

  @Override
  public String kind() {
    return "dispersion";
  }

  @Override
  public List<Metric> metrics() {
    return DispersionMetrics.of(asked());
  }

  @Override
  public Map<String, String> settings() {
    var settings = new LinkedHashMap<String, String>();
    settings.put("corpus", corpus.toString());
    settings.put("layers", layers.toString());
    settings.put("sublayers", sublayers.toString());
    settings.put("segmentLength", "" + segmentLength);
    settings.put("over", acrossSegments ? "ACROSS_SEGMENTS" : "WITHIN_SEGMENT");
    settings.put("pooling", pooling.toString());
    settings.put("centred", "" + centred);
    return settings;
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
    SequenceSet segments = Segments.of(corpus.read(), subject, segmentLength);
    if (acrossSegments && segments.sequences().size() < 2) {
      throw new AssayException(
          segments.name()
              + " has one segment of segmentLength = "
              + segmentLength
              + " tokens, and a distance across segments needs two; take shorter segments or more"
              + " text");
    }
    return new DispersionPlan(
        DispersionPlan.Side.of(segments, resolve(subject), centred),
        baseline == null
            ? null
            : DispersionPlan.Side.of(
                Segments.of(corpus.read(), baseline, segmentLength), resolve(baseline), centred),
        new DispersionPlan.Settings(asked(), segmentLength, acrossSegments, pooling, centred));
  }

  private List<HiddenState> resolve(TextModel model) {
    if (layers.isEmpty() || sublayers.isEmpty()) {
      throw new AssayException(
          layers.isEmpty()
              ? "layers is empty; name one, such as -1 for the last"
              : "sublayers is empty; name one, such as BLOCK");
    }
    return asked().stream().map(state -> state.of(model)).toList();
  }

  /** Every sub-layer of each layer. */
  private List<AskedState> asked() {
    return layers.stream()
        .flatMap(layer -> sublayers.stream().map(sublayer -> new AskedState(layer, sublayer)))
        .distinct()
        .toList();
  }
}
