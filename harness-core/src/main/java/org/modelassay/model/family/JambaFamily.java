package org.modelassay.model.family;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.Weight;

/**
 * Jamba: Mamba 1 layers with norms of dt, b and c, attention without positions in every few layers,
 * an MLP or experts in each.
 */
class JambaFamily implements Family {
  @Override
  public Set<String> modelTypes() {
    return Set.of("jamba");
  }

  @Override
  public DecoderShape shape(ModelConfig config) {
    int hidden = config.size("hidden_size", 4096);
    int layers = config.size("num_hidden_layers", 32);
    int heads = config.size("num_attention_heads", 32);
    var mixers = new ArrayList<String>();
    for (int i = 0; i < layers; i++) {
      mixers.add(attends(config, i) ? "attention" : "selective");
    }
    if (!config.truth("mamba_inner_layernorms", true)) {
      throw config.unsupported("mamba_inner_layernorms", "true");
    }
    // Of how the reference computes, and an older name of max_position_embeddings.
    for (String key :
        List.of(
            "use_mamba_kernels",
            "use_mambapy",
            "use_associative_scan",
            "num_logits_to_keep",
            "calc_logits_for_entire_prompt",
            "n_ctx")) {
      config.node(key);
    }
    return DecoderShape.builder()
        .sizes(config.size("vocab_size", 65_536), hidden, layers)
        .heads(
            heads, config.size("num_key_value_heads", 8), config.size("head_dim", hidden / heads))
        .norm("rms", config.number("rms_norm_eps", 1e-6))
        .activation(Activations.of(config, "hidden_act", "silu"))
        .mixers(mixers)
        .router("softmax", config.size("num_experts_per_tok", 2), false)
        .context(config.size("max_position_embeddings", 262_144))
        .tied(config.truth("tie_word_embeddings", false))
        .build();
  }

  private static boolean attends(ModelConfig config, int layer) {
    return layer % config.size("attn_layer_period", 8) == offset(config, "attn_layer_offset", 4);
  }

  private static boolean sparse(ModelConfig config, int layer, int experts) {
    int period = config.size("expert_layer_period", 2);
    return layer % period == offset(config, "expert_layer_offset", 1) && experts > 1;
  }

  private static int offset(ModelConfig config, String key, int otherwise) {
    return (int) config.number(key, otherwise);
  }

  @Override
  public List<Weight> weights(ModelConfig config, DecoderShape shape, Set<String> stored) {
    int hidden = shape.hidden();
    int middle = config.size("intermediate_size", 14_336);
    int experts = config.size("num_experts", config.size("num_local_experts", 16));
    int queries = shape.number("heads") * shape.number("head_dim");
    int keys = shape.number("kv_heads") * shape.number("head_dim");
    var mixer =
        new StateSpaces.Selective(
            hidden,
            config.size("mamba_expand", 2) * hidden,
            config.size("mamba_d_state", 16),
            StateSpaces.rank(config, "mamba_dt_rank", hidden),
            config.size("mamba_d_conv", 4),
            config.truth("mamba_proj_bias", false),
            config.truth("mamba_conv_bias", true));
    var weights = new WeightList(stored);
    weights.plain("embed", "model.embed_tokens", shape.vocabulary(), hidden);
    for (int i = 0; i < shape.layers(); i++) {
      String to = i + ".";
      String from = "model.layers." + i + ".";
      weights
          .plain(to + "attention_norm", from + "input_layernorm", hidden)
          .plain(to + "mlp_norm", from + "pre_ff_layernorm", hidden);
      if (attends(config, i)) {
        weights
            .linear(to + "q", from + "self_attn.q_proj", queries, hidden, false)
            .linear(to + "k", from + "self_attn.k_proj", keys, hidden, false)
            .linear(to + "v", from + "self_attn.v_proj", keys, hidden, false)
            .linear(to + "o", from + "self_attn.o_proj", hidden, queries, false);
      } else {
        StateSpaces.selective(weights, to, from + "mamba.", mixer);
        weights
            .plain(to + "dt_norm", from + "mamba.dt_layernorm", mixer.rank())
            .plain(to + "b_norm", from + "mamba.b_layernorm", mixer.state())
            .plain(to + "c_norm", from + "mamba.c_layernorm", mixer.state());
      }
      String block = from + "feed_forward.";
      if (sparse(config, i, experts)) {
        weights.add(Experts.router(to, block + "router", experts, hidden));
        Experts.gated(
            weights,
            to,
            block + "experts.",
            experts,
            middle,
            hidden,
            "gate_proj",
            "up_proj",
            "down_proj");
      } else {
        Experts.mlp(weights, to, block, middle, hidden, false);
      }
    }
    weights.plain("norm", "model.final_layernorm", hidden);
    return weights.head("lm_head", shape).list();
  }

  @Override
  public boolean ignorable(String source) {
    return source.equals("lm_head.weight");
  }
}
