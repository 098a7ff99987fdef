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
    this.corpus = new CorpusFile(corpus);
    this.layers = List.copyOf(layers);
    this.segmentLength = segmentLength;
    this.acrossSegments = acrossSegments;
  }

  @Override
  public String kind() {
    return "dispersion";
  }

  @Override
  public List<Metric> metrics() {
    return DispersionMetrics.ALL;
  }

  @Override
  public Map<String, String> settings() {
    var settings = new LinkedHashMap<String, String>();
    settings.put("corpus", corpus.toString());
    settings.put("layers", layers.toString());
    settings.put("segmentLength", "" + segmentLength);
    settings.put("over", acrossSegments ? "ACROSS_SEGMENTS" : "WITHIN_SEGMENT");
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
        DispersionPlan.Side.of(segments, resolve(subject)),
        baseline == null
            ? null
            : DispersionPlan.Side.of(
                Segments.of(corpus.read(), baseline, segmentLength), resolve(baseline)),
        segmentLength,
        acrossSegments);
  }

  /** The layers' numbers in one model, in the order asked for. */
  private List<Integer> resolve(TextModel model) {
    int last = model.layers();
    if (layers.isEmpty()) {
      throw new AssayException("layers is empty; name one, such as -1 for the last");
    }
    return layers.stream()
        .map(
            layer -> {
              if (layer > last || layer < -last - 1) {
                throw new AssayException(
                    "layer "
                        + layer
                        + ": "
                        + model.name()
                        + " has layers 0 (the embedding) to "
                        + last
                        + ", or "
                        + (-last - 1)
                        + " to -1 from the end");
              }
              return layer < 0 ? last + 1 + layer : layer;
            })
        .toList();
  }
}
