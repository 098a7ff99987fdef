package org.modelassay.coding.equalinfo;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.modelassay.AssayException;
import org.modelassay.reading.TextModel;

/**
 * The rule by which one model codes a text into windows.
 *
 * @param bits size of a window
 * @param rule how many symbols it holds
 * @param reset before which windows the model forgets what it read
 * @param precision P: the model's distributions are rounded to frequencies with a sum of 2^P, each
 *     at least 1
 * @param context tokens that the model reads before it begins anew, the one in front included
 * @param before the token that it begins with; without one the first symbol is coded as one of all
 *     ids alike
 */
record Windowing(
    int bits, WindowRule rule, ContextReset reset, int precision, int context, OptionalInt before) {
  private static final List<Integer> SIZES = List.of(16, 24, 32, 64, 128);

  /** The paper's precision, for bytes. */
  private static final int LEAST_PRECISION = 14;

  /**
   * The rule for one model. P is 14, the paper's for bytes; for a larger vocabulary V it is
   * floor(log2 V) + 6, by which the frequency of at least 1 takes no more than a 32th of the sum
   * from what the model says; and never more than the window's bits. Then the first symbol of a
   * window always fits: its interval's ends are multiples of 2^-P.
   *
   * @param context tokens that the model reads before it begins anew
   * @throws AssayException when windows of this size cannot be, or are too small for the vocabulary
   */
  static Windowing of(TextModel model, int context, int bits, WindowRule rule, ContextReset reset) {
    if (!SIZES.contains(bits)) {
      throw new AssayException(
          "windowBits = " + bits + "; a window has one of " + written(SIZES) + " bits");
    }
    int log = 31 - Integer.numberOfLeadingZeros(model.vocabularySize());
    // Below that more than half of the sum would be spent on giving each id at least 1.
    int least = log + 2;
    if (bits < least) {
      throw new AssayException(
          "windowBits = "
              + bits
              + " is too small for the vocabulary of "
              + model.name()
              + ", "
              + model.vocabularySize()
              + " ids: a symbol must always fit in a window, and needs up to "
              + least
              + " bits; take windowBits = "
              + SIZES.stream().filter(size -> size >= least).findFirst().orElseThrow()
              + " or more");
    }
    return new Windowing(
        bits,
        rule,
        reset,
        Math.min(bits, Math.max(LEAST_PRECISION, log + 6)),
        context,
        model.tokenizer().bos());
  }

  /** Whether the model begins anew before a window, counted from 0 in its document. */
  boolean restarts(int window) {
    return switch (reset) {
      case EVERY_WINDOW -> true;
      case EVERY_OTHER -> window % 2 == 0;
      case NEVER -> window == 0;
    };
  }

  private static String written(List<Integer> sizes) {
    return sizes.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
