package org.modelassay.torch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.modelassay.model.ModelCopy;
import org.modelassay.model.ModelFiles;
import org.modelassay.statistics.Quantiles;

/**
 * Half precision keeps no larger distance from float32 than the reference's own does: medians over
 * positions of the root mean square of the logits' differences, the reference's by {@code
 * golden/half.py}.
 */
class HalfPrecisionTest {
  @ParameterizedTest
  @EnumSource(
      value = Precision.class,
      names = {"BFLOAT16", "FLOAT16"})
  void staysAsCloseToFloat32AsTheReferenceDoes(Precision precision) throws IOException {
    JsonNode reference =
        new ObjectMapper()
            .readTree(ModelCopy.golden("llama-tied").resolve("../../half.json").toFile());
    String type = precision == Precision.BFLOAT16 ? "bfloat16" : "float16";
    double logs = 0;
    for (var model : reference.properties()) {
      double expected = model.getValue().path(type).asDouble();
      double actual = distance(ModelCopy.golden(model.getKey()), precision);
      // Orders of summation differ, so a model may lie a little further, and another nearer.
      assertThat(actual / expected).as(model.getKey()).isBetween(0.5, 1.5);
      logs += Math.log(actual / expected);
    }
    double mean = Math.exp(logs / reference.size());
    System.out.printf(Locale.ROOT, "%s: %.3f of the reference's distance%n", type, mean);
    assertThat(mean).isLessThan(1.01);
  }

  private static double distance(Path folder, Precision precision) throws IOException {
    var golden = new Safetensors(folder.resolve("golden.safetensors"));
    int rows = golden.size("input_ids", 0);
    int length = golden.size("input_ids", 1);
    long[] ids = golden.longs("input_ids");
    var input = new ArrayList<int[]>();
    for (int r = 0; r < rows; r++) {
      input.add(Arrays.stream(ids, r * length, (r + 1) * length).mapToInt(i -> (int) i).toArray());
    }
    try (ModelFiles model = ModelFiles.open(folder);
        Decoder decoder = Decoder.load(model, WeightTreatment.NONE, precision, Device.CPU);
        Decoder.Pass pass = decoder.read(input, List.of())) {
      float[] expected = golden.floats("logits");
      float[] actual = decoder.head().logits(pass.last());
      double[] distances = new double[rows * length];
      int vocabulary = expected.length / distances.length;
      for (int t = 0; t < distances.length; t++) {
        double sum = 0;
        for (int i = t * vocabulary; i < (t + 1) * vocabulary; i++) {
          double d = expected[i] - (double) actual[i];
          sum += d * d;
        }
        distances[t] = Math.sqrt(sum / vocabulary);
      }
      return Quantiles.quantile(distances, 0.5);
    }
  }
}
