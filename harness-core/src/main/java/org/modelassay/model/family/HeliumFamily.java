package org.modelassay.model.family;

import java.util.Map;
import java.util.Set;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;

/** Helium: Llama in which neighbouring components rotate. */
final class HeliumFamily extends LlamaFamily {
  @Override
  public Set<String> modelTypes() {
    return Set.of("helium");
  }

  @Override
  public Map<String, Object> defaults() {
    return Map.of(
        "num_key_value_heads",
        20,
        "head_dim",
        128,
        "rms_norm_eps",
        1e-8,
        "max_position_embeddings",
        4096,
        "rope_theta",
        100_000);
  }

  @Override
  DecoderShape.Builder adapt(ModelConfig config, DecoderShape.Builder shape) {
    return shape.norm("rms_float", config.number("rms_norm_eps", 1e-8)).rotatesPairs(true);
  }

  @Override
  boolean outputBias(ModelConfig config) {
    return false;
  }
}
