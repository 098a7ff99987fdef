package org.modelassay.model.family;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.modelassay.model.ModelConfig;

/**
 * Mistral and Ministral: Llama with a sliding window, in every layer where {@code layer_types} does
 * not say otherwise.
 */
class MistralFamily extends LlamaFamily {
  @Override
  public Set<String> modelTypes() {
    return Set.of("mistral", "ministral");
  }

  @Override
  public Map<String, Object> defaults() {
    return Map.of(
        "num_key_value_heads", 8, "max_position_embeddings", 131072, "sliding_window", 4096);
  }

  @Override
  boolean queryBias(ModelConfig config) {
    return false;
  }

  @Override
  boolean mlpBias(ModelConfig config) {
    return false;
  }

  @Override
  List<Integer> windows(ModelConfig config, int layers) {
    return LayerTypes.windows(config, LayerTypes.slide(config, layers, i -> true));
  }
}
