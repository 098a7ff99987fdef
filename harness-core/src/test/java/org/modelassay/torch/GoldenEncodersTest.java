package org.modelassay.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The reference encoders of this tree, see {@code src/test/resources/golden/README.md}. */
class GoldenEncodersTest {
  private static final Path GOLDEN = golden();

  private static Path golden() {
    try {
      return Path.of(
          Objects.requireNonNull(GoldenEncodersTest.class.getResource("/golden")).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void statesIdsAndEmbeddingsEqualTheReference() {
    List<String> lines = GoldenEncoders.compareAll(GOLDEN, GOLDEN.resolve("encoders"));

    assertThat(lines).hasSize(8).allSatisfy(line -> assertThat(line).endsWith(" OK"));
  }

  @Test
  void encodersWhoseWeightsAreNotThereAreAbsent() {
    assertThat(GoldenEncoders.compareAll(GOLDEN, null))
        .filteredOn(line -> line.endsWith(" absent"))
        .containsExactly(
            "encoders/bert absent", "encoders/distilbert absent", "encoders/mpnet absent");
  }

  @Test
  void aFolderWithoutEncodersHasNoLines() {
    assertThat(GoldenEncoders.compareAll(GOLDEN.resolve("models"), null)).isEmpty();
  }
}
