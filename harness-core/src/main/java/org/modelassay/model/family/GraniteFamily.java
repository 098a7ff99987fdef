package org.modelassay.model.family;

import java.util.Set;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;

/** Granite 3: Llama with multipliers of embeddings, scores, branches and logits. */
class GraniteFamily extends LlamaFamily {
  @Override
  public Set<String> modelTypes() {
    return Set.of("granite");
  }

  @Override
  DecoderShape.Builder adapt(ModelConfig config, DecoderShape.Builder shape) {
    return shape
        .embeddingMultiplier(config.number("embedding_multiplier", 1))
        .attentionScale(config.number("attention_multiplier", 1))
        .residualScale(config.number("residual_multiplier", 1))
        .logitScale(1 / config.number("logits_scaling", 1));
  }
}
