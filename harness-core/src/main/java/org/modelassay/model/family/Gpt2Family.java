package org.modelassay.model.family;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.Weight;

/**
 * GPT-2: learned positions, LayerNorm before attention and MLP, one matrix for q, k and v, matrices
 * stored input-major.
 */
final class Gpt2Family implements Family {
  @Override
  public Set<String> modelTypes() {
    return Set.of("gpt2");
  }

  @Override
  public DecoderShape shape(ModelConfig config) {
    int hidden = config.size("n_embd", 768);
    int layers = config.size("n_layer", 12);
    int heads = config.size("n_head", 12);
    int width = hidden / heads;
    if (config.truth("add_cross_attention", false)) {
      throw config.unsupported("add_cross_attention", "false");
    }
    double scale = config.truth("scale_attn_weights", true) ? 1 / Math.sqrt(width) : 1;
    boolean byLayer = config.truth("scale_attn_by_inverse_layer_idx", false);
    return DecoderShape.builder()
        .sizes(config.size("vocab_size", 50_257), hidden, layers)
        .heads(heads, heads, width)
        .attentionScales(
            IntStream.range(0, layers).mapToObj(i -> byLayer ? scale / (i + 1) : scale).toList())
        .norm("layer", config.number("layer_norm_epsilon", 1e-5))
        .activation(Activations.of(config, "activation_function", "gelu_new"))
        .learnedPositions(0)
        .context(config.size("n_positions", 1024))
        .tied(config.truth("tie_word_embeddings", true))
        .build();
  }

  @Override
  public List<Weight> weights(ModelConfig config, DecoderShape shape, Set<String> stored) {
    int hidden = shape.hidden();
    int middle = config.size("n_inner", 4 * hidden);
    // The published files leave the first part of the names out.
    String root = stored.contains("wte.weight") ? "" : "transformer.";
    var weights =
        new WeightList()
            .plain("embed", root + "wte", shape.vocabulary(), hidden)
            .plain("positions", root + "wpe", shape.context(), hidden);
    for (int i = 0; i < shape.layers(); i++) {
      String to = i + ".";
      String from = root + "h." + i + ".";
      weights
          .norm(to + "attention_norm", from + "ln_1", hidden, true)
          .transposed(to + "qkv", from + "attn.c_attn", 3L * hidden, hidden, true)
          .transposed(to + "o", from + "attn.c_proj", hidden, hidden, true)
          .norm(to + "mlp_norm", from + "ln_2", hidden, true)
          .transposed(to + "up", from + "mlp.c_fc", middle, hidden, true)
          .transposed(to + "down", from + "mlp.c_proj", hidden, middle, true);
    }
    weights.norm("norm", root + "ln_f", hidden, true);
    return weights.head("lm_head", shape).list();
  }

  @Override
  public boolean ignorable(String source) {
    // Saved causal masks.
    return source.endsWith(".attn.bias")
        || source.endsWith(".attn.masked_bias")
        || source.equals("lm_head.weight");
  }
}
