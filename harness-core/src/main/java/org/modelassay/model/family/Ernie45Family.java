package org.modelassay.model.family;

import java.util.Map;
import java.util.Set;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;

/** ERNIE 4.5, the dense ones: Llama in which neighbouring components rotate, in float32. */
final class Ernie45Family extends LlamaFamily {
  @Override
  public Set<String> modelTypes() {
    return Set.of("ernie4_5");
  }

  @Override
  public Map<String, Object> defaults() {
    return Map.of(
        "num_key_value_heads",
        2,
        "head_dim",
        128,
        "rms_norm_eps",
        1e-5,
        "max_position_embeddings",
        131072,
        "rope_theta",
        500_000,
        "tie_word_embeddings",
        true);
  }

  @Override
  DecoderShape.Builder adapt(ModelConfig config, DecoderShape.Builder shape) {
    return shape.rotatesPairs(true).rotaryType("float");
  }

  @Override
  boolean queryBias(ModelConfig config) {
    return config.truth("use_bias", false);
  }

  @Override
  boolean mlpBias(ModelConfig config) {
    return config.truth("use_bias", false);
  }
}
