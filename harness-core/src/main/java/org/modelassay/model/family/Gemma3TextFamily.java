package org.modelassay.model.family;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.Rope;

/**
 * Gemma 3: Gemma 2 without soft caps, with norms of the heads of q and k, and five sliding layers
 * with a rotary base of their own to one full layer.
 */
class Gemma3TextFamily extends Gemma2Family {
  @Override
  public Set<String> modelTypes() {
    return Set.of("gemma3_text");
  }

  @Override
  public Map<String, Object> defaults() {
    // The published multimodal files leave out of text_config whatever has its default.
    var defaults = new HashMap<String, Object>();
    defaults.put("vocab_size", 262208);
    defaults.put("hidden_size", 2304);
    defaults.put("intermediate_size", 9216);
    defaults.put("num_hidden_layers", 26);
    defaults.put("num_attention_heads", 8);
    defaults.put("num_key_value_heads", 4);
    defaults.put("head_dim", 256);
    defaults.put("max_position_embeddings", 131072);
    defaults.put("tie_word_embeddings", true);
    defaults.put("sliding_window", 4096);
    defaults.put("rope_theta", 1_000_000);
    defaults.put("rope_local_base_freq", 10_000);
    return defaults;
  }

  @Override
  DecoderShape.Builder adapt(ModelConfig config, DecoderShape.Builder shape) {
    if (config.has("attn_logit_softcapping")) {
      throw config.unsupported("attn_logit_softcapping", "null");
    }
    return super.adapt(config, shape).queryKeyNorm("heads");
  }

  @Override
  List<Boolean> slide(ModelConfig config, int layers) {
    int pattern = config.size("sliding_window_pattern", 6);
    return LayerTypes.slide(config, layers, i -> (i + 1) % pattern != 0);
  }

  @Override
  List<@Nullable Rope> ropes(ModelConfig config, int layers, int width) {
    Rope full =
        Rope.ofLayers(config, "full_attention", width, config.number("rope_theta", 1_000_000));
    Rope sliding =
        Rope.ofLayers(
            config, "sliding_attention", width, config.number("rope_local_base_freq", 10_000));
    return LayerTypes.ropes(slide(config, layers), sliding, full);
  }

  @Override
  void attention(
      WeightList weights, String to, String from, ModelConfig config, DecoderShape shape) {
    super.attention(weights, to, from, config, shape);
    int width = shape.number("head_dim");
    weights
        .plain(to + "q_norm", from + "q_norm", width)
        .plain(to + "k_norm", from + "k_norm", width);
  }
}
