package org.modelassay.model.family;

import java.util.List;
import java.util.Set;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.Rope;
import org.modelassay.model.Weight;

/**
 * Phi-1, Phi-1.5 and Phi-2: one LayerNorm feeds attention and MLP in parallel, half of each head
 * rotates, biases everywhere, the output matrix included.
 */
final class PhiFamily implements Family {
  @Override
  public Set<String> modelTypes() {
    return Set.of("phi");
  }

  @Override
  public DecoderShape shape(ModelConfig config) {
    int hidden = config.size("hidden_size", 2048);
    int layers = config.size("num_hidden_layers", 24);
    int heads = config.size("num_attention_heads", 32);
    int width = hidden / heads;
    return DecoderShape.builder()
        .sizes(config.size("vocab_size", 51_200), hidden, layers)
        .heads(heads, config.size("num_key_value_heads", heads), width)
        .queryKeyNorm(config.truth("qk_layernorm", false) ? "heads" : "none")
        .rope(Rope.of(config, width, 10_000, 0.5))
        .parallel(true)
        .norm("layer", config.number("layer_norm_eps", 1e-5))
        .activation(Activations.of(config, "hidden_act", "gelu_new"))
        .context(config.size("max_position_embeddings", 2048))
        .tied(config.truth("tie_word_embeddings", false))
        .build();
  }

  @Override
  public List<Weight> weights(ModelConfig config, DecoderShape shape, Set<String> stored) {
    int hidden = shape.hidden();
    int middle = config.size("intermediate_size", 8192);
    int width = shape.number("head_dim");
    int queries = width * shape.number("heads");
    int keys = width * shape.number("kv_heads");
    var weights = new WeightList().plain("embed", "model.embed_tokens", shape.vocabulary(), hidden);
    for (int i = 0; i < shape.layers(); i++) {
      String to = i + ".";
      String from = "model.layers." + i + ".";
      weights
          .norm(to + "attention_norm", from + "input_layernorm", hidden, true)
          .linear(to + "q", from + "self_attn.q_proj", queries, hidden, true)
          .linear(to + "k", from + "self_attn.k_proj", keys, hidden, true)
          .linear(to + "v", from + "self_attn.v_proj", keys, hidden, true)
          .linear(to + "o", from + "self_attn.dense", hidden, queries, true)
          .upDown(to, from + "mlp.fc1", from + "mlp.fc2", middle, hidden, true);
      if (shape.text("qk_norm").equals("heads")) {
        weights
            .norm(to + "q_norm", from + "self_attn.q_layernorm", width, true)
            .norm(to + "k_norm", from + "self_attn.k_layernorm", width, true);
      }
    }
    weights.norm("norm", "model.final_layernorm", hidden, true);
    return weights.head("lm_head", shape).bias("head", "lm_head", shape.vocabulary()).list();
  }

  @Override
  public boolean ignorable(String source) {
    return source.endsWith(".rotary_emb.inv_freq") || source.equals("lm_head.weight");
  }
}
