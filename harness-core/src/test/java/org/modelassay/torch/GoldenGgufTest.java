package org.modelassay.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.modelassay.model.gguf.GgufFile;

/** The GGUF files of this tree, see {@code src/test/resources/golden/README.md}. */
class GoldenGgufTest {
  private static Path folder(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(GoldenGgufTest.class.getResource("/golden/" + name)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void everyArchitectureGivesTheLogitsOfTheReference() {
    List<GoldenGguf.Comparison> comparisons = GoldenGguf.compareAll(folder("gguf"));

    assertThat(comparisons)
        .hasSize(33)
        .allSatisfy(
            comparison -> assertThat(comparison.equal()).as(comparison.toString()).isTrue());
  }

  static Stream<String> types() {
    return GgufFile.open(folder("gguf/types").resolve("tensors.gguf"))
        .checkpoint()
        .tensors()
        .keySet()
        .stream();
  }

  @ParameterizedTest
  @MethodSource("types")
  void everyTypeIsDequantisedToTheLastBit(String type) throws IOException {
    var golden = new Safetensors(folder("gguf/types").resolve("tensors.safetensors"));
    var file = GgufFile.open(folder("gguf/types").resolve("tensors.gguf"));

    float[] values =
        GoldenGguf.values(Objects.requireNonNull(file.checkpoint().tensors().get(type)));

    assertThat(bits(values)).containsExactly(bits(golden.floats("rows." + type)));
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
    return bits;
  }
}
