package org.modelassay.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The few reference models of this tree, see {@code src/test/resources/golden/README.md}. */
class GoldenModelsTest {
  @Test
  void logitsAndHiddenStatesEqualTheReference() throws URISyntaxException {
    Path models =
        Path.of(
            Objects.requireNonNull(GoldenModelsTest.class.getResource("/golden/models")).toURI());

    assertThat(GoldenModels.compareAll(models))
        .isNotEmpty()
        .allSatisfy(
            comparison -> assertThat(comparison.equal()).as(comparison.toString()).isTrue());
  }
}
