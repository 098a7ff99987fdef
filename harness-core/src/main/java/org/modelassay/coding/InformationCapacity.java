package org.modelassay.coding;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.modelassay.coding.arithmetic.Bits;
import org.modelassay.model.Tokenizer;
import org.modelassay.reading.ScoredReading;

/**
 * Information Capacity (arXiv 2511.08066): bits of text that a token stands for less what it costs
 * to code it, plus a constant, over the binary logarithm of the operations that a token takes:
 *
 * <p>IC = (C - N + b) / log2 F. C is the mean over samples of their UTF-8 bits per token, N the
 * mean of -log2 p over all their tokens, F the floating-point operations of a decoding step in the
 * mean over a sample ({@link org.modelassay.model.DecodingCost#flopsPerToken}). A sample is a
 * document's first 1024 tokens or first window, a beginning-of-sequence token among them; the first
 * of them is counted nowhere.
 */
final class InformationCapacity {
  /** Tokens of a sample. */
  static final int SAMPLE = 1024;

  private final double[] textBitsPerToken;
  private final double[] bits;
  private final double[] tokens;
  private final double bias;
  private final double logFlops;

  /**
   * Sums the samples.
   *
   * @param text the corpus as the model reads it
   * @param windows the rule that cut its documents
   * @param reading what the model made of it
   * @param bias b
   */
  InformationCapacity(CorpusText text, Windows windows, ScoredReading reading, double bias) {
    List<CorpusText.Text> texts = text.texts();
    this.bias = bias;
    textBitsPerToken = new double[texts.size()];
    bits = new double[texts.size()];
    tokens = new double[texts.size()];
    Tokenizer tokenizer = text.model().tokenizer();
    float[] nats = reading.logLikelihoods();
    for (int d = 0; d < texts.size(); d++) {
      CorpusText.Text document = texts.get(d);
      int end = Math.min(document.tokens().length, sampled(windows));
      int begin = document.unpredicted();
      for (int i = begin; i < end; i++) {
        bits[d] -= Bits.ofNats(nats[document.column(i)]);
      }
      tokens[d] = Math.max(0, end - begin);
      textBitsPerToken[d] =
          tokens[d] == 0
              ? 0
              : 8.0
                  * tokenizer
                      .decode(Arrays.copyOfRange(document.tokens(), begin, end))
                      .getBytes(StandardCharsets.UTF_8)
                      .length
                  / tokens[d];
    }
    logFlops = Math.log(text.model().cost().flopsPerToken(length(windows))) / Math.log(2);
  }

  /** Tokens of a document that a sample takes beside the one in front. */
  private static int sampled(Windows windows) {
    return length(windows) - (windows.bos() == Bos.NONE ? 0 : 1);
  }

  /** Tokens of a sample: no more than the first window reads, which leaves nothing behind. */
  static int length(Windows windows) {
    return Math.min(SAMPLE, windows.window());
  }

  /** Of some documents, one as often as it occurs. */
  double of(int... documents) {
    double textBits = 0;
    int samples = 0;
    for (int d : documents) {
      textBits += textBitsPerToken[d];
      samples += tokens[d] > 0 ? 1 : 0;
    }
    double coded = Coded.sum(bits, documents) / Coded.sum(tokens, documents);
    return (textBits / samples - coded + bias) / logFlops;
  }
}
