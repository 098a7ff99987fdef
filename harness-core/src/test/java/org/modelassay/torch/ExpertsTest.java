package org.modelassay.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modelassay.AssayException;
import org.modelassay.model.ModelCopy;
import org.modelassay.model.ModelFiles;

/** Experts and latent attention: what a position gets depends on its own text alone. */
class ExpertsTest {
  private static final int VOCABULARY = 101;
  private static final long SEED = 7;
  private static final float ROUNDING = 2e-5f;

  private static int[] ids(int length) {
    return new Random(SEED + length).ints(length, 0, VOCABULARY).toArray();
  }

  private static Decoder load(String name) {
    try (ModelFiles model = ModelFiles.open(ModelCopy.golden(name))) {
      return Decoder.load(model, WeightTreatment.NONE, Precision.FLOAT32, Device.CPU);
    }
  }

  private static float[] read(Decoder decoder, List<int[]> rows) {
    try (Decoder.Pass pass = decoder.read(rows, new TreeSet<>())) {
      return OutputHead.copy(pass.last());
    }
  }

  private static float[] place(float[] states, int longest, int width, int row, int position) {
    int at = (row * longest + position) * width;
    return Arrays.copyOfRange(states, at, at + width);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"mixtral", "qwen2-moe", "deepseek-v2", "deepseek-v3", "gpt-oss", "granitemoe"})
  void rowsSideBySideAreRowsAlone(String name) {
    List<int[]> rows = List.of(ids(21), ids(5), ids(1), ids(14));
    try (Decoder decoder = load(name)) {
      int width = decoder.shape().hidden();
      float[] together = read(decoder, rows);
      for (int row = 0; row < rows.size(); row++) {
        float[] alone = read(decoder, List.of(rows.get(row)));
        for (int t = 0; t < rows.get(row).length; t++) {
          assertThat(place(together, 21, width, row, t))
              .as("row %d position %d", row, t)
              .containsExactly(place(alone, 0, width, 0, t), within(ROUNDING));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"mixtral", "qwen2-moe", "deepseek-v2", "deepseek-v3", "gpt-oss", "granitemoe"})
  void readingInPartsIsReadingTheWhole(String name) {
    int[][] parts = {{9, 1, 11}, {2, 4, 3}, {1, 1, 1}};
    var whole = new ArrayList<int[]>();
    for (int[] lengths : parts) {
      whole.add(ids(Arrays.stream(lengths).sum()));
    }
    try (Decoder decoder = load(name);
        Decoder.State state = decoder.state(3, 32)) {
      int width = decoder.shape().hidden();
      float[] expected = read(decoder, whole);
      long[] starts = new long[3];
      for (int part = 0; part < 3; part++) {
        var rows = new ArrayList<int[]>();
        for (int row = 0; row < 3; row++) {
          int from = (int) starts[row];
          rows.add(Arrays.copyOfRange(whole.get(row), from, from + parts[row][part]));
        }
        float[] states;
        try (Tensor h = decoder.advance(state, rows, starts)) {
          states = OutputHead.copy(h);
        }
        for (int row = 0; row < 3; row++) {
          starts[row] += parts[row][part];
          assertThat(place(states, 1, width, row, 0))
              .as("row %d after part %d", row, part)
              .containsExactly(
                  place(expected, 21, width, row, (int) starts[row] - 1), within(ROUNDING));
        }
      }
    }
  }

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
