package org.modelassay.coding.equalinfo;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * The interval of [0, 1) that symbols narrow, without any rounding: [low, low + width) / 2^scale.
 */
record CodeInterval(BigInteger low, BigInteger width, int scale) {
  /** That of no symbols: all of [0, 1). */
  static final CodeInterval ALL = new CodeInterval(BigInteger.ZERO, BigInteger.ONE, 0);

  /**
   * A code: the shortest binary fraction all of whose continuations lie in an interval, the
   * smallest of these; padded with zeros to the bits of a window.
   *
   * @param padded the window, as a whole number
   * @param length bits without the padding
   */
  record Code(BigInteger padded, int length) {}

  /**
   * The part that a symbol has.
   *
   * @param low sum of the frequencies of the symbols before it
   * @param frequency its frequency
   * @param precision logarithm of the sum of all frequencies
   */
  CodeInterval narrowed(int low, int frequency, int precision) {
    return new CodeInterval(
        this.low.shiftLeft(precision).add(width.multiply(BigInteger.valueOf(low))),
        width.multiply(BigInteger.valueOf(frequency)),
        scale + precision);
  }

  /**
   * The code of this interval: as many bits as [0, 1) must be halved to come by a dyadic interval,
   * one of [m, m + 1) / 2^bits, that lies wholly in this one.
   *
   * @param bits of a window
   * @return null when it does not fit
   */
  @Nullable Code code(int bits) {
    // No dyadic interval wider than this one will do, and one of half its width or less always.
    int length = Math.max(0, scale - width.bitLength() + 1);
    while (length <= bits) {
      BigInteger first = ceiling(low, scale - length);
      if (first.add(BigInteger.ONE).shiftLeft(scale - length).compareTo(low.add(width)) <= 0) {
        return new Code(first.shiftLeft(bits - length), length);
      }
      length++;
    }
    return null;
  }

  /**
   * Where a window's value lies in this interval, which holds it.
   *
   * @param window the window, as a whole number
   * @param bits of a window
   * @param precision logarithm of the sum of all frequencies
   * @return a number in the share of the next symbol
   */
  int target(BigInteger window, int bits, int precision) {
    return window
        .shiftLeft(scale)
        .subtract(low.shiftLeft(bits))
        .shiftLeft(precision)
        .divide(width.shiftLeft(bits))
        .intValueExact();
  }

  /** {@code ceil(value / 2^bits)}; bits may be negative. */
  private static BigInteger ceiling(BigInteger value, int bits) {
    return value.negate().shiftRight(bits).negate();
  }
}
