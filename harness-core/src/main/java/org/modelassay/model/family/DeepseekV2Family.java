package org.modelassay.model.family;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.modelassay.AssayException;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.Rope;

/**
 * DeepSeek-V2: Llama with multi-head latent attention, and after the first layers experts beside an
 * MLP that all positions share.
 */
class DeepseekV2Family extends LlamaFamily {
  private static final Pattern LAYER = Pattern.compile("model\\.layers\\.(\\d{1,9})\\..*");

  @Override
  public Set<String> modelTypes() {
    return Set.of("deepseek_v2");
  }

  @Override
  public Map<String, Object> defaults() {
    return Map.ofEntries(
        Map.entry("kv_lora_rank", 512),
        Map.entry("q_lora_rank", 1536),
        Map.entry("qk_nope_head_dim", 128),
        Map.entry("qk_rope_head_dim", 64),
        Map.entry("v_head_dim", 128),
        Map.entry("intermediate_size", 11_008),
        Map.entry("moe_intermediate_size", 1407),
        Map.entry("first_k_dense_replace", 0),
        Map.entry("n_routed_experts", 64),
        Map.entry("n_shared_experts", 2));
  }

  @Override
  DecoderShape.Builder adapt(ModelConfig config, DecoderShape.Builder shape) {
    int heads = config.size("num_attention_heads");
    if (config.size("num_key_value_heads", heads) != heads) {
      throw config.unsupported(
          "num_key_value_heads", heads + ", as num_attention_heads: latent keys have no groups");
    }
    if (config.size("moe_layer_freq", 1) != 1) {
      throw config.unsupported("moe_layer_freq", "1");
    }
    config.node("ep_size"); // of how the model is spread over devices
    config.node("qk_head_dim"); // the sum of the next two
    int width = config.size("qk_nope_head_dim") + config.size("qk_rope_head_dim");
    shape
        .mixers(Collections.nCopies(config.size("num_hidden_layers"), "latent"))
        .heads(heads, heads, width)
        .valueWidth(config.size("v_head_dim"))
        .attentionScale(attentionScale(config, width));
    return routing(config, shape);
  }

  @Override
  Rope rope(ModelConfig config, int width) {
    return super.rope(config, config.size("qk_rope_head_dim"));
  }

  /** YaRN scales the scores too, where {@code mscale_all_dim} says so. */
  private static double attentionScale(ModelConfig config, int width) {
    JsonNode rope = config.node(config.has("rope_parameters") ? "rope_parameters" : "rope_scaling");
    double weight = rope.path("mscale_all_dim").asDouble(0);
    String kind = rope.path("rope_type").asText(rope.path("type").asText("default"));
    double factor = rope.path("factor").asDouble(1);
    double grown =
        weight == 0 || kind.equals("default") || factor <= 1
            ? 1
            : 0.1 * weight * Math.log(factor) + 1;
    return grown * grown / Math.sqrt(width);
  }

  /** How positions are turned and sent to experts. */
  DecoderShape.Builder routing(ModelConfig config, DecoderShape.Builder shape) {
    only(config, "scoring_func", "softmax");
    config.node("norm_topk_prob"); // the reference never renormalises here, whatever this says
    int count = config.size("num_experts_per_tok");
    shape
        .rotatesPairs(true)
        .rotaryType("float")
        .router("softmax", count, false)
        .routerScale(config.number("routed_scaling_factor", 1));
    switch (config.text("topk_method", "greedy")) {
      case "greedy" -> {
        config.node("n_group");
        config.node("topk_group");
      }
      case "group_limited_greedy" -> groups(config, shape, count);
      default -> throw config.unsupported("topk_method", "greedy, group_limited_greedy");
    }
    return shape;
  }

  /** The groups of the experts: enough experts must lie in those that are kept. */
  static void groups(ModelConfig config, DecoderShape.Builder shape, int count) {
    int experts = config.size("n_routed_experts");
    int groups = config.size("n_group");
    int kept = config.size("topk_group");
    if (experts % groups != 0 || kept > groups || (long) experts / groups * kept < count) {
      throw new AssayException(
          config.file()
              + ": "
              + experts
              + " experts in n_group = "
              + groups
              + " groups, of which topk_group = "
              + kept
              + " are kept, do not give num_experts_per_tok = "
              + count);
    }
    shape.routerGroups(groups, kept);
  }

  /** A key of published configurations that has one value in the reference. */
  static void only(ModelConfig config, String key, String value) {
    if (!config.text(key, value).equals(value)) {
      throw config.unsupported(key, value);
    }
  }

  @Override
  void attention(
      WeightList weights, String to, String from, ModelConfig config, DecoderShape shape) {
    int hidden = shape.hidden();
    long heads = shape.number("heads");
    long queries = heads * shape.number("head_dim");
    int values = shape.number("value_dim");
    int rank = config.size("kv_lora_rank");
    int still = config.size("qk_nope_head_dim");
    int turning = config.size("qk_rope_head_dim");
    boolean bias = config.truth("attention_bias", false);
    if (config.has("q_lora_rank")) {
      int narrow = config.size("q_lora_rank");
      weights
          .linear(to + "q_a", from + "q_a_proj", narrow, hidden, bias)
          .plain(to + "q_a_norm", from + "q_a_layernorm", narrow)
          .linear(to + "q_b", from + "q_b_proj", queries, narrow, false);
    } else {
      weights.linear(to + "q", from + "q_proj", queries, hidden, false);
    }
    weights
        .linear(to + "kv_a", from + "kv_a_proj_with_mqa", (long) rank + turning, hidden, bias)
        .plain(to + "kv_a_norm", from + "kv_a_layernorm", rank)
        .linear(to + "kv_b", from + "kv_b_proj", heads * (still + values), rank, false)
        .linear(to + "o", from + "o_proj", hidden, heads * values, bias);
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
    int count = config.size("n_routed_experts");
    int middle = config.size("moe_intermediate_size");
    int shared = Math.multiplyExact(middle, config.size("n_shared_experts"));
    boolean bias = mlpBias(config);
    if (layer < config.count("first_k_dense_replace", 0)) {
      Experts.mlp(weights, to, from, dense, hidden, bias);
      return;
    }
    weights.add(Experts.router(to, from + "gate", count, hidden).inFloat32());
    correction(weights, to, from + "gate.", count);
    Experts.gated(
        weights, to, from + "experts.", count, middle, hidden, "gate_proj", "up_proj", "down_proj");
    Experts.mlp(weights, to + "shared.", from + "shared_experts.", shared, hidden, bias);
  }

  /** What a router has beside its matrix. */
  void correction(WeightList weights, String to, String from, int count) {}

  @Override
  public boolean ignorable(ModelConfig config, String source) {
    // Layers behind the last one are for guessing several tokens ahead.
    Matcher layer = LAYER.matcher(source);
    return ignorable(source)
        || (layer.matches()
            && Integer.parseInt(layer.group(1)) >= config.size("num_hidden_layers"));
  }
}
