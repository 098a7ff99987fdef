package org.modelassay.coding.equalinfo.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.modelassay.coding.arithmetic.RangeEncoder;
import org.modelassay.coding.equalinfo.analysis.Uniformity.Curve;
import org.modelassay.coding.equalinfo.analysis.Uniformity.Point;

class UniformityTest {
  private static final double LN2 = Math.log(2);

  private static Point width(List<Point> points, int bits) {
    return points.stream().filter(p -> p.bits() == bits).findFirst().orElseThrow();
  }

  private static Uniformity of(byte[] stream) {
    return Uniformity.of(List.of(new BitStream("a", stream)));
  }

  private static byte[] filled(int length, int value) {
    byte[] stream = new byte[length];
    Arrays.fill(stream, (byte) value);
    return stream;
  }

  @Nested
  class Divergence {
    @Test
    void isTheWidthLessTheEntropy() {
      assertThat(Uniformity.divergence(new int[] {5, 5, 5, 5})).isZero();
      assertThat(Uniformity.divergence(new int[] {0, 7})).isCloseTo(1, within(1e-15));
      assertThat(Uniformity.divergence(new int[] {3, 0, 0, 0, 0, 3, 0, 0}))
          .isCloseTo(2, within(1e-15));
      // 1 - H(1/4) = 1 - (2 - 3/4 log2 3).
      assertThat(Uniformity.divergence(new int[] {3, 1}))
          .isCloseTo(0.75 * Math.log(3) / LN2 - 1, within(1e-15));
    }

    /** The unit: (|V| - 1) / 2m is nats; 3.6e-4 bits is what 65,536 values of 130 million give. */
    @Test
    void ofNoiseIsTheBiasInBits() {
      assertThat(Uniformity.bias(1 << 16, 130_000_000)).isCloseTo(3.6e-4, within(5e-6));
      assertThat(Uniformity.bias(1 << 16, 130_000_000) * LN2)
          .isCloseTo(65_535 / 260e6, within(1e-15));
    }

    /**
     * The same by measurement. 2 m ln 2 KL of m uniform values follows chi-square of |V| - 1
     * degrees of freedom, whose standard deviation tells how far a mean of 400 may be from the
     * bias.
     */
    @Test
    void ofSimulatedNoiseHasTheClosedFormsMean() {
      for (int width : new int[] {1, 4, 8}) {
        int values = 1 << width;
        int m = 64 * values;
        int samples = 400;
        Keystream random = new Keystream();
        double sum = 0;
        for (int s = 0; s < samples; s++) {
          byte[] bytes = random.next(m);
          int[] counts = new int[values];
          for (byte b : bytes) {
            counts[(b & 0xFF) >> (8 - width)]++;
          }
          sum += Uniformity.divergence(counts);
        }
        double bias = Uniformity.bias(values, m);
        double next = (values * (double) values - 1) / (12.0 * m * m) / LN2;
        double error = Math.sqrt(2.0 * (values - 1)) / (2 * m * LN2) / Math.sqrt(samples);
        assertThat(sum / samples).isCloseTo(bias + next, within(3 * error));
      }
    }
  }

  @Nested
  class Partitions {
    @Test
    void ofAConstantStreamSpanAllBitsOfTheWidth() {
      Curve curve = of(new byte[20_000]).curves().get(0);

      for (Point point : curve.grams()) {
        double expected = point.bits() - Uniformity.bias(1 << point.bits(), point.sample());
        assertThat(point.median()).isCloseTo(expected, within(1e-12));
        assertThat(point.low()).isEqualTo(point.high());
      }
    }

    @Test
    void takeGramsAtEveryBitAndTokensOneAfterAnother() {
      // 0101...: grams of two bits are 01 and 10 in turn, tokens always 01.
      Curve curve = of(filled(20_000, 0x55)).curves().get(0);
      Point gram = width(curve.grams(), 2);
      Point token = width(curve.tokens(), 2);

      assertThat(gram.median() + Uniformity.bias(4, gram.sample())).isCloseTo(1, within(1e-6));
      assertThat(token.median() + Uniformity.bias(4, token.sample())).isCloseTo(2, within(1e-12));
      // The most significant bit is the first: 0x12, 0x34 are the 4-bit tokens 1, 2, 3, 4.
      byte[] stream = new byte[20_000];
      for (int i = 0; i < stream.length; i++) {
        stream[i] = (byte) (i % 2 == 0 ? 0x12 : 0x34);
      }
      Point nibble = width(of(stream).curves().get(0).tokens(), 4);
      assertThat(nibble.median() + Uniformity.bias(16, nibble.sample())).isCloseTo(2, within(1e-5));
    }

    @Test
    void areAHundredOrAsManyAsHoldEightTimesAllValues() {
      Curve curve = of(new byte[20_000]).curves().get(0); // 160,000 bits

      assertThat(curve.grams()).extracting(Point::bits).containsSequence(1, 2, 3).endsWith(16);
      assertThat(curve.tokens()).extracting(Point::bits).containsExactly(1, 2, 4, 8);
      assertThat(width(curve.grams(), 4)).isEqualTo(point(4, 1597, 100));
      // 160,000 / (8 x 2^10 + 9) = 19 partitions of 8,421 bits.
      assertThat(width(curve.grams(), 10)).isEqualTo(point(10, 8412, 19));
      // Not eight times 2^16, but once.
      assertThat(width(curve.grams(), 16)).isEqualTo(point(16, 159_985, 1));
      // 160,000 / (8 x 8 x 2^8) = 9 partitions of 2,222 bytes.
      assertThat(width(curve.tokens(), 8)).isEqualTo(point(8, 2222, 9));
    }

