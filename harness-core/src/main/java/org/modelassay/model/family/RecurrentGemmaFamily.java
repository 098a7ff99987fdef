package org.modelassay.model.family;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.Rope;
import org.modelassay.model.Weight;

/**
 * RecurrentGemma (Griffin): gated linear recurrences, and attention over a window in every few
 * layers; norms, embedding and MLP as in Gemma.
 */
class RecurrentGemmaFamily implements Family {
  @Override
  public Set<String> modelTypes() {
    return Set.of("recurrent_gemma");
  }

  @Override
  public DecoderShape shape(ModelConfig config) {
    int hidden = config.size("hidden_size", 2560);
    int layers = config.size("num_hidden_layers", 26);
    int heads = config.size("num_attention_heads", 10);
    int width = config.size("head_dim", hidden / heads);
    int window = config.size("attention_window_size", 2048);
    if (!config.truth("embeddings_scale_by_sqrt_dim", true)) {
      throw config.unsupported("embeddings_scale_by_sqrt_dim", "true");
    }
    if (config.size("lru_width", hidden) % heads != 0) {
      throw config.unsupported("lru_width", "a multiple of the " + heads + " heads");
    }
    // Of the first values alone.
    config.node("w_init_variance_scale");
    config.node("final_w_init_variance_scale");
    Rope rope = rope(config, width);
    var mixers = new ArrayList<String>();
    List<@Nullable Rope> ropes = new ArrayList<>();
    var windows = new ArrayList<Integer>();
    for (int i = 0; i < layers; i++) {
      boolean attends = attends(config, i);
      mixers.add(attends ? "attention" : "gated_recurrence");
      ropes.add(attends ? rope : null);
      windows.add(attends ? window : 0);
    }
    return DecoderShape.builder()
        .sizes(config.size("vocab_size", 256_000), hidden, layers)
        .heads(heads, config.size("num_key_value_heads", heads), width)
        .norm("rms_plus_one", config.number("rms_norm_eps", 1e-6))
        .activation(Activations.of(config, "hidden_activation", "gelu_pytorch_tanh"))
        .embeddingScale(bfloat16(Math.sqrt(hidden)))
        .mixers(mixers)
        .ropes(ropes)
        .windows(windows)
        .logitCap(config.number("logits_soft_cap", 30))
        .tied(config.truth("tie_word_embeddings", true))
        .build();
  }

  /** Half of each head rotates unless the configuration says otherwise. */
  private static Rope rope(ModelConfig config, int width) {
    boolean says =
        config.has("partial_rotary_factor")
            || config.node("rope_parameters").has("partial_rotary_factor")
            || config.node("rope_scaling").has("partial_rotary_factor");
    Rope rope = Rope.of(config, says ? width : width / 2, 10_000);
    if (!rope.kind().equals("default")) {
      throw config.unsupported(
          config.has("rope_parameters") ? "rope_parameters" : "rope_scaling", "rope_type default");
    }
    return rope;
  }

  /** Whether a layer attends: the pattern of block_types is repeated. */
  private static boolean attends(ModelConfig config, int layer) {
    // Published with the underscore.
    List<String> types = config.texts(config.has("block_types") ? "block_types" : "_block_types");
    if (types.isEmpty()) {
      types = List.of("recurrent", "recurrent", "attention");
    }
    return switch (types.get(layer % types.size())) {
      case "recurrent" -> false;
      case "attention" -> true;
      default -> throw config.unsupported("block_types", "recurrent, attention");
    };
  }

  /** The nearest bfloat16, in which the reference keeps this number whatever it computes in. */
  private static double bfloat16(double x) {
    int bits = Float.floatToIntBits((float) x);
    // Half of the last kept place, less a little unless the kept part is odd: ties go to even.
    return Float.intBitsToFloat((bits + 0x7fff + (bits >>> 16 & 1)) & 0xffff0000);
  }

  @Override
  public List<Weight> weights(ModelConfig config, DecoderShape shape, Set<String> stored) {
    int hidden = shape.hidden();
    int inner = config.size("lru_width", hidden);
    int kernel = config.size("conv1d_width", 4);
    int middle = config.size("intermediate_size", 7680) / 2;
    boolean bias = config.truth("attention_bias", false);
    int heads = shape.number("heads");
    int queries = heads * shape.number("head_dim");
    int keys = shape.number("kv_heads") * shape.number("head_dim");
    int each = inner / heads;
    var weights = new WeightList().plain("embed", "model.embed_tokens", shape.vocabulary(), hidden);
    for (int i = 0; i < shape.layers(); i++) {
      String to = i + ".";
      String from = "model.layers." + i + ".";
      String block = from + "temporal_block.";
      weights
          .plain(to + "attention_norm", from + "temporal_pre_norm", hidden)
          .plain(to + "mlp_norm", from + "channel_pre_norm", hidden);
      if (attends(config, i)) {
        weights
            .linear(to + "q", block + "q_proj", queries, hidden, bias)
            .linear(to + "k", block + "k_proj", keys, hidden, bias)
            .linear(to + "v", block + "v_proj", keys, hidden, bias)
            .linear(to + "o", block + "o_proj", hidden, queries, true);
      } else {
        weights
            .linear(to + "y", block + "linear_y", inner, hidden, true)
            .linear(to + "x", block + "linear_x", inner, hidden, true);
        StateSpaces.convolution(weights, to, block + "conv_1d", inner, kernel, true);
        for (String gate : List.of("input_gate", "recurrent_gate")) {
          String source = block + "rg_lru." + gate;
          weights
              .add(Weight.plain(to + gate, source + "_weight", heads, each, each))
              .add(Weight.plain(to + gate + ".bias", source + "_bias", heads, each));
        }
        weights
            .add(Weight.plain(to + "lambda", block + "rg_lru.recurrent_param", inner))
            .linear(to + "out", block + "linear_out", hidden, inner, true);
      }
      weights
          .linear(to + "gate", from + "mlp_block.gate_proj", middle, hidden, true)
          .upDown(
              to, from + "mlp_block.up_proj", from + "mlp_block.down_proj", middle, hidden, true);
    }
    weights.plain("norm", "model.final_norm", hidden);
    return weights.head("lm_head", shape).list();
  }

  @Override
  public boolean ignorable(String source) {
    return source.equals("lm_head.weight");
  }
}
