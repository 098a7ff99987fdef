package org.modelassay.model.family;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.Rope;
import org.modelassay.model.Weight;

/**
 * Zamba 2: Mamba 2 layers, before some of which a block of attention and MLP stands that all of
 * them share, with small adapters of each.
 */
class Zamba2Family implements Family {
  /** The 2.7B model's, which the reference takes when nothing is said. */
  private static final Set<Integer> DEFAULT_HYBRID = Set.of(6, 12, 18, 24, 30, 36, 42, 47, 51);

  @Override
  public Set<String> modelTypes() {
    return Set.of("zamba2");
  }

  @Override
  public DecoderShape shape(ModelConfig config) {
    int layers = config.size("num_hidden_layers", 54);
    StateSpaces.Duality sizes = sizes(config);
    int hidden = sizes.hidden();
    int heads = config.size("num_attention_heads", 32);
    int keys = config.size("num_key_value_heads", heads);
    int width = config.size("attention_head_dim", 2 * hidden / heads);
    List<Boolean> hybrid = hybrid(config, layers);
    int blocks = config.size("num_mem_blocks", 1);
    var shared = new ArrayList<Integer>();
    int before = 0;
    for (boolean uses : hybrid) {
      shared.add(uses ? before++ % blocks : -1);
    }
    if (adapters(config) && (keys != heads || heads * width != 2 * hidden)) {
      throw config.unsupported(
          "use_shared_attention_adapter",
          "false where q, k and v are not as wide as what they read, " + 2 * hidden);
    }
    if (config.size("attention_hidden_size", 2 * hidden) != 2 * hidden) {
      throw config.unsupported("attention_hidden_size", "twice hidden_size, " + 2 * hidden);
    }
    if (config.size("mamba_headdim", sizes.inner() / sizes.heads()) * sizes.heads()
        != sizes.inner()) {
      throw config.unsupported("mamba_headdim", "" + sizes.inner() / sizes.heads());
    }
    if (!config.truth("use_shared_mlp_adapter", true)) {
      throw config.unsupported("use_shared_mlp_adapter", "true");
    }
    // What other keys say already, of the first values alone, or without effect in the reference.
    for (String key :
        List.of(
            "hybrid_layer_ids",
            "kv_channels",
            "num_query_groups",
            "chunk_size",
            "use_conv_bias",
            "use_mamba_kernels",
            "use_mem_eff_path",
            "num_logits_to_keep",
            "time_step_max",
            "time_step_floor")) {
      config.node(key);
    }
    boolean extended = config.truth("use_long_context", false);
    return DecoderShape.builder()
        .sizes(config.size("vocab_size", 32_000), hidden, layers)
        .heads(heads, keys, width)
        // The input of the shared block is two streams wide.
        .attentionScale(1 / Math.sqrt(width / 2.0))
        .norm("rms", config.number("rms_norm_eps", 1e-5))
        .ropes(ropes(config, hybrid, width))
        .mixers(Collections.nCopies(layers, "duality"))
        .mixersAlone(true)
        .stateSpace(
            sizes.groups(), 1e-5, config.number("time_step_min", 0.001), Double.POSITIVE_INFINITY)
        .sharedBlocks(shared, Activations.of(config, "hidden_act", "gelu"))
        .context(extended ? 16_384 : config.size("max_position_embeddings", 4096))
        .tied(config.truth("tie_word_embeddings", true))
        .build();
  }

  private static StateSpaces.Duality sizes(ModelConfig config) {
    int hidden = config.size("hidden_size", 2560);
    return new StateSpaces.Duality(
            hidden,
            config.size("mamba_expand", 2) * hidden,
            config.size("n_mamba_heads", 8),
            config.size("mamba_ngroups", 1),
            config.size("mamba_d_state", 64),
            config.size("mamba_d_conv", 4),
            config.truth("add_bias_linear", false),
            true)
        .checked(config);
  }

  /** Which layers use a shared block. */
  private static List<Boolean> hybrid(ModelConfig config, int layers) {
    List<String> types = config.texts("layers_block_type");
    if (types.isEmpty()) {
      types = config.texts("layer_types");
    }
    if (types.isEmpty() ? layers != 54 : types.size() != layers) {
      throw config.unsupported("layers_block_type", "a list of " + layers + " types");
    }
    var hybrid = new ArrayList<Boolean>();
    for (int i = 0; i < layers; i++) {
      if (types.isEmpty()) {
        hybrid.add(DEFAULT_HYBRID.contains(i));
      } else {
        hybrid.add(
            switch (types.get(i)) {
              case "hybrid" -> true;
              case "mamba", "linear_attention" -> false;
              default -> throw config.unsupported("layers_block_type", "hybrid, mamba");
            });
      }
    }
    return hybrid;
  }

