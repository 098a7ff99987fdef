package org.modelassay.model.family;

import java.util.Map;
import java.util.Set;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.Rope;

/**
 * GLM 4 as first published: Llama in which neighbouring components of a part of each head rotate,
 * with gate and up in one matrix.
 */
class GlmFamily extends LlamaFamily {
  @Override
  public Set<String> modelTypes() {
    return Set.of("glm");
  }

  @Override
  public Map<String, Object> defaults() {
    return Map.of(
        "num_key_value_heads",
        2,
        "head_dim",
        128,
        "rms_norm_eps",
        1.5625e-7,
        "max_position_embeddings",
        131072,
        "attention_bias",
        true);
  }

  @Override
  DecoderShape.Builder adapt(ModelConfig config, DecoderShape.Builder shape) {
    return shape.rotatesPairs(true);
  }

  @Override
  Rope rope(ModelConfig config, int width) {
    return Rope.of(config, width, 10_000, 0.5);
  }

  @Override
  boolean outputBias(ModelConfig config) {
    return false;
  }

  @Override
  void mlp(
      WeightList weights,
      String to,
      String from,
      int layer,
      ModelConfig config,
      DecoderShape shape) {
    int middle = config.size("intermediate_size");
    weights
        .linear(to + "gate_up", from + "gate_up_proj", 2L * middle, shape.hidden(), false)
        .linear(to + "down", from + "down_proj", shape.hidden(), middle, false);
  }
}
