package org.modelassay.model.encoder;

import java.util.List;
import java.util.Set;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.Weight;
import org.modelassay.model.family.Activations;

/** DistilBERT: BERT without token types, under other names. */
final class DistilBertFamily implements EncoderFamily {
  @Override
  public Set<String> modelTypes() {
    return Set.of("distilbert");
  }

  @Override
  public EncoderShape shape(ModelConfig config) {
    // Positions that are sines at first are stored as a table like any other.
    config.truth("sinusoidal_pos_embds", false);
    return new EncoderShape(
            config.size("vocab_size"),
            config.size("dim", 768),
            config.size("n_layers", 6),
            config.size("n_heads", 12),
            config.size("hidden_dim", 3072),
            config.size("max_position_embeddings", 512),
            -1,
            1e-12,
            Activations.of(config, "activation", "gelu"))
        .checked(config);
  }

  @Override
  public String prefix() {
    return "distilbert.";
  }

  @Override
  public LayerNames names() {
    return new LayerNames(
        "transformer.layer.",
        "attention.q_lin",
        "attention.k_lin",
        "attention.v_lin",
        "attention.out_lin",
        "sa_layer_norm",
        "ffn.lin1",
        "ffn.lin2",
        "output_layer_norm");
  }

  @Override
  public List<Weight> others(ModelConfig config, EncoderShape shape, String root) {
    return List.of();
  }
}
