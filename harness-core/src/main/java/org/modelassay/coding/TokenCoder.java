package org.modelassay.coding;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.modelassay.AssayException;
import org.modelassay.coding.arithmetic.Bits;
import org.modelassay.coding.arithmetic.RangeDecoder;
import org.modelassay.coding.arithmetic.RangeEncoder;
import org.modelassay.coding.arithmetic.Uniform;
import org.modelassay.reading.StepModel;

/**
 * Codes tokens by what a model says of each before it has seen it. The model is taken through them
 * by the same calls whether they are written or read.
 *
 * <p>After every 4096 tokens of a document stand 16 bits of their CRC-32C: a model that gives other
 * bits than it gave to the writer is found out there, not at the end of a long text.
 */
public final class TokenCoder {
  /** After so many tokens a checksum of all before it is coded. */
  static final int CHECK_EVERY = 4096;

  private static final int CHECK_VALUES = 1 << 16;
  private static final int FIRST_ROOM = 4096;

  private final StepModel model;
  private final Windows windows;
  private int coded;

  /**
   * Creates a coder.
   *
   * @param model what predicts
   * @param windows what it sees of the tokens before
   */
  public TokenCoder(StepModel model, Windows windows) {
    this.model = model;
    this.windows = windows;
  }

  /**
   * Writes a document's tokens.
   *
   * @param tokens ids below the model's vocabulary size
   * @param encoder where they go
   * @return sum of -log2 of the shares that the encoder was given
   */
  public double encode(int[] tokens, RangeEncoder encoder) {
    double[] bits = new double[1];
    walk(
        tokens.length,
        new Step() {
          @Override
          public int code(StepModel.Frequencies next, int position) {
            int token = tokens[position];
            long frequency = next.frequency(token);
            encoder.encode(next.low(token), frequency, next.total());
            bits[0] += Bits.of(frequency, next.total());
            return token;
          }

          @Override
          public void check(int checksum, int position) {
            encoder.encode(checksum, 1, CHECK_VALUES);
          }
        });
    return bits[0];
  }

  /**
   * Reads a document's tokens.
   *
   * @param count how many were written; room is made as they come
   * @param decoder where they come from
   * @throws AssayException when they are not those that were written, as far as checksums tell
   */
  public int[] decode(int count, RangeDecoder decoder) {
    return walk(
        count,
        new Step() {
          @Override
          public int code(StepModel.Frequencies next, int position) {
            int token = next.find(decoder.decodeTarget(next.total()));
            decoder.decode(next.low(token), next.frequency(token), next.total());
            return token;
          }

          @Override
          public void check(int checksum, int position) {
            long expected = decoder.decodeTarget(CHECK_VALUES);
            decoder.decode(expected, 1, CHECK_VALUES);
            if (expected != checksum) {
              throw new AssayException(
                  "by token "
                      + position
                      + " of "
                      + count
                      + " other tokens have come out than were coded");
            }
          }
        });
  }

  /** How many tokens of the document at hand have been written or read. */
  public int coded() {
    return coded;
  }

  /** Writes or reads. */
  private interface Step {
    /** Codes the token at a position by its distribution, and tells which it is. */
    int code(StepModel.Frequencies next, int position);

    /** Codes a checksum of all tokens before a position. */
    void check(int checksum, int position);
  }

  private int[] walk(int count, Step step) {
    int[] tokens = new int[Math.min(count, FIRST_ROOM)];
    var checksum = new CRC32C();
    ByteBuffer last = ByteBuffer.allocate(Integer.BYTES);
    for (int start = 0; start < count; ) {
      Windows.Window window = windows.from(start, count);
      model.reset();
      StepModel.Frequencies next = new Uniform(model.vocabularySize());
      if (window.bos()) {
        next = model.next(windows.token().orElseThrow());
      }
      for (int i = window.context(); i < start; i++) {
        next = model.next(tokens[i]);
      }
      for (int i = start; i < window.end(); i++) {
        if (i > start) {
          next = model.next(tokens[i - 1]);
        }
        if (i == tokens.length) {
          tokens = Arrays.copyOf(tokens, (int) Math.min(count, 2L * i));
        }
        tokens[i] = step.code(next, i);
        coded = i + 1;
        last.putInt(0, tokens[i]);
        checksum.update(last.array());
        if (coded % CHECK_EVERY == 0) {
          step.check((int) (checksum.getValue() % CHECK_VALUES), coded);
        }
      }
      start = window.end();
    }
    return tokens;
  }
}
