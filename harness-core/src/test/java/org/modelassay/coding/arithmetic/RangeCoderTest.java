package org.modelassay.coding.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RangeCoderTest {
  private static final long LARGEST = RangeEncoder.MAX_TOTAL;

  @Test
  void nothingTakesNoByte() {
    assertThat(new RangeEncoder().finish()).isEmpty();
  }

  @Test
  void certaintyTakesNoByte() {
    assertThat(encode(Collections.nCopies(1000, new Share(0, LARGEST, LARGEST)))).isEmpty();
  }

  @Test
  void aSingleSymbolTakesItsBitsRoundedUpToBytes() {
    for (int bits = 1; bits <= 48; bits++) {
      for (long low : new long[] {1, (1L << bits) - 1, (1L << bits) / 3}) {
        List<Share> message = List.of(new Share(low, 1, 1L << bits));
        assertThat(encode(message)).hasSizeLessThanOrEqualTo((bits + 7) / 8);
        assertComesBack(message);
      }
    }
  }

  @Test
  void everyByteOfAUniformTextTakesOneByte() {
    // The lower end's last byte is rounded up, nothing else differs from the text itself.
    List<Share> message = IntStream.range(1, 256).mapToObj(b -> new Share(b, 1, 256)).toList();
    assertThat(encode(message)).hasSize(255);
    assertComesBack(message);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 8, 13, 16, 31, 32, 48})
  void uniformSymbolsOfKBitsCostKBitsEach(int bits) {
    SplittableRandom random = new SplittableRandom(bits);
    List<Share> message =
        random.longs(5000, 0, 1L << bits).mapToObj(low -> new Share(low, 1, 1L << bits)).toList();
    double rounding = 5000 * -Math.log1p(-Math.scalb(1.0, bits - 56)) / Math.log(2);
    assertThat(8L * encode(message).length)
        .isBetween(5000L * bits - 16, (long) (5000L * bits + rounding + 8));
    assertComesBack(message);
  }

  @Test
  void carriesRunThroughLongRowsOfFullBytes() {
    // The last of all shares keeps the lower end just below a byte's turn; then a middle one turns.
    SplittableRandom random = new SplittableRandom(11);
    for (int length = 0; length < 300; length++) {
      List<Share> message = new ArrayList<>();
      message.add(new Share(random.nextLong(1, 255), 1, 256));
      for (int i = 0; i < length; i++) {
        message.add(new Share(254, 2, 256));
      }
      message.add(new Share(random.nextLong(1000), 1, 1000));
      assertSameAsUnbounded(message);
      assertComesBack(message);
    }
  }

  @Test
  void theNarrowestSharesAtBothEndsAndInTheMiddle() {
    SplittableRandom random = new SplittableRandom(12);
    long[] lows = {0, 1, LARGEST / 2 - 1, LARGEST / 2, LARGEST - 2, LARGEST - 1};
    List<Share> message =
        random.ints(2000, 0, lows.length).mapToObj(i -> new Share(lows[i], 1, LARGEST)).toList();
    assertSameAsUnbounded(message);
    assertComesBack(message);
    // All but one of 2^48: next to nothing each.
    List<Share> likely = Collections.nCopies(100_000, new Share(1, LARGEST - 1, LARGEST));
    assertThat(encode(likely)).hasSizeLessThanOrEqualTo(1);
    assertComesBack(likely);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void randomDistributionsComeBackWithinTheBound(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int message = 0; message < 200; message++) {
      List<Share> shares = randomMessage(random);
      byte[] stream = encode(shares);
      double bits = shares.stream().mapToDouble(Share::bits).sum();
      double precision = shares.stream().mapToDouble(Share::precisionLoss).sum();
      assertThat(stream.length)
          .as("seed %d, message %d", seed, message)
          .isLessThanOrEqualTo((int) Math.ceil((bits + precision + 1e-9 * (1 + bits)) / 8));
      assertSameAsUnbounded(shares);
      assertComesBack(shares);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24})
  void isAsLongAsTheExactRationalCoderButForTheLastByte(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Share> shares =
        IntStream.range(0, 1500)
            .mapToObj(i -> randomShare(random, LARGEST >> random.nextInt(47)))
            .toList();
    double precision = shares.stream().mapToDouble(Share::precisionLoss).sum();
    int exact = exactLength(shares);
    // Either may find a number one byte shorter than its interval's width promises.
    assertThat(encode(shares).length)
        .isBetween(exact - 1, exact + 1 + (int) Math.ceil(precision / 8));
  }

  /** Counted against the probabilities themselves: making whole numbers of them costs, too. */
  @ParameterizedTest
  @ValueSource(doubles = {0.8, 1.2, 1.6, 2, 3, 5})
  void aTextOverALargeVocabularyTakesLessThanAThousandthMoreThanItsProbabilitiesSay(
      double sharpness) {
    // The distribution of a model, floor(p * 2^40) + 1 of each id: p falls as a power of the rank.
    double[] p =
        IntStream.range(0, 262_144).mapToDouble(i -> Math.pow(i + 1, -sharpness)).toArray();
    double sum = Arrays.stream(p).sum();
    long[] ends = new long[p.length];
    double[] probabilityUpTo = new double[p.length];
    for (int id = 0; id < p.length; id++) {
      p[id] /= sum;
      ends[id] = (id == 0 ? 0 : ends[id - 1]) + (long) (p[id] * 0x1p40) + 1;
      probabilityUpTo[id] = (id == 0 ? 0 : probabilityUpTo[id - 1]) + p[id];
    }
    SplittableRandom random = new SplittableRandom(41);
    RangeEncoder encoder = new RangeEncoder();
    double bits = 0;
    for (int token = 0; token < 50_000; token++) {
      int at = Arrays.binarySearch(probabilityUpTo, random.nextDouble());
      int id = Math.min(at < 0 ? -at - 1 : at, p.length - 1);
      long low = id == 0 ? 0 : ends[id - 1];
      encoder.encode(low, ends[id] - low, ends[p.length - 1]);
      bits -= Math.log(p[id]) / Math.log(2);
    }
    assertThat(8.0 * encoder.finish().length / bits - 1).isBetween(-1e-4, 1e-3);
  }

  @Test
  void anyBytesAreReadWithoutError() {
    SplittableRandom random = new SplittableRandom(31);
    for (int i = 0; i < 300; i++) {
      byte[] spoilt = new byte[random.nextInt(20)];
      if (i % 3 == 0) {
        Arrays.fill(spoilt, (byte) 0xFF);
      } else {
        random.nextBytes(spoilt);
      }
      RangeDecoder decoder = new RangeDecoder(spoilt);
      for (int symbol = 0; symbol < 100; symbol++) {
        long total = random.nextLong(1, LARGEST + 1);
        long target = decoder.decodeTarget(total);
        assertThat(target).isBetween(0L, total - 1);
        long low = random.nextLong(target + 1);
        decoder.decode(low, random.nextLong(target - low, total - low) + 1, total);
      }
    }
  }

  @Test
  void refusesWhatIsNoShare() {
    RangeEncoder encoder = new RangeEncoder();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> encoder.encode(3, 0, 10))
        .withMessageContaining("[3, 3 + 0) is no share of [0, 10)");
    assertThatIllegalArgumentException().isThrownBy(() -> encoder.encode(-1, 1, 10));
    assertThatIllegalArgumentException().isThrownBy(() -> encoder.encode(9, 2, 10));
    assertThatIllegalArgumentException().isThrownBy(() -> encoder.encode(0, 1, LARGEST + 1));
    assertThatIllegalArgumentException().isThrownBy(() -> encoder.encode(0, 1, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RangeDecoder(new byte[] {(byte) 0x80}).decode(0, 1, 4))
        .withMessageContaining("does not hold the stream's 2");
  }

  private record Share(long low, long frequency, long total) {
    double bits() {
      return -Math.log((double) frequency / total) / Math.log(2);
    }

    double precisionLoss() {
      return -Math.log1p(-total / 0x1p56) / Math.log(2);
    }
  }

  private static List<Share> randomMessage(SplittableRandom random) {
    List<Share> message = new ArrayList<>();
    int length = 1 + random.nextInt(200);
    long largest = LARGEST >> random.nextInt(48);
    for (int i = 0; i < length; i++) {
      message.add(randomShare(random, largest));
    }
    return message;
  }

  /** A share of any size, small ones as likely as large ones. */
  private static Share randomShare(SplittableRandom random, long largest) {
    long total = random.nextLong(1, largest + 1);
    long frequency = Math.max(1, total >> random.nextInt(49));
    return new Share(random.nextLong(total - frequency + 1), frequency, total);
  }

  private static byte[] encode(List<Share> message) {
    RangeEncoder encoder = new RangeEncoder();
    message.forEach(s -> encoder.encode(s.low, s.frequency, s.total));
    return encoder.finish();
  }

  private static void assertComesBack(List<Share> message) {
    RangeDecoder decoder = new RangeDecoder(encode(message));
    for (int i = 0; i < message.size(); i++) {
      Share share = message.get(i);
      long target = decoder.decodeTarget(share.total);
      if (target < share.low || target >= share.low + share.frequency) {
        throw new AssertionError("symbol " + i + ": " + target + " is not in " + share);
      }
      decoder.decode(share.low, share.frequency, share.total);
    }
  }

  /**
   * The same intervals in numbers without bound, where no byte is written early and none is carried
   * into, ended by trying ever longer numbers.
   */
  private static void assertSameAsUnbounded(List<Share> message) {
    BigInteger low = BigInteger.ZERO;
    BigInteger range = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    int bytes = 8;
    for (Share share : message) {
      BigInteger unit = range.divide(BigInteger.valueOf(share.total));
      BigInteger before = unit.multiply(BigInteger.valueOf(share.low));
      low = low.add(before);
      range =
          share.low + share.frequency == share.total
              ? range.subtract(before)
              : unit.multiply(BigInteger.valueOf(share.frequency));
      while (range.bitLength() <= 56) {
        low = low.shiftLeft(8);
        range = range.shiftLeft(8);
        bytes++;
      }
    }
    byte[] stream = encode(message);
    assertThat(stream).hasSize(shortest(low, range, bytes));
    BigInteger value = new BigInteger(1, stream).shiftLeft(8 * (bytes - stream.length));
    assertThat(value).isGreaterThanOrEqualTo(low).isLessThan(low.add(range));
  }

  /** Fewest bytes of a number in [low, low + range) / 256^bytes. */
  private static int shortest(BigInteger low, BigInteger range, int bytes) {
    for (int length = Math.max(0, bytes - 10); ; length++) {
      int shift = 8 * (bytes - length);
      BigInteger step = BigInteger.ONE.shiftLeft(shift);
      BigInteger up = low.add(step).subtract(BigInteger.ONE).shiftRight(shift).shiftLeft(shift);
      if (up.compareTo(low.add(range)) < 0) {
        return length;
      }
    }
  }

  /** Bytes of the textbook coder: exact fractions, no rounding anywhere. */
  private static int exactLength(List<Share> message) {
    BigInteger low = BigInteger.ZERO;
    BigInteger width = BigInteger.ONE;
    BigInteger denominator = BigInteger.ONE;
    for (Share share : message) {
      BigInteger total = BigInteger.valueOf(share.total);
      low = low.multiply(total).add(width.multiply(BigInteger.valueOf(share.low)));
      width = width.multiply(BigInteger.valueOf(share.frequency));
      denominator = denominator.multiply(total);
    }
    // Shorter by two bytes and more than the width promises is nothing to wait for.
    int promised = (denominator.bitLength() - width.bitLength()) / 8;
    for (int length = Math.max(0, promised - 2); ; length++) {
      BigInteger scale = BigInteger.ONE.shiftLeft(8 * length);
      BigInteger up =
          low.multiply(scale).add(denominator).subtract(BigInteger.ONE).divide(denominator);
      if (up.multiply(denominator).compareTo(low.add(width).multiply(scale)) < 0) {
        return length;
      }
    }
  }
}
