package org.modelassay.model.family;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.Rope;

/**
 * EXAONE 4: Llama with the norms after attention and MLP instead of before, norms of the heads of q
 * and k, and, in the larger model, sliding layers that rotate and full layers that do not.
 */
final class Exaone4Family extends LlamaFamily {
  @Override
  public Set<String> modelTypes() {
    return Set.of("exaone4");
  }

  @Override
  public Map<String, Object> defaults() {
    return Map.of("num_key_value_heads", 32, "rms_norm_eps", 1e-5, "sliding_window", 4096);
  }

  @Override
  DecoderShape.Builder adapt(ModelConfig config, DecoderShape.Builder shape) {
    return shape.preNorm(false).postNorm(true).queryKeyNorm("heads");
  }

  @Override
  boolean queryBias(ModelConfig config) {
    return false;
  }

  @Override
  boolean mlpBias(ModelConfig config) {
    return false;
  }

  private static List<Boolean> slide(ModelConfig config, int layers) {
    if (!config.has("sliding_window") || config.has("layer_types")) {
      // Means nothing, or is letters such as LLLG that layer_types spells out.
      config.ignore("sliding_window_pattern");
      return LayerTypes.slide(config, layers, i -> false);
    }
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
    return LayerTypes.ropes(
        slide(config, layers), rope, config.has("sliding_window") ? null : rope);
  }

  @Override
  void norms(WeightList weights, String to, String from, int hidden, ModelConfig config) {
    weights
        .plain(to + "attention_post_norm", from + "post_attention_layernorm", hidden)
        .plain(to + "mlp_post_norm", from + "post_feedforward_layernorm", hidden);
  }

  @Override
  void attention(
      WeightList weights, String to, String from, ModelConfig config, DecoderShape shape) {
    super.attention(weights, to, from, config, shape);
    int width = shape.number("head_dim");
    weights
        .plain(to + "q_norm", from + "q_norm", width)
        .plain(to + "k_norm", from + "k_norm", width);
  }
}
