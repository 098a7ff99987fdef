package org.modelassay.model.family;

import java.util.Map;
import java.util.Set;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;

/** OLMoE: Llama with norms over all heads of q and of k at once, perhaps clipped, and experts. */
class OlmoeFamily extends LlamaFamily {
  @Override
  public Set<String> modelTypes() {
    return Set.of("olmoe");
  }

  @Override
  public Map<String, Object> defaults() {
    return Map.of(
        "rms_norm_eps", 1e-5,
        "max_position_embeddings", 4096,
        "intermediate_size", 2048,
        "num_experts_per_tok", 8);
  }

  @Override
  DecoderShape.Builder adapt(ModelConfig config, DecoderShape.Builder shape) {
    return shape
        .queryKeyNorm("whole")
        .queryKeyClip(config.number("clip_qkv", 0))
        .router(
            "softmax", config.size("num_experts_per_tok"), config.truth("norm_topk_prob", false));
  }

  @Override
  void attention(
      WeightList weights, String to, String from, ModelConfig config, DecoderShape shape) {
    super.attention(weights, to, from, config, shape);
    int width = shape.number("head_dim");
    weights
        .plain(to + "q_norm", from + "q_norm", (long) shape.number("heads") * width)
        .plain(to + "k_norm", from + "k_norm", (long) shape.number("kv_heads") * width);
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
    int count = config.size("num_experts", config.size("num_local_experts", 64));
    int middle = config.size("intermediate_size");
    weights.add(Experts.router(to, from + "gate", count, hidden));
    Experts.gated(
        weights, to, from + "experts.", count, middle, hidden, "gate_proj", "up_proj", "down_proj");
  }
}
