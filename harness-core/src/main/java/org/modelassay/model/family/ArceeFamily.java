package org.modelassay.model.family;

import java.util.Map;
import java.util.Set;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;

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
  void mlp(
      WeightList weights,
      String to,
      String from,
      int layer,
      ModelConfig config,
      DecoderShape shape) {
    weights.ungated(
        to,
        from + "up_proj",
        from + "down_proj",
        config.size("intermediate_size"),
        shape.hidden(),
        mlpBias(config));
  }
}
