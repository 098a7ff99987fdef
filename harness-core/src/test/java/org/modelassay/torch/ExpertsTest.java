package org.modelassay.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modelassay.AssayException;
import org.modelassay.model.ModelCopy;
import org.modelassay.model.ModelFiles;

/** Experts that lie stacked in a file are weights of their own. */
class ExpertsTest {
  @Test
  void stackedExpertsAreTreatedOneByOne() {
    var treated = new ArrayList<String>();
    WeightTreatment recording =
        (weight, tensor, operations) -> {
          treated.add(weight.name());
          return tensor;
        };
    try (ModelFiles model = ModelFiles.open(ModelCopy.golden("gpt-oss-mxfp4"));
        Decoder decoder = Decoder.load(model, recording, Precision.FLOAT32, Device.CPU)) {
      assertThat(decoder.shape().layers()).isEqualTo(2);
      assertThat(treated)
          .contains("0.experts.0.gate_up", "1.experts.2.down", "0.q")
          .noneMatch(name -> name.contains("router") || name.endsWith(".bias"));
    }
  }

  @Test
  void mxfp4WithoutItsScalesIsDamage(@TempDir Path folder) throws IOException {
    Path golden = ModelCopy.golden("gpt-oss-mxfp4");
    Files.copy(golden.resolve("config.json"), folder.resolve("config.json"));
    byte[] bytes = Files.readAllBytes(golden.resolve("model.safetensors"));
    // Same length, so that the rest of the file stays where it was.
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    Files.write(
        folder.resolve("model.safetensors"),
        text.replace("0.mlp.experts.down_proj_scales", "0.mlp.experts.down_proj_scaled")
            .getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> ModelFiles.open(folder))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining(
            "tensor model.layers.0.mlp.experts.down_proj_scales is missing, a part of a weight"
                + " quantised by mxfp4");
  }
}
