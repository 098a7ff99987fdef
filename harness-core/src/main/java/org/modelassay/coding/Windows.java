package org.modelassay.coding;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.modelassay.AssayException;
import org.modelassay.model.tokenizer.TokenizerRules;
import org.modelassay.reading.TextModel;
import org.modelassay.reading.TokenSequence;

/**
 * The rule that cuts a document longer than the model's input into windows. Every token is a target
 * exactly once, the tail included; what stands before a window's first target is context.
 *
 * <p>The first window scores up to {@code window} targets, each later one up to {@code stride} more
 * and takes as many earlier tokens as fit in {@code window} inputs. With a token in front of the
 * first window alone these are the rolling windows of lm-evaluation-harness ({@code max_seq_len =
 * window}, {@code context_len = window - stride + 1}).
 *
 * @param window the largest number of inputs
 * @param stride newly scored targets of each window but the first
 * @param bos before which windows the token stands; never {@link Bos#AUTO}
 * @param token the token, if any window has one
 */
public record Windows(int window, int stride, Bos bos, OptionalInt token) {

  /**
   * One window.
   *
   * @param context position of the first token that is read
   * @param start position of the first target
   * @param end position behind the last target, which is not read
   * @param bos whether a beginning-of-sequence token stands in front
   */
  public record Window(int context, int start, int end, boolean bos) {}

  /**
   * The rule for one model.
   *
   * @param model the model
   * @param window the largest number of inputs
   * @param stride newly scored targets of each window but the first
   * @param bos what the user asked for
   * @throws AssayException when the model cannot be read so
   */
  public static Windows of(TextModel model, int window, int stride, Bos bos) {
    check(model, window);
    OptionalInt token = model.tokenizer().bos();
    if (bos == Bos.AUTO) {
      return new Windows(window, stride, token.isPresent() ? Bos.EVERY_WINDOW : Bos.NONE, token);
    }
    if (bos == Bos.FIRST_WINDOW && token.isEmpty()) {
      token = inPlace(model.tokenizer().rules());
    }
    if (bos != Bos.NONE && token.isEmpty()) {
      throw new AssayException(
          "bos = "
              + bos
              + ", but the tokenizer of "
              + model.name()
              + " puts no"
              + " beginning-of-sequence token in front; take AUTO or NONE");
    }
    return new Windows(window, stride, bos, token);
  }

  /** Refuses a window that the model was not made for. */
  static void check(TextModel model, int window) {
    if (window > model.contextLength()) {
      throw new AssayException(
          "window = "
              + window
              + " is larger than the context of "
              + model.name()
              + ", which is "
              + model.contextLength()
              + " tokens; take a window of at most that");
    }
  }

  /** The token that the reference puts in front though the tokenizer would not. */
  private static OptionalInt inPlace(TokenizerRules rules) {
    TokenizerRules.Special special = rules.bos() == null ? rules.eos() : rules.bos();
    return special == null ? OptionalInt.empty() : OptionalInt.of(special.id());
  }

  /** The windows of a document of so many tokens; none of none. */
  List<Window> cut(int tokens) {
    var windows = new ArrayList<Window>();
    for (int start = 0; start < tokens; start = windows.get(windows.size() - 1).end()) {
      windows.add(from(start, tokens));
    }
    return windows;
  }

  /** The window whose first target is at start, in a document of so many tokens. */
  Window from(int start, int tokens) {
    int end = (int) Math.min(tokens, (long) start + (start == 0 ? window : stride));
    boolean behindBos = bos == Bos.EVERY_WINDOW || (bos == Bos.FIRST_WINDOW && start == 0);
    // The last target is no input; the token in front is one.
    int context = Math.max(0, behindBos ? end - window : end - 1 - window);
    return new Window(context, start, end, behindBos);
  }

  /** How often a model is asked for a next token while it is taken through a document. */
  public long steps(int tokens) {
    long steps = 0;
    for (int start = 0; start < tokens; ) {
      Window window = from(start, tokens);
      steps += (window.bos() ? 1 : 0) + window.end() - window.context() - 1;
      start = window.end();
    }
    return steps;
  }

  /**
   * A window as the model reads it. A document's first token with nothing in front of it is context
   * only.
   */
  TokenSequence sequence(String document, int[] tokens, Window cut) {
    int prefix = cut.bos ? 1 : 0;
    int[] read = new int[prefix + cut.end - cut.context];
    if (cut.bos) {
      read[0] = token.orElseThrow();
    }
    System.arraycopy(tokens, cut.context, read, prefix, cut.end - cut.context);
    int firstScored = Math.max(1, prefix + cut.start - cut.context);
    return new TokenSequence(document + "@" + cut.start, read, prefix, firstScored);
  }
}
