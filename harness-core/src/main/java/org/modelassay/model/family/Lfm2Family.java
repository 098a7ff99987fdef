package org.modelassay.model.family;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.Rope;
import org.modelassay.model.Weight;

/** LFM2: gated short convolutions, and attention with norms of q and k heads in some layers. */
class Lfm2Family implements Family {
  @Override
  public Set<String> modelTypes() {
    return Set.of("lfm2");
  }

  @Override
  public DecoderShape shape(ModelConfig config) {
    int hidden = config.size("hidden_size", 2560);
    int layers = config.size("num_hidden_layers", 32);
    int heads = config.size("num_attention_heads", 32);
    int width = config.size("head_dim", hidden / heads);
    for (String key : List.of("block_dim", "conv_dim", "conv_dim_out")) {
      if (config.size(key, hidden) != hidden) {
        throw config.unsupported(key, "hidden_size, " + hidden);
      }
    }
    if (config.size("num_heads", heads) != heads) {
      throw config.unsupported("num_heads", "num_attention_heads, " + heads);
    }
    Rope rope = Rope.of(config, width, 1_000_000);
    if (config.number("theta", rope.theta()) != rope.theta()) {
      throw config.unsupported("theta", "rope_theta, " + rope.theta());
    }
    for (String key : List.of("block_use_swiglu", "use_pos_enc")) {
      if (!config.truth(key, true)) {
        throw config.unsupported(key, "true");
      }
    }
    // Of the first values alone, and a second name that the reference does not read.
    for (String key :
        List.of(
            "block_mlp_init_scale",
            "block_out_init_scale",
            "block_use_xavier_init",
            "conv_use_xavier_init",
            "block_norm_eps")) {
      config.node(key);
    }
    var mixers = new ArrayList<String>();
    for (int i = 0; i < layers; i++) {
      mixers.add(attends(config, i, layers) ? "attention" : "short_convolution");
    }
    return DecoderShape.builder()
        .sizes(config.size("vocab_size", 65_536), hidden, layers)
        .heads(heads, config.size("num_key_value_heads", 8), width)
        .queryKeyNorm("heads")
        .norm("rms", config.number("norm_eps", 1e-5))
        .rope(rope)
        .mixers(mixers)
        .context(config.size("max_position_embeddings", 128_000))
        .tied(config.truth("tie_embedding", config.truth("tie_word_embeddings", true)))
        .build();
  }

  private static boolean attends(ModelConfig config, int layer, int layers) {
    List<String> types = config.texts("layer_types");
    boolean listed = config.has("full_attn_idxs");
    List<Integer> attending = config.ids("full_attn_idxs");
    if (types.isEmpty()) {
      return !listed || attending.contains(layer);
    }
    if (types.size() != layers) {
      throw config.unsupported("layer_types", "a list of " + layers + " types");
    }
    return switch (types.get(layer)) {
      case "full_attention", "attention" -> true;
      case "conv" -> false;
      default -> throw config.unsupported("layer_types", "full_attention, conv");
    };
  }

  /** The width of the MLP: two thirds of what is configured, rounded up, unless told not to. */
  private static int middle(ModelConfig config) {
    int size = config.size("block_ff_dim", config.size("intermediate_size", 12_288));
    int multiple = config.size("block_multiple_of", 256);
    double factor = config.number("block_ffn_dim_multiplier", 1);
    if (!config.truth("block_auto_adjust_ff_dim", true)) {
      return size;
    }
    int adjusted = (int) (factor * (int) (2.0 * size / 3));
    return multiple * ((adjusted + multiple - 1) / multiple);
  }

  @Override
  public List<Weight> weights(ModelConfig config, DecoderShape shape, Set<String> stored) {
    int hidden = shape.hidden();
    int middle = middle(config);
    int width = shape.number("head_dim");
    int queries = shape.number("heads") * width;
    int keys = shape.number("kv_heads") * width;
    int kernel = config.size("conv_L_cache", 3);
    boolean bias = config.truth("conv_bias", false);
    var weights = new WeightList().plain("embed", "model.embed_tokens", shape.vocabulary(), hidden);
    for (int i = 0; i < shape.layers(); i++) {
      String to = i + ".";
      String from = "model.layers." + i + ".";
      weights
          .plain(to + "attention_norm", from + "operator_norm", hidden)
          .plain(to + "mlp_norm", from + "ffn_norm", hidden);
      if (attends(config, i, shape.layers())) {
        String attention = from + "self_attn.";
        weights
            .linear(to + "q", attention + "q_proj", queries, hidden, false)
            .linear(to + "k", attention + "k_proj", keys, hidden, false)
            .linear(to + "v", attention + "v_proj", keys, hidden, false)
            .plain(to + "q_norm", attention + "q_layernorm", width)
            .plain(to + "k_norm", attention + "k_layernorm", width)
            .linear(to + "o", attention + "out_proj", hidden, queries, false);
      } else {
        weights.linear(to + "in", from + "conv.in_proj", 3L * hidden, hidden, bias);
        StateSpaces.convolution(weights, to, from + "conv.conv", hidden, kernel, bias);
        weights.linear(to + "out", from + "conv.out_proj", hidden, hidden, bias);
      }
      weights
          .linear(to + "gate", from + "feed_forward.w1", middle, hidden, false)
          .upDown(to, from + "feed_forward.w3", from + "feed_forward.w2", middle, hidden, false);
    }
    weights.plain("norm", "model.embedding_norm", hidden);
    return weights.head("lm_head", shape).list();
  }

  @Override
  public boolean ignorable(String source) {
    return source.equals("lm_head.weight");
  }
}
