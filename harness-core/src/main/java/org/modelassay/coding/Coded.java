package org.modelassay.coding;

import org.modelassay.reading.ScoredReading;

/**
 * What one model makes of a corpus: the ideal bits of each document, and the stream of all.
 *
 * @param text what was coded
 * @param bits of each document, the sum of -log2 p
 * @param coderBits of each document, the sum of -log2 of the shares that the coder was given
 * @param bytes size of the one stream that holds all documents in order
 */
record Coded(CorpusText text, double[] bits, double[] coderBits, long bytes) {

  static Coded of(CorpusText text, ScoredReading reading) {
    float[] logLikelihoods = reading.logLikelihoods();
    ScoredReading.CodeIntervals intervals = reading.intervals();
    var uniform = new Uniform(text.vocabularySize());
    var encoder = new RangeEncoder();
    double[] bits = new double[text.texts().size()];
    double[] coderBits = new double[bits.length];
    for (int d = 0; d < bits.length; d++) {
      CorpusText.Text document = text.texts().get(d);
      for (int i = 0; i < document.unpredicted(); i++) {
        encoder.encode(uniform.low(document.tokens()[i]), 1, uniform.total());
        bits[d] += uniform.bits();
        coderBits[d] += uniform.bits();
      }
      double nats = 0;
      for (int t = document.first(); t < document.first() + document.predicted(); t++) {
        nats -= logLikelihoods[t];
        long frequency = intervals.frequency()[t];
        long total = intervals.total()[t];
        encoder.encode(intervals.low()[t], frequency, total);
        coderBits[d] += Bits.of(frequency, total);
      }
      bits[d] += Bits.ofNats(nats);
    }
    return new Coded(text, bits, coderBits, encoder.finish().length);
  }
}
