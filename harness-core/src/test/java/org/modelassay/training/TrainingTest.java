package org.modelassay.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modelassay.AssayException;
import org.modelassay.model.ModelFiles;
import org.modelassay.model.checkpoint.SafetensorsWriter;
import org.modelassay.torch.Learner;

/** A tiny byte model learns one sentence. */
class TrainingTest {
  private static final Recipe TINY =
      new Recipe(64, 1, 2, 1, 64, 32, 4, 40, 5, 1e-2, 0.1, 0.1, 7, 2);

  private static final byte[] TEXT =
      "The wolf lay between the two dogs. ".repeat(100).getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  private Learner learner() {
    ByteModelFiles.create(folder.resolve("model"), TINY);
    try (ModelFiles model = ModelFiles.open(folder.resolve("model"))) {
      return Learner.of(model);
    }
  }

  private static void train(Learner learner, Consumer<Training.Step> progress) {
    train(learner, TINY.rate(), nothing -> {}, progress);
  }

  private static void train(
      Learner learner, double rate, Consumer<Learner> keep, Consumer<Training.Step> progress) {
    int[] stream = ByteModel.stream(List.of(TEXT));
    new Training(
            new NextToken(stream, ByteModelFiles.BOS, TINY.context(), TINY.rows(), TINY.seed()),
            new Schedule(TINY.steps(), TINY.warmUp(), rate, TINY.lastRate()),
            new Learner.AdamW(0.9, 0.99, 1e-8, TINY.decay()),
            1,
            keep,
            0)
        .run(learner, progress);
  }

  @Test
  void theLossFalls() {
    var losses = new ArrayList<Double>();
    try (Learner learner = learner()) {
      train(learner, step -> losses.add(step.loss()));
    }
    assertThat(losses).hasSize(40);
    assertThat(losses.get(0)).as("all tokens alike").isCloseTo(Math.log(258), within(0.1));
    assertThat(losses.get(39)).isLessThan(entropy() / 2);
  }

  /**
   * What a byte costs by its frequency, in nats: all that can be known without what stands before.
   */
  private static double entropy() {
    var counts = new TreeMap<Byte, Integer>();
    for (byte each : TEXT) {
      counts.merge(each, 1, Integer::sum);
    }
    return counts.values().stream()
        .mapToDouble(n -> -(double) n / TEXT.length * Math.log((double) n / TEXT.length))
        .sum();
  }

  @Test
  void aRunAgainGivesTheSameBits() {
    assertThat(trained()).usingRecursiveComparison().isEqualTo(trained());
  }

  private List<SafetensorsWriter.Values> trained() {
    try (Learner learner = learner()) {
      train(learner, step -> {});
      return learner.values();
    }
  }

  @Test
  void aRunThatDiedGoesOnToTheSameBits() {
    List<SafetensorsWriter.Values> whole = trained();
    try (Learner dies = learner()) {
      assertThatThrownBy(
              () -> train(dies, TINY.rate(), this::keepEveryTenth, TrainingTest::dieAtTwenty))
          .hasMessage("the power");
    }
    try (Learner goesOn = learner()) {
      goesOn.restore(folder.resolve("state"));
      assertThat(goesOn.steps()).isEqualTo(10);
      train(goesOn, step -> {});
      assertThat(goesOn.values()).usingRecursiveComparison().isEqualTo(whole);
    }
  }

  private void keepEveryTenth(Learner learner) {
    if (learner.steps() % 10 == 0) {
      learner.save(folder.resolve("state"));
    }
  }

  private static void dieAtTwenty(Training.Step step) {
    if (step.number() == 20) {
      throw new IllegalStateException("the power");
    }
  }

  @Test
  void aRateThatIsTooLargeIsAnError() {
    try (Learner learner = learner()) {
      assertThatThrownBy(() -> train(learner, 1e30, nothing -> {}, step -> {}))
          .isInstanceOf(AssayException.class)
          .hasMessageContaining("lower the learning rate");
    }
  }
}