    /** What zeros give. */
    private static Point point(int bits, int sample, int partitions) {
      double divergence = Uniformity.divergence(onlyZeros(bits, sample));
      double all = divergence - Uniformity.bias(1 << bits, sample);
      return new Point(bits, sample, partitions, all, all, all);
    }

    private static int[] onlyZeros(int bits, int sample) {
      int[] counts = new int[1 << bits];
      counts[0] = sample;
      return counts;
    }

    @Test
    void ofAllStreamsAreOfTheShortestsSize() {
      Uniformity both =
          Uniformity.of(
              List.of(
                  new BitStream("long", new byte[9000]), new BitStream("short", new byte[1000])));

      assertThat(both.bits()).isEqualTo(8000);
      assertThat(both.curves()).extracting(Curve::name).containsExactly("long", "short");
      assertThat(both.curves().get(0).grams()).isEqualTo(both.curves().get(1).grams());
    }

    @Test
    void ofNothingAreNone() {
      Uniformity none = of(new byte[0]);

      assertThat(none.bits()).isZero();
      assertThat(none.curves().get(0).grams()).isEmpty();
    }
  }

  @Nested
  class Randomness {
    /** AES-128 of a zero block by a zero key, and of the counter's next value. */
    @Test
    void isAPublishedCiphersKeystream() {
      Keystream random = new Keystream();

      assertThat(HexFormat.of().formatHex(random.next(16)))
          .isEqualTo("66e94bd4ef8a2c3b884cfa59ca342b2e");
      assertThat(HexFormat.of().formatHex(random.next(16)))
          .isEqualTo("58e2fccefa7e3061367f1d57a4e7455a");
    }

    @Test
    void liesAroundZeroWhateverTheWidth() {
      Uniformity uniformity = of(new byte[20_000]);

      assertThat(uniformity.random().name()).contains("AES-128");
      for (Point point : uniformity.random().grams()) {
        assertThat(point.partitions()).isEqualTo(100);
        if (point.sample() >= 8 << point.bits()) {
          int values = 1 << point.bits();
          double rest = (values * (double) values - 1) / (12.0 * point.sample() * point.sample());
          assertThat(point.low()).isLessThan(rest / LN2);
          assertThat(point.high()).isGreaterThan(rest / LN2);
        }
      }
    }

    @Test
    void isTheSameInEveryRun() {
      assertThat(of(new byte[3000])).isEqualTo(of(new byte[3000]));
    }
  }

  /**
   * What the paper finds, on résumés in English and Japanese: the output of an arithmetic coder is
   * hard to tell from noise, zlib's is not.
   */
  @Test
  void zlibIsLeastUniformAndAnArithmeticCodersOutputIsNearNoise() throws Exception {
    byte[] text = text();
    Uniformity uniformity =
        Uniformity.of(
            List.of(
                new BitStream("AC", arithmetic(text, 3)),
                new BitStream("StaticAC", arithmetic(text, 0)),
                new BitStream("zlib", zlib(text))));
    List<Curve> curves = uniformity.curves();

    for (int width = 10; width <= 16; width++) {
      Point random = width(uniformity.random().grams(), width);
      for (Curve coder : curves.subList(0, 2)) {
        assertThat(width(coder.grams(), width).median())
            .as(coder.name() + " at " + width)
            .isLessThan(random.high());
      }
      assertThat(width(curves.get(2).grams(), width).median())
          .as("zlib at " + width)
          .isGreaterThan(random.high());
    }
  }

  private static byte[] text() throws Exception {
    Path corpora = Path.of("..", "sample-project", "corpora");
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    text.write(Files.readAllBytes(corpora.resolve("resumes-en.jsonl")));
    text.write(Files.readAllBytes(corpora.resolve("resumes-ja.jsonl")));
    return text.toByteArray();
  }

  private static byte[] zlib(byte[] text) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      deflater.write(text);
    }
    return out.toByteArray();
  }

  /** An arithmetic coder with a model that counts what followed the last so many bytes. */
  private static byte[] arithmetic(byte[] text, int order) {
    RangeEncoder encoder = new RangeEncoder();
    Map<Long, int[]> counts = new HashMap<>();
    long context = 0;
    for (byte b : text) {
      int symbol = b & 0xFF;
      int[] seen = counts.computeIfAbsent(context, c -> filledOnes());
      int low = 0;
      int total = 0;
      for (int s = 0; s < 256; s++) {
        low += s < symbol ? seen[s] : 0;
        total += seen[s];
      }
      encoder.encode(low, seen[symbol], total);
      seen[symbol] += 32;
      context = ((context << 8) | symbol) & ((1L << (8 * order)) - 1);
    }
    return encoder.finish();
  }

  private static int[] filledOnes() {
    int[] ones = new int[256];
    Arrays.fill(ones, 1);
    return ones;
  }
}
