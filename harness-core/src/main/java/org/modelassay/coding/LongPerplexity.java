package org.modelassay.coding;

import org.modelassay.AssayException;

/**
 * How LongPPL is taken (Fang et al. 2024, arXiv 2410.23771): perplexity over those tokens alone
 * that a reader needs a long context for, as an evaluator model tells them.
 *
 * <p>A token of the evaluator is a key token where its log-likelihood behind all of the text
 * exceeds that behind a short context by more than {@code alpha}, and is above {@code beta}.
 *
 * @param evaluator location of the evaluator, as a spec names models; not the judged model itself,
 *     since a weak model finds no key tokens
 * @param shortContext K, the short context: K to K + stride - 1 tokens, since {@code stride} tokens
 *     share a pass
 * @param stride tokens that share a short context
 * @param alpha nats that the long context must help by
 * @param beta nats that the log-likelihood must be above
 */
public record LongPerplexity(
    String evaluator, int shortContext, int stride, double alpha, double beta) {
  /** Checks the numbers. */
  public LongPerplexity {
    if (shortContext < 1 || stride < 1) {
      throw new AssayException(
          "LongPPL: shortContext = "
              + shortContext
              + ", stride = "
              + stride
              + "; expected at least 1 of each");
    }
  }
}
