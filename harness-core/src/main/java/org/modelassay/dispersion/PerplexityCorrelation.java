package org.modelassay.dispersion;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modelassay.statistics.Correlation;
import org.modelassay.statistics.CosineDispersion;

/**
 * Dispersion of one hidden state beside perplexity.
 *
 * @param ofSegments D of each segment: of its positions, or its mean distance to the other segments
 * @param ofGroups D of each group: the mean over its segments, or of the distances between them
 * @param groups whose perplexities they stand beside
 */
record PerplexityCorrelation(double[] ofSegments, double[] ofGroups, PerplexityGroups groups) {

  static PerplexityCorrelation within(LayerDispersion layer, PerplexityGroups groups) {
    double[] each = layer.segments();
    return new PerplexityCorrelation(
        each,
        groups.members().stream()
            .mapToDouble(
                group -> IntStream.of(group).mapToDouble(i -> each[i]).average().orElseThrow())
            .toArray(),
        groups);
  }

  static PerplexityCorrelation across(LayerDispersion layer, PerplexityGroups groups) {
    float[][] pooled = layer.pooled();
    return new PerplexityCorrelation(
        new CosineDispersion(pooled).distancesToOthers(),
        groups.members().stream()
            .mapToDouble(
                group ->
                    new CosineDispersion(
                            IntStream.of(group).mapToObj(i -> pooled[i]).toArray(float[][]::new))
                        .mean())
            .toArray(),
        groups);
  }

  DispersionDetails.Correlations details() {
    double pearson = Correlation.pearson(groups.ofSegments(), ofSegments);
    double spearman = Correlation.spearman(groups.ofSegments(), ofSegments);
    int n = ofSegments.length;
    return new DispersionDetails.Correlations(
        orNull(Correlation.pearson(groups.means(), ofGroups)),
        orNull(Correlation.spearman(groups.means(), ofGroups)),
        orNull(pearson),
        Double.isNaN(pearson) ? null : Correlation.pearsonInterval(pearson, n),
        orNull(spearman),
        Double.isNaN(spearman) ? null : Correlation.spearmanInterval(spearman, n),
        DoubleStream.of(ofGroups).boxed().toList());
  }

  private static @Nullable Double orNull(double value) {
    return Double.isNaN(value) ? null : value;
  }
}
