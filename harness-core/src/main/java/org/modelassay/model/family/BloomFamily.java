package org.modelassay.model.family;

import java.util.List;
import java.util.Set;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.Weight;

/** BLOOM: ALiBi, a LayerNorm behind the embedding, q, k and v of a head together. */
final class BloomFamily implements Family {
  @Override
  public Set<String> modelTypes() {
    return Set.of("bloom");
  }

  @Override
  public DecoderShape shape(ModelConfig config) {
    int hidden = config.size("hidden_size", config.size("n_embed", 64));
    int layers = config.size("n_layer", config.size("num_hidden_layers", 2));
    int heads = config.size("n_head", config.size("num_attention_heads", 8));
    if (config.size("n_inner", 4 * hidden) != 4 * hidden) {
      throw config.unsupported("n_inner", "4 times the hidden size");
    }
    // How it was trained, and orders of summation that leave the mathematics as they are.
    for (String key :
        List.of(
            "masked_softmax_fusion",
            "attention_softmax_in_fp32",
            "bias_dropout_fusion",
            "offset_alibi",
            "skip_bias_add",
            "skip_bias_add_qkv",
            "slow_but_exact",
            "unk_token_id")) {
      config.node(key);
    }
    return DecoderShape.builder()
        .sizes(config.size("vocab_size", 250_880), hidden, layers)
        .heads(heads, heads, hidden / heads)
        .queryLayout("heads")
        .alibi(Alibi.slopes(heads), false, 1)
        .residualOfNorm(config.truth("apply_residual_connection_post_layernorm", false))
        .norm("layer", config.number("layer_norm_epsilon", 1e-5))
        .activation("gelu_tanh")
        .context(config.size("seq_length", 2048))
        .tied(config.truth("tie_word_embeddings", true))
        .build();
  }

  @Override
  public List<Weight> weights(ModelConfig config, DecoderShape shape, Set<String> stored) {
    int hidden = shape.hidden();
    // The published files leave the first part of the names out.
    String root = stored.contains("word_embeddings.weight") ? "" : "transformer.";
    var weights =
        new WeightList()
            .plain("embed", root + "word_embeddings", shape.vocabulary(), hidden)
            .norm("embed_norm", root + "word_embeddings_layernorm", hidden, true);
    for (int i = 0; i < shape.layers(); i++) {
      String to = i + ".";
      String from = root + "h." + i + ".";
      weights
          .norm(to + "attention_norm", from + "input_layernorm", hidden, true)
          .linear(to + "qkv", from + "self_attention.query_key_value", 3L * hidden, hidden, true)
          .linear(to + "o", from + "self_attention.dense", hidden, hidden, true)
          .norm(to + "mlp_norm", from + "post_attention_layernorm", hidden, true)
          .upDown(
              to,
              from + "mlp.dense_h_to_4h",
              from + "mlp.dense_4h_to_h",
              4L * hidden,
              hidden,
              true);
    }
    weights.norm("norm", root + "ln_f", hidden, true);
    return weights.head("lm_head", shape).list();
  }

  @Override
  public boolean ignorable(String source) {
    return source.equals("lm_head.weight");
  }
}
