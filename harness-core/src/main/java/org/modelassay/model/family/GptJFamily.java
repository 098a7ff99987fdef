package org.modelassay.model.family;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.Rope;
import org.modelassay.model.Weight;

/**
 * GPT-J: neighbouring components rotate in part of each head; one LayerNorm feeds attention and MLP
 * in parallel; the output matrix has a bias.
 */
final class GptJFamily implements Family {
  @Override
  public Set<String> modelTypes() {
    return Set.of("gptj");
  }

  @Override
  public DecoderShape shape(ModelConfig config) {
    int hidden = config.size("n_embd", 4096);
    int layers = config.size("n_layer", 28);
    int heads = config.size("n_head", 16);
    var rope =
        new Rope("default", 10_000, config.size("rotary_dim", 64), Map.of(), List.of(), List.of());
    // "rotary" is said of the published model and is always so.
    config.truth("rotary", true);
    return DecoderShape.builder()
        .sizes(config.size("vocab_size", 50_400), hidden, layers)
        .heads(heads, heads, hidden / heads)
        .rope(rope)
        .rotatesPairs(true)
        .parallel(true)
        .norm("layer", config.number("layer_norm_epsilon", 1e-5))
        .activation(Activations.of(config, "activation_function", "gelu_new"))
        .context(config.size("n_positions", 2048))
        .tied(config.truth("tie_word_embeddings", false))
        .build();
  }

  @Override
  public List<Weight> weights(ModelConfig config, DecoderShape shape, Set<String> stored) {
    int hidden = shape.hidden();
    int middle = config.size("n_inner", 4 * hidden);
    var weights = new WeightList().plain("embed", "transformer.wte", shape.vocabulary(), hidden);
    for (int i = 0; i < shape.layers(); i++) {
      String to = i + ".";
      String from = "transformer.h." + i + ".";
      weights
          .norm(to + "attention_norm", from + "ln_1", hidden, true)
          .linear(to + "q", from + "attn.q_proj", hidden, hidden, false)
          .linear(to + "k", from + "attn.k_proj", hidden, hidden, false)
          .linear(to + "v", from + "attn.v_proj", hidden, hidden, false)
          .linear(to + "o", from + "attn.out_proj", hidden, hidden, false)
          .upDown(to, from + "mlp.fc_in", from + "mlp.fc_out", middle, hidden, true);
    }
    weights.norm("norm", "transformer.ln_f", hidden, true);
    return weights.head("lm_head", shape).bias("head", "lm_head", shape.vocabulary()).list();
  }

  @Override
  public boolean ignorable(String source) {
    // Saved causal masks.
    return source.endsWith(".attn.bias")
        || source.endsWith(".attn.masked_bias")
        || source.equals("lm_head.weight");
  }
}
