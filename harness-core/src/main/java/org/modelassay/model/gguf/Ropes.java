package org.modelassay.model.gguf;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;
import org.modelassay.AssayException;

/**
 * Rotary positions: from {@code rope.*} and the tensors that hold a factor for each frequency to
 * {@code rope_theta} and {@code rope_scaling}.
 */
final class Ropes {
  /** What each frequency is divided by: so llama.cpp stores the scaling of Llama 3. */
  private static final String FACTORS = "rope_freqs.weight";

  private static final String SHORT = "rope_factors_short.weight";
  private static final String LONG = "rope_factors_long.weight";

  private Ropes() {}

  /** Whether a tensor is part of the rotary positions. */
  static boolean reads(String tensor) {
    return Set.of(FACTORS, SHORT, LONG).contains(tensor);
  }

  static void read(GgufMetadata m, ObjectNode c, int width) {
    c.put("rope_theta", m.number("rope.freq_base", 10_000));
    int dimensions = m.size("rope.dimension_count", width);
    if (dimensions > width) {
      throw m.unsupported("rope.dimension_count", "at most the " + width + " components of a head");
    }
    if (dimensions != width) {
      double share = (double) dimensions / width;
      // A quotient that multiplies back to a little less would lose a component.
      c.put(
          "partial_rotary_factor", (int) (width * share) < dimensions ? Math.nextUp(share) : share);
    }
    ObjectNode scaling = scaling(m, c, dimensions);
    if (!scaling.isEmpty()) {
      c.set("rope_scaling", scaling);
    }
  }

  private static ObjectNode scaling(GgufMetadata m, ObjectNode c, int dimensions) {
    ObjectNode scaling = c.objectNode();
    double linear = m.number("rope.scale_linear", 1);
    double factor = m.number("rope.scaling.factor", linear);
    double attention = m.number("rope.scaling.attn_factor", 1);
    int original =
        m.size("rope.scaling.original_context_length", c.path("max_position_embeddings").asInt());
    boolean factors = m.file().has(FACTORS);
    boolean shortAndLong = m.file().has(SHORT) && m.file().has(LONG);
    // llama.cpp takes a factor without a type for a linear one.
    String type = m.text("rope.scaling.type", factor > 1 ? "linear" : "none");
    if (shortAndLong) {
      scaling.put("rope_type", "longrope");
      factors(m.file(), SHORT, dimensions, scaling.putArray("short_factor"));
      factors(m.file(), LONG, dimensions, scaling.putArray("long_factor"));
      c.put("original_max_position_embeddings", original);
      if (m.has("rope.scaling.attn_factor")) {
        scaling.put("attention_factor", attention);
      }
      return scaling;
    }
    switch (type) {
      case "none" -> {
        // Nothing is scaled.
      }
      case "linear" -> {
        if (factor > 0 && factor != 1) {
          scaling.put("rope_type", "linear");
          scaling.put("factor", factor);
        }
      }
      case "yarn" -> {
        scaling.put("rope_type", "yarn");
        scaling.put("factor", factor);
        c.put("original_max_position_embeddings", original);
        scaling.put("beta_fast", m.number("rope.scaling.yarn_beta_fast", 32));
        scaling.put("beta_slow", m.number("rope.scaling.yarn_beta_slow", 1));
        if (attention != 1) {
          scaling.put(
              "attention_factor", attention * (factor > 1 ? 0.1 * Math.log(factor) + 1 : 1));
        }
      }
      default ->
          throw m.unsupported("rope.scaling.type", "none, linear, yarn, longrope with its factors");
    }
    if (!type.equals("yarn") && attention != 1) {
      throw m.unsupported("rope.scaling.attn_factor", "1, or that of yarn and longrope");
    }
    if (factors) {
      if (!scaling.isEmpty()) {
        throw m.unsupported("rope.scaling.type", "none beside " + FACTORS);
      }
      // Factors that are the same in short and long inputs, which is longrope with one list twice.
      scaling.put("rope_type", "longrope");
      factors(m.file(), FACTORS, dimensions, scaling.putArray("short_factor"));
      scaling.set("long_factor", scaling.get("short_factor"));
      c.put("original_max_position_embeddings", original);
      scaling.put("attention_factor", 1.0);
    }
    return scaling;
  }

  private static void factors(GgufFile file, String name, int dimensions, ArrayNode into) {
    GgufTensor tensor = file.tensor(name);
    if (tensor == null
        || tensor.type() != GgmlType.F32
        || tensor.shape().length != 1
        || tensor.shape()[0] != dimensions / 2) {
      throw new AssayException(
          file
              + ": tensor "
              + name
              + " is "
              + (tensor == null ? "missing" : tensor.type() + " " + Arrays.toString(tensor.shape()))
              + ", expected "
              + dimensions / 2
              + " numbers of type F32, one for each pair of components that rotates");
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) tensor.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(tensor.file(), StandardOpenOption.READ)) {
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, tensor.offset() + bytes.position()) < 0) {
          throw new IOException("it ends within " + name);
        }
      }
    } catch (IOException e) {
      throw new AssayException(tensor.file() + " cannot be read: " + e, e);
    }
    bytes.flip();
    while (bytes.hasRemaining()) {
      into.add((double) bytes.getFloat());
    }
  }
}
