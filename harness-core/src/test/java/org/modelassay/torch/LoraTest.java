package org.modelassay.torch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modelassay.model.ModelFiles;
import org.modelassay.model.checkpoint.Safetensors;

/**
 * LoRA adapters merge into what {@code merge_and_unload} of PEFT gives; see {@code
 * src/test/resources/golden/adapter/README.md}.
 */
class LoraTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A few roundings of float32 at the largest weights, which are near 1. */
  private static final double ROUNDING = 3e-7;

  private static Path folder() {
    try {
      return Path.of(Objects.requireNonNull(LoraTest.class.getResource("/golden/adapter")).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "patterns",
        "rslora-bias",
        "lora-bias",
        "head",
        "dora",
        "embedding-tied",
        "saved-head",
        "saved-embedding",
        "saved-tied",
        "saved-both",
        "gpt2",
        "gpt2-dora",
        "quantized"
      })
  void equalsThePeftMerge(String name, @TempDir Path plain) throws IOException {
    Path adapter = folder().resolve(name);
    Path expectedFile = adapter.resolve("expected.safetensors");
    Path base =
        adapter.resolve(
            JSON.readTree(adapter.resolve("adapter_config.json").toFile())
                .get("base_model_name_or_path")
                .asText());
    ObjectNode config = (ObjectNode) JSON.readTree(base.resolve("config.json").toFile());
    config.remove("quantization_config");
    boolean tied = !Safetensors.file(expectedFile).tensors().containsKey("lm_head.weight");
    config.put("tie_word_embeddings", tied);
    JSON.writeValue(plain.resolve("config.json").toFile(), config);
    Files.copy(expectedFile, plain.resolve("model.safetensors"));

    try (ModelFiles actual = ModelFiles.open(adapter);
        ModelFiles expected = ModelFiles.open(plain)) {
      assertThat(actual.shape().tied()).isEqualTo(tied);
      Map<String, float[]> merged = weights(actual);
      Map<String, float[]> reference = weights(expected);
      assertThat(merged.keySet()).isEqualTo(reference.keySet());
      merged.forEach(
          (weight, values) ->
              assertThat(difference(values, reference.get(weight)))
                  .as(weight)
                  .isLessThanOrEqualTo(ROUNDING));
      assertThat(difference(logits(actual), logits(expected))).isLessThanOrEqualTo(1e-5);
    }
  }

  /** The adapters of this test do change what they adapt. */
  @Test
  void differsFromItsBase() {
    try (ModelFiles adapted = ModelFiles.open(folder().resolve("patterns"));
        ModelFiles base = ModelFiles.open(folder().resolve("base-untied"))) {
      assertThat(difference(logits(adapted), logits(base))).isGreaterThan(0.01);
    }
  }

  private static double difference(float[] one, float @Nullable [] other) {
    Objects.requireNonNull(other);
    assertThat(one).hasSameSizeAs(other);
    double largest = 0;
    for (int i = 0; i < one.length; i++) {
      double d = Math.abs(one[i] - (double) other[i]);
      largest = d <= largest ? largest : Double.isNaN(d) ? Double.POSITIVE_INFINITY : d;
    }
    return largest;
  }

  private static Map<String, float[]> weights(ModelFiles model) {
    var weights = new TreeMap<String, float[]>();
    try (var loader = new WeightLoader(WeightTreatment.NONE, Precision.FLOAT32, Device.CPU)) {
      model
          .weights()
          .forEach(
              (weight, source) -> {
                try (Tensor tensor = loader.load(weight, source)) {
                  weights.put(weight.name(), OutputHead.copy(tensor));
                }
              });
    }
    return weights;
  }

  private static float[] logits(ModelFiles model) {
    List<int[]> rows = List.of(new int[] {1, 5, 9, 21, 0, 7, 7, 2}, new int[] {3, 20, 4});
    try (Decoder decoder =
            Decoder.load(model, WeightTreatment.NONE, Precision.FLOAT32, Device.CPU);
        Decoder.Pass pass = decoder.read(rows, List.of())) {
      return decoder.head().logits(pass.last());
    }
  }
}
