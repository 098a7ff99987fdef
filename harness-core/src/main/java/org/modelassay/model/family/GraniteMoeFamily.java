package org.modelassay.model.family;

import java.util.Set;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.Weight;

/**
 * Granite MoE: Granite with experts that share by a soft-max over the chosen alone; perhaps an MLP
 * that all positions share.
 */
class GraniteMoeFamily extends GraniteFamily {
  @Override
  public Set<String> modelTypes() {
    return Set.of("granitemoe", "granitemoeshared");
  }

  @Override
  DecoderShape.Builder adapt(ModelConfig config, DecoderShape.Builder shape) {
    return super.adapt(config, shape)
        .router("chosen", config.size("num_experts_per_tok", 2), false);
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
    int count = config.size("num_local_experts", 8);
    int middle = config.size("intermediate_size", 11_008);
    int shared = config.count("shared_intermediate_size", 0);
    String block = from.replace("mlp.", "block_sparse_moe.");
    if (weights.stored(block + "experts.gate_up_proj")) {
      weights.add(Experts.router(to, block + "router", count, hidden));
      Experts.gated(weights, to, block + "experts.", count, middle, hidden);
    } else {
      weights.add(Experts.router(to, block + "router.layer", count, hidden));
      for (int e = 0; e < count; e++) {
        String expert = to + "experts." + e + ".";
        weights
            .add(
                Weight.matrix(
                        expert + "gate_up", block + "input_linear.weight", 2L * middle, hidden)
                    .entryOf(count, e))
            .add(
                Weight.matrix(expert + "down", block + "output_linear.weight", hidden, middle)
                    .entryOf(count, e));
      }
    }
    if (shared > 0) {
      String mlp = from.replace("mlp.", "shared_mlp.");
      weights
          .linear(to + "shared.gate_up", mlp + "input_linear", 2L * shared, hidden, false)
          .linear(to + "shared.down", mlp + "output_linear", hidden, shared, false);
    }
  }
}
