package org.modelassay.model.family;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
  boolean queryBias(ModelConfig config) {
    return true;
  }

  @Override
  boolean outputBias(ModelConfig config) {
    return false;
  }

  @Override
  List<Integer> windows(ModelConfig config, int layers) {
    int window = config.size("sliding_window", 1);
    int from = config.size("max_window_layers", 28);
    List<String> types = config.texts("layer_types");
    // A set sliding_window without use_sliding_window means nothing.
    if (!config.truth("use_sliding_window", false) || !config.has("sliding_window")) {
      return Collections.nCopies(layers, 0);
    }
    var windows = new ArrayList<Integer>();
    for (int i = 0; i < layers; i++) {
      boolean slides = i < types.size() ? types.get(i).equals("sliding_attention") : i >= from;
      windows.add(slides ? window : 0);
    }
    return windows;
  }
}
