package org.modelassay.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modelassay.model.ModelCopy;
import org.modelassay.model.ModelFiles;

class OutputRowsTest {
  private static final int[] IDS = {3, 17, 20, 21, 30};

  /** Tied or not, in shards, of half precision, of a GGUF file, of a quantised checkpoint. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "models/llama-tied",
        "models/llama-sharded-bf16",
        "models/gpt2",
        "models/opt",
        "gguf/bloom.gguf",
        "gguf/text/qwen2-Q8_0.gguf",
        "models/gpt-oss-mxfp4"
      })
  void rowsAreThoseOfTheLoadedHead(String name) {
    Path path = ModelCopy.golden("llama-tied").resolve("../..").resolve(name).normalize();
    try (ModelFiles model = ModelFiles.open(path);
        OutputHead head = Decoder.loadHead(model, Precision.FLOAT32, Device.CPU);
        OutputRows rows = OutputRows.open(model)) {
      float[] matrix = head.matrix().floats();
      int width = head.hidden();
      double[] sum = new double[width];
      OutputRows.Directions directions = rows.directions(IDS);
      for (int i = 0; i < IDS.length; i++) {
        double square = 0;
        for (int k = 0; k < width; k++) {
          square += (double) matrix[width * IDS[i] + k] * matrix[width * IDS[i] + k];
        }
        assertThat(directions.lengths()[i]).isCloseTo(Math.sqrt(square), within(1e-12));
        for (int k = 0; k < width; k++) {
          sum[k] += matrix[width * IDS[i] + k] / Math.sqrt(square);
        }
      }
      assertThat(directions.sum()).containsExactly(sum, within(1e-12));
    }
  }
}
