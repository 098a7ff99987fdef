package org.modelassay.model.family;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;

/** Qwen 3 MoE: Qwen 3, with its norms of query and key heads, and experts in some layers. */
class Qwen3MoeFamily extends LlamaFamily {
  @Override
  public Set<String> modelTypes() {
    return Set.of("qwen3_moe");
  }

  @Override
  DecoderShape.Builder adapt(ModelConfig config, DecoderShape.Builder shape) {
    int heads = config.size("num_attention_heads");
    int width = config.size("head_dim", config.size("hidden_size") / heads);
    return shape
        .heads(heads, config.size("num_key_value_heads", 4), width)
        .queryKeyNorm("heads")
        .router(
            "softmax",
            config.size("num_experts_per_tok", 8),
            config.truth("norm_topk_prob", false));
  }

  @Override
  List<Integer> windows(ModelConfig config, int layers) {
    // Published with Qwen 2's key, which this family does not use: all layers slide or none.
    config.node("max_window_layers");
    config.node("sliding_window"); // means nothing where it is not used, and may be 0
    boolean slides = config.truth("use_sliding_window", false);
    return Collections.nCopies(layers, slides ? config.size("sliding_window", 4096) : 0);
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

  @Override
  void mlp(
      WeightList weights,
      String to,
      String from,
      int layer,
      ModelConfig config,
      DecoderShape shape) {
    int hidden = shape.hidden();
    int dense = config.size("intermediate_size", 6144);
    int count = config.size("num_experts", config.size("num_local_experts", 128));
    int middle = config.size("moe_intermediate_size", 768);
    if (!Qwen2MoeFamily.sparse(config, layer)) {
      Experts.mlp(weights, to, from, dense, hidden, false);
      return;
    }
    weights.add(Experts.router(to, from + "gate", count, hidden));
    Experts.gated(
        weights, to, from + "experts.", count, middle, hidden, "gate_proj", "up_proj", "down_proj");
  }
}
