package org.modelassay.model.family;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.modelassay.AssayException;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.Rope;
import org.modelassay.model.Weight;

/**
 * DeepSeek-V2: multi-head latent attention, and after the first layers experts beside a shared MLP.
 * What V3 does differently is a method each.
 */
class DeepseekV2Family implements Family {
  private static final Pattern LAYER = Pattern.compile("model\\.layers\\.(\\d{1,9})\\..*");

  @Override
  public Set<String> modelTypes() {
    return Set.of("deepseek_v2");
  }

  @Override
  public DecoderShape shape(ModelConfig config) {
    int layers = config.size("num_hidden_layers");
    int heads = config.size("num_attention_heads");
    if (config.size("num_key_value_heads", heads) != heads) {
      throw config.unsupported(
          "num_key_value_heads", heads + ", as num_attention_heads: latent keys have no groups");
    }
    // Written by the library, which derives both.
    config.node("head_dim");
    config.node("qk_head_dim");
    int turning = config.size("qk_rope_head_dim", 64);
    int width = config.size("qk_nope_head_dim", 128) + turning;
    var shape =
        DecoderShape.builder()
            .sizes(config.size("vocab_size"), config.size("hidden_size"), layers)
            .heads(heads, heads, width)
            .valueWidth(config.size("v_head_dim", 128))
            .mixers(Collections.nCopies(layers, "latent"))
            .norm("rms", config.number("rms_norm_eps", 1e-6))
            .activation(Activations.of(config, "hidden_act", "silu"))
            .rope(Rope.of(config, turning, 10_000))
            .attentionScale(attentionScale(config, width))
            .context(config.size("max_position_embeddings", 2048))
            .tied(config.truth("tie_word_embeddings", false));
    return routing(config, shape).build();
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

  /** How positions are sent to experts. */
  DecoderShape.Builder routing(ModelConfig config, DecoderShape.Builder shape) {
    only(config, "scoring_func", "softmax");
    // The reference never renormalises here, whatever this says.
    config.node("norm_topk_prob");
    int count = config.size("num_experts_per_tok");
    shape
        .rotatesPairs(true)
        .router("softmax", count, false)
        .routerScale(config.number("routed_scaling_factor", 1));
    switch (config.text("topk_method", "greedy")) {
      case "greedy" -> {
        config.node("n_group");
        config.node("topk_group");
      }
      case "group_limited_greedy" ->
          groups(config, shape, config.size("n_group"), config.size("topk_group"), count);
      default -> throw config.unsupported("topk_method", "greedy, group_limited_greedy");
    }
    return shape;
  }

  /** Groups that the experts can be divided into, with enough experts in those that are kept. */
  final void groups(
      ModelConfig config, DecoderShape.Builder shape, int groups, int kept, int count) {
    int experts = experts(config);
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

  /** Number of experts to choose from. */
  int experts(ModelConfig config) {
    return config.size("n_routed_experts", 64);
  }

  /** Layers in front that have one MLP of their own. */
  int dense(ModelConfig config) {
    return config.count("first_k_dense_replace", 0);
  }

  /** Rows of an expert's gate. */
  int middle(ModelConfig config) {
    return config.size("moe_intermediate_size", 1407);
  }

  /** Experts that all positions share, as one MLP. */
  int shared(ModelConfig config) {
    return config.size("n_shared_experts", 2);
  }

  /** Whether MLPs that are no routed experts have biases. */
  boolean mlpBias(ModelConfig config) {
    return config.truth("mlp_bias", false);
  }

  /** Biases or other weights that a router has beside its matrix. */
  void correction(WeightList weights, String to, String from, int count) {}

  @Override
  public List<Weight> weights(ModelConfig config, DecoderShape shape, Set<String> stored) {
    int hidden = shape.hidden();
    if (config.size("moe_layer_freq", 1) != 1) {
      throw config.unsupported("moe_layer_freq", "1");
    }
    // Of how the model was trained and is spread over devices; V3's further layers guess ahead.
    config.node("ep_size");
    config.node("num_nextn_predict_layers");
    int dense = dense(config);
    int count = experts(config);
    int middle = middle(config);
    int shared = Math.multiplyExact(middle, shared(config));
    int own = config.size("intermediate_size");
    boolean bias = mlpBias(config);
    var weights = new WeightList(stored);
    weights.plain("embed", "model.embed_tokens", shape.vocabulary(), hidden);
    for (int i = 0; i < shape.layers(); i++) {
      String to = i + ".";
      String from = "model.layers." + i + ".";
      weights
          .plain(to + "attention_norm", from + "input_layernorm", hidden)
          .plain(to + "mlp_norm", from + "post_attention_layernorm", hidden);
      attention(weights, to, from + "self_attn.", config, shape);
      if (i < dense) {
        Experts.mlp(weights, to, from + "mlp.", own, hidden, bias);
        continue;
      }
      weights.add(Experts.router(to, from + "mlp.gate", count, hidden).inFloat32());
      correction(weights, to, from + "mlp.gate.", count);
      Experts.gated(
          weights,
          to,
          from + "mlp.experts.",
          count,
          middle,
          hidden,
          "gate_proj",
          "up_proj",
          "down_proj");
      Experts.mlp(weights, to + "shared.", from + "mlp.shared_experts.", shared, hidden, bias);
    }
    weights.plain("norm", "model.norm", hidden);
    if (!shape.tied()) {
      weights.plain("head", "lm_head", shape.vocabulary(), hidden);
    }
    return weights.list();
  }

  private static void attention(
      WeightList weights, String to, String from, ModelConfig config, DecoderShape shape) {
    int hidden = shape.hidden();
    long heads = shape.number("heads");
    long queries = heads * shape.number("head_dim");
    int values = shape.number("value_dim");
    int turning = config.size("qk_rope_head_dim", 64);
    int rank = config.size("kv_lora_rank", 512);
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
    int still = config.size("qk_nope_head_dim", 128);
    weights
        .linear(to + "kv_a", from + "kv_a_proj_with_mqa", rank + turning, hidden, bias)
        .plain(to + "kv_a_norm", from + "kv_a_layernorm", rank)
        .linear(to + "kv_b", from + "kv_b_proj", heads * (still + values), rank, false)
        .linear(to + "o", from + "o_proj", hidden, heads * values, bias);
  }

  @Override
  public boolean ignorable(String source) {
    return source.endsWith(".rotary_emb.inv_freq") || source.equals("lm_head.weight");
  }

  @Override
  public boolean ignorable(ModelConfig config, String source) {
    // Layers behind the last one are for guessing several tokens ahead.
    Matcher layer = LAYER.matcher(source);
    return ignorable(source)
        || (layer.matches()
            && Integer.parseInt(layer.group(1)) >= config.size("num_hidden_layers"));
  }
}
