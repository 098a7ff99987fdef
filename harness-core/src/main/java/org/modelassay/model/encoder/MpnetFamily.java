package org.modelassay.model.encoder;

import java.util.List;
import java.util.Set;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.Weight;
import org.modelassay.model.family.Activations;

/**
 * MPNet: BERT without token types, with a table of relative positions that all layers add to their
 * scores.
 */
final class MpnetFamily implements EncoderFamily {
  /** The reference implementation passes over {@code pad_token_id} and always counts from here. */
  private static final int PADDING = 1;

  /** Likewise it computes with this many buckets, however many rows the table has. */
  private static final int BUCKETS = 32;

  @Override
  public Set<String> modelTypes() {
    return Set.of("mpnet");
  }

  @Override
  public EncoderShape shape(ModelConfig config) {
    if (config.size("relative_attention_num_buckets", BUCKETS) < BUCKETS) {
      throw config.unsupported("relative_attention_num_buckets", BUCKETS + " or more");
    }
    return new EncoderShape(
            config.size("vocab_size"),
            config.size("hidden_size", 768),
            config.size("num_hidden_layers", 12),
            config.size("num_attention_heads", 12),
            config.size("intermediate_size", 3072),
            config.size("max_position_embeddings", 512),
            PADDING,
            config.number("layer_norm_eps", 1e-12),
            Activations.of(config, "hidden_act", "gelu"))
        .checked(config);
  }

  @Override
  public String prefix() {
    return "mpnet.";
  }

  @Override
  public LayerNames names() {
    return new LayerNames(
        "encoder.layer.",
        "attention.attn.q",
        "attention.attn.k",
        "attention.attn.v",
        "attention.attn.o",
        "attention.LayerNorm",
        "intermediate.dense",
        "output.dense",
        "output.LayerNorm");
  }

  @Override
  public List<Weight> others(ModelConfig config, EncoderShape shape, String root) {
    return List.of(
        Weight.plain(
            "relative",
            root + "encoder.relative_attention_bias.weight",
            config.size("relative_attention_num_buckets", BUCKETS),
            shape.heads()));
  }
}
