package org.modelassay.model.family;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;

/**
 * Gemma 2: Gemma with norms before and after attention and MLP, soft caps on scores and logits, and
 * a sliding window in every second layer.
 */
class Gemma2Family extends GemmaFamily {
  @Override
  public Set<String> modelTypes() {
    return Set.of("gemma2");
  }

  @Override
  public Map<String, Object> defaults() {
    return Map.of(
        "num_key_value_heads",
        4,
        "head_dim",
        256,
        "max_position_embeddings",
        8192,
        "tie_word_embeddings",
        true,
        "sliding_window",
        4096,
        "attn_logit_softcapping",
        50.0,
        "final_logit_softcapping",
        30.0);
  }

  @Override
  DecoderShape.Builder adapt(ModelConfig config, DecoderShape.Builder shape) {
    // A second name of sliding_window in the first published files.
    config.ignore("sliding_window_size");
    super.adapt(config, shape)
        .postNorm(true)
        .attentionScale(1 / Math.sqrt(config.number("query_pre_attn_scalar", 256)))
        .attentionCap(config.number("attn_logit_softcapping", 0));
    if (config.has("final_logit_softcapping")) {
      shape.logitCap(config.number("final_logit_softcapping", 0));
    }
    return shape;
  }

  @Override
  String activation(ModelConfig config) {
    return Activations.of(config, "hidden_activation", "gelu_pytorch_tanh");
  }

  @Override
  List<Integer> windows(ModelConfig config, int layers) {
    return LayerTypes.windows(config, slide(config, layers));
  }

  /** Whether each layer slides. */
  List<Boolean> slide(ModelConfig config, int layers) {
    return LayerTypes.slide(config, layers, i -> i % 2 == 0);
  }

  @Override
  void norms(WeightList weights, String to, String from, int hidden, ModelConfig config) {
    weights
        .plain(to + "attention_norm", from + "input_layernorm", hidden)
        .plain(to + "attention_post_norm", from + "post_attention_layernorm", hidden)
        .plain(to + "mlp_norm", from + "pre_feedforward_layernorm", hidden)
        .plain(to + "mlp_post_norm", from + "post_feedforward_layernorm", hidden);
  }
}
