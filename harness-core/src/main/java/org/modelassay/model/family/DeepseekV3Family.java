package org.modelassay.model.family;

import java.util.LinkedHashMap;
import java.util.Map;
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
  public Map<String, Object> defaults() {
    var defaults = new LinkedHashMap<>(super.defaults());
    defaults.putAll(
        Map.of(
            "max_position_embeddings", 4096,
            "intermediate_size", 18_432,
            "moe_intermediate_size", 2048,
            "first_k_dense_replace", 3,
            "n_routed_experts", 256,
            "n_shared_experts", 1,
            "num_experts_per_tok", 8,
            "n_group", 8,
            "topk_group", 4,
            "routed_scaling_factor", 2.5));
    return defaults;
  }

  @Override
  DecoderShape.Builder routing(ModelConfig config, DecoderShape.Builder shape) {
    only(config, "scoring_func", "sigmoid");
    only(config, "topk_method", "noaux_tc");
    config.node("num_nextn_predict_layers"); // of layers that guess ahead
    int count = config.size("num_experts_per_tok");
    groups(config, shape, count);
    return shape
        .rotatesPairs(config.truth("rope_interleave", true))
        .router("sigmoid", count, config.truth("norm_topk_prob", true))
        .routerScale(config.number("routed_scaling_factor", 1));
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
