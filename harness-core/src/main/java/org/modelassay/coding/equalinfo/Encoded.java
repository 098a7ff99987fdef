package org.modelassay.coding.equalinfo;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * One text as windows.
 *
 * @param windowBits size of a window
 * @param stream the windows one after another, most significant bit first
 * @param symbols how many of the text's symbols each window holds
 * @param paddingBits zeros that fill windows beyond their codes
 */
record Encoded(int windowBits, byte[] stream, int[] symbols, long paddingBits) {
  /** Number of windows. */
  int windows() {
    return symbols.length;
  }

  /** Number of symbols of the text: what a decoder has to know beside the stream. */
  int length() {
    return IntStream.of(symbols).sum();
  }

  /** Size of the stream. */
  long bits() {
    return (long) windowBits * windows();
  }

  /**
   * The stream cut into tokens, most significant bit first. Tokens do not heed windows; the last
   * one is filled up with zeros.
   *
   * @param tokenBits 8 or 16
   */
  int[] tokens(int tokenBits) {
    return tokens(stream, tokenBits);
  }

  /** The same of any stream. */
  static int[] tokens(byte[] stream, int tokenBits) {
    int size = tokenBits / 8;
    int[] tokens = new int[(stream.length + size - 1) / size];
    for (int i = 0; i < tokens.length * size; i++) {
      tokens[i / size] = tokens[i / size] << 8 | (i < stream.length ? stream[i] & 0xFF : 0);
    }
    return tokens;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Encoded that
        && windowBits == that.windowBits
        && paddingBits == that.paddingBits
        && Arrays.equals(stream, that.stream)
        && Arrays.equals(symbols, that.symbols);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(stream);
  }

  @Override
  public String toString() {
    return length() + " symbols in " + windows() + " windows of " + windowBits + " bits";
  }
}
