package org.modelassay.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.modelassay.AssayException;
import org.modelassay.model.adapter.LoraAdapter;

/** What is said of adapters that cannot be merged, and where a base is looked for. */
class LoraErrorsTest {
  private static final String CONFIG = "adapter_config.json";
  private static final String Q = "base_model.model.model.layers.0.self_attn.q_proj.";

  private final Path adapter;
  private final ModelCopy copy;

  LoraErrorsTest(@TempDir Path folder) throws IOException {
    Path golden = ModelCopy.golden("llama-tied").resolve("../../adapter");
    for (String name : new String[] {"patterns", "base-untied", "base-tied"}) {
      Path to = Files.createDirectory(folder.resolve(name));
      try (Stream<Path> files = Files.list(golden.resolve(name))) {
        for (Path file : files.toList()) {
          Files.copy(file, to.resolve(file.getFileName().toString()));
        }
      }
    }
    adapter = folder.resolve("patterns");
    // The weights of an adapter, where the copy's methods edit them.
    copy = ModelCopy.at(adapter, "adapter_model.safetensors");
  }

  private void config(Consumer<ObjectNode> change) throws IOException {
    copy.edit(CONFIG, change);
  }

  private void rejected(String message) {
    assertThatThrownBy(() -> ModelFiles.open(adapter))
        .isInstanceOf(AssayException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"IA3", "PROMPT_TUNING", "ADALORA", "LOKR", "VERA"})
  void otherKindsAreRefusedByName(String kind) throws IOException {
    config(c -> c.put("peft_type", kind));

    rejected(
        adapter.resolve(CONFIG)
            + ": peft_type is \""
            + kind
            + "\", which is not implemented; supported: LORA; save a merged copy in Python:"
            + " model.merge_and_unload(), then model.save_pretrained(...)");
  }

  @Test
  void anAdapterThatChangedItsBaseIsRefused() throws IOException {
    config(c -> c.put("init_lora_weights", "pissa"));

    rejected(
        adapter.resolve(CONFIG)
            + ": init_lora_weights is \"pissa\", which is not implemented; supported: adapters that"
            + " leave the base as it is; convert this one in Python: save_pretrained(...,"
            + " path_initial_model_for_weight_conversion=...), or save a merged copy");
  }

  @ParameterizedTest
  @ValueSource(strings = {"target_parameters", "layer_replication", "trainable_token_indices"})
  void whatIsNotKnownIsRefused(String key) throws IOException {
    config(c -> c.putArray(key).add(1));

    assertThatThrownBy(() -> ModelFiles.open(adapter))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageStartingWith(adapter.resolve(CONFIG) + ": " + key + " is [1]; this key is not");
  }

  @Test
  void aPickleIsRefused() throws IOException {
    Files.move(adapter.resolve("adapter_model.safetensors"), adapter.resolve("adapter_model.bin"));

    rejected(
        adapter.resolve("adapter_model.safetensors")
            + " is missing; adapter_model.bin is a pickle, which runs code when read: save the"
            + " adapter as safetensors (model.save_pretrained(..., safe_serialization=True))");
  }

  @ParameterizedTest
  @CsvSource({"lora_A.weight", "lora_B.weight"})
  void aMissingMatrixIsNamed(String part) throws IOException {
    copy.header(header -> header.remove(Q + part));

    rejected(
        adapter.resolve("adapter_model.safetensors")
            + ": tensor "
            + Q
            + part
            + " is missing: copy the whole adapter");
  }

  @Test
  void aRankThatIsNotTheConfigurationsIsRefused() throws IOException {
    config(c -> c.putObject("rank_pattern").put("down_proj", 3));

    rejected(
        adapter.resolve("adapter_model.safetensors")
            + ": tensor "
            + Q
            + "lora_A.weight has shape [2, 32], expected [4, 32]");
  }

  @Test
  void aModuleThatTheBaseLacksIsNamed() throws IOException {
    copy.header(
        header -> {
          header.set(
              Q.replace("q_proj", "x_proj") + "lora_A.weight", header.remove(Q + "lora_A.weight"));
          header.set(
              Q.replace("q_proj", "x_proj") + "lora_B.weight", header.remove(Q + "lora_B.weight"));
        });

    rejected(
        adapter.resolve("adapter_model.safetensors")
            + ": tensor "
            + Q.replace("q_proj", "x_proj")
            + "lora_A.weight adapts model.layers.0.self_attn.x_proj.weight, which the base model"
            + " does not have: is base_model_name_or_path another model?");
  }

  @Test
  void theHeadOfATiedModelIsNotMerged() throws IOException {
    config(c -> c.put("base_model_name_or_path", "../base-tied"));
    copy.header(
        header -> {
          // Only the head is adapted, of 24 tokens: the matrices of v and o happen to be larger.
          var names = new ArrayList<String>();
          header.fieldNames().forEachRemaining(names::add);
          for (String name : names) {
            if (name.startsWith(Q)) {
              header.set(
                  "base_model.model.lm_head." + name.substring(Q.length()), header.get(name));
            }
            header.remove(name);
          }
        });

    rejected(
        adapter.resolve("adapter_model.safetensors")
            + ": tensor base_model.model.lm_head.lora_A.weight adapts lm_head, which in this model"
            + " is the embedding too; merging would change both. Save a merged copy in Python");
  }

  @Test
  void anExponentialPatternEnds() throws IOException {
    config(c -> c.putObject("rank_pattern").put("((\\w|\\w\\w|.)+)+!", 2));

    assertThatThrownBy(() -> ModelFiles.open(adapter))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("rank_pattern: '")
        .hasMessageContaining("takes too long to match");
  }

  @Test
  void aBaseThatIsNoDirectoryIsAModelOfTheHub() throws IOException {
    config(c -> c.put("base_model_name_or_path", "org/name").put("revision", "v2"));
    var asked = new ArrayList<String>();

    try (ModelFiles model =
        ModelFiles.open(
            adapter,
            reference -> {
              asked.add(reference);
              return adapter.resolveSibling("base-untied");
            })) {
      assertThat(asked).isEqualTo(List.of("hf:org/name@v2"));
      assertThat(model.location()).isEqualTo(adapter);
    }
    rejected(
        adapter
            + " adapts hf:org/name@v2, which is no directory here; write the path of the base model"
            + " into base_model_name_or_path of adapter_config.json");
  }

  @Test
  void anAdapterIsAnotherModelThanItsBase() throws IOException {
    Path digests = adapter.resolve("digests");
    try (ModelFiles adapted = ModelFiles.open(adapter);
        ModelFiles base = ModelFiles.open(adapter.resolveSibling("base-untied"))) {
      String before = adapted.fingerprint(digests).join();
      assertThat(before).isNotEqualTo(base.fingerprint(digests).join());
      config(c -> c.put("lora_alpha", 11));
      assertThat(LoraAdapter.isAt(adapter)).isTrue();
      try (ModelFiles again = ModelFiles.open(adapter)) {
        assertThat(again.fingerprint(digests).join()).isNotEqualTo(before);
      }
    }
  }

  @Test
  void theTokenizerIsTheAdaptersWhereItHasOne() throws IOException {
    ModelCopy.at(adapter.resolveSibling("base-untied"), "model.safetensors").tokenizer(20);
    try (ModelFiles model = ModelFiles.open(adapter)) {
      assertThat(model.tokenizer().size()).isEqualTo(20);
    }
    copy.tokenizer(23);
    try (ModelFiles model = ModelFiles.open(adapter)) {
      assertThat(model.tokenizer().size()).isEqualTo(23);
    }
  }
}
