package org.modelassay.model.family;

import java.util.Map;
import java.util.Set;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;

/**
 * Gemma: Llama with norms that multiply by 1 + weight, embeddings times sqrt(H), tanh GELU, tied
 * embeddings.
 */
class GemmaFamily extends LlamaFamily {
  @Override
  public Set<String> modelTypes() {
    return Set.of("gemma");
  }

  @Override
  public Map<String, Object> defaults() {
    return Map.of(
        "num_key_value_heads",
        16,
        "head_dim",
        256,
        "hidden_act",
        "gelu_pytorch_tanh",
        "max_position_embeddings",
        8192,
        "tie_word_embeddings",
        true);
  }

  @Override
  DecoderShape.Builder adapt(ModelConfig config, DecoderShape.Builder shape) {
    return shape
        .norm("rms_plus_one", config.number("rms_norm_eps", 1e-6))
        .activation(activation(config))
        .embeddingScale(Math.sqrt(config.size("hidden_size")));
  }

  /** The activation of the MLP. */
  String activation(ModelConfig config) {
    String activation = Activations.of(config, "hidden_act", "gelu_pytorch_tanh");
    // The first configurations say gelu and mean its tanh approximation.
    activation = activation.equals("gelu") ? "gelu_tanh" : activation;
    if (!Activations.of(config, "hidden_activation", "gelu_pytorch_tanh").equals(activation)
        && config.has("hidden_activation")) {
      throw config.unsupported("hidden_activation", "what hidden_act says");
    }
    return activation;
  }

  @Override
  boolean mlpBias(ModelConfig config) {
    return false;
  }
}
