package org.modelassay.model.quantized;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.modelassay.AssayException;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.checkpoint.StoredTensor;
import org.modelassay.model.checkpoint.StoredType;
import org.modelassay.model.checkpoint.TensorSource;

/**
 * compressed-tensors, as LLM Compressor and vLLM write it. Plain: {@code weight} of int8 or 8-bit
 * floats, {@code weight_scale} for the matrix, for each row, group or block, perhaps {@code
 * weight_zero_point}. Packed: {@code weight_packed} [out, words] of int32, {@code weight_shape},
 * and the group of each input in {@code weight_g_idx} where that is irregular; zeros are packed
 * along the outputs. The parts of a module tell which of these it is, so neither {@code targets}
 * nor {@code ignore} is read. Weights alone are dequantised: what the configuration says of
 * activations and of the cache of keys and values is not simulated.
 */
final class CompressedTensors implements Quantization.Method {
  private static final Set<String> FORMATS =
      Set.of(
          "dense",
          "int-quantized",
          "float-quantized",
          "naive-quantized",
          "pack-quantized",
          "mixed-precision");
  private static final int[] PACKED_BITS = {2, 4, 8};
  private static final Set<StoredType> CODES =
      Set.of(StoredType.I8, StoredType.F8_E4M3, StoredType.F8_E5M2);
  private static final Set<StoredType> ZEROS =
      Set.of(StoredType.I8, StoredType.I32, StoredType.F8_E4M3, StoredType.F8_E5M2);
  private static final Set<StoredType> WHOLE = Set.of(StoredType.I32, StoredType.I64);

  @Override
  public void dequantize(Settings settings, Parts parts) {
    format(settings, "format", settings.node("format"));
    format(settings, "sparsity_config.format", settings.node("sparsity_config").path("format"));
    if (!ModelConfig.isOff(settings.node("transform_config").path("config_groups"))) {
      throw settings.unsupported("transform_config", "weights that are not rotated");
    }
    // Said of the cache alone.
    settings.node("kv_cache_scheme");
    int[] block = groups(settings);
    parts.drop(
        "input_scale",
        "input_zero_point",
        "input_global_scale",
        "output_scale",
        "output_zero_point",
        "q_scale",
        "k_scale",
        "v_scale");
    for (String module : parts.modules("weight_packed", "weight_shape", "weight_g_idx")) {
      packed(parts, module);
    }
    var plain = new TreeSet<String>(parts.modules("weight_scale", "weight_zero_point"));
    plain.addAll(parts.weights(CODES));
    for (String module : plain) {
      plain(parts, module, block);
    }
  }

  private static void format(Settings settings, String key, JsonNode format) {
    if (!format.isMissingNode() && !format.isNull() && !FORMATS.contains(format.asText())) {
      throw settings.unsupported(key, String.join(", ", new TreeSet<>(FORMATS)));
    }
  }

  /** Checks the groups; the size of blocks of the one that has them, or empty. */
  private static int[] groups(Settings settings) {
    int[] block = {};
    for (Map.Entry<String, JsonNode> group : settings.node("config_groups").properties()) {
      String key = "config_groups." + group.getKey();
      format(settings, key + ".format", group.getValue().path("format"));
      JsonNode weights = group.getValue().path("weights");
      if (!weights.isObject()) {
        continue;
      }
      int bits = weights.path("num_bits").asInt();
      String type = weights.path("type").asText("int");
      boolean known = type.equals("int") ? Set.of(2, 4, 8).contains(bits) : bits == 8;
      if (!known || !(type.equals("int") || type.equals("float"))) {
        throw settings.unsupported(key + ".weights", "int of 2, 4 or 8 bits, float of 8 bits");
      }
      String where = key + ".weights.block_structure";
      int[] here = settings.block(weights.path("block_structure"), where);
      if (here.length > 0 && block.length > 0 && !Arrays.equals(here, block)) {
        throw settings.unsupported(where, "one size of blocks");
      }
      block = here.length > 0 ? here : block;
    }
    return block;
  }

  private static void plain(Parts parts, String module, int[] block) {
    StoredTensor codes = Parts.matrix(parts.take(module + ".weight", CODES));
    StoredTensor scales = parts.take(module + ".weight_scale", Parts.SCALES);
    Optional<StoredTensor> zeros = parts.find(module + ".weight_zero_point", ZEROS);
    zeros.ifPresent(z -> Parts.counted(z, "one for each scale", scales.elements()));
    parts.put(
        Computations.blocks(
            codes.name(), codes, zeros, ScaleGrid.of(scales, codes.shape(), block)));
  }

  private static void packed(Parts parts, String module) {
    StoredTensor words = parts.words(module + ".weight_packed");
    StoredTensor scales = parts.take(module + ".weight_scale", Parts.SCALES);
    long[] shape = shape(parts.take(module + ".weight_shape", WHOLE), words);
    long out = shape[0];
    long in = shape[1];
    int bits = bits(words, in);
    int offset = 1 << (bits - 1);
    TensorSource codes = Computations.unpacked(words, bits, offset, in);
    Optional<StoredTensor> index = parts.find(module + ".weight_g_idx", WHOLE);
    Optional<TensorSource> zeros =
        parts
            .find(module + ".weight_zero_point", ZEROS)
            .map(z -> zeros(z, bits, offset, out, scales));
    String name = module + ".weight";
    if (index.isPresent()) {
      Parts.sized(index.get(), "one for each input", in);
      Parts.sized(Parts.matrix(scales), "[outputs, groups]", out, scales.shape()[1]);
      parts.put(Computations.groups(name, codes, zeros, scales, index.get()));
    } else {
      parts.put(Computations.blocks(name, codes, zeros, ScaleGrid.of(scales, shape)));
    }
  }

  /** Zeros packed along the outputs; early versions did not pack them. */
  private static TensorSource zeros(
      StoredTensor zeros, int bits, int offset, long out, StoredTensor scales) {
    if (zeros.type() != StoredType.I32) {
      return Parts.counted(zeros, "one for each scale", scales.elements());
    }
    long groups = scales.elements() / out;
    Parts.sized(zeros, "[outputs * bits / 32, groups]", (out * bits + 31) / 32, groups);
    return Computations.transposed(
        Computations.unpacked(Computations.transposed(zeros), bits, offset, out));
  }

  private static long[] shape(StoredTensor shape, StoredTensor words) {
    ByteBuffer bytes = Parts.bytes(Parts.counted(shape, "rows and columns", 2), 16);
    boolean wide = shape.type() == StoredType.I64;
    long out = wide ? bytes.getLong() : bytes.getInt();
    long in = wide ? bytes.getLong() : bytes.getInt();
    if (out != words.shape()[0] || in <= 0 || in > 16 * words.shape()[1]) {
      throw new AssayException(
          shape.file()
              + ": tensor "
              + shape.name()
              + " is ["
              + out
              + ", "
              + in
              + "], which does not fit the "
              + words.shape()[0]
              + " rows of "
              + words.shape()[1]
              + " words of "
              + words.name());
    }
    return new long[] {out, in};
  }

  private static int bits(StoredTensor words, long in) {
    for (int bits : PACKED_BITS) {
      if (words.shape()[1] == (in * bits + 31) / 32) {
        return bits;
      }
    }
    throw Parts.misshaped(words, in + " codes of 2, 4 or 8 bits in each row");
  }
}
