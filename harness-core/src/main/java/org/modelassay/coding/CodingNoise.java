package org.modelassay.coding;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.modelassay.coding.arithmetic.Bits;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Metric;
import org.modelassay.reading.Probe;
import org.modelassay.reading.Request;
import org.modelassay.reading.ScoredReading;
import org.modelassay.reading.SequenceSet;
import org.modelassay.reading.TokenSequence;
import org.modelassay.statistics.Samples;

/**
 * What moves when nothing is changed: a few windows that a model reads again in passes of half the
 * size, whose sums are added up in another order. Figures that differ by no more say nothing of the
 * models.
 *
 * <p>Inside a window what moves up and what moves down cancel, as they do in a corpus; between
 * windows nothing is taken to cancel.
 */
final class CodingNoise {
  private static final int MOST = 32;
  private static final int PART = 16;

  /** In words, how many windows are read again. */
  static final String SAMPLE = "a sixteenth of the windows, 1 to " + MOST;

  private final int windows;
  private final double nats;
  private final double top;

  /** The windows that are read again, evenly spread, and what is asked of them. */
  record Sample(int[] windows, Request.Scoring request) {
    static Sample of(SequenceSet set) {
      int all = set.sequences().size();
      int count = Math.max(1, Math.min(MOST, all / PART));
      int[] windows = Samples.evenly(count, all);
      var sequences = new ArrayList<TokenSequence>();
      for (int window : windows) {
        sequences.add(set.sequences().get(window));
      }
      return new Sample(
          windows,
          new Request.Scoring(
              new SequenceSet(set.name() + " again", sequences),
              Set.of(new Probe.Targets()),
              true));
    }
  }

  /**
   * Measures it.
   *
   * @param sample the windows
   * @param standard the reading of all
   * @param again the second reading of the sample
   */
  CodingNoise(Sample sample, ScoredReading standard, ScoredReading again) {
    double moved = 0;
    int tops = 0;
    int tokens = 0;
    for (int window : sample.windows()) {
      double ofWindow = 0;
      int end = standard.sequences().offset(window + 1);
      for (int t = standard.sequences().offset(window); t < end; t++) {
        ofWindow += again.logLikelihoods()[tokens] - standard.logLikelihoods()[t];
        tops += again.topTokens()[tokens] == standard.topTokens()[t] ? 0 : 1;
        tokens++;
      }
      moved += Math.abs(ofWindow);
    }
    windows = sample.windows().length;
    nats = tokens == 0 ? 0 : moved / tokens;
    top = tokens == 0 ? 0 : (double) tops / tokens;
  }

  /** Windows that were read twice. */
  int windows() {
    return windows;
  }

  /** How far the mean of -ln p over tokens moves. */
  double nats() {
    return nats;
  }

  /** The figures with their floors, where they have one: means over the vocabulary have none. */
  List<Figure> on(List<Figure> figures, Coded of, int[] all) {
    Map<Metric, DoubleUnaryOperator> floors = floors(of, all);
    return figures.stream()
        .map(
            figure -> {
              DoubleUnaryOperator floor = floors.get(figure.metric());
              return floor == null ? figure : figure.withFloor(floor.applyAsDouble(figure.value()));
            })
        .toList();
  }

  /** How far a figure of some value moves. */
  private Map<Metric, DoubleUnaryOperator> floors(Coded of, int[] all) {
    double bitsPerToken = Bits.ofNats(nats);
    double bitsPerByte = bitsPerToken * of.tokens(all) / of.bytes(all);
    // How many times a perplexity is multiplied when the mean that it is the exponential of moves.
    double perToken = Math.expm1(nats);
    double perByte = Math.expm1(nats * of.tokens(all) / of.bytes(all));
    double perWord = Math.expm1(nats * of.tokens(all) / of.words(all));
    return Map.ofEntries(
        Map.entry(CodingMetrics.BITS_PER_BYTE, value -> bitsPerByte),
        Map.entry(CodingMetrics.BITS_PER_BYTE_INCREASE, value -> bitsPerByte),
        Map.entry(
            CodingMetrics.BITS_PER_CHARACTER,
            value -> bitsPerToken * of.coded(all) / of.characters(all)),
        Map.entry(CodingMetrics.LMCR, value -> bitsPerByte / 8),
        Map.entry(CodingMetrics.LMCR_INCREASE, value -> bitsPerByte / 8),
        Map.entry(CodingMetrics.LATE_STAGE_LMCR, value -> bitsPerToken / 8),
        Map.entry(CodingMetrics.LATE_STAGE_LMCR_BYTES, value -> bitsPerToken / 8 / of.idBytes()),
        Map.entry(CodingMetrics.PERPLEXITY, value -> value * perToken),
        Map.entry(CodingMetrics.PERPLEXITY_RATIO, value -> value * perToken),
        Map.entry(CodingMetrics.BYTE_PERPLEXITY, value -> value * perByte),
        Map.entry(CodingMetrics.WORD_PERPLEXITY, value -> value * perWord),
        Map.entry(CodingMetrics.TOP_TOKEN_AGREEMENT, value -> top));
  }
}
