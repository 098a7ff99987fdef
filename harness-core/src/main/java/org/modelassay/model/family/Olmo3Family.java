package org.modelassay.model.family;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.Rope;

/**
 * OLMo 3: OLMo 2 with three sliding layers to one full layer; a rotary scaling is that of the full
 * layers.
 */
final class Olmo3Family extends Olmo2Family {
  private static final double THETA = 500_000;

  @Override
  public Set<String> modelTypes() {
    return Set.of("olmo3");
  }

  @Override
  public Map<String, Object> defaults() {
    return Map.of("rms_norm_eps", 1e-5, "sliding_window", 4096);
  }

  private static List<Boolean> slide(ModelConfig config, int layers) {
    return LayerTypes.slide(config, layers, i -> (i + 1) % 4 != 0);
  }

  @Override
  List<Integer> windows(ModelConfig config, int layers) {
    return LayerTypes.windows(config, slide(config, layers));
  }

  @Override
  List<@Nullable Rope> ropes(ModelConfig config, int layers, int width) {
    Rope full = Rope.ofLayers(config, "full_attention", width, config.number("rope_theta", THETA));
    // The reference takes rope_theta of a published file for the full layers only.
    Rope sliding = Rope.ofLayers(config, "sliding_attention", width, THETA);
    return LayerTypes.ropes(slide(config, layers), sliding, full);
  }
}
