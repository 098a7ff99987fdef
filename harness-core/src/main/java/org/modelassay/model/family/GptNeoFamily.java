package org.modelassay.model.family;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.Weight;

/**
 * GPT-Neo: learned positions, global and local attention in turn, scores not divided by the root of
 * the head size.
 */
final class GptNeoFamily implements Family {
  @Override
  public Set<String> modelTypes() {
    return Set.of("gpt_neo");
  }

  @Override
  public DecoderShape shape(ModelConfig config) {
    int hidden = config.size("hidden_size", 2048);
    int layers = config.size("num_layers", 24);
    int heads = config.size("num_heads", 16);
    int window = config.size("window_size", 256);
    return DecoderShape.builder()
        .sizes(config.size("vocab_size", 50_257), hidden, layers)
        .heads(heads, heads, hidden / heads)
        .attentionScale(1)
        .windows(kinds(config, layers).stream().map(k -> k.equals("local") ? window : 0).toList())
        .norm("layer", config.number("layer_norm_epsilon", 1e-5))
        .activation(Activations.of(config, "activation_function", "gelu_new"))
        .learnedPositions(0)
        .context(config.size("max_position_embeddings", 2048))
        .tied(config.truth("tie_word_embeddings", true))
        .build();
  }

  /** The kind of each layer: {@code attention_types} is a list of (kinds, how often). */
  private static List<String> kinds(ModelConfig config, int layers) {
    List<String> kinds = config.texts("attention_layers");
    JsonNode types = config.node("attention_types");
    if (types.isArray() && !types.isEmpty()) {
      kinds = new ArrayList<>();
      for (JsonNode type : types) {
        for (int n = type.path(1).asInt(); n > 0 && kinds.size() <= layers; n--) {
          for (JsonNode kind : type.path(0)) {
            kinds.add(kind.asText());
          }
        }
      }
    } else if (kinds.isEmpty()) {
      kinds = IntStream.range(0, layers).mapToObj(i -> i % 2 == 0 ? "global" : "local").toList();
    }
    if (kinds.size() != layers || !Set.of("global", "local").containsAll(kinds)) {
      throw config.unsupported("attention_types", "\"global\" or \"local\" for each layer");
    }
    return kinds;
  }

  @Override
  public List<Weight> weights(ModelConfig config, DecoderShape shape, Set<String> stored) {
    int hidden = shape.hidden();
    int middle = config.size("intermediate_size", 4 * hidden);
    var weights =
        new WeightList()
            .plain("embed", "transformer.wte", shape.vocabulary(), hidden)
            .plain("positions", "transformer.wpe", shape.context(), hidden);
    for (int i = 0; i < shape.layers(); i++) {
      String to = i + ".";
      String from = "transformer.h." + i + ".";
      weights
          .norm(to + "attention_norm", from + "ln_1", hidden, true)
          .linear(to + "q", from + "attn.attention.q_proj", hidden, hidden, false)
          .linear(to + "k", from + "attn.attention.k_proj", hidden, hidden, false)
          .linear(to + "v", from + "attn.attention.v_proj", hidden, hidden, false)
          .linear(to + "o", from + "attn.attention.out_proj", hidden, hidden, true)
          .norm(to + "mlp_norm", from + "ln_2", hidden, true)
          .upDown(to, from + "mlp.c_fc", from + "mlp.c_proj", middle, hidden, true);
    }
    weights.norm("norm", "transformer.ln_f", hidden, true);
    return weights.head("lm_head", shape).list();
  }

  @Override
  public boolean ignorable(String source) {
    // Saved causal masks.
    return source.endsWith(".attn.attention.bias")
        || source.endsWith(".attn.attention.masked_bias")
        || source.equals("lm_head.weight");
  }
}
