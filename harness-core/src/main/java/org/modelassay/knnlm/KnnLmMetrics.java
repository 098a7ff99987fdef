package org.modelassay.knnlm;

import static org.modelassay.gate.Direction.HIGHER_IS_BETTER;
import static org.modelassay.gate.Direction.LOWER_IS_BETTER;
import static org.modelassay.gate.Direction.NEITHER;

import java.util.List;
import org.modelassay.gate.Direction;
import org.modelassay.gate.Metric;

/** The metrics of a check of nearest neighbours. */
final class KnnLmMetrics {
  static final Metric PERPLEXITY =
      metric(
          "perplexity",
          "perplexity",
          LOWER_IS_BETTER,
          "of the kNN-LM whose keys are the state of the largest dispersion (arXiv 1911.00172,"
              + " 2506.24106)");
  static final Metric BASE_PERPLEXITY =
      metric(
          "basePerplexity",
          "perplexity",
          LOWER_IS_BETTER,
          "of the model alone on the same targets");
  static final Metric LOG_RATIO =
      metric("logRatio", "nats", LOWER_IS_BETTER, "ln(knnLm.perplexity / knnLm.basePerplexity)");
  static final Metric REGRET =
      metric(
          "regret",
          "ratio",
          LOWER_IS_BETTER,
          "knnLm.perplexity / the lowest perplexity of the states asked for; 1 when dispersion"
              + " picked the best");
  static final Metric DISPERSION =
      metric(
          "dispersion",
          "cosine distance",
          NEITHER,
          "mean of 1 - cos over pairs of the datastore's keys, the largest of the states'");
  static final Metric RECALL =
      metric(
          "recall",
          "share",
          HIGHER_IS_BETTER,
          "of the true neighbours those that the graph found, over up to 256 queries");

  static final List<Metric> ALL =
      List.of(PERPLEXITY, BASE_PERPLEXITY, LOG_RATIO, REGRET, DISPERSION, RECALL);

  private KnnLmMetrics() {}

  private static Metric metric(String name, String unit, Direction direction, String meaning) {
    return new Metric("knnLm." + name, unit, direction, false, 1, meaning);
  }
}
