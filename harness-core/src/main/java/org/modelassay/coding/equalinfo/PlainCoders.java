package org.modelassay.coding.equalinfo;

import java.io.ByteArrayOutputStream;
import java.util.zip.Deflater;
import org.modelassay.coding.arithmetic.RangeEncoder;
import org.modelassay.coding.arithmetic.Uniform;
import org.modelassay.reading.ScoredReading;
import org.modelassay.reading.StepModel;

/** What Equal-Info Windows are compared with: the corpus in one stream, without windows. */
final class PlainCoders {
  /** The paper's. */
  private static final int PRECISION = 14;

  private PlainCoders() {}

  /** AC: by the same model, whose context runs on. */
  static byte[] arithmetic(SymbolText text, ScoredReading reading) {
    ScoredReading.CodeIntervals intervals = reading.intervals();
    var uniform = new Uniform(text.vocabularySize());
    var encoder = new RangeEncoder();
    int t = 0;
    for (SymbolText.Text document : text.texts()) {
      for (int i = 0; i < document.symbols().length; i++) {
        if (i == 0 && text.windowing().before().isEmpty()) {
          encoder.encode(uniform.low(document.symbols()[i]), 1, uniform.total());
        } else {
          encoder.encode(intervals.low()[t], intervals.frequency()[t], intervals.total()[t]);
          t++;
        }
      }
    }
    return encoder.finish();
  }

  /** StaticAC: by how often each byte occurs in these bytes. The table of that is not charged. */
  static byte[] staticArithmetic(byte[] bytes) {
    Quantised frequencies = Quantised.of(new Counts(bytes), 256, PRECISION);
    var encoder = new RangeEncoder();
    for (byte each : bytes) {
      int symbol = each & 0xFF;
      encoder.encode(frequencies.low(symbol), frequencies.frequency(symbol), 1L << PRECISION);
    }
    return encoder.finish();
  }

  /** The zlib container at its default level: what the paper calls GZip. */
  static byte[] zlib(byte[] bytes) {
    var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, false);
    try {
      var stream = new ByteArrayOutputStream();
      byte[] part = new byte[1 << 16];
      deflater.setInput(bytes);
      deflater.finish();
      while (!deflater.finished()) {
        stream.write(part, 0, deflater.deflate(part));
      }
      return stream.toByteArray();
    } finally {
      deflater.end();
    }
  }

  /** How often each byte occurs. */
  private static final class Counts implements StepModel.Frequencies {
    private final long[] counts = new long[256];
    private final long total;

    private Counts(byte[] bytes) {
      for (byte each : bytes) {
        counts[each & 0xFF]++;
      }
      total = bytes.length;
    }

    @Override
    public long total() {
      return total;
    }

    @Override
    public long low(int token) {
      long low = 0;
      for (int t = 0; t < token; t++) {
        low += counts[t];
      }
      return low;
    }

    @Override
    public long frequency(int token) {
      return counts[token];
    }

    @Override
    public int find(long value) {
      int token = 0;
      for (long end = counts[0]; end <= value; end += counts[token]) {
        token++;
      }
      return token;
    }
  }
}
