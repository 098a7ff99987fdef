package org.modelassay.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modelassay.AssayException;
import org.modelassay.model.checkpoint.Checkpoint;
import org.modelassay.model.checkpoint.Safetensors;
import org.modelassay.model.checkpoint.StoredTensor;
import org.modelassay.model.checkpoint.StoredType;

/** What is said of weights that are not there, or whose headers lie. */
class SafetensorsTest {
  private static final String EMBEDDING = "model.embed_tokens.weight";
  private static final String NORM = "model.layers.0.input_layernorm.weight";

  private static void rejected(ModelCopy model, String message) {
    assertThatThrownBy(() -> Safetensors.open(model.directory()))
        .isInstanceOf(AssayException.class)
        .hasMessage(message);
  }

  private static ModelCopy bare(Path folder) throws IOException {
    return ModelCopy.single(folder).remove(ModelCopy.WEIGHTS);
  }

  @Test
  void tellsWhereEachTensorLies() {
    Checkpoint checkpoint = Safetensors.open(ModelCopy.golden("llama-tied"));

    // The header has 2984 bytes, the embedding in front of the norm 307 * 72 * 4.
    assertThat(checkpoint.tensors()).hasSize(29);
    assertThat(checkpoint.tensors().get(NORM))
        .isInstanceOfSatisfying(
            StoredTensor.class,
            tensor -> {
              assertThat(tensor.offset()).isEqualTo(8 + 2984 + 88_416);
              assertThat(tensor.bytes()).isEqualTo(4 * 72);
              assertThat(tensor.shape()).containsExactly(72);
              assertThat(tensor.type()).isEqualTo(StoredType.F32);
            });
    assertThat(checkpoint.files())
        .singleElement()
        .satisfies(file -> assertThat(file.getFileName()).hasToString("model.safetensors"));
  }

  @Test
  void nothingIsThere(@TempDir Path folder) throws IOException {
    rejected(
        bare(folder),
        folder
            + " has no weights: expected model.safetensors, or model.safetensors.index.json and"
            + " its shards");
  }

  @Test
  void aPickleIsNeverRead(@TempDir Path folder) throws IOException {
    rejected(
        bare(folder).write("pytorch_model.bin", "PK"),
        folder
            + " has no weights: pytorch_model.bin is a pickle, which runs code when read; save the"
            + " model as safetensors (model.save_pretrained(..., safe_serialization=True)) and"
            + " remove it");
  }

  @Test
  void aGgufFileIsAModelOfItsOwn(@TempDir Path folder) throws IOException {
    rejected(
        bare(folder).write("model-q4_k_m.gguf", "GGUF"),
        folder
            + " has no weights: model-q4_k_m.gguf is a GGUF file, a model of its own: name it in"
            + " place of the directory");
  }

  @Test
  void aGitLfsPointerStandsInTheFilesPlace(@TempDir Path folder) throws IOException {
    String pointer =
        "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0".repeat(64) + "\nsize 9\n";
    ModelCopy model = bare(folder).write(ModelCopy.WEIGHTS, pointer);

    // "version " read as a little-endian number.
    rejected(
        model,
        model.file(ModelCopy.WEIGHTS)
            + ": offset 0 says that the header has 2336927755350992246 bytes, the file has "
            + pointer.length()
            + " (truncated copy or Git LFS pointer?)");
  }

  @Test
  void theFileIsTooShort(@TempDir Path folder) throws IOException {
    ModelCopy model = ModelCopy.single(folder).truncate(7);

    rejected(
        model,
        model.file(ModelCopy.WEIGHTS)
            + ": 7 bytes, too short for a safetensors file (truncated copy or Git LFS pointer?)");
  }

  @Test
  void theFileEndsInItsHeader(@TempDir Path folder) throws IOException {
    ModelCopy model = ModelCopy.single(folder).truncate(2000);

    rejected(
        model,
        model.file(ModelCopy.WEIGHTS)
            + ": offset 0 says that the header has 2984 bytes, the file has 2000"
            + " (truncated copy or Git LFS pointer?)");
  }

  @Test
  void theFileEndsInItsData(@TempDir Path folder) throws IOException {
    ModelCopy model = ModelCopy.single(folder).truncate(50_000);

    rejected(
        model,
        model.file(ModelCopy.WEIGHTS)
            + ": tensor model.embed_tokens.weight: data_offsets [0, 88416] do not fit in the"
            + " file's 47008 bytes of data (truncated copy?)");
  }

  @Test
  void theHeadersLengthIsBeyondTheFile(@TempDir Path folder) throws IOException {
    ModelCopy model = ModelCopy.single(folder).weights(3, "{}");

    rejected(
        model,
        model.file(ModelCopy.WEIGHTS)
            + ": offset 0 says that the header has 3 bytes, the file has 10"
            + " (truncated copy or Git LFS pointer?)");
  }

