package org.modelassay.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modelassay.AssayException;
import org.modelassay.model.checkpoint.StoredType;

/** A GGUF file as a model: what it is opened by, what it says, what is refused. */
class GgufModelFilesTest {
  @TempDir private Path folder;

  private static Path golden(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(
                  GgufModelFilesTest.class.getResource("/golden/gguf/" + name + ".gguf"))
              .toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path text() {
    return golden("text/qwen2-Q8_0");
  }

  /** A copy of a file with a text in it replaced by another of the same length. */
  private Path edited(String name, String from, String to) throws IOException {
    String bytes = new String(Files.readAllBytes(golden(name)), StandardCharsets.ISO_8859_1);
    assertThat(bytes).contains(from);
    assertThat(to).hasSameSizeAs(from);
    return Files.write(
        folder.resolve("edited.gguf"),
        bytes.replace(from, to).getBytes(StandardCharsets.ISO_8859_1));
  }

  /** A copy of a file with the number behind a key replaced. */
  private Path edited(String name, String key, int value) throws IOException {
    byte[] bytes = Files.readAllBytes(golden(name));
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(key);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at + key.length() + 4, value);
    return Files.write(folder.resolve("edited.gguf"), bytes);
  }

  @Test
  void saysWhatAModelSays() {
    try (ModelFiles model = ModelFiles.open(text())) {
      assertThat(model.location()).isEqualTo(text());
      assertThat(model.modelType()).isEqualTo("qwen2");
      assertThat(model.shape().context()).isEqualTo(256);
      assertThat(model.shape().tied()).isTrue();
      assertThat(model.storedType()).isEqualTo(StoredType.F16);
      assertThat(model.files()).containsExactly("qwen2-Q8_0.gguf");
      assertThat(model.endTokens()).containsExactly(259, 261);
      assertThat(model.chatTemplate()).contains("{{ messages }}");
      assertThat(model.chatTemplates())
          .isEqualTo(Map.of("default", "{{ messages }}", "tool_use", "{{ tools }}"));
      assertThat(model.tokenizer().encode("a the")).hasSize(2);
    }
  }

  @Test
  void aDirectoryWithOneGgufFileIsThatModel() throws IOException {
    Path only = Files.copy(text(), folder.resolve("m.gguf"));
    try (ModelFiles model = ModelFiles.open(folder)) {
      assertThat(model.location()).isEqualTo(only);
    }
    Files.copy(text(), folder.resolve("n.gguf"));
    assertThatThrownBy(() -> ModelFiles.open(folder))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            folder
                + " holds 2 GGUF files and no config.json: name the one that is meant, such as "
                + only);
  }

  @Test
  void theFingerprintIsThatOfTheBytes() throws IOException {
    Path cache = folder.resolve("digests");
    byte[] bytes = Files.readAllBytes(text());
    Path same = Files.write(Files.createDirectory(folder.resolve("a")).resolve("m.gguf"), bytes);
    bytes[bytes.length - 1] ^= 1;
    Path other = Files.write(Files.createDirectory(folder.resolve("b")).resolve("m.gguf"), bytes);
    try (ModelFiles one = ModelFiles.open(same);
        ModelFiles two = ModelFiles.open(other)) {
      assertThat(one.fingerprint(cache).join()).isEqualTo(one.fingerprint(cache).join());
      assertThat(one.fingerprint(cache).join()).isNotEqualTo(two.fingerprint(cache).join());
    }
  }

  @Test
  void anUnknownArchitecture() throws IOException {
    // The first "llama" is the value of general.architecture.
    Path file = edited("llama", "llama", "lamma");

    assertThatThrownBy(() -> ModelFiles.open(file))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessage(
            file
                + ": general.architecture 'lamma' is not supported; supported are bloom,"
                + " command-r, exaone4, falcon, gemma, gemma2, gemma3, glm4, gpt2, gptneox,"
                + " granite, llama, mamba, nemotron, olmo2, phi2, phi3, qwen2, qwen2moe, qwen3,"
                + " qwen3moe, smollm3, stablelm, starcoder2");
  }

  @Test
  void anUnknownKeyOfTheArchitecture() throws IOException {
    Path file = edited("granite", "granite.residual_scale", "granite.residual_scalf");

    assertThatThrownBy(() -> ModelFiles.open(file))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageStartingWith(file + ": granite.residual_scalf is 0.4")
        .hasMessageEndingWith("; this key is not known and may change the mathematics");
  }

  @Test
  void aTensorOfNoName() throws IOException {
    Path file = edited("llama", "blk.1.ffn_up.weight", "blk.1.ffn_ub.weight");

    assertThatThrownBy(() -> ModelFiles.open(file))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            file
                + ": 1 of the tensors that edited.gguf asks for are missing, such as"
                + " model.layers.1.mlp.up_proj.weight [40, 32]");
  }

  @Test
  void numbersThatCannotBe() throws IOException {
    Path layers = edited("llama", "llama.block_count", Integer.MAX_VALUE);
    assertThatThrownBy(() -> ModelFiles.open(layers))
        .hasMessage(
            layers
                + ": llama.block_count is 2147483647, expected at most 21, the number of tensors");
    Path heads = edited("llama", "llama.attention.head_count", 0);
    assertThatThrownBy(() -> ModelFiles.open(heads))
        .hasMessage(heads + ": llama.attention.head_count is 0, expected a positive whole number");
    Path rotates = edited("llama", "llama.rope.dimension_count", 10);
    assertThatThrownBy(() -> ModelFiles.open(rotates))
        .hasMessage(
            rotates
                + ": llama.rope.dimension_count is 10, which is not implemented; supported: at"
                + " most the 8 components of a head");
  }

  @Test
  void factorsOfTheRotationInAnotherNumber() throws IOException {
    Path file = edited("llama3", "llama.rope.dimension_count", 12);

    assertThatThrownBy(() -> ModelFiles.open(file))
        .hasMessage(
            file
                + ": tensor rope_freqs.weight is F32 [8], expected 6 numbers of type F32, one for"
                + " each pair of components that rotates");
  }
}
