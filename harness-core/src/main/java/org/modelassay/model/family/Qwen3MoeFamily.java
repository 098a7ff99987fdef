package org.modelassay.model.family;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;

/** Qwen 3 MoE: Qwen 3 with experts in some layers, and a window in all layers or none. */
class Qwen3MoeFamily extends Qwen3Family {
  @Override
  public Set<String> modelTypes() {
    return Set.of("qwen3_moe");
  }

  @Override
  public Map<String, Object> defaults() {
    return Map.of(
        "num_key_value_heads", 4,
        "max_position_embeddings", 32_768,
        "sliding_window", 4096,
        "intermediate_size", 6144,
        "moe_intermediate_size", 768,
        "num_experts_per_tok", 8);
  }

  @Override
  DecoderShape.Builder adapt(ModelConfig config, DecoderShape.Builder shape) {
    return super.adapt(config, shape)
        .router(
            "softmax", config.size("num_experts_per_tok"), config.truth("norm_topk_prob", false));
  }

  @Override
  List<Integer> windows(ModelConfig config, int layers) {
    // Published with this key of Qwen 2, which the reference does not use here.
    config.node("max_window_layers");
    if (!config.truth("use_sliding_window", false)) {
      config.node("sliding_window"); // means nothing then, and may be 0
      return Collections.nCopies(layers, 0);
    }
    return LayerTypes.windows(config, Collections.nCopies(layers, true));
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
    int count = config.size("num_experts", config.size("num_local_experts", 128));
    int middle = config.size("moe_intermediate_size");
    if (!Qwen2MoeFamily.sparse(config, layer)) {
      Experts.mlp(weights, to, from, dense, hidden, false);
      return;
    }
    weights.add(Experts.router(to, from + "gate", count, hidden));
    Experts.gated(
        weights, to, from + "experts.", count, middle, hidden, "gate_proj", "up_proj", "down_proj");
  }
}
