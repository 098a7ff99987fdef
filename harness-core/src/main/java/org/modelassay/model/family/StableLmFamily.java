package org.modelassay.model.family;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.Rope;
import org.modelassay.model.Weight;

/**
 * StableLM: Llama with LayerNorms; a part of each head rotates. StableLM 2 12B has a norm for each
 * head of q and k, and one norm before attention and MLP, which stand side by side.
 */
final class StableLmFamily extends LlamaFamily {
  @Override
  public Set<String> modelTypes() {
    return Set.of("stablelm");
  }

  @Override
  public Map<String, Object> defaults() {
    return Map.of("num_key_value_heads", 32, "max_position_embeddings", 4096);
  }

  @Override
  DecoderShape.Builder adapt(ModelConfig config, DecoderShape.Builder shape) {
    return shape
        .norm("layer", config.number("layer_norm_eps", 1e-5))
        .queryKeyNorm(config.truth("qk_layernorm", false) ? "heads" : "none")
        .parallel(config.truth("use_parallel_residual", false));
  }

  @Override
  Rope rope(ModelConfig config, int width) {
    return Rope.of(config, width, 10_000, 0.25);
  }

  @Override
  boolean queryBias(ModelConfig config) {
    return config.truth("use_qkv_bias", false);
  }

  @Override
  boolean outputBias(ModelConfig config) {
    return false;
  }

  @Override
  boolean mlpBias(ModelConfig config) {
    return false;
  }

  @Override
  boolean normBias() {
    return true;
  }

  @Override
  void norms(WeightList weights, String to, String from, int hidden, ModelConfig config) {
    weights.norm(to + "attention_norm", from + "input_layernorm", hidden, true);
    if (!config.truth("use_parallel_residual", false)) {
      weights.norm(to + "mlp_norm", from + "post_attention_layernorm", hidden, true);
    }
  }

  @Override
  void attention(
      WeightList weights, String to, String from, ModelConfig config, DecoderShape shape) {
    super.attention(weights, to, from, config, shape);
    if (config.truth("qk_layernorm", false)) {
      weights
          .add(perHead(to + "q_norm", from + "q_layernorm", "heads", shape))
          .add(perHead(to + "k_norm", from + "k_layernorm", "kv_heads", shape));
    }
  }

  private static Weight perHead(String name, String from, String count, DecoderShape shape) {
    List<String> sources =
        IntStream.range(0, shape.number(count))
            .mapToObj(head -> from + ".norms." + head + ".weight")
            .toList();
    return Weight.stacked(name, sources, shape.number("head_dim"));
  }
}
