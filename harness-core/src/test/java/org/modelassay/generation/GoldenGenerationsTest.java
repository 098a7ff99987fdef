package org.modelassay.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.modelassay.reading.LocalModels;

/**
 * Twenty prompts of 1 to 18 tokens, so that rows are filled again, at their own positions: windows
 * that slide, ALiBi, latent attention, states that recur, and angles that change on the way ({@code
 * phi3} after 16 positions, {@code stablelm-parallel} with each after them).
 */
class GoldenGenerationsTest {
  static List<Path> files() throws IOException, URISyntaxException {
    Path folder =
        Path.of(
            Objects.requireNonNull(GoldenGenerationsTest.class.getResource("/golden/generation"))
                .toURI());
    try (Stream<Path> list = Files.list(folder)) {
      return list.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void greedyContinuationsAreTheReferencesTokenForToken(Path file) throws IOException {
    String name = file.getFileName().toString().replace(".json", "");

    var comparison = GoldenGenerations.compare(LocalModels.golden(name), file);

    assertThat(comparison.differences()).as(comparison.toString()).isEmpty();
    assertThat(comparison.tokens()).isGreaterThan(100);
  }
}
