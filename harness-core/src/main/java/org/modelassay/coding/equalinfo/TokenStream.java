package org.modelassay.coding.equalinfo;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tokens that some bytes became, and what the paper says of such: its ratios, what the two simplest
 * learners make of it, what a learner computes.
 *
 * @param bytesIn UTF-8 bytes that were coded
 * @param bytesOut bytes of the stream
 * @param tokens number of tokens
 * @param tokenBits bits of each
 * @param entropy of the tokens' frequencies, bits per token: the plug-in estimate, which is too low
 *     where tokens are not many times as many as there are ids
 */
record TokenStream(long bytesIn, long bytesOut, long tokens, int tokenBits, double entropy) {

  /** Counts the tokens of one or several streams. */
  static TokenStream of(long bytesIn, long bytesOut, List<int[]> streams, int tokenBits) {
    Map<Integer, Integer> counts = new HashMap<>();
    long n = 0;
    for (int[] tokens : streams) {
      for (int token : tokens) {
        counts.merge(token, 1, Integer::sum);
      }
      n += tokens.length;
    }
    double entropy = 0;
    for (int count : counts.values()) {
      double p = (double) count / n;
      entropy -= p * Math.log(p) / Math.log(2);
    }
    return new TokenStream(bytesIn, bytesOut, n, tokenBits, entropy);
  }

  /** UTF-8 bytes per token. */
  double tokenRatio() {
    return (double) bytesIn / tokens;
  }

  /** Bits in / bits out. */
  double bitRatio() {
    return (double) bytesIn / bytesOut;
  }

  /** Bits per byte by a learner that takes all tokens for alike. */
  double uniformBitsPerByte() {
    return uniformBitsPerByte(Math.pow(2, tokenBits), tokenRatio());
  }

  /** Bits per byte by a learner that knows how often each token occurs. */
  double unigramBitsPerByte() {
    return entropy / tokenRatio();
  }

  /** {@code log2(vocabulary) / bytes per token}. */
  static double uniformBitsPerByte(double vocabulary, double tokenRatio) {
    return Math.log(vocabulary) / Math.log(2) / tokenRatio;
  }

  /**
   * What reading a byte costs: 2 operations per parameter and token of the learner, and of the
   * coding model per symbol.
   *
   * @param learner parameters of the learner, embeddings left out
   * @param tokenRatio bytes per token of it
   * @param coder parameters of the coding model, embeddings left out; 0 where there is none
   * @param symbolRatio bytes per symbol of it
   */
  static double flopsPerByte(double learner, double tokenRatio, double coder, double symbolRatio) {
    return 2 * learner / tokenRatio + 2 * coder / symbolRatio;
  }
}
