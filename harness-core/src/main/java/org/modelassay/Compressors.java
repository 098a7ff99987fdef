package org.modelassay;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.OptionalLong;
import java.util.zip.Deflater;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Sizes of a text under general compressors, beside which a model's coding stands. */
public final class Compressors {
  private static final int XZ_PRESET = 9;
  private static final int ZSTD_LEVEL = 19;

  private Compressors() {}

  /** Bytes of a zlib stream at level 9, header and check included: {@code zlib.compress(x, 9)}. */
  public static long zlib(byte[] text) {
    var deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try {
      deflater.setInput(text);
      deflater.finish();
      byte[] out = new byte[1 << 16];
      while (!deflater.finished()) {
        deflater.deflate(out);
      }
      return deflater.getBytesWritten();
    } finally {
      deflater.end();
    }
  }

  /** Bytes of an .xz file of preset 9 with a CRC64 check: {@code xz -9}. */
  public static long xz(byte[] text) {
    try (var count = new Count()) {
      var options = new LZMA2Options(XZ_PRESET);
      // A dictionary beyond the text finds no more and takes eleven times its size of memory.
      options.setDictSize(
          Math.min(options.getDictSize(), Math.max(LZMA2Options.DICT_SIZE_MIN, text.length)));
      try (var out = new XZOutputStream(count, options)) {
        out.write(text);
      }
      return count.bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Bytes of one frame of level 19 without a checksum: {@code ZSTD_compress(..., 19)}. Empty where
   * the library has no native part for this machine.
   */
  public static OptionalLong zstd(byte[] text) {
    try {
      return OptionalLong.of(Zstd.compress(text, ZSTD_LEVEL).length);
    } catch (LinkageError e) {
      return OptionalLong.empty();
    }
  }

  private static final class Count extends OutputStream {
    private long bytes;

    @Override
    public void write(int value) {
      bytes++;
    }

    @Override
    public void write(byte[] values, int from, int length) {
      bytes += length;
    }
  }
}
