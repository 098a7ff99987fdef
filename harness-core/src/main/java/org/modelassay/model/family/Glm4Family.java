package org.modelassay.model.family;

import java.util.Set;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;

/** GLM 4 of April 2025 (0414): GLM with norms before and after attention and MLP. */
final class Glm4Family extends GlmFamily {
  @Override
  public Set<String> modelTypes() {
    return Set.of("glm4");
  }

  @Override
  DecoderShape.Builder adapt(ModelConfig config, DecoderShape.Builder shape) {
    return super.adapt(config, shape).postNorm(true);
  }

  @Override
  void norms(WeightList weights, String to, String from, int hidden, ModelConfig config) {
    super.norms(weights, to, from, hidden, config);
    weights
        .plain(to + "attention_post_norm", from + "post_self_attn_layernorm", hidden)
        .plain(to + "mlp_post_norm", from + "post_mlp_layernorm", hidden);
  }
}
