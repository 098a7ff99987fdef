package org.modelassay.dispersion.ranking;

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
 * Which parts of a data set a model finds hard, without labels: slices in the order of their
 * dispersion, whose low end is worth reading (arXiv 2506.24106). With labels it is tested whether
 * that order is theirs.
 */
public final class RankingMeasure implements Measure<RankingResult> {
  private final CorpusFile corpus;
  private final RankingSettings settings;

  /**
   * Creates the measure. Reads nothing yet.
   *
   * @param corpus a JSONL file or a folder
   */
  public RankingMeasure(Path corpus, RankingSettings settings) {
    this.corpus = new CorpusFile(corpus);
    this.settings = settings;
  }

  @Override
  public String kind() {
    return "ranking";
  }

  @Override
  public List<Metric> metrics() {
    return RankingMetrics.ALL;
  }

  @Override
  public Map<String, String> settings() {
    var named = new LinkedHashMap<String, String>();
    named.put("corpus", corpus.toString());
    named.putAll(settings.named());
    return named;
  }

  @Override
  public Class<RankingResult> resultType() {
    return RankingResult.class;
  }

  @Override
  public String dataDigest() {
    return corpus.read().digest();
  }

  /**
   * {@inheritDoc}
   *
   * @throws AssayException when a setting is wrong by itself or for one of the models, the corpus
   *     cannot be read, labels or tags are missing, or too few slices are large enough
   */
  @Override
  public Plan<RankingResult> plan(TextModel subject, @Nullable TextModel baseline) {
    settings.check();
    return new RankingPlan(
        RankingPlan.Side.of(corpus.read(), subject, settings),
        baseline == null ? null : RankingPlan.Side.of(corpus.read(), baseline, settings),
        settings);
  }
}
