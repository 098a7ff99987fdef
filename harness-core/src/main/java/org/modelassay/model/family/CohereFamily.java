package org.modelassay.model.family;

import java.util.Map;
import java.util.Set;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;

/**
 * Command-R and Aya: one LayerNorm without bias before attention and MLP, which stand side by side;
 * neighbouring components rotate, in float32; norms of each head of q and k where the configuration
 * says.
 */
class CohereFamily extends LlamaFamily {
  @Override
  public Set<String> modelTypes() {
    return Set.of("cohere");
  }

  @Override
  public Map<String, Object> defaults() {
    return Map.of(
        "max_position_embeddings", 8192, "rope_theta", 500_000, "tie_word_embeddings", true);
  }

  @Override
  DecoderShape.Builder adapt(ModelConfig config, DecoderShape.Builder shape) {
    // The length that the tokenizer was set to.
    config.ignore("model_max_length");
    return shape
        .norm("layer_float", config.number("layer_norm_eps", 1e-5))
        .parallel(true)
        .rotatesPairs(true)
        .rotaryType("rounded")
        .queryKeyNorm(normsHeads(config) ? "heads" : "none")
        .logitScale(config.number("logit_scale", 0.0625));
  }

  /** Whether each head of q and k has a norm. */
  boolean normsHeads(ModelConfig config) {
    return config.truth("use_qk_norm", false);
  }

  @Override
  boolean mlpBias(ModelConfig config) {
    return false;
  }

  @Override
  void norms(WeightList weights, String to, String from, int hidden, ModelConfig config) {
    weights.plain(to + "attention_norm", from + "input_layernorm", hidden);
  }

  @Override
  void attention(
      WeightList weights, String to, String from, ModelConfig config, DecoderShape shape) {
    super.attention(weights, to, from, config, shape);
    if (normsHeads(config)) {
      int width = shape.number("head_dim");
      weights
          .plain(to + "q_norm", from + "q_norm", shape.number("heads"), width)
          .plain(to + "k_norm", from + "k_norm", shape.number("kv_heads"), width);
    }
  }
}
