package org.modelassay.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
            Collectors.toMap(SafetensorsWriter.Values::name, SafetensorsWriter.Values::values));
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
    var reference = new Safetensors(golden("training/adamw.safetensors"));
    float[] rates = reference.floats("rates");
    Program training = Programs.training();
    List<Tensor> weights = List.of(matrix(reference, "matrix"), matrix(reference, "vector"));
    List<Tensor> first = training.tensors("zeros", weights);
    List<Tensor> second = training.tensors("zeros", weights);
    for (int step = 0; step < rates.length; step++) {
      String at = "." + step;
      List<Tensor> gradients =
          List.of(
              matrix(reference, "gradient" + at + ".matrix"),
              matrix(reference, "gradient" + at + ".vector"));
      assertThat(training.tensor("clip", gradients, 1.0).doubles()[0])
          .isCloseTo(reference.floats("norm" + at)[0], within(1e-6));
      training.call(
          "adamw",
          weights,
          gradients,
          first,
          second,
          new long[] {1, 0},
          step + 1,
          (double) rates[step],
          0.9,
          0.95,
          1e-8,
          0.1);
      assertClose(weights.get(0).floats(), reference.floats("stepped" + at + ".matrix"), "matrix");
      assertClose(weights.get(1).floats(), reference.floats("stepped" + at + ".vector"), "vector");
      assertThat(gradients.get(0).floats()).containsOnly(0);
    }
  }

  @Test
  void theLossFallsAlongTheGradientAsFastAsItsNormSays() {
    List<int[]> rows = List.of(new int[] {3, 14, 15, 92, 65, 35}, new int[] {8, 97, 9});
    try (ModelFiles model = model("mistral");
        Learner learner = Learner.of(model)) {
      backward(learner, rows);
      Map<String, float[]> gradients = learner.gradientValues();
      double norm = learner.clip(1e9);
      double width = 1e-3;

      double above = backward(moved(learner, gradients, width / norm), rows);
      double below = backward(moved(learner, gradients, -2 * width / norm), rows);

      assertThat((above - below) / (2 * width)).isCloseTo(norm, withinPercentage(0.1));
    }
  }

  @Test
  void gradientsAddUpUntilTheStep() {
    List<int[]> rows = List.of(new int[] {3, 14, 15, 92, 65, 35});
    try (ModelFiles model = model("mistral");
        Learner learner = Learner.of(model)) {
      backward(learner, rows);
      double once = learner.clip(1e9);
      backward(learner, rows);
      assertThat(learner.clip(1e9)).isCloseTo(2 * once, withinPercentage(1e-4));
      learner.step(ADAMW, 0.01);
      assertThat(learner.clip(1e9)).isZero();
    }
  }

  @Test
  void whatItSavesIsWhatItGoesOnFrom(@TempDir Path folder) {
    List<int[]> rows = List.of(new int[] {3, 14, 15, 92, 65, 35});
    try (ModelFiles model = model("mistral");
        Learner whole = Learner.of(model);
        Learner resumed = Learner.of(model)) {
      backward(whole, rows);
      whole.step(ADAMW, 0.01);
      whole.save(folder.resolve("state"));
      backward(whole, rows);
      whole.step(ADAMW, 0.01);

      resumed.restore(folder.resolve("state"));
      assertThat(resumed.steps()).isEqualTo(1);
      backward(resumed, rows);
      resumed.step(ADAMW, 0.01);

      assertThat(weights(resumed)).usingRecursiveComparison().isEqualTo(weights(whole));
    }
  }

  @Test
  void theStateOfAnotherModelIsRefused(@TempDir Path folder) {
    try (ModelFiles small = model("mistral");
        ModelFiles other = model("gemma2");
        Learner saved = Learner.of(small);
        Learner learner = Learner.of(other)) {
      saved.save(folder.resolve("state"));
      assertThatThrownBy(() -> learner.restore(folder.resolve("state")))
          .isInstanceOf(AssayException.class)
          .hasMessageContaining("state")
          .hasMessageContaining("is no state of this training")
          .hasMessageContaining("delete it to begin anew");
    }
  }

  @Test
  void aModelThatCouldNotBeWrittenBackIsRefused() {
    try (ModelFiles model = model("gpt2")) {
      assertThatThrownBy(() -> Learner.of(model))
          .isInstanceOf(AssayException.class)
          .hasMessageContaining("gpt2")
          .hasMessageContaining("this model cannot learn");
    }
  }

  /** The mapped files stay as they are: what learns are copies. */
  @Test
  void learningLeavesTheModelAlone() {
    try (ModelFiles model = model("mistral");
        Learner before = Learner.of(model);
        Learner learner = Learner.of(model)) {
      backward(learner, List.of(new int[] {3, 14, 15, 92, 65, 35}));
      learner.step(ADAMW, 0.01);
      try (Learner after = Learner.of(model)) {
        assertThat(weights(after)).usingRecursiveComparison().isEqualTo(weights(before));
        assertThat(weights(learner)).usingRecursiveComparison().isNotEqualTo(weights(before));
      }
    }
  }

  private static Tensor matrix(Safetensors reference, String name) {
    return matrix(reference.floats(name));
  }

  private static Tensor matrix(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(4 * values.length).order(ByteOrder.nativeOrder());
    bytes.asFloatBuffer().put(values);
    return Inputs.matrix(bytes, 1, values.length);
  }

  /** All weights, moved by a multiple of their gradients. */
  private static Learner moved(Learner learner, Map<String, float[]> gradients, double by) {
    Iterator<Tensor> tensors = learner.weights().values().iterator();
    for (SafetensorsWriter.Values weight : learner.values()) {
      float[] gradient = Objects.requireNonNull(gradients.get(weight.name()));
      float[] moved = weight.values().clone();
      for (int i = 0; i < moved.length; i++) {
        moved[i] += (float) (by * gradient[i]);
      }
      try (Tensor values = matrix(moved)) {
        Programs.training().call("assign", tensors.next(), values);
      }
    }
    return learner;
  }
}
