package org.modelassay.model.family;

import java.util.Map;
import java.util.Set;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;

/** Qwen 3: Qwen 2 with norms of each head of q and k, and biases where the configuration says. */
class Qwen3Family extends Qwen2Family {
  @Override
  public Set<String> modelTypes() {
    return Set.of("qwen3");
  }

  @Override
  public Map<String, Object> defaults() {
    return Map.of(
        "num_key_value_heads",
        32,
        "head_dim",
        128,
        "max_position_embeddings",
        32768,
        "sliding_window",
        4096);
  }

  @Override
  DecoderShape.Builder adapt(ModelConfig config, DecoderShape.Builder shape) {
    return shape.queryKeyNorm("heads");
  }

  @Override
  boolean queryBias(ModelConfig config) {
    return config.truth("attention_bias", false);
  }

  @Override
  boolean outputBias(ModelConfig config) {
    return queryBias(config);
  }

  @Override
  void attention(
      WeightList weights, String to, String from, ModelConfig config, DecoderShape shape) {
    super.attention(weights, to, from, config, shape);
    int width = shape.number("head_dim");
    weights
        .plain(to + "q_norm", from + "q_norm", width)
        .plain(to + "k_norm", from + "k_norm", width);
  }
}
