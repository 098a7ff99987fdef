package org.modelassay.coding;

import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.modelassay.coding.arithmetic.Bits;
import org.modelassay.coding.arithmetic.RangeEncoder;
import org.modelassay.coding.arithmetic.Uniform;
import org.modelassay.model.Tokenizer.Span;
import org.modelassay.reading.ScoredReading;

/**
 * What one model makes of a corpus: sums of each document and, where every token is coded, the one
 * stream that holds all documents in order.
 *
 * <p>The quantities take the documents they are of by number, one as often as it occurs, so that a
 * bootstrap can ask for any.
 */
final class Coded {
  private final CorpusText text;
  private final double[] bytes;
  private final double[] characters;
  private final double[] words;
  private final double[] tokens;
  private final double[] coded;
  private final double[] bits;
  private final double[] shareBits;
  private final long codedBytes;
  private final @Nullable InformationCapacity information;
  private final double[] keyTokens;
  private final double[] keyNats;

  /**
   * Sums up a reading.
   *
   * @param text the corpus as the model reads it
   * @param reading what the model made of it
   * @param informationBias the constant of Information Capacity
   * @param stretches of each document the stretches of its text that LongPPL looks at, or null
   */
  Coded(
      CorpusText text,
      ScoredReading reading,
      double informationBias,
      @Nullable List<List<Span>> stretches) {
    this.text = text;
    bytes = perDocument(t -> t.utf8().length);
    characters = perDocument(CorpusText.Text::characters);
    words = perDocument(CorpusText.Text::words);
    tokens = perDocument(t -> t.tokens().length);
    coded = perDocument(t -> t.predicted() + t.unpredicted());
    bits = new double[bytes.length];
    shareBits = new double[bytes.length];
    Windows windows = text.windows();
    if (windows == null) {
      codedBytes = 0;
      information = null;
      sumUp(reading);
    } else {
      codedBytes = code(reading);
      information = new InformationCapacity(text, windows, reading, informationBias);
    }
    keyTokens = new double[bytes.length];
    keyNats = new double[bytes.length];
    if (stretches != null) {
      for (int d = 0; d < bytes.length; d++) {
        if (!stretches.get(d).isEmpty()) {
          sumKeyTokens(d, stretches.get(d), reading.logLikelihoods());
        }
      }
    }
  }

  /** Without a stream: of some tokens none can be made that means anything. */
  private void sumUp(ScoredReading reading) {
    float[] logLikelihoods = reading.logLikelihoods();
    for (int d = 0; d < bits.length; d++) {
      CorpusText.Text document = text.texts().get(d);
      double nats = 0;
      for (int t = document.first(); t < document.first() + document.predicted(); t++) {
        nats -= logLikelihoods[t];
      }
      bits[d] = Bits.ofNats(nats);
    }
  }

  /** A key token that nothing stands before is left out: no context helps it. */
  private void sumKeyTokens(int document, List<Span> stretches, float[] logLikelihoods) {
    CorpusText.Text of = text.texts().get(document);
    boolean[] key = KeyTokens.inside(text.model().tokenizer().spans(of.text()), stretches);
    for (int i = of.unpredicted(); i < key.length; i++) {
      if (key[i]) {
        keyTokens[document]++;
        keyNats[document] -= logLikelihoods[of.column(i)];
      }
    }
  }

  private double[] perDocument(ToIntFunction<CorpusText.Text> count) {
    return text.texts().stream().mapToInt(count).asDoubleStream().toArray();
  }

  private long code(ScoredReading reading) {
    float[] logLikelihoods = reading.logLikelihoods();
    ScoredReading.CodeIntervals intervals = reading.intervals();
    var uniform = new Uniform(text.vocabularySize());
    var encoder = new RangeEncoder();
    for (int d = 0; d < bits.length; d++) {
      CorpusText.Text document = text.texts().get(d);
      for (int i = 0; i < document.unpredicted(); i++) {
        encoder.encode(uniform.low(document.tokens()[i]), 1, uniform.total());
        bits[d] += uniform.bits();
        shareBits[d] += uniform.bits();
      }
      double nats = 0;
      for (int t = document.first(); t < document.first() + document.predicted(); t++) {
        nats -= logLikelihoods[t];
        long frequency = intervals.frequency()[t];
        long total = intervals.total()[t];
        encoder.encode(intervals.low()[t], frequency, total);
        shareBits[d] += Bits.of(frequency, total);
      }
      bits[d] += Bits.ofNats(nats);
    }
    return encoder.finish().length;
  }

  CorpusText text() {
    return text;
  }

  /** Size of the stream, 0 where there is none. */
  long codedBytes() {
    return codedBytes;
  }

  /** UTF-8 bytes. */
  double bytes(int... documents) {
    return sum(bytes, documents);
  }

  /** Unicode code points. */
  double characters(int... documents) {
    return sum(characters, documents);
  }

  /** Words, see {@link CorpusText.Text#words}. */
  double words(int... documents) {
    return sum(words, documents);
  }

  /** Tokens, those that nothing stands before among them. */
  double tokens(int... documents) {
    return sum(tokens, documents);
  }

  /** Tokens whose bits are summed: all of them, or those that another tool's rule scores. */
  double coded(int... documents) {
    return sum(coded, documents);
  }

  /** Sum of -log2 p. */
  double bits(int... documents) {
    return sum(bits, documents);
  }

  /** Sum of -log2 of the shares that the coder is given: what it would write but for rounding. */
  double shareBits(int... documents) {
    return sum(shareBits, documents);
  }

  double bitsPerByte(int... documents) {
    return bits(documents) / bytes(documents);
  }

  double bitsPerCharacter(int... documents) {
    return bits(documents) / characters(documents);
  }

  double perplexity(int... documents) {
    return Math.pow(2, bits(documents) / coded(documents));
  }

  double bytePerplexity(int... documents) {
    return Math.pow(2, bitsPerByte(documents));
  }

  double wordPerplexity(int... documents) {
    return Math.pow(2, bits(documents) / words(documents));
  }

  double tokenEfficiency(int... documents) {
    return tokens(documents) / bytes(documents);
  }

  /** Information Capacity; NaN where not every token is coded. */
  double informationCapacity(int... documents) {
    return information == null ? Double.NaN : information.of(documents);
  }

  /** Tokens that LongPPL looks at. */
  double keyTokens(int... documents) {
    return sum(keyTokens, documents);
  }

  /** LongPPL; NaN where there is no key token. */
  double longPerplexity(int... documents) {
    return Math.exp(sum(keyNats, documents) / keyTokens(documents));
  }

  /** Bytes of one stored token id. */
  int idBytes() {
    int idBits = Integer.SIZE - Integer.numberOfLeadingZeros(text.vocabularySize() - 1);
    return Math.max(1, (idBits + 7) / 8);
  }

  static double sum(double[] values, int[] documents) {
    double sum = 0;
    for (int d : documents) {
      sum += values[d];
    }
    return sum;
  }
}
