package org.modelassay.coding.arithmetic;

import org.modelassay.reading.StepModel;

/**
 * The distribution of a token that nothing stands before: all ids alike. It keeps the coding
 * lossless and costs baseline and candidate the same.
 */
public record Uniform(int vocabularySize) implements StepModel.Frequencies {
  @Override
  public long total() {
    return vocabularySize;
  }

  @Override
  public long low(int token) {
    return token;
  }

  @Override
  public long frequency(int token) {
    return 1;
  }

  @Override
  public int find(long value) {
    return (int) value;
  }

  /** What such a token costs. */
  public double bits() {
    return Bits.of(1, vocabularySize);
  }
}
