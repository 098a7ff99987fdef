package org.modelassay.model.family;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.Rope;
import org.modelassay.model.Weight;

/**
 * Llama 1 to 3 and all that share the architecture: RMSNorm before attention and MLP, grouped
 * queries, rotary positions, a gated SiLU MLP. Families that differ in a few things override those.
 */
class LlamaFamily implements Family {
  @Override
  public Set<String> modelTypes() {
    return Set.of("llama");
  }

  @Override
  public DecoderShape shape(ModelConfig config) {
    int hidden = config.size("hidden_size");
    int layers = config.size("num_hidden_layers");
    int heads = config.size("num_attention_heads");
    int width = config.size("head_dim", hidden / heads);
    var shape =
        DecoderShape.builder()
            .sizes(config.size("vocab_size"), hidden, layers)
            .heads(heads, config.size("num_key_value_heads", heads), width)
            .norm("rms", config.number("rms_norm_eps", 1e-6))
            .activation(Activations.of(config, "hidden_act", "silu"))
            .windows(windows(config, layers))
            .ropes(ropes(config, layers, width))
            .context(config.size("max_position_embeddings", 2048))
            .tied(config.truth("tie_word_embeddings", false));
    return adapt(config, shape).build();
  }

  /** What a descendant does differently. */
  DecoderShape.Builder adapt(ModelConfig config, DecoderShape.Builder shape) {
    return shape;
  }

  /** Rotary positions of each layer, null for none. */
  List<@Nullable Rope> ropes(ModelConfig config, int layers, int width) {
    return Collections.nCopies(layers, rope(config, width));
  }

  /** Rotary positions of the layers that have them. */
  Rope rope(ModelConfig config, int width) {
    Rope rope = Rope.of(config, width, 10_000);
    if (rope.dimensions() != width) {
      // Not read by this family's reference, which rotates whole heads.
      throw config.unsupported("partial_rotary_factor", "1");
    }
    return rope;
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
    return queryBias(config);
  }

  /** Whether the norms of the residual stream have biases. */
  boolean normBias() {
    return false;
  }

  /** Whether the MLP has a gate. */
  boolean gatedMlp() {
    return true;
  }

  /** Whether the matrices of the MLP have biases. */
  boolean mlpBias(ModelConfig config) {
    return config.truth("mlp_bias", false);
  }

  @Override
  public List<Weight> weights(ModelConfig config, DecoderShape shape, Set<String> stored) {
    int hidden = shape.hidden();
    String root = root(stored);
    var weights = new WeightList(stored);
    weights.plain("embed", root + "embed_tokens", shape.vocabulary(), hidden);
    for (int i = 0; i < shape.layers(); i++) {
      String to = i + ".";
      String from = root + "layers." + i + ".";
      norms(weights, to, from, hidden, config);
      attention(weights, to, from + "self_attn.", config, shape);
      mlp(weights, to, from + "mlp.", i, config, shape);
    }
    finalNorm(weights, root + "norm", hidden);
    return weights.head("lm_head", shape).list();
  }

  /** What stands before the names of all weights but the output matrix. */
  String root(Set<String> stored) {
    return "model.";
  }

  /** The norm after the last layer. */
  void finalNorm(WeightList weights, String from, int hidden) {
    weights.norm("norm", from, hidden, normBias());
  }

  /** The norms of a layer. */
  void norms(WeightList weights, String to, String from, int hidden, ModelConfig config) {
    weights
        .norm(to + "attention_norm", from + "input_layernorm", hidden, normBias())
        .norm(to + "mlp_norm", from + "post_attention_layernorm", hidden, normBias());
  }

  /** Attention of a layer. */
  void attention(
      WeightList weights, String to, String from, ModelConfig config, DecoderShape shape) {
    int hidden = shape.hidden();
    int width = shape.number("head_dim");
    int queries = shape.number("heads") * width;
    int keys = shape.number("kv_heads") * width;
    boolean bias = queryBias(config);
    weights
        .linear(to + "q", from + "q_proj", queries, hidden, bias)
        .linear(to + "k", from + "k_proj", keys, hidden, bias)
        .linear(to + "v", from + "v_proj", keys, hidden, bias)
        .linear(to + "o", from + "o_proj", hidden, queries, outputBias(config));
  }

  /** The MLP of a layer. */
  void mlp(
      WeightList weights,
      String to,
      String from,
      int layer,
      ModelConfig config,
      DecoderShape shape) {
    int middle = config.size("intermediate_size");
    boolean bias = mlpBias(config);
    if (gatedMlp()) {
      weights.linear(to + "gate", from + "gate_proj", middle, shape.hidden(), bias);
    }
    weights.upDown(to, from + "up_proj", from + "down_proj", middle, shape.hidden(), bias);
  }

  @Override
  public boolean ignorable(String source) {
    // Old checkpoints save the angles; a tied output matrix may be saved a second time.
    return source.endsWith(".rotary_emb.inv_freq") || source.endsWith("lm_head.weight");
  }
}
