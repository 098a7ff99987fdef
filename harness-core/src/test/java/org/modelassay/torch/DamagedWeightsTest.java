package org.modelassay.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modelassay.AssayException;
import org.modelassay.model.ModelCopy;
import org.modelassay.model.ModelFiles;

/** A weight that is no number is found when the model is loaded, and named. */
class DamagedWeightsTest {
  private static final String TENSOR = "model.layers.1.mlp.up_proj.weight";

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void isRefusedByName(float value, @TempDir Path folder) throws IOException {
    ModelCopy.single(folder).set(TENSOR, 5, value);

    try (ModelFiles model = ModelFiles.open(folder)) {
      assertThatThrownBy(
              () ->
                  Decoder.load(model, WeightTreatment.NONE, Precision.FLOAT32, Device.CPU).close())
          .isInstanceOf(AssayException.class)
          .hasMessage(
              folder.resolve("model.safetensors")
                  + ": tensor "
                  + TENSOR
                  + " holds NaN or infinity; the checkpoint is damaged or overflowed when it was"
                  + " saved");
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {0f, 1e38f})
  void aNumberIsANumber(float value, @TempDir Path folder) throws IOException {
    ModelCopy.single(folder).set(TENSOR, 5, value);

    try (ModelFiles model = ModelFiles.open(folder);
        Decoder decoder =
            Decoder.load(model, WeightTreatment.NONE, Precision.FLOAT32, Device.CPU)) {
      assertThat(decoder.shape().layers()).isEqualTo(model.shape().layers());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 17})
  void oneChangedNumberIsAnotherModel(int index, @TempDir Path folder) throws IOException {
    ModelCopy copy = ModelCopy.single(Files.createDirectory(folder.resolve("model")));
    String before = fingerprint(folder);
    assertThat(fingerprint(folder)).isEqualTo(before);

    copy.set(TENSOR, index, 123f);

    assertThat(fingerprint(folder)).isNotEqualTo(before);
  }

  private static String fingerprint(Path folder) {
    try (ModelFiles model = ModelFiles.open(folder.resolve("model"))) {
      return model.fingerprint(folder.resolve("digests")).join();
    }
  }
}
