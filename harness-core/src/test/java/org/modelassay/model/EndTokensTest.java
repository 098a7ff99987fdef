package org.modelassay.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modelassay.AssayException;

/** Which tokens end a text: what generation_config.json says, else config.json. */
class EndTokensTest {
  @Test
  void theGenerationConfigurationComesFirst(@TempDir Path folder) throws IOException {
    ModelCopy.single(folder)
        .config(config -> config.put("eos_token_id", 2))
        .write("generation_config.json", "{\"eos_token_id\": [7, 5]}");

    try (ModelFiles model = ModelFiles.open(folder)) {
      assertThat(model.endTokens()).containsExactly(5, 7);
    }
  }

  @Test
  void thenTheConfiguration(@TempDir Path folder) throws IOException {
    ModelCopy.single(folder).config(config -> config.put("eos_token_id", 2));

    try (ModelFiles model = ModelFiles.open(folder)) {
      assertThat(model.endTokens()).containsExactly(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"2\"", "[\"a\"]", "2.5", "{}"})
  void whatIsNoIdIsRefused(String value, @TempDir Path folder) throws IOException {
    ModelCopy.single(folder).write("generation_config.json", "{\"eos_token_id\": " + value + "}");

    try (ModelFiles model = ModelFiles.open(folder)) {
      assertThatThrownBy(model::endTokens)
          .isInstanceOf(AssayException.class)
          .hasMessage(
              folder.resolve("generation_config.json")
                  + ": eos_token_id is "
                  + value
                  + ", expected a token id or a list of them");
    }
  }
}
