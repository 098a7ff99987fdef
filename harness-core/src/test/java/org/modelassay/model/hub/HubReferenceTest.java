package org.modelassay.model.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.modelassay.AssayException;

class HubReferenceTest {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  @ParameterizedTest
  @CsvSource({
    "hf:gpt2, gpt2, main, ''",
    "hf:gpt2@v1.0, gpt2, v1.0, ''",
    "hf:Qwen/Qwen2.5-0.5B, Qwen/Qwen2.5-0.5B, main, ''",
    "hf:org/name@" + COMMIT + ", org/name, " + COMMIT + ", ''",
    "hf:org/name@refs/pr/3, org/name, refs/pr/3, ''",
    "hf:org/name@feature/long-context, org/name, feature/long-context, ''",
    "hf:org/name/model-Q4_K_M.gguf, org/name, main, model-Q4_K_M.gguf",
    "hf:org/name@v2/model.gguf, org/name, v2, model.gguf",
    "hf:org/name@v2/Q4/model.gguf, org/name, v2, Q4/model.gguf",
    "hf:org/name@refs/pr/3/model.gguf, org/name, refs/pr/3, model.gguf",
    "hf:org/name@feature%2Flong/model.gguf, org/name, feature/long, model.gguf",
  })
  void namesRepositoryRevisionAndFile(
      String text, String repository, String revision, String file) {
    HubReference reference = HubReference.parse(text);
    assertThat(reference).isEqualTo(new HubReference(repository, revision, file));
    assertThat(HubReference.parse(reference.toString())).isEqualTo(reference);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hf:",
        "hf:/name",
        "hf:org/",
        "hf:../../etc",
        "hf:org/..",
        "hf:org/a--b",
        "hf:org/name.git",
        "hf://org/name",
        "hf:org/-name",
        "hf:org/na me",
        "hf:https://huggingface.co/org/name",
        "hf:org/名前",
      })
  void refusesWhatIsNoRepository(String text) {
    assertThatThrownBy(() -> HubReference.parse(text))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining(
            "' is no name of the hub; expected hf:org/name, hf:org/name@revision");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hf:org/name@",
        "hf:org/name@..",
        "hf:org/name@../../x",
        "hf:org/name@a..b",
        "hf:org/name@/x",
        "hf:org/name@x/",
        "hf:org/name@x/.hidden",
        "hf:org/name@a\\b",
        "hf:org/name@a b",
        "hf:org/name@a:b",
        "hf:org/name@a\0b",
      })
  void refusesWhatIsNoRevision(String text) {
    assertThatThrownBy(() -> HubReference.parse(text))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("' is no branch, tag or commit; expected hf:org/name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hf:org/name/config.json",
        "hf:org/name/../other.gguf",
        "hf:org/name/a\\b.gguf",
        "hf:org/name@main//x.gguf",
      })
  void refusesFilesThatAreNoModel(String text) {
    assertThatThrownBy(() -> HubReference.parse(text))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("' is no GGUF file; of a repository's files only one that ends in");
  }

  @ParameterizedTest
  @ValueSource(strings = {"models/resume", "HF:org/name", ""})
  void refusesOtherModels(String text) {
    assertThatThrownBy(() -> HubReference.parse(text))
        .isInstanceOf(AssayException.class)
        .hasMessageStartingWith("'" + text + "' is no model of the hub; expected hf:org/name");
  }
}
