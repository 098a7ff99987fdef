package org.modelassay.model.encoder;

import java.util.List;
import java.util.Set;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.Weight;
import org.modelassay.model.family.Activations;

/** BERT, and RoBERTa, which counts positions from behind the padding id. */
final class BertFamily implements EncoderFamily {
  private final Set<String> modelTypes;
  private final String prefix;
  private final boolean countsFromPadding;

  private BertFamily(Set<String> modelTypes, String prefix, boolean countsFromPadding) {
    this.modelTypes = modelTypes;
    this.prefix = prefix;
    this.countsFromPadding = countsFromPadding;
  }

  static EncoderFamily bert() {
    return new BertFamily(Set.of("bert"), "bert.", false);
  }

  static EncoderFamily roberta() {
    return new BertFamily(Set.of("roberta", "xlm-roberta", "camembert"), "roberta.", true);
  }

  @Override
  public Set<String> modelTypes() {
    return modelTypes;
  }

  @Override
  public EncoderShape shape(ModelConfig config) {
    if (!config.text("position_embedding_type", "absolute").equals("absolute")) {
      throw config.unsupported("position_embedding_type", "absolute");
    }
    return new EncoderShape(
            config.size("vocab_size"),
            config.size("hidden_size", 768),
            config.size("num_hidden_layers", 12),
            config.size("num_attention_heads", 12),
            config.size("intermediate_size", 3072),
            config.size("max_position_embeddings", 512),
            countsFromPadding ? config.count("pad_token_id", 1) : -1,
            config.number("layer_norm_eps", 1e-12),
            Activations.of(config, "hidden_act", "gelu"))
        .checked(config);
  }

  @Override
  public String prefix() {
    return prefix;
  }

  @Override
  public LayerNames names() {
    return new LayerNames(
        "encoder.layer.",
        "attention.self.query",
        "attention.self.key",
        "attention.self.value",
        "attention.output.dense",
        "attention.output.LayerNorm",
        "intermediate.dense",
        "output.dense",
        "output.LayerNorm");
  }

  @Override
  public List<Weight> others(ModelConfig config, EncoderShape shape, String root) {
    return List.of(
        Weight.plain(
            "types",
            root + "embeddings.token_type_embeddings.weight",
            config.size("type_vocab_size", 2),
            shape.hidden()));
  }
}
