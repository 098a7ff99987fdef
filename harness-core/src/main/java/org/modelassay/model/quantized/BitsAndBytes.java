package org.modelassay.model.quantized;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.modelassay.AssayException;
import org.modelassay.model.checkpoint.ComputedTensor;
import org.modelassay.model.checkpoint.StoredTensor;
import org.modelassay.model.checkpoint.StoredType;
import org.modelassay.model.checkpoint.TensorSource;

/**
 * bitsandbytes. 8 bits: {@code weight} int8 and {@code SCB}, the largest magnitude of each row. 4
 * bits, NF4 or FP4: {@code weight} packed two codes a byte into whatever type, {@code
 * weight.quant_map} what the codes stand for, {@code weight.absmax} the largest magnitude of each
 * block, and JSON in {@code weight.quant_state.bitsandbytes__nf4} or {@code __fp4} with the block's
 * size, the shape and the type; with double quantisation {@code absmax} is itself quantised.
 */
final class BitsAndBytes implements Quantization.Method {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String[] KINDS = {"nf4", "fp4"};
  private static final Set<StoredType> BYTES = Set.of(StoredType.U8);
  private static final Set<StoredType> SIGNED = Set.of(StoredType.I8);
  private static final Set<StoredType> ANY = EnumSet.allOf(StoredType.class);

  /** The types that a matrix may have had, by the names that the state gives them. */
  private static final Map<String, StoredType> TYPES =
      Map.of("float32", StoredType.F32, "float16", StoredType.F16, "bfloat16", StoredType.BF16);

  @Override
  public void dequantize(Settings settings, Parts parts) {
    var eight = new TreeSet<String>(parts.modules("SCB", "weight_format"));
    eight.addAll(parts.weights(SIGNED));
    for (String module : eight) {
      eightBits(settings, parts, module);
    }
    var four =
        new TreeSet<String>(
            parts.modules(
                "weight.absmax",
                "weight.quant_map",
                "weight.nested_absmax",
                "weight.nested_quant_map",
                state(KINDS[0]),
                state(KINDS[1])));
    four.addAll(parts.weights(BYTES));
    for (String module : four) {
      fourBits(parts, module + ".weight");
    }
  }

  private static String state(String kind) {
    return "weight.quant_state.bitsandbytes__" + kind;
  }

  private static void eightBits(Settings settings, Parts parts, String module) {
    StoredTensor codes = Parts.matrix(parts.take(module + ".weight", SIGNED));
    StoredTensor largest = parts.take(module + ".SCB", Parts.SCALES);
    Parts.counted(largest, "one for each row of the weight", codes.shape()[0]);
    Optional<StoredTensor> format = parts.find(module + ".weight_format", BYTES);
    if (format.isPresent()) {
      byte layout = Parts.bytes(Parts.counted(format.get(), "the layout", 1), 1).get();
      if (layout != 0) {
        throw new AssayException(
            codes.file()
                + ": tensor "
                + module
                + ".weight_format is "
                + layout
                + ", a layout of one GPU; supported is 0, row by row: save the model again with a"
                + " newer bitsandbytes");
      }
    }
    parts.put(
        new ComputedTensor(
            codes.name(),
            "quantized.rowwise",
            List.of(codes, largest),
            codes.shape(),
            settings.original()));
  }

