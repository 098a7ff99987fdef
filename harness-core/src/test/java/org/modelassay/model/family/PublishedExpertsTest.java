package org.modelassay.model.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modelassay.AssayException;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.UnsupportedModelException;
import org.modelassay.model.Weight;

/** Configurations of models with experts as they are published, in {@code golden/configs}. */
class PublishedExpertsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private static Path published(String name) throws URISyntaxException {
    return Path.of(
        Objects.requireNonNull(
                PublishedExpertsTest.class.getResource("/golden/configs/" + name + ".json"))
            .toURI());
  }

  private static ModelConfig read(Path file) {
    ModelConfig config = ModelConfig.read(file);
    return config.withDefaults(family(config).defaults());
  }

  private static List<Weight> weights(ModelConfig config, DecoderShape shape) {
    return family(config).weights(config, shape, Set.of());
  }

  private static Family family(ModelConfig config) {
    return Families.of(config.text("model_type", ""), config.file());
  }

  /**
   * The numbers of parameters are what the reference counts in a model made from the same file
   * (transformers 5.24, on the device that holds no values).
   */
  @ParameterizedTest
  @CsvSource({
    "Mixtral-8x7B-v0.1, 46702792704",
    "Qwen1.5-MoE-A2.7B, 14315784192",
    "Qwen3-30B-A3B, 30532122624",
    "DeepSeek-V2-Lite, 15706484224",
    "DeepSeek-V3, 671026419200",
    "Moonlight-16B-A3B, 15960110208",
    "gpt-oss-20b, 20914757184",
    "OLMoE-1B-7B-0924, 6919161856"
  })
  void everyKeyIsKnownAndEveryParameterIsThere(String name, long parameters) throws Exception {
    ModelConfig config = read(published(name));
    DecoderShape shape = family(config).shape(config);

    List<Weight> weights = weights(config, shape);

    config.node("quantization_config"); // whoever reads the files looks at it
    config.refuseUnread();
    assertThat(
            weights.stream()
                .mapToLong(w -> Arrays.stream(w.shape()).reduce(1, Math::multiplyExact))
                .sum())
        .isEqualTo(parameters);
    assertThat(weights.stream().map(Weight::name)).doesNotHaveDuplicates();
  }

  @Test
  void deepSeekRoutersStayFloat32() throws Exception {
    ModelConfig config = read(published("DeepSeek-V3"));

    List<Weight> weights = weights(config, family(config).shape(config));

    assertThat(weights.stream().filter(Weight::wide).map(Weight::name))
        .hasSize(2 * 58)
        .contains("3.router", "60.router_correction");
  }

  @Test
  void treatmentsReachTheMatricesOfExpertsAndNoRouter() throws Exception {
    ModelConfig config = read(published("Qwen1.5-MoE-A2.7B"));

    List<Weight> weights = weights(config, family(config).shape(config));

    assertThat(weights.stream().filter(Weight::treated).map(Weight::name))
        .contains("0.experts.59.gate", "23.experts.0.down", "5.shared.up", "7.q")
        .noneMatch(name -> name.contains("router") || name.contains("shared_gate"));
  }

  @Test
  void layersThatGuessAheadAreIgnored() throws Exception {
    ModelConfig config = read(published("DeepSeek-V3"));

    Family family = family(config);

    assertThat(family.ignorable(config, "model.layers.61.eh_proj.weight")).isTrue();
    assertThat(family.ignorable(config, "model.layers.60.mlp.gate.bias")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "DeepSeek-V2-Lite, topk_method, noaux_tc",
    "DeepSeek-V2-Lite, scoring_func, sigmoid",
    "DeepSeek-V3, topk_method, greedy",
    "DeepSeek-V3, moe_layer_freq, 2",
    "DeepSeek-V3, num_key_value_heads, 8",
    "gpt-oss-20b, experts_per_token, 2",
    "Mixtral-8x7B-v0.1, attention_bias, true"
  })
  void whatIsNotImplementedIsRefusedByName(String name, String key, String value) throws Exception {
    ModelConfig config = changed(name, key, value);

    assertThatThrownBy(
            () -> {
              weights(config, family(config).shape(config));
              config.refuseUnread();
            })
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining(key)
        .hasMessageContaining(value);
  }

  @Test
  void groupsThatCannotHoldTheChoiceAreDamage() throws Exception {
    ModelConfig config = changed("DeepSeek-V3", "topk_group", "9");

    assertThatThrownBy(() -> family(config).shape(config))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("256 experts in n_group = 8 groups, of which topk_group = 9");
  }

  private ModelConfig changed(String name, String key, String value)
      throws IOException, URISyntaxException {
    var root = (ObjectNode) JSON.readTree(Files.readAllBytes(published(name)));
    try {
      root.set(key, JSON.readTree(value));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      root.put(key, value);
    }
    Path file = folder.resolve("config.json");
    Files.write(file, JSON.writeValueAsBytes(root));
    return read(file);
  }
}
