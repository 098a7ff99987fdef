package org.modelassay.coding;

import java.util.ArrayList;
import org.modelassay.AssayException;

/**
 * The rule that cuts a corpus into windows and says which tokens are targets: ours, or that of
 * another tool, so that figures can be compared with what it prints.
 */
public enum Windowing {
  /**
   * As {@code window}, {@code stride} and {@code bos} say: document by document, every token a
   * target exactly once, the tail included.
   */
  DEFAULT,

  /**
   * {@code loglikelihood_rolling} of lm-evaluation-harness: windows that score all they hold, a
   * token in front of each document's first one alone. {@code window} is its {@code max_length}, by
   * default the context. Every token is a target exactly once.
   */
  LM_EVAL_ROLLING,

  /**
   * {@code llama-perplexity} of llama.cpp: all documents in one stream behind one
   * beginning-of-sequence token, in chunks of {@code window} tokens (its {@code -c}, by default
   * 512). That token, where the tokenizer has one, also takes the place of each chunk's first. Only
   * the second half of a chunk is scored, and nothing of what is left at the end.
   */
  LLAMA_PERPLEXITY,

  /**
   * Huang et al. 2024, "Compression Represents Intelligence Linearly" (arXiv 2404.09937), as their
   * program does it: documents, each with the tokenizer's special tokens around it, in one stream;
   * windows of 1900 inputs across documents, the first scoring all its targets, each later one its
   * last 512. Special tokens are targets; what no whole window reaches is not scored, though its
   * characters count.
   */
  COMPRESSION_INTELLIGENCE;

  private static final int DEFAULT_WINDOW = 2048;
  private static final int LLAMA_WINDOW = 512;
  private static final int INTELLIGENCE_WINDOW = 1900;
  private static final int INTELLIGENCE_STRIDE = 512;

  /** Whether every token of the corpus is a target exactly once, and nothing else is. */
  boolean scoresEveryToken() {
    return this == DEFAULT || this == LM_EVAL_ROLLING;
  }

  /**
   * Inputs of a window.
   *
   * @param said what the user said, 0 for nothing
   * @param context the longest input of both models
   */
  int window(int said, int context) {
    if (said != 0) {
      return said;
    }
    return switch (this) {
      // One window for both, or the longer context alone would tell the models apart.
      case DEFAULT -> Math.min(DEFAULT_WINDOW, context);
      case LM_EVAL_ROLLING -> context;
      case LLAMA_PERPLEXITY -> LLAMA_WINDOW;
      case COMPRESSION_INTELLIGENCE -> INTELLIGENCE_WINDOW;
    };
  }

  /**
   * Newly scored targets of each window but the first.
   *
   * @param said what the user said, 0 for nothing
   * @param window inputs of a window
   */
  int stride(int said, int window) {
    if (said != 0) {
      return said;
    }
    return this == COMPRESSION_INTELLIGENCE ? INTELLIGENCE_STRIDE : window;
  }

  /** What stands before windows, of what the user said. */
  Bos bos(Bos said) {
    return this == LM_EVAL_ROLLING ? Bos.FIRST_WINDOW : said;
  }

  /** The window for the record, before a model is known. */
  String windowShown(int said) {
    return switch (this) {
      case DEFAULT -> said == 0 ? "min(" + DEFAULT_WINDOW + ", context)" : "" + said;
      case LM_EVAL_ROLLING -> said == 0 ? "context" : "" + said;
      default -> "" + window(said, 0);
    };
  }

  /** The stride for the record. */
  String strideShown(int said) {
    return said == 0 && this != COMPRESSION_INTELLIGENCE ? "window" : "" + stride(said, 0);
  }

  /**
   * Refuses what contradicts the rule.
   *
   * @throws AssayException naming every setting that does, and the remedy
   */
  void check(int window, int stride, Bos bos) {
    var contradictions = new ArrayList<String>();
    if (this == COMPRESSION_INTELLIGENCE && window != 0 && window != INTELLIGENCE_WINDOW) {
      contradictions.add("window = " + window + " in place of " + INTELLIGENCE_WINDOW);
    }
    int fixed = this == COMPRESSION_INTELLIGENCE ? INTELLIGENCE_STRIDE : window;
    if (this != DEFAULT && stride != 0 && stride != fixed) {
      contradictions.add("stride = " + stride + " in place of " + strideShown(0));
    }
    if (this != DEFAULT && bos != Bos.AUTO && bos != bos(Bos.AUTO)) {
      contradictions.add("bos = " + bos + " in place of " + bos(Bos.AUTO));
    }
    if (!contradictions.isEmpty()) {
      throw new AssayException(
          "windowing = "
              + this
              + ", but "
              + String.join(" and ", contradictions)
              + "; leave that out, or take windowing = DEFAULT");
    }
  }
}
