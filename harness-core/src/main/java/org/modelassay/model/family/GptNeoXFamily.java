package org.modelassay.model.family;

import java.util.List;
import java.util.Set;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.Rope;
import org.modelassay.model.Weight;

/**
 * GPT-NeoX (Pythia, rinna, StableLM alpha): part of each head rotates, q, k and v of a head lie
 * together, attention and MLP in parallel behind a LayerNorm each, or one after the other.
 */
final class GptNeoXFamily implements Family {
  @Override
  public Set<String> modelTypes() {
    return Set.of("gpt_neox");
  }

  @Override
  public DecoderShape shape(ModelConfig config) {
    int hidden = config.size("hidden_size", 6144);
    int layers = config.size("num_hidden_layers", 44);
    int heads = config.size("num_attention_heads", 64);
    int width = hidden / heads;
    return DecoderShape.builder()
        .sizes(config.size("vocab_size", 50_432), hidden, layers)
        .heads(heads, heads, width)
        .queryLayout("heads")
        .rope(
            Rope.of(
                config,
                width,
                config.number("rotary_emb_base", 10_000),
                config.number("rotary_pct", 0.25)))
        .parallel(config.truth("use_parallel_residual", true))
        .norm("layer", config.number("layer_norm_eps", 1e-5))
        .activation(Activations.of(config, "hidden_act", "gelu"))
        .context(config.size("max_position_embeddings", 2048))
        .tied(config.truth("tie_word_embeddings", false))
        .build();
  }

  @Override
  public List<Weight> weights(ModelConfig config, DecoderShape shape, Set<String> stored) {
    int hidden = shape.hidden();
    int middle = config.size("intermediate_size", 24_576);
    boolean bias = config.truth("attention_bias", true);
    var weights = new WeightList().plain("embed", "gpt_neox.embed_in", shape.vocabulary(), hidden);
    for (int i = 0; i < shape.layers(); i++) {
      String to = i + ".";
      String from = "gpt_neox.layers." + i + ".";
      weights
          .norm(to + "attention_norm", from + "input_layernorm", hidden, true)
          .linear(to + "qkv", from + "attention.query_key_value", 3L * hidden, hidden, bias)
          .linear(to + "o", from + "attention.dense", hidden, hidden, bias)
          .norm(to + "mlp_norm", from + "post_attention_layernorm", hidden, true)
          .upDown(to, from + "mlp.dense_h_to_4h", from + "mlp.dense_4h_to_h", middle, hidden, true);
    }
    weights.norm("norm", "gpt_neox.final_layer_norm", hidden, true);
    return weights.head("embed_out", shape).list();
  }

  @Override
  public boolean ignorable(String source) {
    // Saved causal masks and angles.
    return source.endsWith(".attention.bias")
        || source.endsWith(".attention.masked_bias")
        || source.endsWith(".rotary_emb.inv_freq")
        || source.equals("embed_out.weight");
  }
}
