package org.modelassay.model.family;

import java.util.Map;
import java.util.Set;

/** Arcee (AFM): Llama with an ungated MLP with squared ReLU. */
final class ArceeFamily extends LlamaFamily {
  @Override
  public Set<String> modelTypes() {
    return Set.of("arcee");
  }

  @Override
  public Map<String, Object> defaults() {
    return Map.of("hidden_act", "relu2", "rms_norm_eps", 1e-5, "max_position_embeddings", 4096);
  }

  @Override
  boolean gatedMlp() {
    return false;
  }
}
