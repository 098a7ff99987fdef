package org.modelassay.model.family;

import java.util.Map;
import java.util.Set;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.Rope;

/**
 * Nemotron and Minitron: LayerNorms that multiply by 1 + weight, an ungated MLP with squared ReLU;
 * a part of each head rotates.
 */
final class NemotronFamily extends LlamaFamily {
  @Override
  public Set<String> modelTypes() {
    return Set.of("nemotron");
  }

  @Override
  public Map<String, Object> defaults() {
    return Map.of("hidden_act", "relu2", "max_position_embeddings", 4096);
  }

  @Override
  DecoderShape.Builder adapt(ModelConfig config, DecoderShape.Builder shape) {
    // Other names, in the published files, of head_dim and partial_rotary_factor; not read.
    config.ignore("kv_channels", "rope_percent");
    return shape.norm("layer_plus_one", config.number("norm_eps", 1e-5));
  }

  @Override
  Rope rope(ModelConfig config, int width) {
    return Rope.of(config, width, 10_000, 0.5);
  }

  @Override
  boolean normBias() {
    return true;
  }

  @Override
  boolean gatedMlp() {
    return false;
  }
}
