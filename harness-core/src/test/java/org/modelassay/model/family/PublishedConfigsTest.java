package org.modelassay.model.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.UnsupportedModelException;

/** Configurations of published models, key by key: {@code src/test/resources/golden/configs}. */
class PublishedConfigsTest {
  private static Path file(String model) throws URISyntaxException {
    String resource = "/golden/configs/" + model + ".json";
    return Path.of(
        Objects.requireNonNull(PublishedConfigsTest.class.getResource(resource)).toURI());
  }

  private static long parameters(ModelConfig read) {
    Family family = Families.of(read.text("model_type", ""), read.file());
    ModelConfig config = read.withDefaults(family.defaults());
    DecoderShape shape = family.shape(config);
    long parameters =
        family.weights(config, shape, Set.of()).stream()
            .mapToLong(weight -> Arrays.stream(weight.shape()).reduce(1, (a, b) -> a * b))
            .sum();
    config.refuseUnread();
    return parameters;
  }

  @ParameterizedTest
  @CsvSource({
    "mamba-130m-hf, 129135360",
    "falcon-mamba-7b, 7272665088",
    "Mamba-Codestral-7B, 7285403648",
    "Zamba2-1.2B, 1205078912",
    "Zamba2-2.7B, 2662214560",
    "Zamba2-7B, 7356749648",
    "Jamba-v0.1, 51570323328",
    "LFM2-350M, 354483968",
    "recurrentgemma-2b, 2682862080",
    "EXAONE-4.0-1.2B, 1279391488",
    "EXAONE-4.0-32B, 32003216384",
    "GLM-4-9B-0414, 9400279040",
    "Minitron-4B-Base, 4190509056",
    "Mistral-7B-v0.1, 7241732096",
    "Mistral-Nemo-Base-2407, 12247782400",
    "OLMo-1B-hf, 1176764416",
    "OLMo-2-0425-1B, 1484916736",
    "Phi-3-mini-128k-instruct, 3821079552",
    "Phi-3-mini-4k-instruct, 3821079552",
    "Phi-4-mini-instruct, 3836021760",
    "Qwen3-0.6B, 596049920",
    "SmolLM3-3B, 3075098624",
    "c4ai-command-r-v01, 34980831232",
    "c4ai-command-r7b-12-2024, 8028033024",
    "gemma-2-2b, 2614341888",
    "gemma-2b, 2506172416",
    "gemma-3-1b-it, 999885952",
    "gemma-3-4b-it, 3880263168",
    "granite-3.0-2b-base, 2533525504",
    "stablelm-2-12b, 12143185920",
    "stablelm-2-1_6b, 1644515328",
    "starcoder2-3b, 3030371328",
  })
  void everyKeyIsKnownAndTheWeightsAreAsManyAsTheReferenceHas(String model, long parameters)
      throws URISyntaxException {
    assertThat(parameters(ModelConfig.read(file(model)))).isEqualTo(parameters);
  }

  @Test
  void whatChangesTheMathematicsAndIsNotThereIsRefusedByName() throws Exception {
    refused("Mamba-Codestral-7B", c -> c.put("rms_norm", false), "rms_norm is false");
    refused("Mamba-Codestral-7B", c -> c.put("hidden_act", "mish"), "hidden_act is \"mish\"");
    refused("Mamba-Codestral-7B", c -> c.put("d_conv", 3), "d_conv is 3; this key is not known");
    refused(
        "Zamba2-2.7B",
        c -> c.put("use_shared_mlp_adapter", false),
        "use_shared_mlp_adapter is false");
    refused("Zamba2-1.2B", c -> c.put("num_key_value_heads", 8), "use_shared_attention_adapter");
    refused("Zamba2-7B", c -> c.put("num_hidden_layers", 80), "layers_block_type is");
    refused("LFM2-350M", c -> c.put("use_pos_enc", false), "use_pos_enc is false");
    refused("LFM2-350M", c -> c.put("conv_dim", 512), "conv_dim is 512");
    refused("recurrentgemma-2b", c -> c.put("lru_width", 2555), "lru_width is 2555");
    refused("Mistral-7B-v0.1", c -> c.put("attention_bias", true), "attention_bias is true");
    refused("Mistral-7B-v0.1", c -> c.put("partial_rotary_factor", 0.5), "partial_rotary_factor");
    refused("Qwen3-0.6B", c -> c.putArray("layer_types").add("chunked_attention"), "layer_types");
    refused("gemma-2b", c -> c.put("hidden_activation", "relu"), "hidden_activation is \"relu\"");
    refused("gemma-2b", c -> c.put("use_bidirectional_attention", true), "use_bidirectional");
    refused("gemma-3-1b-it", c -> c.put("attn_logit_softcapping", 50), "attn_logit_softcapping");
    refused("gemma-3-4b-it", c -> c.put("tie_word_embeddings", false), "tie_word_embeddings");
    refused("gemma-3-4b-it", c -> c.withObject("/text_config").put("mlp_bias", true), "mlp_bias");
    refused("Phi-4-mini-instruct", c -> c.put("lm_head_bias", true), "lm_head_bias is true");
    refused(
        "Phi-4-mini-instruct",
        c -> c.withObject("/rope_scaling").put("type", "linear").put("factor", 2),
        "rope_scaling");
    refused(
        "c4ai-command-r7b-12-2024",
        c -> c.put("use_gated_activation", false),
        "use_gated_activation");
    refused("starcoder2-3b", c -> c.put("norm_type", "rms_norm"), "norm_type is \"rms_norm\"");
    refused("Jamba-v0.1", c -> c.put("sliding_window", 512), "sliding_window is 512");
  }

  private static void refused(String model, Consumer<ObjectNode> change, String message)
      throws Exception {
    ModelConfig published = ModelConfig.read(file(model));
    // A bare infinity is no JSON for this reader; none of these tests looks at it.
    JsonNode root = new ObjectMapper().readTree(published.toString().replace("Infinity", "9e9"));
    ObjectNode changed = (ObjectNode) root;
    change.accept(changed);
    assertThatThrownBy(() -> parameters(ModelConfig.of(published.file(), changed)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining(model + ".json: ")
        .hasMessageContaining(message);
  }

  @Test
  void stepLimitsAreReadInEveryWayInWhichInfinityIsWritten() throws Exception {
    for (String infinity : List.of("1e999", "\"Infinity\"", "{\"__float__\": \"Infinity\"}")) {
      JsonNode root =
          new ObjectMapper().readTree("{\"time_step_limit\": [0.25, " + infinity + "]}");
      assertThat(
              StateSpaces.limits(
                  ModelConfig.of(Path.of("config.json"), (ObjectNode) root), "time_step_limit"))
          .containsExactly(0.25, Double.POSITIVE_INFINITY);
    }
  }
}