  @Test
  void aHugeHeaderIsNotAllocated(@TempDir Path folder) throws IOException {
    ModelCopy model = ModelCopy.single(folder).weights(1L << 40, "{}");

    rejected(
        model,
        model.file(ModelCopy.WEIGHTS)
            + ": offset 0 says that the header has 1099511627776 bytes, the file has 10"
            + " (truncated copy or Git LFS pointer?)");
  }

  @Test
  void aNegativeLengthIsAHugeOne(@TempDir Path folder) throws IOException {
    ModelCopy model = ModelCopy.single(folder).weights(-1, "{}");

    rejected(
        model,
        model.file(ModelCopy.WEIGHTS)
            + ": offset 0 says that the header has 18446744073709551615 bytes, the file has 10"
            + " (truncated copy or Git LFS pointer?)");
  }

  @Test
  void theHeaderIsNoJson(@TempDir Path folder) throws IOException {
    ModelCopy model = ModelCopy.single(folder).weights(5, "{tru}");

    rejected(
        model,
        model.file(ModelCopy.WEIGHTS)
            + ": the header (offset 8, 5 bytes) is no JSON: Unexpected character ('t' (code 116)):"
            + " was expecting double-quote to start field name");
  }

  @Test
  void theHeaderIsNoObject(@TempDir Path folder) throws IOException {
    ModelCopy model = ModelCopy.single(folder).weights(2, "[]");

    rejected(model, model.file(ModelCopy.WEIGHTS) + ": the header (offset 8) is no JSON object");
  }

  @Test
  void theHeaderNamesATensorTwice(@TempDir Path folder) throws IOException {
    String empty = "{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}";
    String header = "{\"a\":" + empty + ",\"a\":" + empty + "}";
    ModelCopy model = ModelCopy.single(folder).weights(header.length(), header);

    rejected(
        model,
        model.file(ModelCopy.WEIGHTS)
            + ": the header (offset 8, "
            + header.getBytes(UTF_8).length
            + " bytes) is no JSON: Duplicate field 'a'");
  }

  @Test
  void anEntryLacksItsShape(@TempDir Path folder) throws IOException {
    ModelCopy model = ModelCopy.single(folder).tensor(NORM, tensor -> tensor.remove("shape"));

    rejected(
        model,
        model.file(ModelCopy.WEIGHTS)
            + ": tensor model.layers.0.input_layernorm.weight: the header must give dtype, shape"
            + " and two data_offsets");
  }

  @Test
  void offsetsAreBeyondTheFile(@TempDir Path folder) throws IOException {
    long size = 1L << 40;
    ModelCopy model =
        ModelCopy.single(folder)
            .tensor(
                NORM,
                tensor -> {
                  tensor.putArray("shape").add(size / 4);
                  tensor.putArray("data_offsets").add(0).add(size);
                });

    rejected(
        model,
        model.file(ModelCopy.WEIGHTS)
            + ": tensor model.layers.0.input_layernorm.weight: data_offsets [0, 1099511627776] do"
            + " not fit in the file's 536256 bytes of data (truncated copy?)");
  }

  @Test
  void offsetsAreReversed(@TempDir Path folder) throws IOException {
    ModelCopy model =
        ModelCopy.single(folder)
            .tensor(NORM, tensor -> tensor.putArray("data_offsets").add(88_704).add(88_416));

    rejected(
        model,
        model.file(ModelCopy.WEIGHTS)
            + ": tensor model.layers.0.input_layernorm.weight: data_offsets [88704, 88416] do not"
            + " fit in the file's 536256 bytes of data (truncated copy?)");
  }

  @Test
  void anOffsetIsNegative(@TempDir Path folder) throws IOException {
    ModelCopy model =
        ModelCopy.single(folder)
            .tensor(NORM, tensor -> tensor.putArray("data_offsets").add(-288).add(0));

    rejected(
        model,
        model.file(ModelCopy.WEIGHTS)
            + ": tensor model.layers.0.input_layernorm.weight: -288 is no size");
  }

  @Test
  void offsetsDoNotMatchTheShape(@TempDir Path folder) throws IOException {
    ModelCopy model =
        ModelCopy.single(folder).tensor(NORM, tensor -> tensor.putArray("shape").add(71));

    rejected(
        model,
        model.file(ModelCopy.WEIGHTS)
            + ": tensor model.layers.0.input_layernorm.weight: shape [71] of F32 needs 284 bytes,"
            + " data_offsets give 288");
  }

  @Test
  void offsetsDoNotMatchTheType(@TempDir Path folder) throws IOException {
    ModelCopy model = ModelCopy.single(folder).tensor(NORM, tensor -> tensor.put("dtype", "BF16"));

    rejected(
        model,
        model.file(ModelCopy.WEIGHTS)
            + ": tensor model.layers.0.input_layernorm.weight: shape [72] of BF16 needs 144 bytes,"
            + " data_offsets give 288");
  }

