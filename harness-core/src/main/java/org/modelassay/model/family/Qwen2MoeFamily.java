package org.modelassay.model.family;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;

/**
 * Qwen 1.5 and 2 MoE: Qwen 2 with experts in some layers, and beside them one that all positions
 * share, behind a gate.
 */
class Qwen2MoeFamily extends LlamaFamily {
  @Override
  public Set<String> modelTypes() {
    return Set.of("qwen2_moe");
  }

  @Override
  public Map<String, Object> defaults() {
    return Map.of(
        "num_key_value_heads", 16,
        "max_position_embeddings", 32_768,
        "sliding_window", 4096,
        "intermediate_size", 5632,
        "moe_intermediate_size", 1408,
        "shared_expert_intermediate_size", 5632,
        "num_experts", 60,
        "num_experts_per_tok", 4);
  }

  @Override
  DecoderShape.Builder adapt(ModelConfig config, DecoderShape.Builder shape) {
    return shape.router(
        "softmax", config.size("num_experts_per_tok"), config.truth("norm_topk_prob", false));
  }

  @Override
  boolean queryBias(ModelConfig config) {
    return config.truth("qkv_bias", true);
  }

  @Override
  boolean outputBias(ModelConfig config) {
    return false;
  }

  @Override
  List<Integer> windows(ModelConfig config, int layers) {
    int until = config.size("max_window_layers", 28);
    // Unlike Qwen 2: every second of the first layers.
    List<Boolean> slide = LayerTypes.slide(config, layers, i -> i % 2 == 0 && i < until);
    if (!config.truth("use_sliding_window", false)) {
      config.node("sliding_window"); // means nothing then, and may be 0
      return Collections.nCopies(layers, 0);
    }
    return LayerTypes.windows(config, slide);
  }

  /** Whether a layer has experts, or one MLP of its own. */
  static boolean sparse(ModelConfig config, int layer) {
    int step = config.size("decoder_sparse_step", 1);
    return !config.ids("mlp_only_layers").contains(layer) && (layer + 1) % step == 0;
  }

  @Override
  void mlp(
      WeightList weights,
      String to,
      String from,
      int layer,
      ModelConfig config,
      DecoderShape shape) {
    int hidden = shape.hidden();
    int dense = config.size("intermediate_size");
    int count = config.size("num_experts");
    int middle = config.size("moe_intermediate_size");
    int shared = config.size("shared_expert_intermediate_size");
    if (!sparse(config, layer)) {
      Experts.mlp(weights, to, from, dense, hidden, false);
      return;
    }
    weights.add(Experts.router(to, from + "gate", count, hidden));
    Experts.gated(
        weights, to, from + "experts.", count, middle, hidden, "gate_proj", "up_proj", "down_proj");
    Experts.mlp(weights, to + "shared.", from + "shared_expert.", shared, hidden, false);
    weights.plain(to + "shared_gate", from + "shared_expert_gate", 1, hidden);
  }
}
