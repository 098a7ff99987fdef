package org.modelassay.model.family;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
  DecoderShape.Builder adapt(ModelConfig config, DecoderShape.Builder shape) {
    int heads = config.size("num_attention_heads");
    int width = config.size("head_dim", config.size("hidden_size") / heads);
    return shape
        .heads(heads, config.size("num_key_value_heads", 16), width)
        .router(
            "softmax",
            config.size("num_experts_per_tok", 4),
            config.truth("norm_topk_prob", false));
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
    List<String> types = config.texts("layer_types");
    if (!config.truth("use_sliding_window", false)) {
      config.node("sliding_window"); // means nothing then, and may be 0
      return Collections.nCopies(layers, 0);
    }
    int window = config.size("sliding_window", 4096);
    var windows = new ArrayList<Integer>();
    for (int i = 0; i < layers; i++) {
      // Unlike Qwen 2: every second of the first layers.
      boolean slides =
          types.isEmpty() ? i % 2 == 0 && i < until : types.get(i).equals("sliding_attention");
      windows.add(slides ? window : 0);
    }
    return windows;
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
    int dense = config.size("intermediate_size", 5632);
    int count = config.size("num_experts", 60);
    int middle = config.size("moe_intermediate_size", 1408);
    int shared = config.size("shared_expert_intermediate_size", 5632);
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
