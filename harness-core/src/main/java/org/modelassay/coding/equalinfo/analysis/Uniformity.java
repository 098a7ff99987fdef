package org.modelassay.coding.equalinfo.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.modelassay.statistics.Quantiles;

/**
 * How far streams of bits are from noise. A perfect compressor leaves none of a text's structure in
 * its output: every value of n bits is equally likely then, and a second model has nothing left to
 * learn from them.
 *
 * <p>Of values of n bits, {@code KL(observed || uniform) = n - H} in bits, H being the entropy of
 * their shares. The shares of m values make H too small by about {@code (2^n - 1) / (2 m)} nats
 * (Miller 1955, "Note on the bias of information estimates"; nats, so that in bits it is to be
 * divided by ln 2), by which the divergence is made smaller here; so it may be negative about 0.
 * The remainder of that expansion is {@code (4^n - 1) / (12 m²)} nats for uniform values, and a
 * random generator, measured by samples of the same size, shows it.
 *
 * <p>The statistic is taken of disjoint partitions of a stream: of {@value #PARTITIONS}, or of as
 * many as leave each {@value #PER_VALUE} times 2^n values; of the whole where it holds fewer but at
 * least 2^n. Values are taken at every bit (<em>grams</em>) or one after another (<em>tokens</em>).
 * The expected bias of the two is the same (Good 1953, "The serial test for sampling numbers and
 * other tests for randomness").
 *
 * @param bits the bits of each stream that were looked at: all are cut to the shortest, and to
 *     {@value #MOST_BITS}, so that bias and spread are the same for all
 * @param curves one for each stream, in the order given
 * @param random the same of a cryptographic random generator, {@value #PARTITIONS} samples of the
 *     same size each
 */
public record Uniformity(long bits, List<Curve> curves, Curve random) {
  /** The most partitions. */
  public static final int PARTITIONS = 100;

  /** Bits of a stream beyond these are not looked at. */
  public static final int MOST_BITS = 1 << 25;

  private static final int WIDEST = 16;
  private static final int PER_VALUE = 8;

  /** Copies the list. */
  public Uniformity {
    curves = List.copyOf(curves);
  }

  /**
   * One stream.
   *
   * @param name whose
   * @param grams values at every bit, by width; those are left out that the stream is too short for
   * @param tokens values one after another, of widths that divide 16; as above
   */
  public record Curve(String name, List<Point> grams, List<Point> tokens) {
    /** Copies the lists. */
    public Curve {
      grams = List.copyOf(grams);
      tokens = List.copyOf(tokens);
    }
  }

  /**
   * Values of one width.
   *
   * @param bits the width n
   * @param sample values in each partition, m
   * @param partitions how many of those
   * @param low the corrected divergence that 5 % of the partitions are below, bits
   * @param median the one that half of them are below
   * @param high the one that 95 % of them are below
   */
  public record Point(
      int bits, int sample, int partitions, double low, double median, double high) {}

  /**
   * Measures streams and, by the same samples, a random generator.
   *
   * @param streams at least one
   */
  public static Uniformity of(List<BitStream> streams) {
    int bytes = streams.stream().mapToInt(s -> s.bytes().length).min().orElseThrow();
    int bits = Math.min(bytes, MOST_BITS / 8) * 8;
    List<Samples> grams = new ArrayList<>();
    List<Samples> tokens = new ArrayList<>();
    for (int width = 1; width <= WIDEST; width++) {
      Samples.of(bits, width, 1, grams);
      if (WIDEST % width == 0) {
        Samples.of(bits, width, width, tokens);
      }
    }
    List<Curve> curves = new ArrayList<>();
    for (BitStream stream : streams) {
      curves.add(
          new Curve(
              stream.name(),
              grams.stream().map(s -> s.point(stream.bytes())).toList(),
              tokens.stream().map(s -> s.point(stream.bytes())).toList()));
    }
    Keystream random = new Keystream();
    return new Uniformity(
        bits,
        curves,
        new Curve(
            Keystream.NAME,
            grams.stream().map(s -> s.point(random)).toList(),
            tokens.stream().map(s -> s.point(random)).toList()));
  }

  /**
   * KL(observed || uniform) as the counts have it, not corrected.
   *
   * @param counts how often each of all possible values occurred
   * @return bits; 0 to log2 of the number of possible values
   */
  static double divergence(int[] counts) {
    long sample = 0;
    double sum = 0;
    for (int count : counts) {
      if (count > 0) {
        sample += count;
        sum += count * Math.log(count);
      }
    }
    // log|V| - H, where H = log m - sum(c log c) / m.
    double nats = Math.log(counts.length) - Math.log((double) sample) + sum / sample;
    return Math.max(0, nats) / Math.log(2);
  }

  /** What chance alone adds to it, in bits: {@code (values - 1) / (2 sample ln 2)}. */
  static double bias(int values, int sample) {
    return (values - 1) / (2.0 * sample * Math.log(2));
  }

  /**
   * How a stream is cut.
   *
   * @param width bits of a value
   * @param step bits from a value to the next
   * @param sample values in a partition
   * @param partitions partitions
   */
  private record Samples(int width, int step, int sample, int partitions) {

    /** Adds the cut of a stream, if it holds a sample. */
    static void of(int bits, int width, int step, List<Samples> to) {
      if (bits >= span(1 << width, width, step)) {
        int most = bits / span(PER_VALUE << width, width, step);
        int partitions = Math.max(1, Math.min(PARTITIONS, most));
        int each = bits / partitions;
        to.add(new Samples(width, step, (each - width) / step + 1, partitions));
      }
    }

    /** Bits that so many values take. */
    private static int span(int values, int width, int step) {
      return (values - 1) * step + width;
    }

    Point point(byte[] stream) {
      int apart = span(sample, width, step);
      return point(partitions, p -> corrected(stream, p * apart));
    }

    Point point(Keystream random) {
      int bytes = (span(sample, width, step) + 7) / 8;
      return point(PARTITIONS, p -> corrected(random.next(bytes), 0));
    }

    private Point point(int samples, IntToDoubleFunction statistic) {
      double[] values = IntStream.range(0, samples).mapToDouble(statistic).toArray();
      return new Point(
          width,
          sample,
          samples,
          Quantiles.quantile(values, 0.05),
          Quantiles.quantile(values, 0.5),
          Quantiles.quantile(values, 0.95));
    }

    private double corrected(byte[] stream, int from) {
      int[] counts = new int[1 << width];
      int end = from + span(sample, width, step);
      int value = 0;
      int fresh = 0; // Bits of the value that no value before it had.
      int needed = width;
      for (int bit = from; bit < end; bit++) {
        int next = (stream[bit >> 3] >> (7 - (bit & 7))) & 1;
        value = ((value << 1) | next) & (counts.length - 1);
        if (++fresh == needed) {
          counts[value]++;
          fresh = 0;
          needed = step;
        }
      }
      return divergence(counts) - bias(counts.length, sample);
    }
  }
}
