package org.modelassay.model.family;

import java.util.Map;
import java.util.Set;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;

/** StarCoder 2: Mistral with LayerNorms, an ungated tanh GELU MLP, and biases everywhere. */
final class Starcoder2Family extends MistralFamily {
  @Override
  public Set<String> modelTypes() {
    return Set.of("starcoder2");
  }

  @Override
  public Map<String, Object> defaults() {
    return Map.of(
        "num_key_value_heads",
        2,
        "hidden_act",
        "gelu_pytorch_tanh",
        "max_position_embeddings",
        4096,
        "tie_word_embeddings",
        true);
  }

  @Override
  DecoderShape.Builder adapt(ModelConfig config, DecoderShape.Builder shape) {
    config.expect("mlp_type", "default");
    config.expect("norm_type", "layer_norm");
    return shape.norm("layer", config.number("norm_epsilon", 1e-5));
  }

  @Override
  boolean queryBias(ModelConfig config) {
    return config.truth("use_bias", true);
  }

  @Override
  boolean normBias() {
    return true;
  }

  @Override
  void mlp(
      WeightList weights,
      String to,
      String from,
      int layer,
      ModelConfig config,
      DecoderShape shape) {
    weights.upDown(
        to,
        from + "c_fc",
        from + "c_proj",
        config.size("intermediate_size"),
        shape.hidden(),
        queryBias(config));
  }
}
