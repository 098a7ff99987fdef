package org.modelassay.model.family;

import java.util.Map;
import java.util.Set;
import org.modelassay.model.ModelConfig;

/** Seed-OSS: Llama with biases on q, k and v. */
final class SeedOssFamily extends LlamaFamily {
  @Override
  public Set<String> modelTypes() {
    return Set.of("seed_oss");
  }

  @Override
  public Map<String, Object> defaults() {
    return Map.of(
        "num_key_value_heads",
        8,
        "head_dim",
        128,
        "max_position_embeddings",
        524288,
        "attention_bias",
        true);
  }

  @Override
  boolean outputBias(ModelConfig config) {
    return config.truth("attention_out_bias", false);
  }
}
