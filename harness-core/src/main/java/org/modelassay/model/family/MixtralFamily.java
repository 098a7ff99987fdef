package org.modelassay.model.family;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.Rope;

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
  DecoderShape.Builder adapt(ModelConfig config, DecoderShape.Builder shape) {
    int heads = config.size("num_attention_heads");
    int width = config.size("head_dim", config.size("hidden_size") / heads);
    return shape
        .heads(heads, config.size("num_key_value_heads", 8), width)
        .norm("rms", config.number("rms_norm_eps", 1e-5))
        .rope(Rope.of(config, width, 1_000_000))
        .router("softmax", config.size("num_experts_per_tok", 2), true);
  }

  @Override
  List<Integer> windows(ModelConfig config, int layers) {
    boolean slides = config.has("sliding_window");
    return Collections.nCopies(layers, slides ? config.size("sliding_window") : 0);
  }

  @Override
  boolean queryBias(ModelConfig config) {
    return false;
  }

  @Override
  boolean outputBias(ModelConfig config) {
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
    int middle = config.size("intermediate_size", 14_336);
    // The library renames the block when it stacks the experts.
    String block = from;
    if (!weights.stored(from + "gate.weight")) {
      block = from.replace("mlp.", "block_sparse_moe.");
    }
    weights.add(Experts.router(to, block + "gate", count, shape.hidden()));
    Experts.gated(weights, to, block + "experts.", count, middle, shape.hidden(), "w1", "w3", "w2");
  }
}
