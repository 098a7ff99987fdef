package org.modelassay.model.family;

import java.util.Map;
import java.util.Set;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;

/**
 * OLMo 2: Llama with the norms after attention and MLP instead of before, and norms of all of q and
 * k, which rotate in float32.
 */
class Olmo2Family extends LlamaFamily {
  @Override
  public Set<String> modelTypes() {
    return Set.of("olmo2");
  }

  @Override
  public Map<String, Object> defaults() {
    return Map.of("rms_norm_eps", 1e-5);
  }

  @Override
  DecoderShape.Builder adapt(ModelConfig config, DecoderShape.Builder shape) {
    return shape
        .norm("rms_float", config.number("rms_norm_eps", 1e-5))
        .preNorm(false)
        .postNorm(true)
        .queryKeyNorm("whole")
        .rotaryType("float");
  }

  @Override
  boolean mlpBias(ModelConfig config) {
    return false;
  }

  @Override
  void norms(WeightList weights, String to, String from, int hidden, ModelConfig config) {
    weights
        .plain(to + "attention_post_norm", from + "post_attention_layernorm", hidden)
        .plain(to + "mlp_post_norm", from + "post_feedforward_layernorm", hidden);
  }

  @Override
  void attention(
      WeightList weights, String to, String from, ModelConfig config, DecoderShape shape) {
    super.attention(weights, to, from, config, shape);
    long width = shape.number("head_dim");
    weights
        .plain(to + "q_norm", from + "q_norm", shape.number("heads") * width)
        .plain(to + "k_norm", from + "k_norm", shape.number("kv_heads") * width);
  }
}
