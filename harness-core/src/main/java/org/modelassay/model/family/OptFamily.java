package org.modelassay.model.family;

import java.util.List;
import java.util.Set;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.Weight;

/**
 * OPT: learned positions with two rows in front, ReLU; the 350M model norms behind the blocks and
 * projects its embeddings in and out.
 */
final class OptFamily implements Family {
  @Override
  public Set<String> modelTypes() {
    return Set.of("opt");
  }

  @Override
  public DecoderShape shape(ModelConfig config) {
    int hidden = config.size("hidden_size", 768);
    int layers = config.size("num_hidden_layers", 12);
    int heads = config.size("num_attention_heads", 12);
    boolean before = config.truth("do_layer_norm_before", true);
    return DecoderShape.builder()
        .sizes(config.size("vocab_size", 50_272), hidden, layers)
        .heads(heads, heads, hidden / heads)
        .norm("layer", 1e-5)
        .preNorm(before)
        .normAfterResidual(!before)
        .finalNorm(before && !config.truth("_remove_final_layer_norm", false))
        .activation(Activations.of(config, "activation_function", "relu"))
        .learnedPositions(2)
        .context(config.size("max_position_embeddings", 2048))
        .output(config.size("word_embed_proj_dim", hidden))
        .tied(config.truth("tie_word_embeddings", true))
        .build();
  }

  @Override
  public List<Weight> weights(ModelConfig config, DecoderShape shape, Set<String> stored) {
    int hidden = shape.hidden();
    int outer = shape.output();
    int middle = config.size("ffn_dim", 3072);
    boolean bias = config.truth("enable_bias", true);
    boolean affine = config.truth("layer_norm_elementwise_affine", true);
    // The published files leave the first part of the names out.
    String root = stored.contains("decoder.embed_tokens.weight") ? "decoder." : "model.decoder.";
    var weights =
        new WeightList()
            .plain("embed", root + "embed_tokens", shape.vocabulary(), outer)
            .plain("positions", root + "embed_positions", shape.context() + 2L, hidden);
    if (outer != hidden) {
      weights
          .plain("project_in", root + "project_in", hidden, outer)
          .plain("project_out", root + "project_out", outer, hidden);
    }
    for (int i = 0; i < shape.layers(); i++) {
      String to = i + ".";
      String from = root + "layers." + i + ".";
      if (affine) {
        weights
            .norm(to + "attention_norm", from + "self_attn_layer_norm", hidden, true)
            .norm(to + "mlp_norm", from + "final_layer_norm", hidden, true);
      }
      weights
          .linear(to + "q", from + "self_attn.q_proj", hidden, hidden, bias)
          .linear(to + "k", from + "self_attn.k_proj", hidden, hidden, bias)
          .linear(to + "v", from + "self_attn.v_proj", hidden, hidden, bias)
          .linear(to + "o", from + "self_attn.out_proj", hidden, hidden, bias)
          .upDown(to, from + "fc1", from + "fc2", middle, hidden, bias);
    }
    if (affine && Boolean.TRUE.equals(shape.attributes().get("final_norm"))) {
      weights.norm("norm", root + "final_layer_norm", hidden, true);
    }
    return weights.head("lm_head", shape).list();
  }

  @Override
  public boolean ignorable(String source) {
    return source.equals("lm_head.weight");
  }
}
