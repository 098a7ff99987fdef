package org.modelassay.model.family;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.Rope;

/**
 * Command-R7B and Command-A: Cohere with three sliding layers to one full layer, which alone do not
 * rotate.
 */
final class Cohere2Family extends CohereFamily {
  @Override
  public Set<String> modelTypes() {
    return Set.of("cohere2");
  }

  @Override
  public Map<String, Object> defaults() {
    return Map.of(
        "max_position_embeddings", 8192, "sliding_window", 4096, "tie_word_embeddings", true);
  }

  @Override
  DecoderShape.Builder adapt(ModelConfig config, DecoderShape.Builder shape) {
    // The published files say in words of another program what the architecture is.
    config.expect("order_of_interleaved_layers", "local_attn_first");
    config.expect("position_embedding_type", "rope_gptj");
    config.expect("rotary_pct", 1.0);
    config.expect("use_embedding_sharing", true);
    config.expect("use_gated_activation", true);
    config.expect("use_parallel_block", true);
    config.ignore("use_parallel_embedding", "layer_switch");
    return super.adapt(config, shape);
  }

  @Override
  boolean normsHeads(ModelConfig config) {
    return false;
  }

  private static List<Boolean> slide(ModelConfig config, int layers) {
    int pattern = config.size("sliding_window_pattern", 4);
    return LayerTypes.slide(config, layers, i -> (i + 1) % pattern != 0);
  }

  @Override
  List<Integer> windows(ModelConfig config, int layers) {
    return LayerTypes.windows(config, slide(config, layers));
  }

  @Override
  List<@Nullable Rope> ropes(ModelConfig config, int layers, int width) {
    Rope rope = rope(config, width);
    return LayerTypes.ropes(slide(config, layers), rope, null);
  }
}
