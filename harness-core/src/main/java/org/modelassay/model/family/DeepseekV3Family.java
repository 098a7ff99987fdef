package org.modelassay.model.family;

import java.util.Set;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.Weight;

/**
 * DeepSeek-V3 and R1, Moonlight: V2 with sigmoid scores and a correction that takes part in the
 * choice of experts alone.
 */
class DeepseekV3Family extends DeepseekV2Family {
  @Override
  public Set<String> modelTypes() {
    return Set.of("deepseek_v3");
  }

  @Override
  DecoderShape.Builder routing(ModelConfig config, DecoderShape.Builder shape) {
    only(config, "scoring_func", "sigmoid");
    only(config, "topk_method", "noaux_tc");
    int count = config.size("num_experts_per_tok", 8);
    shape
        .rotatesPairs(config.truth("rope_interleave", true))
        .router("sigmoid", count, config.truth("norm_topk_prob", true))
        .routerScale(config.number("routed_scaling_factor", 2.5));
    groups(config, shape, config.size("n_group", 8), config.size("topk_group", 4), count);
    return shape;
  }

  @Override
  int experts(ModelConfig config) {
    return config.size("n_routed_experts", 256);
  }

  @Override
  int dense(ModelConfig config) {
    return config.count("first_k_dense_replace", 3);
  }

  @Override
  int middle(ModelConfig config) {
    return config.size("moe_intermediate_size", 2048);
  }

  @Override
  int shared(ModelConfig config) {
    return config.size("n_shared_experts", 1);
  }

  @Override
  boolean mlpBias(ModelConfig config) {
    return false;
  }

  @Override
  void correction(WeightList weights, String to, String from, int count) {
    weights.add(
        Weight.plain(to + "router_correction", from + "e_score_correction_bias", count)
            .inFloat32());
  }
}
