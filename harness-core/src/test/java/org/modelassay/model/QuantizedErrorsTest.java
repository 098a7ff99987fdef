package org.modelassay.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.modelassay.AssayException;

/** What is said of quantised checkpoints whose settings or parts are not as they must be. */
class QuantizedErrorsTest {
  private static final String Q = "model.layers.0.self_attn.q_proj";

  private final Path folder;

  QuantizedErrorsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private ModelCopy copy(String name) throws IOException {
    return ModelCopy.of(ModelCopy.golden("llama-tied").resolve("../../quantized/" + name), folder);
  }

  private static Consumer<ObjectNode> setting(String key, Object value) {
    return config -> ((ObjectNode) config.get("quantization_config")).putPOJO(key, value);
  }

  private void rejected(String message) {
    assertThatThrownBy(() -> ModelFiles.open(folder))
        .isInstanceOf(AssayException.class)
        .hasMessage(message);
  }

  private String config() {
    return folder.resolve("config.json") + ": quantization_config";
  }

  private String tensor(String name) {
    return folder.resolve("model.safetensors") + ": tensor " + name;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"hqq", "aqlm", "quanto", "torchao", "exl2", "spqr", "vptq", "eetq", "higgs", ""})
  void otherMethodsAreRefusedByName(String method) throws IOException {
    copy("gptq-4bit").config(setting("quant_method", method));

    rejected(
        config()
            + ".quant_method is \""
            + method
            + "\", which is not implemented; supported: awq, bitsandbytes, compressed-tensors,"
            + " fbgemm_fp8, fp8, gptq, mxfp4; save a dequantised copy in Python: model.dequantize(), then"
            + " model.save_pretrained(...)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gptq-4bit | bits | 5 | 2, 3, 4, 8",
        "gptq-4bit | checkpoint_format | marlin | gptq, gptq_v2",
        "gptq-4bit | pack_dtype | int64 | int32",
        "awq-gemm | bits | 3 | 4",
        "awq-gemm | version | gemv_fast | gemm, gemv",
        "fp8-block | expert_dtype | fp4 | fp8",
        "ct-pack4 | format | nvfp4-pack-quantized | dense, float-quantized, int-quantized,"
            + " mixed-precision, naive-quantized, pack-quantized"
      })
  void optionsAreRefusedByKeyAndValue(String name, String key, String value, String supported)
      throws IOException {
    boolean number = value.matches("\\d+");
    copy(name).config(setting(key, number ? Integer.valueOf(value) : value));

    rejected(
        config()
            + "."
            + key
            + " is "
            + (number ? value : '"' + value + '"')
            + ", which is not implemented; supported: "
            + supported);
  }

  @Test
  void anUnknownKeyIsRefused() throws IOException {
    copy("gptq-4bit").config(setting("rotation", "hadamard"));

    rejected(
        config()
            + ".rotation is \"hadamard\"; this key is not known and may change what the numbers"
            + " mean. Take it out if it does not");
  }

  @ParameterizedTest
  @CsvSource({
    "gptq-4bit, gptq, .scales",
    "gptq-4bit, gptq, .qzeros",
    "gptq-4bit, gptq, .qweight",
    "awq-gemm, awq, .scales",
    "awq-gemv, awq, .qzeros",
    "bnb-int8, bitsandbytes, .SCB",
    "bnb-nf4, bitsandbytes, .weight.absmax",
    "bnb-nf4, bitsandbytes, .weight.quant_map",
    "bnb-nf4, bitsandbytes, .weight.quant_state.bitsandbytes__nf4",
    "bnb-nf4-double, bitsandbytes, .weight.nested_absmax",
    "bnb-nf4-double, bitsandbytes, .weight.nested_quant_map",
    "ct-pack4, compressed-tensors, .weight_scale",
    "ct-pack4, compressed-tensors, .weight_shape",
    "ct-int8-channel, compressed-tensors, .weight_scale",
    "fp8-block, fp8, .weight_scale_inv"
  })
  void aMissingPartIsNamed(String name, String method, String part) throws IOException {
    copy(name).header(header -> header.remove(Q + part));

    rejected(
        folder
            + ": tensor "
            + Q
            + part
            + " is missing, a part of a weight quantised by "
            + method
            + " of which other parts are there: copy the whole checkpoint");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gptq-4bit | .scales | 64 2 | [64, 64]: [groups, outputs]",
        "gptq-4bit | .qzeros | 4 4 | [2, 8]: [groups, outputs * 4 bits / 32]",
        "awq-gemm | .scales | 64 2 | [2, 64]: [groups, outputs]",
        "awq-gemm | .qweight | 512 | a matrix",
        "bnb-nf4 | .weight.absmax | 8 8 | [64]: one for each block",
        "bnb-nf4-double | .weight.nested_absmax | 1 1 | [1]: one for each block",
        "ct-pack4 | .weight_scale | 2 64 | one scale for the matrix, for each row or for each"
            + " group of a row, of a matrix of 64 by 64",
        "ct-pack4 | .weight_packed | 32 16 | NONE",
        "ct-pack4-zeros | .weight_zero_point | 2 8 | [8, 2]: [outputs * bits / 32, groups]",
        "fp8-block | .weight_scale_inv | 4 | one scale for the matrix, for each row or for each"
            + " group of a row, or for each block of 32 by 32, of a matrix of 64 by 64"
      })
  void aMisshapedPartIsNamed(String name, String part, String shape, String expected)
      throws IOException {
    copy(name)
        .header(
            header -> {
              var sizes = ((ObjectNode) header.get(Q + part)).putArray("shape");
              for (String size : shape.split(" ")) {
                sizes.add(Integer.parseInt(size));
              }
            });

    rejected(
        expected.equals("NONE")
            ? tensor(Q + ".weight_shape")
                + " is [64, 64], which does not fit the 32 rows of 16 words of "
                + Q
                + part
            : tensor(Q + part)
                + " has shape ["
                + shape.replace(" ", ", ")
                + "], expected "
                + expected);
  }

  @Test
  void codesThatDoNotFillTheirWordsAreRefused() throws IOException {
    copy("gptq-4bit")
        .header(
            header -> ((ObjectNode) header.get(Q + ".qweight")).putArray("shape").add(32).add(16));

    rejected(
        tensor(Q + ".qweight") + " has 32 rows, which 64 codes of 2, 3, 4 or 8 bits do not fill");
  }

  @Test
  void aPartOfAnotherTypeIsRefused() throws IOException {
    copy("gptq-4bit")
        .header(header -> ((ObjectNode) header.get(Q + ".scales")).put("dtype", "I16"));

    rejected(tensor(Q + ".scales") + " is of type I16, gptq keeps it as F32 or F16 or BF16");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "\"blocksize\": 64 | \"blocksize\": 65 | has blocksize 65, expected a power of two, 32 to"
            + " 4096",
        "bfloat16 | bfloat61 | has dtype \"bfloat61\", expected float32, float16 or bfloat16",
        "\"quant_type\": \"nf4\" | \"quant_type\": \"nf5\" | has quant_type \"nf5\", expected nf4"
      })
  void aStateThatCannotBeIsRefused(String old, String other, String message) throws IOException {
    copy("bnb-nf4").bytes(old, other);

    assertThatThrownBy(() -> ModelFiles.open(folder))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining(".weight.quant_state.bitsandbytes__nf4 " + message);
  }

  @Test
  void aShapeThatDoesNotFitIsRefused() throws IOException {
    copy("bnb-nf4").bytes("\"shape\": [64, 64]", "\"shape\": [64, 96]");

    assertThatThrownBy(() -> ModelFiles.open(folder))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining(
            ".weight has shape [2048, 1], expected 3072 bytes for 6144 codes of 4 bits");
  }
}
