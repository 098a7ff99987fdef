package org.modelassay.model.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modelassay.AssayException;

/** Models that are here already, in folders laid out by hand as huggingface_hub does. */
class LocalCacheTest {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  @TempDir Path home;
  private Path cache;
  private Path model;
  private Path snapshot;

  @BeforeEach
  void cache() throws IOException {
    cache = home.resolve("hub");
    model = cache.resolve("models--org--name");
    snapshot = model.resolve("snapshots").resolve(COMMIT);
    put("refs/main", COMMIT);
  }

  private void put(String name, String content) throws IOException {
    Path file = model.resolve(name);
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, content);
  }

  /** A blob, and a relative link to it from the snapshot. */
  private void link(String name) throws IOException {
    String digest = FakeHub.digest(name, name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    put("blobs/" + digest, name);
    Path link = snapshot.resolve(name);
    Files.createDirectories(link.resolveSibling(""));
    Files.createSymbolicLink(
        link, link.resolveSibling("").relativize(model.resolve("blobs").resolve(digest)));
  }

  private void linkModel() throws IOException {
    link("config.json");
    link("tokenizer.json");
    link("model.safetensors");
  }

  private HubModel resolve(String reference) {
    return resolve(reference, Map.of("HF_HUB_CACHE", cache.toString()));
  }

  private static HubModel resolve(String reference, Map<String, String> environment) {
    return new Hub(environment, false, DownloadProgress.NONE)
        .resolve(HubReference.parse(reference));
  }

  @Test
  void isFoundByBranchAndByCommit() throws IOException {
    linkModel();
    HubModel byBranch = resolve("hf:org/name");
    assertThat(byBranch.commit()).isEqualTo(COMMIT);
    assertThat(byBranch.directory()).isEqualTo(snapshot);
    assertThat(byBranch.path().resolve("config.json")).hasContent("config.json");
    assertThat(resolve("hf:org/name@" + COMMIT).directory()).isEqualTo(snapshot);
  }

  @Test
  void isFoundByRevisionsWithSlashes() throws IOException {
    linkModel();
    put("refs/refs/pr/1", COMMIT);
    assertThat(resolve("hf:org/name@refs/pr/1").directory()).isEqualTo(snapshot);
  }

  @Test
  void aNamedFileIsFoundWhereverItLies() throws IOException {
    link("quantised/by/name/q4.gguf");
    assertThat(resolve("hf:org/name/quantised/by/name/q4.gguf").path())
        .hasContent("quantised/by/name/q4.gguf");
  }

  @Test
  void theVariablesOfHuggingfaceHubNameTheCache() throws IOException {
    linkModel();
    Path elsewhere = Files.createDirectories(home.resolve("a/huggingface"));
    Files.createSymbolicLink(elsewhere.resolve("hub"), cache);
    for (Map<String, String> environment :
        java.util.List.of(
            Map.of("HF_HUB_CACHE", cache.toString(), "HF_HOME", "/nowhere"),
            Map.of("HUGGINGFACE_HUB_CACHE", cache.toString()),
            Map.of("HF_HOME", home.toString(), "HF_HUB_CACHE", ""),
            Map.of("HF_HOME", "~", "HOME", home.toString()),
            Map.of("XDG_CACHE_HOME", home.resolve("a").toString()))) {
      assertThat(resolve("hf:org/name", environment).path())
          .as(environment.toString())
          .isDirectory();
    }
    assertThatThrownBy(() -> resolve("hf:org/name", Map.of("HOME", home.toString())))
        .hasMessageContaining(home.resolve(".cache/huggingface/hub/models--org--name").toString());
  }

  @Test
  void whatIsNotHereIsNamedWithTheRemedy() {
    assertThatThrownBy(() -> resolve("hf:org/other@v1"))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            "hf:org/other@v1 cannot be taken from the local hub cache: there is no folder "
                + cache.resolve("models--org--other")
                + ". Download it by 'hf download org/other --revision v1' (huggingface-cli in older"
                + " versions) or allow it here by -Dassay.download=true. HF_HUB_CACHE or HF_HOME"
                + " name another cache.");
    assertThatThrownBy(() -> resolve("hf:org/name@v1"))
        .hasMessageContaining("there is no file " + model.resolve("refs/v1"));
    assertThatThrownBy(() -> resolve("hf:org/name"))
        .hasMessageContaining("there is no folder " + snapshot);
  }

  @Test
  void aSnapshotWithoutItsBlobsIsNotWhole() throws IOException {
    linkModel();
    Files.delete(snapshot.resolve("model.safetensors").toRealPath());
    assertThatThrownBy(() -> resolve("hf:org/name"))
        .hasMessageContaining(snapshot + " has no weights");
  }

  @Test
  void everyShardOfTheIndexIsLookedFor() throws IOException {
    link("config.json");
    link("model-1.safetensors");
    Files.writeString(
        snapshot.resolve(NeededFiles.INDEX),
        """
        {"weight_map": {"a": "model-1.safetensors", "b": "model-2.safetensors"}}
        """);
    assertThatThrownBy(() -> resolve("hf:org/name"))
        .hasMessageContaining(snapshot + " lacks model-2.safetensors.");
    link("model-2.safetensors");
    assertThat(resolve("hf:org/name").directory()).isEqualTo(snapshot);
  }

  @Test
  void theListThatPythonKeptSaysWhatLacks() throws IOException {
    linkModel();
    put(
        "trees/" + COMMIT + ".json",
        """
        {"format_version": 1, "files": {
          "README.md": {"size": 1, "blob_id": ""},
          "config.json": {"size": 1, "blob_id": ""},
          "generation_config.json": {"size": 1, "blob_id": ""},
          "model.safetensors": {"size": 1, "blob_id": ""}}}
        """);
    assertThatThrownBy(() -> resolve("hf:org/name"))
        .hasMessageContaining(snapshot + " lacks generation_config.json.");
    link("generation_config.json");
    assertThat(resolve("hf:org/name").directory()).isEqualTo(snapshot);
  }

  @Test
  void picklesAreNoModel() throws IOException {
    link("config.json");
    link("pytorch_model.bin");
    assertThatThrownBy(() -> resolve("hf:org/name"))
        .hasMessageContaining("has its weights as pickle alone (pytorch_model.bin)")
        .hasMessageContaining("convert it to safetensors");
  }

  @Test
  void aDamagedRevisionIsNamed() throws IOException {
    linkModel();
    put("refs/main", "../../../etc");
    assertThatThrownBy(() -> resolve("hf:org/name"))
        .isInstanceOf(AssayException.class)
        .hasMessageStartingWith(model.resolve("refs/main") + ": is damaged: expected a commit");
  }

  @Test
  void anIndexMayNotLeadOut() throws IOException {
    link("config.json");
    Files.writeString(
        snapshot.resolve(NeededFiles.INDEX), "{\"weight_map\": {\"a\": \"../x.safetensors\"}}");
    assertThatThrownBy(() -> resolve("hf:org/name"))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining(
            NeededFiles.INDEX + ": names '../x.safetensors', which is no safetensors file");
  }
}
