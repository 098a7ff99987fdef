package org.modelassay.model.family;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.Rope;
import org.modelassay.model.Weight;

/**
 * Falcon: 7B (one key-value head, one LayerNorm, parallel), 40B and 180B (grouped heads, one or two
 * LayerNorms, parallel), RW (ALiBi, biases, one block after the other).
 */
final class FalconFamily implements Family {
  @Override
  public Set<String> modelTypes() {
    return Set.of("falcon");
  }

  @Override
  public DecoderShape shape(ModelConfig config) {
    int hidden = config.size("hidden_size", 4544);
    int layers = config.size("num_hidden_layers", 32);
    int heads = config.size("num_attention_heads", 71);
    int width = hidden / heads;
    boolean grouped = config.truth("new_decoder_architecture", false);
    boolean single = config.truth("multi_query", true);
    boolean parallel = config.truth("parallel_attn", true);
    if (grouped && !parallel) {
      throw config.unsupported("parallel_attn", "true with new_decoder_architecture");
    }
    boolean alibi = config.truth("alibi", false);
    int groups = config.size("num_kv_heads", heads);
    if (!grouped) {
      groups = single ? 1 : heads;
    }
    Rope rope = Rope.of(config, width, 10_000);
    return DecoderShape.builder()
        .sizes(config.size("vocab_size", 65_024), hidden, layers)
        .heads(heads, groups, width)
        .queryLayout(grouped ? "groups" : single ? "rows" : "heads")
        .alibi(alibi ? Alibi.slopes(heads) : List.of(), true, 1 / Math.sqrt(width))
        .ropes(Collections.nCopies(layers, alibi ? null : rope))
        .parallel(parallel)
        .norm("layer", config.number("layer_norm_epsilon", 1e-5))
        .activation(Activations.of(config, "activation", "gelu"))
        .context(config.size("max_position_embeddings", 2048))
        .tied(config.truth("tie_word_embeddings", true))
        .build();
  }

  @Override
  public List<Weight> weights(ModelConfig config, DecoderShape shape, Set<String> stored) {
    int hidden = shape.hidden();
    int middle = config.size("ffn_hidden_size", 4 * hidden);
    boolean bias = config.truth("bias", false);
    boolean grouped = config.truth("new_decoder_architecture", false);
    int norms = config.size("num_ln_in_parallel_attn", grouped ? 2 : 1);
    boolean parallel = config.truth("parallel_attn", true);
    int width = shape.number("head_dim");
    int queries = width * shape.number("heads");
    int rows = queries + 2 * width * shape.number("kv_heads");
    var weights =
        new WeightList().plain("embed", "transformer.word_embeddings", shape.vocabulary(), hidden);
    for (int i = 0; i < shape.layers(); i++) {
      String to = i + ".";
      String from = "transformer.h." + i + ".";
      if (parallel && norms == 2) {
        weights
            .norm(to + "attention_norm", from + "ln_attn", hidden, true)
            .norm(to + "mlp_norm", from + "ln_mlp", hidden, true);
      } else {
        weights.norm(to + "attention_norm", from + "input_layernorm", hidden, true);
        if (!parallel) {
          weights.norm(to + "mlp_norm", from + "post_attention_layernorm", hidden, true);
        }
      }
      weights
          .linear(to + "qkv", from + "self_attention.query_key_value", rows, hidden, bias)
          .linear(to + "o", from + "self_attention.dense", hidden, queries, bias)
          .upDown(to, from + "mlp.dense_h_to_4h", from + "mlp.dense_4h_to_h", middle, hidden, bias);
    }
    weights.norm("norm", "transformer.ln_f", hidden, true);
    return weights.head("lm_head", shape).list();
  }

  @Override
  public boolean ignorable(String source) {
    return source.equals("lm_head.weight") || source.endsWith(".rotary_emb.inv_freq");
  }
}
