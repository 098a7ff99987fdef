package org.modelassay.coding.arithmetic;

import htsjdk.samtools.cram.compression.range.RangeCoder;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Symbols a second of the range coder alone, given their intervals. Beside it the range coder of
 * CRAM 3.1 as htsjdk has it: 32 bits, totals of up to 2^16, no checks of what it is given.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(3)
public class CoderBenchmark {
  private static final int SYMBOLS = 1 << 16;

  /** What a model of 262,144 tokens gives: floor(p * 2^40) + 1 of each. */
  private final Message ofAModel = new Message((1L << 40) + (1 << 18), 1);

  private final Message ofBytes = new Message((1 << 16) - 1, 2);
  private final byte[] stream = ofAModel.encode();
  private final ByteBuffer room = ByteBuffer.allocate(8 * SYMBOLS);

  /** Writes what a model predicts. */
  @Benchmark
  @OperationsPerInvocation(SYMBOLS)
  public byte[] encodeTokens() {
    return ofAModel.encode();
  }

  /** Reads it. */
  @Benchmark
  @OperationsPerInvocation(SYMBOLS)
  public long decodeTokens() {
    var decoder = new RangeDecoder(stream);
    long sum = 0;
    for (int i = 0; i < SYMBOLS; i++) {
      sum += decoder.decodeTarget(ofAModel.total);
      decoder.decode(ofAModel.low[i], ofAModel.frequency[i], ofAModel.total);
    }
    return sum;
  }

  /** Writes symbols of a total that the other coder can write as well. */
  @Benchmark
  @OperationsPerInvocation(SYMBOLS)
  public byte[] encodeSmallTotals() {
    return ofBytes.encode();
  }

  /** The other coder. */
  @Benchmark
  @OperationsPerInvocation(SYMBOLS)
  public int encodeSmallTotalsByHtsjdk() {
    room.clear();
    new Htsjdk().encode(ofBytes, room);
    return room.position();
  }

  /** Symbols whose shares are as uneven as those of text: 1 to 16 bits, few of them long. */
  private static final class Message {
    final long total;
    final long[] low = new long[SYMBOLS];
    final long[] frequency = new long[SYMBOLS];

    Message(long total, long seed) {
      this.total = total;
      var random = new SplittableRandom(seed);
      for (int i = 0; i < SYMBOLS; i++) {
        double bits = Math.min(16, -3 * Math.log(1 - random.nextDouble()));
        frequency[i] = Math.max(1, (long) (total * Math.pow(2, -bits)));
        low[i] = random.nextLong(total - frequency[i] + 1);
      }
    }

    byte[] encode() {
      var encoder = new RangeEncoder();
      for (int i = 0; i < SYMBOLS; i++) {
        encoder.encode(low[i], frequency[i], total);
      }
      return encoder.finish();
    }
  }

  private static final class Htsjdk extends RangeCoder {
    void encode(Message message, ByteBuffer out) {
      for (int i = 0; i < SYMBOLS; i++) {
        rangeEncode(out, (int) message.low[i], (int) message.frequency[i], (int) message.total);
      }
      rangeEncodeEnd(out);
    }
  }
}
