package org.modelassay.model.family;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.modelassay.model.ModelConfig;

/**
 * Qwen 2 and 2.5: Llama with biases on q, k and v, and a sliding window in the later layers where
 * it is switched on.
 */
class Qwen2Family extends LlamaFamily {
  @Override
  public Set<String> modelTypes() {
    return Set.of("qwen2");
  }

  @Override
  public Map<String, Object> defaults() {
    return Map.of(
        "num_key_value_heads", 32, "max_position_embeddings", 32768, "sliding_window", 4096);
  }

  @Override
  boolean queryBias(ModelConfig config) {
    return true;
  }

  @Override
  boolean outputBias(ModelConfig config) {
    return false;
  }

  @Override
  boolean mlpBias(ModelConfig config) {
    return false;
  }

  @Override
  List<Integer> windows(ModelConfig config, int layers) {
    int from = config.size("max_window_layers", 28);
    List<Boolean> slide = LayerTypes.slide(config, layers, i -> i >= from);
    if (!config.truth("use_sliding_window", false)) {
      // Published files hold a window that means nothing then.
      config.ignore("sliding_window");
      return Collections.nCopies(layers, 0);
    }
    return LayerTypes.windows(config, slide);
  }
}
