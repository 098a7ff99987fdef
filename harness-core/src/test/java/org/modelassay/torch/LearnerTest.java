package org.modelassay.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modelassay.AssayException;
import org.modelassay.model.ModelFiles;
import org.modelassay.model.checkpoint.SafetensorsWriter;

/**
 * Losses, gradients and steps are those of transformers and torch in float64; see {@code
 * src/test/resources/golden/training/README.md}.
 */
class LearnerTest {
  /** A few roundings of float32, as a share of the largest number of a tensor. */
  private static final double ROUNDING = 1e-5;

  private static final Learner.AdamW ADAMW = new Learner.AdamW(0.9, 0.95, 1e-8, 0.1);

  private static Path golden(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(LearnerTest.class.getResource("/golden/" + name)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ModelFiles model(String name) {
    return ModelFiles.open(golden("models/" + name));
  }

  /** Rows of the reference's ids, the second one shorter. */
  private static List<int[]> rows(Safetensors reference) {
    long[] lengths = reference.longs("lengths");
    long[] ids = reference.longs("input_ids");
    int width = reference.size("input_ids", 1);
    var rows = new ArrayList<int[]>();
    for (int row = 0; row < lengths.length; row++) {
      int from = row * width;
      rows.add(
          Arrays.stream(ids, from, from + (int) lengths[row]).mapToInt(id -> (int) id).toArray());
    }
    return rows;
  }

  /** Each place predicts the next id of its row, the last one nothing. */
  private static double backward(Learner learner, List<int[]> rows) {
    List<int[]> targets = new ArrayList<>();
    for (int[] row : rows) {
      int[] target = Arrays.copyOfRange(row, 1, row.length + 1);
      target[row.length - 1] = -100;
      targets.add(target);
    }
    try (Tensor states = learner.states(rows);
        Tensor loss = learner.nextToken(states, targets)) {
      learner.backward(loss);
      return loss.floats()[0];
    }
  }

  private static Map<String, float[]> weights(Learner learner) {
    return learner.values().stream()
        .collect(
            Collectors.toMap(
                SafetensorsWriter.Values::name, SafetensorsWriter.Values::values));
  }

  private static void assertClose(float[] actual, float[] expected, String name) {
    double largest = 0;
    for (float each : expected) {
      largest = Math.max(largest, Math.abs(each));
    }
    assertThat(actual).as(name).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) actual[i])
          .as("%s [%d]", name, i)
          .isCloseTo(expected[i], within(ROUNDING * largest));
    }
  }

  /** Sliding windows and yarn; caps of scores and logits; multipliers and biases. */
  @ParameterizedTest
  @ValueSource(strings = {"mistral", "gemma2", "granite"})
  void lossAndEveryGradientAreThoseOfTheReference(String name) throws IOException {
    var reference = new Safetensors(golden("training/" + name + ".safetensors"));
    try (ModelFiles model = model(name);
        Learner learner = Learner.of(model)) {
      double loss = backward(learner, rows(reference));

      assertThat(loss).isCloseTo(reference.floats("loss")[0], within(1e-5));
      Map<String, float[]> gradients = learner.gradientValues();
      assertThat(gradients).hasSize(model.weights().size());
      gradients.forEach(
          (key, values) -> assertClose(values, reference.floats("gradient." + key), key));
    }
  }

  @Test
  void stepsAreThoseOfTheReference() throws IOException {
    var reference = new Safetensors(golden("training/mistral.safetensors"));
    float[] rates = reference.floats("rates");
    try (ModelFiles model = model("mistral");
        Learner learner = Learner.of(model)) {
      for (int step = 0; step < rates.length; step++) {
        double loss = backward(learner, rows(reference));
        assertThat(loss).isCloseTo(reference.floats("losses")[step], within(1e-5));
        double norm = learner.clip(1);
        if (step == 0) {
          assertThat(norm).isCloseTo(reference.floats("norm")[0], within(1e-5));
        }
        learner.step(ADAMW, rates[step]);
      }
      weights(learner)
          .forEach((key, values) -> assertClose(values, reference.floats("stepped." + key), key));
    }
  }
}
