package org.modelassay.model.family;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;

/**
 * Mixtral: Llama with experts in place of the MLP, the best of a soft-max over all, and perhaps a
 * sliding window.
 */
class MixtralFamily extends LlamaFamily {
  @Override
  public Set<String> modelTypes() {
    return Set.of("mixtral");
  }

  @Override
  public Map<String, Object> defaults() {
    return Map.of(
        "num_key_value_heads", 8,
        "rms_norm_eps", 1e-5,
        "rope_theta", 1e6,
        "max_position_embeddings", 131_072,
        "intermediate_size", 14_336,
        "num_experts_per_tok", 2);
  }

  @Override
  DecoderShape.Builder adapt(ModelConfig config, DecoderShape.Builder shape) {
    return shape.router("softmax", config.size("num_experts_per_tok"), true);
  }

  @Override
  List<Integer> windows(ModelConfig config, int layers) {
    return LayerTypes.windows(config, Collections.nCopies(layers, true));
  }

  @Override
  boolean queryBias(ModelConfig config) {
    return false;
  }

  @Override
  void mlp(
      WeightList weights,
      String to,
      String from,
      int layer,
      ModelConfig config,
      DecoderShape shape) {
    int count = config.size("num_local_experts", config.size("num_experts", 8));
    int middle = config.size("intermediate_size");
    // The library renames the block when it stacks the experts.
    String block = from;
    if (!weights.stored(from + "gate.weight")) {
      block = from.replace("mlp.", "block_sparse_moe.");
    }
    weights.add(Experts.router(to, block + "gate", count, shape.hidden()));
    Experts.gated(weights, to, block + "experts.", count, middle, shape.hidden(), "w1", "w3", "w2");
  }
}
