package org.modelassay.coding;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Metric;
import org.modelassay.statistics.Bootstrap;
import org.modelassay.statistics.Interval;
import org.modelassay.statistics.Quantiles;

/**
 * Sums over documents into figures. A ratio is a ratio of sums; its interval draws whole documents,
 * the same ones for both models.
 */
final class CodingFigures {
  private static final long SEED = 1;

  private final Coded subject;
  private final @Nullable Coded baseline;
  private final Windowing windowing;
  private final CompressedSizes compressed;
  private final int[] all;
  private final List<Figure> figures = new ArrayList<>();

  private CodingFigures(
      Coded subject, @Nullable Coded baseline, Windowing windowing, CompressedSizes compressed) {
    this.subject = subject;
    this.baseline = baseline;
    this.windowing = windowing;
    this.compressed = compressed;
    all = IntStream.range(0, subject.text().texts().size()).toArray();
  }

  /**
   * All figures that can be given.
   *
   * @param subject the judged model
   * @param baseline what it is compared with, or null
   * @param divergence between the two, or null when they cannot be compared token by token
   * @param proof that a sample was coded and came back, or null when none was asked for
   * @param windowing which tokens are targets; what means nothing of these is left out
   * @param compressed what general compressors make of the corpus
   * @param noise what moves when nothing is changed
   */
  static List<Figure> of(
      Coded subject,
      @Nullable Coded baseline,
      @Nullable Divergence divergence,
      RoundTrip.@Nullable Proof proof,
      Windowing windowing,
      CompressedSizes compressed,
      CodingNoise noise) {
    var figures = new CodingFigures(subject, baseline, windowing, compressed);
    figures.alone();
    if (proof != null) {
      double identical = proof.difference() == null ? 1 : 0;
      figures.add(CodingMetrics.ROUND_TRIP, identical, null, proof.documents(), "documents");
    }
    if (baseline != null) {
      figures.pair(baseline);
    }
    if (divergence != null && divergence.tokens().length > 0) {
      figures.divergence(divergence);
    }
    figures.add(CodingMetrics.NOISE, noise.nats(), null, noise.windows(), "windows");
    return noise.on(figures.figures, subject, figures.all);
  }

  private void alone() {
    alone(CodingMetrics.BITS_PER_BYTE, c -> c.bitsPerByte(all), subject::bitsPerByte);
    alone(
        CodingMetrics.BITS_PER_CHARACTER, c -> c.bitsPerCharacter(all), subject::bitsPerCharacter);
    alone(CodingMetrics.PERPLEXITY, c -> c.perplexity(all), subject::perplexity);
    alone(CodingMetrics.BYTE_PERPLEXITY, c -> c.bytePerplexity(all), subject::bytePerplexity);
    alone(CodingMetrics.WORD_PERPLEXITY, c -> c.wordPerplexity(all), subject::wordPerplexity);
    // The stream is one; a draw of documents is weighed by their shares of it.
    alone(CodingMetrics.LMCR, this::lmcr, d -> subject.shareBits(d) / 8 / subject.bytes(d));
    alone(
        CodingMetrics.LATE_STAGE_LMCR,
        c -> c.codedBytes() / c.tokens(all),
        d -> subject.shareBits(d) / 8 / subject.tokens(d));
    alone(
        CodingMetrics.LATE_STAGE_LMCR_BYTES,
        c -> c.codedBytes() / c.tokens(all) / c.idBytes(),
        d -> subject.shareBits(d) / 8 / subject.tokens(d) / subject.idBytes());
    alone(CodingMetrics.TOKEN_EFFICIENCY, c -> c.tokenEfficiency(all), subject::tokenEfficiency);
    if (subject.keyTokens(all) > 0) {
      alone(CodingMetrics.LONG_PERPLEXITY, c -> c.longPerplexity(all), subject::longPerplexity);
      alone(
          CodingMetrics.KEY_TOKENS,
          c -> c.keyTokens(all) / c.tokens(all),
          d -> subject.keyTokens(d) / subject.tokens(d));
    }
    alone(
        CodingMetrics.INFORMATION_CAPACITY,
        c -> c.informationCapacity(all),
        subject::informationCapacity);
    alone(CodingMetrics.CODER_OVERHEAD, c -> 8.0 * c.codedBytes() / c.bits(all) - 1, null);
    CompressedSizes.Sizes sizes = compressed.whole(subject.text());
    compressed(CodingMetrics.ZLIB_RATIO, OptionalLong.of(sizes.zlib()));
    compressed(CodingMetrics.XZ_RATIO, OptionalLong.of(sizes.xz()));
    compressed(CodingMetrics.ZSTD_RATIO, sizes.zstd());
    alone(CodingMetrics.NOT_ROUND_TRIPPED, c -> c.text().lost().size(), null);
  }

