package org.modelassay.coding.equalinfo;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.modelassay.reading.StepModel;

/** Against whole numbers small enough to try all codes. */
class CodeIntervalTest {
  @Test
  void theWholeIntervalNeedsNoBits() {
    assertThat(CodeInterval.ALL.code(16)).isEqualTo(new CodeInterval.Code(BigInteger.ZERO, 0));
  }

  @RepeatedTest(10)
  void theCodeIsTheFirstOfTheWidestDyadicIntervalsInside(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    CodeInterval interval = CodeInterval.ALL;
    long low = 0;
    long width = 1;
    int scale = 0;
    for (int symbol = 0; symbol < 6; symbol++) {
      int from = random.nextInt(32);
      int frequency = 1 + random.nextInt(32 - from);
      interval = interval.narrowed(from, frequency, 5);
      low = low * 32 + width * from;
      width *= frequency;
      scale += 5;
      assertThat(interval.code(16)).isEqualTo(tried(low, width, scale, 16));
    }
  }

  private static CodeInterval.@Nullable Code tried(long low, long width, int scale, int bits) {
    for (int length = 0; length <= bits; length++) {
      for (long m = 0; m < 1L << length; m++) {
        // [m, m + 1) / 2^length in [low, low + width) / 2^scale; both sides times 2^(16 + 30).
        long unit = 1L << (46 - length);
        int left = 46 - scale;
        if (m * unit >= low << left && (m + 1) * unit <= (low + width) << left) {
          return new CodeInterval.Code(BigInteger.valueOf(m << (bits - length)), length);
        }
      }
    }
    return null;
  }

  @Test
  void aWindowsValueLeadsToTheSymbolItIsIn() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 1000; i++) {
      int low = random.nextInt(1 << 10);
      int frequency = 1 + random.nextInt((1 << 10) - low);
      CodeInterval interval = CodeInterval.ALL.narrowed(low, frequency, 10);
      int target = random.nextInt(1 << 10);
      CodeInterval.Code code = interval.narrowed(target, 1, 10).code(32);
      assertThat(code).isNotNull();
      assertThat(interval.target(code.padded(), 32, 10)).isEqualTo(target);
    }
  }

  @RepeatedTest(20)
  void frequenciesAreRoundedByTheRule(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    int ids = 2 + random.nextInt(3000);
    long[] frequencies = new long[ids];
    BigInteger total = BigInteger.ZERO;
    for (int t = 0; t < ids; t++) {
      frequencies[t] = 1 + (random.nextInt(8) == 0 ? random.nextLong() >>> 30 : 0);
      total = total.add(BigInteger.valueOf(frequencies[t]));
    }
    Quantised quantised = Quantised.of(new Given(frequencies), ids, 14);
    BigInteger sum = BigInteger.ZERO;
    for (int t = 0; t < ids; t++) {
      long low =
          t + sum.multiply(BigInteger.valueOf((1 << 14) - ids)).divide(total).longValueExact();
      assertThat(quantised.low(t)).isEqualTo((int) low);
      assertThat(quantised.frequency(t)).isPositive();
      assertThat(quantised.find(quantised.low(t))).isEqualTo(t);
      assertThat(quantised.find(quantised.low(t) + quantised.frequency(t) - 1)).isEqualTo(t);
      sum = sum.add(BigInteger.valueOf(frequencies[t]));
    }
    assertThat(quantised.low(ids - 1) + quantised.frequency(ids - 1)).isEqualTo(1 << 14);
  }

  private record Given(long[] frequencies) implements StepModel.Frequencies {
    @Override
    public long total() {
      return low(frequencies.length);
    }

    @Override
    public long low(int token) {
      long low = 0;
      for (int t = 0; t < token; t++) {
        low += frequencies[t];
      }
      return low;
    }

    @Override
    public long frequency(int token) {
      return frequencies[token];
    }

    @Override
    public int find(long value) {
      throw new UnsupportedOperationException();
    }
  }
}
