package org.modelassay.model.quantized;

import java.util.Optional;
import java.util.Set;
import org.modelassay.AssayException;
import org.modelassay.model.checkpoint.StoredTensor;
import org.modelassay.model.checkpoint.StoredType;
import org.modelassay.model.checkpoint.TensorSource;

/**
 * GPTQ as AutoGPTQ and GPTQModel store it: codes packed along the inputs into {@code qweight} [in *
 * bits / 32, out], zeros along the outputs into {@code qzeros} [groups, out * bits / 32], {@code
 * scales} [groups, out], and the group of each input in {@code g_idx} [in], which act-order makes
 * irregular. Format {@code gptq} stores zeros less one, {@code gptq_v2} as they are.
 */
final class Gptq implements Quantization.Method {
  private static final Set<StoredType> INDEX = Set.of(StoredType.I32, StoredType.I64);

  @Override
  public void dequantize(Settings settings, Parts parts) {
    int bits = settings.whole("bits", 0);
    if (!Set.of(2, 3, 4, 8).contains(bits)) {
      throw settings.unsupported("bits", "2, 3, 4, 8");
    }
    int size = settings.group();
    String key = settings.has("checkpoint_format") ? "checkpoint_format" : "format";
    String format = settings.text(key, "gptq");
    settings.text("format", "");
    boolean lessOne = format.equals("gptq");
    if (!lessOne && !format.equals("gptq_v2")) {
      throw settings.unsupported(key, "gptq, gptq_v2");
    }
    if (!settings.text("pack_dtype", "int32").equals("int32")) {
      throw settings.unsupported("pack_dtype", "int32");
    }
    // Which modules have other settings; the sizes of the parts say it as well.
    settings.node("dynamic");
    for (String module : parts.modules("qweight", "qzeros", "scales", "g_idx")) {
      matrix(parts, module, bits, size, lessOne);
    }
  }

  private static void matrix(Parts parts, String module, int usual, int size, boolean lessOne) {
    StoredTensor words = parts.words(module + ".qweight");
    StoredTensor scales = parts.scales(module + ".scales");
    StoredTensor zeros = parts.words(module + ".qzeros");
    Optional<StoredTensor> index = parts.find(module + ".g_idx", INDEX);
    long rows = words.shape()[0];
    long out = words.shape()[1];
    long in = index.map(TensorSource::elements).orElse(32 * rows / usual);
    int bits = bits(words, in);
    if (out * bits % 32 != 0) {
      throw Parts.misshaped(words, "columns whose zeros of " + bits + " bits fill words of 32");
    }
    long groups = index.isPresent() ? scales.shape()[0] : (in + size - 1) / size;
    Parts.sized(scales, "[groups, outputs]", groups, out);
    Parts.sized(zeros, "[groups, outputs * " + bits + " bits / 32]", groups, out * bits / 32);
    boolean byWords = 32 % bits == 0;
    TensorSource packed = lessOne && byWords ? Computations.incremented(zeros, bits) : zeros;
    TensorSource zero = Computations.unpacked(packed, bits, 0, out);
    if (lessOne && !byWords) {
      zero = Computations.wrapped(zero, bits);
    }
    TensorSource codes = Computations.unpacked(Computations.transposed(words), bits, 0, in);
    TensorSource scale = Computations.transposed(scales);
    Optional<TensorSource> offset = Optional.of(Computations.transposed(zero));
    String name = module + ".weight";
    parts.put(
        index.isPresent()
            ? Computations.groups(name, codes, offset, scale, index.get())
            : Computations.blocks(
                name, codes, offset, new ScaleGrid(scale, scale.shape(), 1, size)));
  }

  /** The bits of a code, by which {@code in} of them fill the words. */
  private static int bits(StoredTensor words, long in) {
    for (int bits : new int[] {2, 3, 4, 8}) {
      if (32 * words.shape()[0] == bits * in) {
        return bits;
      }
    }
    throw new AssayException(
        words.file()
            + ": tensor "
            + words.name()
            + " has "
            + words.shape()[0]
            + " rows, which "
            + in
            + " codes of 2, 3, 4 or 8 bits do not fill");
  }
}