  private void compressed(Metric metric, OptionalLong bytes) {
    bytes.ifPresent(size -> alone(metric, c -> size / c.bytes(all), null));
  }

  private void pair(Coded baseline) {
    pair(
        CodingMetrics.LMCR_INCREASE,
        lmcr(subject) - lmcr(baseline),
        d -> (subject.shareBits(d) - baseline.shareBits(d)) / 8 / subject.bytes(d));
    ToDoubleFunction<int[]> increase = d -> subject.bitsPerByte(d) - baseline.bitsPerByte(d);
    pair(CodingMetrics.BITS_PER_BYTE_INCREASE, increase.applyAsDouble(all), increase);
    if (subject.text().sameTokens(baseline.text())) {
      ToDoubleFunction<int[]> ratio = d -> subject.perplexity(d) / baseline.perplexity(d);
      pair(CodingMetrics.PERPLEXITY_RATIO, ratio.applyAsDouble(all), ratio);
    }
  }

  private void divergence(Divergence divergence) {
    mean(CodingMetrics.KL_MEAN, divergence.from(), divergence);
    quantile(CodingMetrics.KL_P50, divergence, 0.5);
    quantile(CodingMetrics.KL_P90, divergence, 0.9);
    quantile(CodingMetrics.KL_P99, divergence, 0.99);
    quantile(CodingMetrics.KL_P999, divergence, 0.999);
    int n = divergence.tokens().length;
    add(CodingMetrics.KL_MAX, Quantiles.quantile(divergence.tokens(), 1), null, n, "tokens");
    mean(CodingMetrics.KL_TO_BASELINE_MEAN, divergence.to(), divergence);
    mean(CodingMetrics.TOP_TOKEN_AGREEMENT, divergence.agreeing(), divergence);
  }

  private void alone(
      Metric metric,
      ToDoubleFunction<Coded> value,
      @Nullable ToDoubleFunction<int[]> ofDrawnDocuments) {
    if (!CodingMetrics.given(metric, windowing)) {
      return;
    }
    figures.add(
        new Figure(
            metric,
            value.applyAsDouble(subject),
            ofDrawnDocuments == null ? null : interval(ofDrawnDocuments),
            all.length,
            "documents",
            baseline == null ? null : value.applyAsDouble(baseline)));
  }

  private void pair(Metric metric, double value, ToDoubleFunction<int[]> ofDrawnDocuments) {
    if (!CodingMetrics.given(metric, windowing)) {
      return;
    }
    add(metric, value, interval(ofDrawnDocuments), all.length, "documents");
  }

  /** Of predicted tokens; they are alike inside a document, so that whole documents are drawn. */
  private void mean(Metric metric, double[] sums, Divergence divergence) {
    ToDoubleFunction<int[]> mean = d -> Coded.sum(sums, d) / Coded.sum(divergence.predicted(), d);
    pair(metric, mean.applyAsDouble(all), mean);
  }

  private void quantile(Metric metric, Divergence divergence, double q) {
    double[] tokens = divergence.tokens();
    Interval found = Quantiles.interval(tokens, q);
    // Too few tokens to bound a far quantile from above: no interval is claimed.
    Interval interval =
        found.high() == Double.POSITIVE_INFINITY
            ? null
            : Interval.of(Math.max(0, found.low()), found.high(), found.method());
    add(metric, Quantiles.quantile(tokens, q), interval, tokens.length, "tokens");
  }

  private void add(
      Metric metric, double value, @Nullable Interval interval, long n, String sample) {
    figures.add(new Figure(metric, value, interval, n, sample, null));
  }

  private @Nullable Interval interval(ToDoubleFunction<int[]> ofDrawnDocuments) {
    return Bootstrap.bca(all.length, ofDrawnDocuments, SEED);
  }

  private double lmcr(Coded coded) {
    return coded.codedBytes() / coded.bytes(all);
  }
}
