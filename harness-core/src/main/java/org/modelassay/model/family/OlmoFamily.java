package org.modelassay.model.family;

import java.util.Set;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;

/**
 * OLMo: Llama with LayerNorms that have no weights; q, k and v are clipped where the configuration
 * says, and rotate in float32.
 */
final class OlmoFamily extends LlamaFamily {
  @Override
  public Set<String> modelTypes() {
    return Set.of("olmo");
  }

  @Override
  DecoderShape.Builder adapt(ModelConfig config, DecoderShape.Builder shape) {
    return shape.norm("layer", 1e-5).rotaryType("float").queryKeyClip(config.number("clip_qkv", 0));
  }

  @Override
  boolean mlpBias(ModelConfig config) {
    return false;
  }

  @Override
  void norms(WeightList weights, String to, String from, int hidden, ModelConfig config) {}

  @Override
  void finalNorm(WeightList weights, String from, int hidden) {}
}
