package org.modelassay.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.modelassay.AssayException;
import org.modelassay.model.ModelCopy;
import org.modelassay.model.ModelFiles;

/**
 * Quantised checkpoints equal what the libraries that wrote them dequantise them to, bit for bit;
 * see {@code src/test/resources/golden/quantized/README.md}.
 */
class QuantizedTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<int[]> ROWS =
      List.of(new int[] {1, 5, 9, 31, 0, 7, 7, 2}, new int[] {3, 30, 4});

  static Stream<String> cases() {
    try (Stream<Path> list = Files.list(folder())) {
      return list
          .filter(Files::isDirectory)
          .map(f -> f.getFileName().toString())
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path folder() {
    try {
      return Path.of(
          Objects.requireNonNull(QuantizedTest.class.getResource("/golden/quantized")).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyWeightAndTheLogitsEqualTheReference(String name, @TempDir Path plain)
      throws IOException {
    Path quantized = folder().resolve(name);
    ObjectNode config = (ObjectNode) JSON.readTree(quantized.resolve("config.json").toFile());
    config.remove("quantization_config");
    JSON.writeValue(plain.resolve("config.json").toFile(), config);
    Files.copy(quantized.resolve("expected.safetensors"), plain.resolve("model.safetensors"));

    try (ModelFiles actual = ModelFiles.open(quantized);
        ModelFiles expected = ModelFiles.open(plain)) {
      assertThat(weights(actual)).isNotEmpty().containsExactlyEntriesOf(weights(expected));
      assertThat(logits(actual)).isEqualTo(logits(expected));
    }
  }

  @Test
  void aGroupThatThereAreNoScalesForIsNamed(@TempDir Path folder) throws IOException {
    ModelCopy.of(folder().resolve("gptq-4bit-actorder"), folder)
        .set("model.layers.0.self_attn.q_proj.g_idx", 3, Float.intBitsToFloat(2));

    try (ModelFiles model = ModelFiles.open(folder)) {
      assertThatThrownBy(() -> weights(model))
          .isInstanceOf(AssayException.class)
          .hasMessageStartingWith(
              folder.resolve("model.safetensors")
                  + ": tensor model.layers.0.self_attn.q_proj.weight cannot be computed from what is"
                  + " stored: ")
          .hasMessageContaining("g_idx names groups that there are no scales for");
    }
  }

  /** The bits of every weight in float32, by name. */
  private static Map<String, List<Integer>> weights(ModelFiles model) {
    var weights = new TreeMap<String, List<Integer>>();
    try (var loader = new WeightLoader(WeightTreatment.NONE, Precision.FLOAT32, Device.CPU)) {
      model
          .weights()
          .forEach(
              (weight, source) -> {
                try (Tensor tensor = loader.load(weight, source)) {
                  assertThat(source.shape()).as(weight.name()).isEqualTo(weight.shape());
                  float[] values = OutputHead.copy(tensor);
                  weights.put(
                      weight.name(),
                      Stream.iterate(0, i -> i < values.length, i -> i + 1)
                          .map(i -> Float.floatToIntBits(values[i]))
                          .toList());
                }
              });
    }
    return weights;
  }

  private static float[] logits(ModelFiles model) {
    try (Decoder decoder =
            Decoder.load(model, WeightTreatment.NONE, Precision.FLOAT32, Device.CPU);
        Decoder.Pass pass = decoder.read(ROWS, List.of())) {
      return decoder.head().logits(pass.last());
    }
  }
}