  @Test
  void tensorsOverlap(@TempDir Path folder) throws IOException {
    ModelCopy model =
        ModelCopy.single(folder)
            .tensor(NORM, tensor -> tensor.putArray("data_offsets").add(88_128).add(88_416));

    assertThatThrownBy(() -> Safetensors.open(folder))
        .isInstanceOf(AssayException.class)
        .hasMessageMatching(
            java.util.regex.Pattern.quote(
                    model.file(ModelCopy.WEIGHTS)
                        + ": tensors "
                        + EMBEDDING
                        + " and "
                        + NORM
                        + " overlap at offset ")
                + "\\d+");
  }

  @Test
  void tensorsLieInTheSamePlace(@TempDir Path folder) throws IOException {
    ModelCopy model =
        ModelCopy.single(folder)
            .tensor(NORM, tensor -> tensor.putArray("data_offsets").add(0).add(288));

    assertThatThrownBy(() -> Safetensors.open(folder))
        .isInstanceOf(AssayException.class)
        .hasMessageStartingWith(
            model.file(ModelCopy.WEIGHTS) + ": tensors " + EMBEDDING + " and " + NORM);
  }

  @Test
  void aShapeOverflows(@TempDir Path folder) throws IOException {
    ModelCopy model =
        ModelCopy.single(folder)
            .tensor(NORM, tensor -> tensor.putArray("shape").add(1L << 40).add(1L << 40));

    rejected(
        model,
        model.file(ModelCopy.WEIGHTS)
            + ": tensor model.layers.0.input_layernorm.weight: shape"
            + " [1099511627776,1099511627776] is too large");
  }

  @Test
  void aTypeIsUnknown(@TempDir Path folder) throws IOException {
    ModelCopy model = ModelCopy.single(folder).tensor(NORM, tensor -> tensor.put("dtype", "C64"));

    rejected(
        model,
        model.file(ModelCopy.WEIGHTS)
            + ": tensor model.layers.0.input_layernorm.weight: numbers of type C64 cannot be"
            + " read; supported are F64, F32, F16, BF16, F8_E4M3, F8_E5M2, I64, I32, I16, I8, U8, BOOL");
  }

  @Test
  void theIndexNamesAMissingShard(@TempDir Path folder) throws IOException {
    ModelCopy model = ModelCopy.sharded(folder).remove(ModelCopy.shard(2));

    rejected(
        model,
        model.file(ModelCopy.shard(2))
            + " is missing; model.safetensors.index.json names it: copy the whole checkpoint");
  }

  @Test
  void theIndexNamesAShardOutsideTheDirectory(@TempDir Path folder) throws IOException {
    ModelCopy model =
        ModelCopy.sharded(folder)
            .edit(
                ModelCopy.INDEX,
                index -> index.withObject("/weight_map").put(NORM, "../other.safetensors"));

    rejected(
        model,
        model.file(ModelCopy.INDEX)
            + ": tensor model.layers.0.input_layernorm.weight is said to be in"
            + " '../other.safetensors', which is no safetensors file of this directory");
  }

  @Test
  void theIndexPlacesATensorInTheWrongShard(@TempDir Path folder) throws IOException {
    ModelCopy model =
        ModelCopy.sharded(folder)
            .edit(
                ModelCopy.INDEX,
                index -> index.withObject("/weight_map").put(NORM, ModelCopy.shard(3)));

    rejected(
        model,
        model.file(ModelCopy.INDEX)
            + ": tensor model.layers.0.input_layernorm.weight is not in "
            + ModelCopy.shard(3));
  }

  @Test
  void aTensorIsInTwoShards(@TempDir Path folder) throws IOException {
    ModelCopy model = ModelCopy.sharded(folder);
    Files.copy(
        model.file(ModelCopy.shard(1)),
        model.file(ModelCopy.shard(2)),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);

    assertThatThrownBy(() -> Safetensors.open(folder))
        .isInstanceOf(AssayException.class)
        .hasMessageStartingWith(model.file(ModelCopy.shard(2)) + ": tensor ")
        .hasMessageEndingWith(" is in two files");
  }

  @Test
  void theIndexHasNoMap(@TempDir Path folder) throws IOException {
    ModelCopy model =
        ModelCopy.sharded(folder).edit(ModelCopy.INDEX, index -> index.remove("weight_map"));

    rejected(model, model.file(ModelCopy.INDEX) + ": weight_map is missing or empty");
  }

  @Test
  void theIndexIsNoJson(@TempDir Path folder) throws IOException {
    ModelCopy model = ModelCopy.sharded(folder).write(ModelCopy.INDEX, "{\n]");

    rejected(
        model,
        model.file(ModelCopy.INDEX)
            + ":2: is damaged: Unexpected close marker ']': expected '}' (for Object starting at"
            + " line 1, column 1)");
  }
}
