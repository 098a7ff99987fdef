package org.modelassay.model.family;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.Weight;

/** The text part of multimodal Gemma 3; what reads images is not used. */
final class Gemma3Family extends Gemma3TextFamily {
  @Override
  public Set<String> modelTypes() {
    return Set.of("gemma3");
  }

  @Override
  public Map<String, Object> defaults() {
    return Map.of();
  }

  @Override
  public DecoderShape shape(ModelConfig config) {
    config.ignore("vision_config", "mm_tokens_per_image");
    if (!config.truth("tie_word_embeddings", true)) {
      throw config.unsupported("tie_word_embeddings", "true");
    }
    return super.shape(text(config));
  }

  @Override
  public List<Weight> weights(ModelConfig config, DecoderShape shape, Set<String> stored) {
    return super.weights(text(config), shape, stored);
  }

  private ModelConfig text(ModelConfig config) {
    return config.part("text_config").withDefaults(super.defaults());
  }

  @Override
  String root(Set<String> stored) {
    String later = "model.language_model.";
    return stored.contains(later + "norm.weight") ? later : "language_model.model.";
  }

  @Override
  public boolean ignorable(String source) {
    return super.ignorable(source)
        || source.matches("(model\\.)?(vision_tower|multi_modal_projector)\\..*");
  }
}
