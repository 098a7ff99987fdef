package org.modelassay.coding.arithmetic;

/** Natural logarithms to bits. */
public final class Bits {
  private static final double PER_NAT = 1 / Math.log(2);

  private Bits() {}

  /** {@code nats / ln 2}. */
  public static double ofNats(double nats) {
    return nats * PER_NAT;
  }

  /** {@code -log2(frequency / total)}. */
  public static double of(long frequency, long total) {
    return (Math.log((double) total) - Math.log((double) frequency)) * PER_NAT;
  }
}
