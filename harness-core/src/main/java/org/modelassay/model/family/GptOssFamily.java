package org.modelassay.model.family;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.Rope;
import org.modelassay.model.Weight;

/**
 * GPT-OSS: attention with a sink to each head and a window in every second layer, experts with a
 * clamped gate, biases. The matrices of the experts are stored input-major.
 */
class GptOssFamily extends LlamaFamily {
  @Override
  public Set<String> modelTypes() {
    return Set.of("gpt_oss");
  }

  @Override
  public Map<String, Object> defaults() {
    return Map.of(
        "head_dim", 64,
        "num_key_value_heads", 8,
        "rms_norm_eps", 1e-5,
        "rope_theta", 150_000,
        "max_position_embeddings", 131_072,
        "sliding_window", 128,
        "intermediate_size", 2880,
        "num_experts_per_tok", 4);
  }

  @Override
  DecoderShape.Builder adapt(ModelConfig config, DecoderShape.Builder shape) {
    int count = config.size("num_experts_per_tok");
    // Written once more under the name of the first implementation.
    if (config.size("experts_per_token", count) != count) {
      throw config.unsupported("experts_per_token", count + ", as num_experts_per_tok");
    }
    return shape
        .norm("rms_float", config.number("rms_norm_eps", 1e-5))
        .router("chosen", count, false)
        .gateLimit(config.number("swiglu_limit", 7), config.number("swiglu_alpha", 1.702));
  }

  @Override
  Rope rope(ModelConfig config, int width) {
    config.node("initial_context_length"); // of the first implementation, that of the rotation
    if (config.has("rope_parameters") || config.has("rope_scaling")) {
      return super.rope(config, width);
    }
    var published =
        JsonNodeFactory.instance
            .objectNode()
            .put("rope_type", "yarn")
            .put("factor", 32.0)
            .put("truncate", false)
            .put("original_max_position_embeddings", 4096);
    double theta = config.number("rope_theta", 150_000);
    return Rope.of(config, "rope_parameters", published, width, theta, 1);
  }

  @Override
  List<Integer> windows(ModelConfig config, int layers) {
    return LayerTypes.windows(config, LayerTypes.slide(config, layers, i -> i % 2 == 0));
  }

  @Override
  boolean queryBias(ModelConfig config) {
    return config.truth("attention_bias", true);
  }

  @Override
  void attention(
      WeightList weights, String to, String from, ModelConfig config, DecoderShape shape) {
    super.attention(weights, to, from, config, shape);
    weights.add(Weight.plain(to + "sinks", from + "sinks", shape.number("heads")));
  }

  @Override
  void mlp(
      WeightList weights,
      String to,
      String from,
      int layer,
      ModelConfig config,
      DecoderShape shape) {
    int hidden = shape.hidden();
    int middle = config.size("intermediate_size");
    int count = config.size("num_local_experts", config.size("num_experts", 128));
    weights.add(Experts.router(to, from + "router", count, hidden));
    weights.bias(to + "router", from + "router", count);
    for (int e = 0; e < count; e++) {
      String expert = to + "experts." + e + ".";
      entry(
          weights, expert + "gate_up", from + "experts.gate_up_proj", 2 * middle, hidden, e, count);
      entry(weights, expert + "down", from + "experts.down_proj", hidden, middle, e, count);
    }
  }

  private static void entry(
      WeightList weights, String to, String from, int rows, int columns, int index, int count) {
    weights
        .add(Weight.matrix(to, from, rows, columns).storedTransposed().entryOf(count, index))
        .add(Weight.plain(to + ".bias", from + "_bias", rows).entryOf(count, index));
  }
}
