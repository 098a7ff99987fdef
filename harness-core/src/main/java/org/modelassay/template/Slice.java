package org.modelassay.template;

import java.math.BigInteger;

/**
 * The bounds between brackets, as written; {@link None} where none is.
 *
 * @param start the first
 * @param stop the one after the last
 * @param step the step
 */
record Slice(Object start, Object stop, Object step) {

  /**
   * Positions in a sequence of known length.
   *
   * @param start the first
   * @param stop the bound after the last
   * @param step the distance, not 0
   * @param length how many
   */
  record Range(int start, int stop, int step, int length) {
    int index(int i) {
      return start + i * step;
    }
  }

  Range in(int length) {
    BigInteger by = step == None.NONE ? BigInteger.ONE : bound(step);
    if (by.signum() == 0) {
      throw Raised.value("slice step cannot be zero");
    }
    boolean up = by.signum() > 0;
    int low = up ? 0 : -1;
    int high = up ? length : length - 1;
    int first = start == None.NONE ? (up ? low : high) : clamp(bound(start), length, low, high);
    int last = stop == None.NONE ? (up ? high : low) : clamp(bound(stop), length, low, high);
    // A step beyond the length takes one element, as any such step does.
    int distance = by.abs().min(BigInteger.valueOf(length + 1L)).intValue();
    int span = up ? last - first : first - last;
    int count = span <= 0 ? 0 : (span - 1) / distance + 1;
    return new Range(first, last, up ? distance : -distance, count);
  }

  private static BigInteger bound(Object value) {
    BigInteger index = Values.index(value);
    if (index == null) {
      throw Raised.type("slice indices must be integers or None or have an __index__ method");
    }
    return index;
  }

  private static int clamp(BigInteger value, int length, int low, int high) {
    BigInteger from = value.signum() < 0 ? value.add(BigInteger.valueOf(length)) : value;
    return from.max(BigInteger.valueOf(low)).min(BigInteger.valueOf(high)).intValue();
  }
}
