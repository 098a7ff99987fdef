package org.modelassay.model.family;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.Rope;

/**
 * Phi 3 and 4: Mistral with q, k and v in one matrix, gate and up in another, and rotary positions
 * whose angles are divided by factors of their own, others beyond the original context.
 */
final class Phi3Family extends MistralFamily {
  @Override
  public Set<String> modelTypes() {
    return Set.of("phi3");
  }

  @Override
  public Map<String, Object> defaults() {
    return Map.of(
        "rms_norm_eps",
        1e-5,
        "max_position_embeddings",
        4096,
        "original_max_position_embeddings",
        4096);
  }

  @Override
  DecoderShape.Builder adapt(ModelConfig config, DecoderShape.Builder shape) {
    // Of the published Phi-4-mini; no implementation reads them.
    config.ignore("full_attn_mod", "interpolate_factor");
    return shape.queryLayout("rows");
  }

  @Override
  Rope rope(ModelConfig config, int width) {
    Rope rope = Rope.of(config, width, 10_000);
    if (!Set.of("default", "longrope").contains(rope.kind())) {
      throw config.unsupported("rope_scaling", "types su, longrope");
    }
    return rope;
  }

  @Override
  List<Integer> windows(ModelConfig config, int layers) {
    return LayerTypes.windows(config, Collections.nCopies(layers, true));
  }

  @Override
  void attention(
      WeightList weights, String to, String from, ModelConfig config, DecoderShape shape) {
    int width = shape.number("head_dim");
    int queries = shape.number("heads") * width;
    int keys = shape.number("kv_heads") * width;
    weights
        .linear(to + "qkv", from + "qkv_proj", queries + 2L * keys, shape.hidden(), false)
        .linear(to + "o", from + "o_proj", shape.hidden(), queries, false);
  }

  @Override
  void mlp(
      WeightList weights,
      String to,
      String from,
      int layer,
      ModelConfig config,
      DecoderShape shape) {
    int middle = config.size("intermediate_size");
    weights
        .linear(to + "gate_up", from + "gate_up_proj", 2L * middle, shape.hidden(), false)
        .linear(to + "down", from + "down_proj", shape.hidden(), middle, false);
  }
}
