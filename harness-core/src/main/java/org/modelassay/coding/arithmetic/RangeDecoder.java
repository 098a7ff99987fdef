package org.modelassay.coding.arithmetic;

/**
 * Reads what a {@link RangeEncoder} wrote. Of each symbol it first tells a number within the
 * symbol's share, by which the symbol is found, and then takes the share away.
 *
 * <p>It keeps {@code code}, the distance of the stream's value from the lower end of the encoder's
 * interval: between calls {@code code < range} and {@code 2^56 <= range < 2^64}. This holds of any
 * bytes whatever, so that a spoilt stream gives wrong symbols, never an error or an endless loop.
 */
public final class RangeDecoder {
  private final byte[] bytes;
  private int next;
  private long code;
  private long range = -1; // 2^64 - 1; all arithmetic here is unsigned

  /**
   * Begins to read a stream.
   *
   * @param bytes the stream; not copied
   */
  public RangeDecoder(byte[] bytes) {
    this.bytes = bytes;
    for (int i = 0; i < 8; i++) {
      code = code << 8 | read();
    }
    // An encoder never gives 2^64 - 1, the one value outside its first interval.
    code = code == -1 ? -2 : code;
  }

  /**
   * A number in the share of the next symbol.
   *
   * @param total sum of all frequencies, as the encoder had it
   * @return 0 to total - 1
   */
  public long decodeTarget(long total) {
    RangeEncoder.check(0, total, total);
    long unit = Long.divideUnsigned(range, total);
    long target = Long.divideUnsigned(code, unit);
    return Long.compareUnsigned(target, total) < 0 ? target : total - 1;
  }

  /**
   * Takes the next symbol's share away.
   *
   * @param low sum of the frequencies of the symbols before it
   * @param frequency its frequency
   * @param total sum of all frequencies
   * @throws IllegalArgumentException when {@link #decodeTarget} is not in [low, low + frequency)
   */
  public void decode(long low, long frequency, long total) {
    RangeEncoder.check(low, frequency, total);
    long unit = Long.divideUnsigned(range, total);
    long before = unit * low;
    long share = low + frequency == total ? range - before : unit * frequency;
    if (Long.compareUnsigned(code - before, share) >= 0) {
      throw new IllegalArgumentException(
          "["
              + low
              + ", "
              + low
              + " + "
              + frequency
              + ") of "
              + total
              + " does not hold the stream's "
              + decodeTarget(total));
    }
    code -= before;
    range = share;
    while (Long.compareUnsigned(range, RangeEncoder.MIN_RANGE) < 0) {
      code = code << 8 | read();
      range <<= 8;
    }
  }

  private int read() {
    return next < bytes.length ? bytes[next++] & 0xFF : 0;
  }
}
