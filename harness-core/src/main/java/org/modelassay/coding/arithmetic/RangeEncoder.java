package org.modelassay.coding.arithmetic;

import java.util.Arrays;

/**
 * An arithmetic coder that writes whole bytes (a range coder: Martin 1979, "Range encoding", with
 * the carry let through into what is already written).
 *
 * <p>The bytes written so far, read as a base-256 fraction with the 64 bits of {@code low} behind
 * them, are the lower end L of an interval [L, L + R) within [0, 1), whose width R is {@code range}
 * in units of the last of those bits. Each symbol narrows the interval to its own share. Between
 * calls {@code 2^56 <= range < 2^64}.
 *
 * <p>What it costs, in bits above the sum of {@code -log2(frequency / total)}: a symbol at most
 * {@code -log2(1 - total / 2^56)} (0.0057 at the largest total, below 1e-6 up to 2^35), because
 * {@code range} is cut into {@code total} equal units and only the last symbol of a total gets what
 * is left over; the start {@code 2^-63}, because {@code range} begins at 2^64 - 1; the end nothing
 * but the rounding up to whole bytes, because an interval of width 256^-k holds a multiple of
 * 256^-k. So a stream takes at most ceil(bits / 8) bytes.
 *
 * <p>A stream says neither where it ends nor how many symbols it holds: the decoder pads it with
 * zeros and has to be told the number of symbols.
 */
public final class RangeEncoder {
  /** The largest total. */
  public static final long MAX_TOTAL = 1L << 48;

  /** Below this the range is too narrow, and a byte is written. */
  static final long MIN_RANGE = 1L << 56;

  private byte[] bytes = new byte[1024];
  private int size;
  private long low;
  private long range = -1; // 2^64 - 1; all arithmetic here is unsigned

  /** Creates an encoder at the beginning of a stream. */
  public RangeEncoder() {}

  /**
   * Codes the symbol whose share of the interval is [low, low + frequency) of [0, total).
   *
   * @param low sum of the frequencies of the symbols before it
   * @param frequency its frequency, at least 1
   * @param total sum of all frequencies, at most {@link #MAX_TOTAL}
   * @throws IllegalArgumentException when the three do not make such a share
   */
  public void encode(long low, long frequency, long total) {
    check(low, frequency, total);
    long unit = Long.divideUnsigned(range, total);
    long before = unit * low;
    this.low += before;
    if (Long.compareUnsigned(this.low, before) < 0) {
      carry();
    }
    range = low + frequency == total ? range - before : unit * frequency;
    while (Long.compareUnsigned(range, MIN_RANGE) < 0) {
      write();
      range <<= 8;
    }
  }

  /** Bytes written so far. Up to 8 more are held back. */
  public int size() {
    return size;
  }

  /**
   * Ends the stream with as few bytes as can be: zeros at its end are left out, too. The encoder is
   * of no use afterwards.
   */
  public byte[] finish() {
    // Of the numbers in [low, low + range), which may go beyond 2^64, the one with most zeros at
    // its
    // end: 0 or 2^64, which need no byte more, or else a multiple of 2^56, which needs one.
    if (low != 0) {
      if (Long.compareUnsigned(-low, range) < 0) {
        carry();
      } else {
        low += MIN_RANGE - 1;
        write();
      }
    }
    while (size > 0 && bytes[size - 1] == 0) {
      size--;
    }
    return Arrays.copyOf(bytes, size);
  }

  /** Moves the top byte of low to what is written. */
  private void write() {
    if (size == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * size);
    }
    bytes[size++] = (byte) (low >>> 56);
    low <<= 8;
  }

  /** Adds one to what is written. It cannot run off the front, for the interval ends at 1. */
  private void carry() {
    int i = size - 1;
    while (++bytes[i] == 0) {
      i--;
    }
  }

  static void check(long low, long frequency, long total) {
    if (total > MAX_TOTAL || low < 0 || frequency < 1 || frequency > total - low) {
      throw new IllegalArgumentException(
          "["
              + low
              + ", "
              + low
              + " + "
              + frequency
              + ") is no share of [0, "
              + total
              + ")"
              + ", with a total of at most 2^48");
    }
  }
}