  private static void fourBits(Parts parts, String name) {
    StoredTensor packed = parts.take(name, ANY);
    String kind = parts.has(name + ".quant_state.bitsandbytes__" + KINDS[1]) ? KINDS[1] : KINDS[0];
    var state = State.read(parts.take(name + ".quant_state.bitsandbytes__" + kind, BYTES), kind);
    long count = state.count();
    long bytes = (count + 1) / 2;
    if (packed.bytes() < bytes || packed.bytes() - packed.type().bytes() >= bytes) {
      throw Parts.misshaped(packed, bytes + " bytes for " + count + " codes of 4 bits");
    }
    long blocks = state.blocks("blocksize", count);
    StoredTensor map =
        Parts.counted(parts.take(name + ".quant_map", Parts.SCALES), "one for each code", 16);
    TensorSource absmax;
    if (state.has("nested_blocksize")) {
      StoredTensor codes = parts.take(name + ".absmax", BYTES);
      Parts.sized(codes, "one for each block", blocks);
      StoredTensor outer = parts.take(name + ".nested_absmax", Parts.SCALES);
      Parts.sized(outer, "one for each block", state.blocks("nested_blocksize", blocks));
      StoredTensor nestedMap = parts.take(name + ".nested_quant_map", Parts.SCALES);
      Parts.sized(nestedMap, "one for each code", 256);
      absmax =
          new ComputedTensor(
              codes.name(),
              "quantized.absmax",
              List.of(
                  codes,
                  outer,
                  nestedMap,
                  (long) state.whole("nested_blocksize"),
                  state.number("nested_offset")),
              codes.shape(),
              StoredType.F32);
    } else {
      StoredTensor plain = parts.take(name + ".absmax", Parts.SCALES);
      absmax = Parts.sized(plain, "one for each block", blocks);
    }
    parts.put(
        new ComputedTensor(
            name,
            "quantized.nibbles",
            List.of(
                packed,
                absmax,
                map,
                (long) state.whole("blocksize"),
                state.shape(),
                state.type().name()),
            state.shape(),
            state.type()));
  }

  /** The JSON of a quantised matrix. */
  private record State(StoredTensor tensor, JsonNode root, long[] shape, StoredType type) {
    /** More than the library ever writes. */
    private static final int LONGEST = 4096;

    /** The sizes of blocks that the library has kernels for. */
    private static final Set<Integer> BLOCKS = Set.of(32, 64, 128, 256, 512, 1024, 2048, 4096);

    static State read(StoredTensor tensor, String kind) {
      byte[] text = Parts.bytes(tensor, LONGEST).array();
      JsonNode root;
      try {
        root = JSON.readTree(text);
      } catch (IOException e) {
        throw wrong(tensor, "is no JSON: " + e.getMessage());
      }
      if (!root.path("quant_type").asText().equals(kind)) {
        throw wrong(tensor, "has quant_type " + root.path("quant_type") + ", expected " + kind);
      }
      StoredType type = TYPES.get(root.path("dtype").asText());
      if (type == null) {
        throw wrong(
            tensor, "has dtype " + root.path("dtype") + ", expected float32, float16 or bfloat16");
      }
      JsonNode sizes = root.path("shape");
      long[] shape = new long[sizes.size()];
      for (int i = 0; i < shape.length; i++) {
        shape[i] = sizes.get(i).canConvertToInt() ? sizes.get(i).asInt() : 0;
        if (shape[i] <= 0) {
          throw wrong(tensor, "has shape " + sizes + ", expected positive sizes");
        }
      }
      if (shape.length != 2) {
        throw wrong(tensor, "has shape " + sizes + ", expected two sizes");
      }
      return new State(tensor, root, shape, type);
    }

    private static AssayException wrong(StoredTensor tensor, String what) {
      return new AssayException(tensor.file() + ": tensor " + tensor.name() + " " + what);
    }

    long count() {
      return shape[0] * shape[1];
    }

    boolean has(String key) {
      return root.hasNonNull(key);
    }

    int whole(String key) {
      return root.path(key).asInt();
    }

    double number(String key) {
      if (!root.path(key).isNumber()) {
        throw wrong(tensor, "has " + key + " " + root.path(key) + ", expected a number");
      }
      return root.path(key).asDouble();
    }

    /** Number of blocks, of the size that a key gives, that so many values take. */
    long blocks(String key, long values) {
      int size = whole(key);
      if (!BLOCKS.contains(size)) {
        throw wrong(
            tensor, "has " + key + " " + root.path(key) + ", expected a power of two, 32 to 4096");
      }
      return (values + size - 1) / size;
    }
  }
}
