package org.modelassay.model.quantized;

import java.util.Locale;
import java.util.Optional;
import org.modelassay.model.checkpoint.StoredTensor;
import org.modelassay.model.checkpoint.TensorSource;

/**
 * AWQ as AutoAWQ stores it, 4 bits. Version {@code gemm}: codes and zeros packed along the outputs
 * in the order 0, 2, 4, 6, 1, 3, 5, 7, {@code qweight} [in, out / 8], {@code qzeros} [groups, out /
 * 8], {@code scales} [groups, out]. Version {@code gemv}: packed along the inputs in natural order,
 * {@code qweight} [out, in / 8], {@code qzeros} [out, padded groups / 8], {@code scales} [out,
 * padded groups].
 */
final class Awq implements Quantization.Method {
  private static final int BITS = 4;

  /** Where each of eight codes stands in its word. */
  private static final long[] ORDER = {0, 4, 1, 5, 2, 6, 3, 7};

  @Override
  public void dequantize(Settings settings, Parts parts) {
    if (settings.whole("bits", BITS) != BITS) {
      throw settings.unsupported("bits", "4");
    }
    int size = settings.group();
    String key = settings.has("version") ? "version" : "format";
    String version = settings.text(key, "gemm").toLowerCase(Locale.ROOT);
    settings.text("format", "");
    if (!version.equals("gemm") && !version.equals("gemv")) {
      throw settings.unsupported(key, "gemm, gemv");
    }
    if (settings.text("backend", "").equals("llm-awq")) {
      throw settings.unsupported("backend", "checkpoints of autoawq");
    }
    for (String module : parts.modules("qweight", "qzeros", "scales")) {
      StoredTensor words = parts.words(module + ".qweight");
      StoredTensor zeros = parts.words(module + ".qzeros");
      StoredTensor scales = parts.scales(module + ".scales");
      parts.put(
          version.equals("gemm")
              ? gemm(module, words, zeros, scales, size)
              : gemv(module, words, zeros, scales, size));
    }
  }

  private static TensorSource gemm(
      String module, StoredTensor words, StoredTensor zeros, StoredTensor scales, long size) {
    long in = words.shape()[0];
    long out = 8 * words.shape()[1];
    long groups = (in + size - 1) / size;
    Parts.sized(scales, "[groups, outputs]", groups, out);
    Parts.sized(zeros, "[groups, outputs / 8]", groups, out / 8);
    TensorSource scale = Computations.transposed(scales);
    return Computations.blocks(
        module + ".weight",
        natural(words, out),
        Optional.of(natural(zeros, out)),
        new ScaleGrid(scale, scale.shape(), 1, size));
  }

  private static TensorSource natural(TensorSource words, long out) {
    return Computations.transposed(
        Computations.reordered(Computations.unpacked(words, BITS, 0, out), ORDER));
  }

  private static TensorSource gemv(
      String module, StoredTensor words, StoredTensor zeros, StoredTensor scales, long size) {
    long out = words.shape()[0];
    long in = 8 * words.shape()[1];
    long groups = (in + size - 1) / size;
    // Rows are padded for a kernel; what is beyond the groups is never read.
    long padded = zeros.shape()[1] * 8;
    Parts.sized(zeros, "[outputs, groups / 8]", out, Math.max(zeros.shape()[1], (groups + 7) / 8));
    Parts.sized(scales, "[outputs, groups], padded like the zeros", out, padded);
    return Computations.blocks(
        module + ".weight",
        Computations.unpacked(words, BITS, 0, in),
        Optional.of(Computations.unpacked(zeros, BITS, 0, padded)),
        new ScaleGrid(scales, scales.shape(), 1, size));
  }
}
