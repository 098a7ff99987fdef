package org.modelassay.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Llama 1 to 3 and all that share the architecture: RMSNorm before attention and MLP, grouped
 * queries, rotary positions, a gated SiLU MLP.
 */
class LlamaFamily implements Family {
  @Override
  public Set<String> modelTypes() {
    return Set.of("llama");
  }

  @Override
  public DecoderShape shape(ModelConfig config) {
    int hidden = config.size("hidden_size");
    int heads = config.size("num_attention_heads");
    int headDimension = config.size("head_dim", hidden / heads);
    if (!config.text("hidden_act", "silu").equals("silu")) {
      throw config.unsupported("hidden_act", "silu");
    }
    return new DecoderShape(
        config.size("vocab_size"),
        hidden,
        heads,
        config.size("num_key_value_heads", heads),
        headDimension,
        config.size("intermediate_size"),
        config.number("rms_norm_eps", 1e-6),
        "silu",
        windows(config, config.size("num_hidden_layers")),
        Rope.of(config, headDimension, 10_000),
        config.size("max_position_embeddings", 2048),
        config.truth("tie_word_embeddings", false));
  }

  /** How far each layer looks back. */
  List<Integer> windows(ModelConfig config, int layers) {
    return Collections.nCopies(layers, 0);
  }

  /** Whether q, k and v have biases. */
  boolean queryBias(ModelConfig config) {
    return config.truth("attention_bias", false);
  }

  /** Whether the projection after attention has a bias. */
  boolean outputBias(ModelConfig config) {
    return config.truth("attention_bias", false);
  }

  @Override
  public List<Weight> weights(ModelConfig config, DecoderShape shape) {
    int hidden = shape.hidden();
    int queries = shape.heads() * shape.headDimension();
    int keys = shape.kvHeads() * shape.headDimension();
    int middle = shape.intermediate();
    boolean mlpBias = config.truth("mlp_bias", false);
    var weights = new ArrayList<Weight>();
    weights.add(Weight.plain("embed", "model.embed_tokens.weight", shape.vocabulary(), hidden));
    for (int i = 0; i < shape.layers(); i++) {
      String to = i + ".";
      String from = "model.layers." + i + ".";
      weights.add(Weight.plain(to + "attention_norm", from + "input_layernorm.weight", hidden));
      linear(weights, to + "q", from + "self_attn.q_proj", queries, hidden, queryBias(config));
      linear(weights, to + "k", from + "self_attn.k_proj", keys, hidden, queryBias(config));
      linear(weights, to + "v", from + "self_attn.v_proj", keys, hidden, queryBias(config));
      linear(weights, to + "o", from + "self_attn.o_proj", hidden, queries, outputBias(config));
      weights.add(Weight.plain(to + "mlp_norm", from + "post_attention_layernorm.weight", hidden));
      linear(weights, to + "gate", from + "mlp.gate_proj", middle, hidden, mlpBias);
      linear(weights, to + "up", from + "mlp.up_proj", middle, hidden, mlpBias);
      linear(weights, to + "down", from + "mlp.down_proj", hidden, middle, mlpBias);
    }
    weights.add(Weight.plain("norm", "model.norm.weight", hidden));
    if (!shape.tied()) {
      weights.add(Weight.plain("head", "lm_head.weight", shape.vocabulary(), hidden));
    }
    return weights;
  }

  private static void linear(
      List<Weight> weights, String name, String source, int rows, int columns, boolean bias) {
    weights.add(Weight.matrix(name, source + ".weight", rows, columns));
    if (bias) {
      weights.add(Weight.plain(name + ".bias", source + ".bias", rows));
    }
  }

  @Override
  public boolean ignorable(String source) {
    // Old checkpoints save the angles; a tied output matrix may be saved a second time.
    return source.endsWith(".rotary_emb.inv_freq") || source.equals("lm_head.weight");
  }
}
