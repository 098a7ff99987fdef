package org.modelassay.model.family;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.Rope;

/** SmolLM 3: Llama in which every fourth layer, or those of a list, do not rotate. */
final class SmolLm3Family extends LlamaFamily {
  @Override
  public Set<String> modelTypes() {
    return Set.of("smollm3");
  }

  @Override
  public Map<String, Object> defaults() {
    return Map.of(
        "num_key_value_heads",
        4,
        "max_position_embeddings",
        32768,
        "rope_theta",
        2_000_000,
        "tie_word_embeddings",
        true);
  }

  /** Whether each layer rotates: {@code no_rope_layers} holds 1 where it does. */
  private static List<Boolean> rotates(ModelConfig config, int layers) {
    int interval = config.size("no_rope_layer_interval", 4);
    List<Integer> given = config.ids("no_rope_layers");
    if (!given.isEmpty() && given.size() != layers) {
      throw config.unsupported("no_rope_layers", layers + " of them, as num_hidden_layers says");
    }
    var rotates = new ArrayList<Boolean>();
    for (int i = 0; i < layers; i++) {
      rotates.add(given.isEmpty() ? (i + 1) % interval != 0 : given.get(i) != 0);
    }
    return rotates;
  }

  @Override
  List<@Nullable Rope> ropes(ModelConfig config, int layers, int width) {
    Rope rope = rope(config, width);
    return LayerTypes.ropes(rotates(config, layers), rope, null);
  }

  @Override
  List<Integer> windows(ModelConfig config, int layers) {
    config.ignore("max_window_layers");
    List<Boolean> rotates = rotates(config, layers);
    boolean slides = config.truth("use_sliding_window", false);
    return LayerTypes.windows(
        config, LayerTypes.slide(config, layers, i -> slides && !rotates.get(i)));
  }
}