  private static List<@Nullable Rope> ropes(
      ModelConfig config, List<Boolean> hybrid, int headDimension) {
    Rope rope = Rope.of(config, headDimension, 10_000);
    boolean rotates = config.truth("use_mem_rope", false);
    if (rotates && config.truth("use_long_context", false) && !rope.kind().equals("default")) {
      throw config.unsupported("use_long_context", "false with scaled rotary positions");
    }
    List<@Nullable Rope> ropes = new ArrayList<>();
    for (boolean uses : hybrid) {
      ropes.add(rotates && uses ? rope : null);
    }
    return ropes;
  }

  private static boolean adapters(ModelConfig config) {
    return config.truth("use_shared_attention_adapter", false);
  }

  @Override
  public List<Weight> weights(ModelConfig config, DecoderShape shape, Set<String> stored) {
    int hidden = shape.hidden();
    int middle = config.size("intermediate_size", 4 * hidden);
    int rank = config.size("adapter_rank", 128);
    int blocks = config.size("num_mem_blocks", 1);
    boolean bias = config.truth("add_bias_linear", false);
    int width = shape.number("head_dim");
    int queries = shape.number("heads") * width;
    int keys = shape.number("kv_heads") * width;
    StateSpaces.Duality sizes = sizes(config);
    var weights = new WeightList(stored);
    weights.plain("embed", "model.embed_tokens", shape.vocabulary(), hidden);
    List<Boolean> hybrid = hybrid(config, shape.layers());
    // A block is stored once, under the first layer that uses it, with the adapters of all.
    var places = new ArrayList<String>();
    int uses = 0;
    for (int i = 0; i < shape.layers(); i++) {
      String to = i + ".";
      String from = "model.layers." + i + ".";
      if (hybrid.get(i)) {
        if (uses < blocks) {
          String place = from + "shared_transformer.";
          places.add(place);
          String block = "shared." + uses + ".";
          String attention = place + "self_attn.";
          weights
              .plain(block + "attention_norm", place + "input_layernorm", 2L * hidden)
              .linear(block + "q", attention + "q_proj", queries, 2L * hidden, false)
              .linear(block + "k", attention + "k_proj", keys, 2L * hidden, false)
              .linear(block + "v", attention + "v_proj", keys, 2L * hidden, false)
              .linear(block + "o", attention + "o_proj", hidden, queries, false)
              .plain(block + "mlp_norm", place + "pre_ff_layernorm", hidden);
          String mlp = place + "feed_forward.";
          weights
              .linear(block + "gate_up", mlp + "gate_up_proj", 2L * middle, hidden, bias)
              .linear(block + "down", mlp + "down_proj", hidden, middle, bias);
        }
        String place = places.get(uses % blocks);
        if (adapters(config)) {
          for (String part : List.of("q", "k", "v")) {
            String list = place + "self_attn.linear_" + part + "_adapter_list." + uses;
            adapter(weights, to + part, list, 2 * hidden, rank, 2 * hidden);
          }
        }
        String list = place + "feed_forward.gate_up_proj_adapter_list." + uses;
        adapter(weights, to + "gate_up", list, hidden, rank, 2 * middle);
        weights.linear(to + "share", from + "linear", hidden, hidden, false);
        from += "mamba_decoder.";
        uses++;
      }
      weights.plain(to + "attention_norm", from + "input_layernorm", hidden);
      StateSpaces.duality(weights, to, from + "mamba.", sizes);
    }
    weights.plain("norm", "model.final_layernorm", hidden);
    return weights.head("lm_head", shape).list();
  }

  private static void adapter(
      WeightList weights, String to, String from, int in, int rank, int out) {
    weights
        .linear(to + "_in", from + ".0", rank, in, false)
        .linear(to + "_out", from + ".1", out, rank, false);
  }

  @Override
  public boolean ignorable(String source) {
    // A block may be saved again under every layer that uses it.
    return source.equals("lm_head.weight")
        || source.matches("model\\.layers\\.\\d+\\.shared_transformer\\..*");
  }
}
