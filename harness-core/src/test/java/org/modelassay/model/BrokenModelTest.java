package org.modelassay.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modelassay.AssayException;
import org.modelassay.model.checkpoint.StoredType;

/** What is said of a directory whose configuration, list of tensors or tokenizer is wrong. */
class BrokenModelTest {
  private static final String NORM = "model.norm.weight";

  private final Path folder;
  private final ModelCopy model;

  BrokenModelTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    model = ModelCopy.single(folder);
  }

  private void rejected(String message) {
    assertThatThrownBy(() -> ModelFiles.open(folder))
        .isInstanceOf(AssayException.class)
        .hasMessage(message);
  }

  @Test
  void anUndamagedCopyOpens() {
    try (ModelFiles opened = ModelFiles.open(folder)) {
      assertThat(opened.weights()).hasSize(29);
      assertThat(opened.storedType()).isEqualTo(StoredType.F32);
      // Embedding; q and o, k and v, three of the MLP, two norms per layer; the last norm.
      assertThat(opened.parameters())
          .isEqualTo(307 * 72 + 3 * (2 * 72 * 72 + 2 * 36 * 72 + 3 * 100 * 72 + 2 * 72) + 72);
    }
  }

  @Test
  void theDirectoryIsMissing() {
    Path absent = folder.resolve("absent");

    assertThatThrownBy(() -> ModelFiles.open(absent))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            "model directory "
                + absent.toAbsolutePath()
                + " does not exist; paths of specs are relative to the module");
  }

  @Test
  void aFileStandsInItsPlace() {
    Path file = folder.resolve("config.json");

    assertThatThrownBy(() -> ModelFiles.open(file))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            "model "
                + file
                + " is a file; expected a directory in Hugging Face layout, or"
                + " a .gguf file");
  }

  @Test
  void theConfigurationIsMissing() throws IOException {
    model.remove("config.json");

    rejected(
        folder.resolve("config.json")
            + " is missing: a model directory in Hugging Face layout has config.json,"
            + " tokenizer.json and model.safetensors");
  }

  @Test
  void theConfigurationIsNoJson() throws IOException {
    model.write("config.json", "{\n  \"model_type\": llama\n}\n");

    rejected(
        folder.resolve("config.json")
            + ":2: is damaged: Unrecognized token 'llama': was expecting (JSON String, Number (or"
            + " 'NaN'/'+INF'/'-INF'), Array, Object or token 'null', 'true' or 'false')");
  }

  @Test
  void theConfigurationIsNoObject() throws IOException {
    model.write("config.json", "[]");

    rejected(folder.resolve("config.json") + " is no JSON object");
  }

  @Test
  void theConfigurationIsEmpty() throws IOException {
    model.write("config.json", "");

    rejected(folder.resolve("config.json") + " is no JSON object");
  }

  @Test
  void theFamilyIsUnknown() throws IOException {
    model.config(config -> config.put("model_type", "perceptron"));

    assertThatThrownBy(() -> ModelFiles.open(folder))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageStartingWith(
            folder.resolve("config.json")
                + ": model_type 'perceptron' is not supported; supported are ");
  }

  @Test
  void theActivationIsNotImplemented() throws IOException {
    model.config(config -> config.put("hidden_act", "laplace"));

    rejected(
        folder.resolve("config.json")
            + ": hidden_act is \"laplace\", which is not implemented; supported: silu, gelu, gelu_new,"
            + " gelu_pytorch_tanh, gelu_fast, quick_gelu, relu, relu2");
  }

  @Test
  void theLayersAreMoreThanAModelHas() throws IOException {
    model.config(config -> config.put("num_hidden_layers", Integer.MAX_VALUE));

    rejected(
        folder.resolve("config.json")
            + ": num_hidden_layers is 2147483647, expected at most 10000");
  }

  @Test
  void theExpertsAreMoreThanAModelHas() throws IOException {
    model.config(
        config -> config.put("model_type", "mixtral").put("num_local_experts", Integer.MAX_VALUE));

    assertThatThrownBy(() -> ModelFiles.open(folder))
        .isInstanceOf(AssayException.class)
        .hasMessageStartingWith("the configuration asks for more than 1000000 tensors, at model.")
        .hasMessageEndingWith("are the numbers of layers and experts right?");
  }

  @Test
  void aKeyIsNotKnown() throws IOException {
    model.config(config -> config.put("attention_temperature", 0.5));

    rejected(
        folder.resolve("config.json")
            + ": attention_temperature is 0.5; this key is not known for model_type 'llama' and may"
            + " change the mathematics. Take it out if it does not");
  }

  @Test
  void aKeyThatIsSwitchedOffChangesNothing() throws IOException {
    model.config(config -> config.put("attention_temperature", false).putArray("extra_norms"));

    ModelFiles.open(folder).close();
  }

  @Test
  void theRotaryPositionsHaveAKeyThatIsNotKnown() throws IOException {
    model.config(
        config -> config.putObject("rope_parameters").put("rope_type", "default").put("twist", 2));

    assertThatThrownBy(() -> ModelFiles.open(folder))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageStartingWith(
            folder.resolve("config.json")
                + ": rope_parameters has twist = 2, which is not implemented; supported: ");
  }

  @Test
  void theRotaryPositionsAreNotImplemented() throws IOException {
    model.config(config -> config.putObject("rope_parameters").put("rope_type", "spiral"));

    rejected(
        folder.resolve("config.json")
            + ": rope_parameters is of type 'spiral', which is not implemented; supported:"
            + " default, linear, dynamic, llama3, yarn, longrope");
  }

  @Test
  void theRotaryPositionsLackANumber() throws IOException {
    model.config(
        config -> {
          config.remove("rope_parameters");
          config.putObject("rope_scaling").put("type", "linear");
        });

    rejected(folder.resolve("config.json") + ": rope_scaling lacks the number factor");
  }

  @Test
  void theCheckpointIsQuantisedByAnotherMethod() throws IOException {
    model.config(config -> config.putObject("quantization_config").put("quant_method", "aqlm"));

    assertThatThrownBy(() -> ModelFiles.open(folder))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining(folder.resolve("config.json").toString())
        .hasMessageContaining("aqlm")
        .hasMessageContaining("save a dequantised copy in Python");
  }

  @Test
  void aSizeIsMissing() throws IOException {
    model.config(config -> config.remove("hidden_size"));

    rejected(folder.resolve("config.json") + " lacks hidden_size");
  }

  @Test
  void aSizeIsNoPositiveWholeNumber() throws IOException {
    model.config(config -> config.put("num_hidden_layers", -3));

    rejected(
        folder.resolve("config.json")
            + ": num_hidden_layers is -3, expected a positive whole number");
  }

  @Test
  void headsCannotShareTheKeys() throws IOException {
    model.config(config -> config.put("num_key_value_heads", 4));

    rejected(folder.resolve("config.json") + ": 6 heads are no multiple of 4 key-value heads");
  }

  @Test
  void tensorsAreMissing() throws IOException {
    model.header(header -> header.remove(NORM));

    rejected(
        folder
            + ": 1 of the tensors that config.json asks for are missing, such as model.norm.weight"
            + " [72]");
  }

  @Test
  void aTensorIsMisshaped() throws IOException {
    model.config(config -> config.put("vocab_size", 308));

    rejected(
        folder.resolve("model.safetensors")
            + ": tensor model.embed_tokens.weight has shape [307, 72], config.json asks for"
            + " [308, 72]");
  }

  @Test
  void tensorsAreLeftOver() throws IOException {
    model.config(config -> config.put("num_hidden_layers", 2));

    rejected(
        folder
            + ": 9 tensors are left over, such as model.layers.2.input_layernorm.weight; the"
            + " configuration does not use them, so the model computed would not be the model"
            + " saved");
  }

  @Test
  void savedAnglesAreNoTensorsLeftOver() throws IOException {
    model.header(
        header -> {
          var angles = header.putObject("model.layers.0.self_attn.rotary_emb.inv_freq");
          angles.put("dtype", "F32").putArray("shape").add(0);
          angles.putArray("data_offsets").add(0).add(0);
        });

    ModelFiles.open(folder).close();
  }

  @Test
  void theTokenizerIsMissing() {
    try (ModelFiles opened = ModelFiles.open(folder)) {
      assertThatThrownBy(opened::tokenizer)
          .isInstanceOf(AssayException.class)
          .hasMessage(
              folder.resolve("tokenizer.json")
                  + " is missing: save the tokenizer beside the model"
                  + " (tokenizer.save_pretrained in Python)");
    }
  }

  @Test
  void theTokenizerIsNoJson() throws IOException {
    model.write("tokenizer.json", "version https://git-lfs.github.com/spec/v1\n");

    try (ModelFiles opened = ModelFiles.open(folder)) {
      assertThatThrownBy(opened::tokenizer)
          .isInstanceOf(AssayException.class)
          .hasMessage(
              folder.resolve("tokenizer.json")
                  + ":1: is damaged: Unrecognized token 'version': was expecting (JSON String,"
                  + " Number, Array, Object or token 'null', 'true' or 'false')");
    }
  }

  @Test
  void theTokenizerIsJsonOfAnotherKind() throws IOException {
    model.write("tokenizer.json", "{}");

    try (ModelFiles opened = ModelFiles.open(folder)) {
      assertThatThrownBy(opened::tokenizer)
          .isInstanceOf(AssayException.class)
          .hasMessage(
              folder.resolve("tokenizer.json")
                  + ": model is missing; expected a model with its vocabulary");
    }
  }

  @Test
  void theTokenizerHasIdsThatTheModelLacks() throws IOException {
    model.tokenizer(308);

    try (ModelFiles opened = ModelFiles.open(folder)) {
      assertThatThrownBy(opened::tokenizer)
          .isInstanceOf(AssayException.class)
          .hasMessage(
              folder.resolve("tokenizer.json")
                  + " has ids up to 307, the model's vocabulary has 307: this tokenizer is another"
                  + " model's");
    }
  }

  @Test
  void aModelMayBePaddedBeyondItsTokenizer() throws IOException {
    model.tokenizer(300);

    try (ModelFiles opened = ModelFiles.open(folder)) {
      assertThat(opened.tokenizer().size()).isEqualTo(300);
      assertThat(opened.tokenizer().encode("w5 w299")).containsExactly(5, 299);
    }
  }

  @Test
  void theLastIdIsStillTheModels() throws IOException {
    model.tokenizer(307);

    try (ModelFiles opened = ModelFiles.open(folder)) {
      assertThat(opened.tokenizer().encode("w306")).containsExactly(306);
    }
  }

  @Test
  void theConfigurationIsADirectory() throws IOException {
    model.remove("config.json");
    Files.createDirectory(folder.resolve("config.json"));

    assertThatThrownBy(() -> ModelFiles.open(folder))
        .isInstanceOf(AssayException.class)
        .hasMessageStartingWith(folder.resolve("config.json") + " cannot be read: ");
  }
}
