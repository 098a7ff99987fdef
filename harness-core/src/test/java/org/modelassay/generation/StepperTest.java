package org.modelassay.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modelassay.AssayException;
import org.modelassay.reading.LocalModel;
import org.modelassay.reading.LocalModels;
import org.modelassay.reading.Probe;
import org.modelassay.reading.Progress;
import org.modelassay.reading.ReadingStore;
import org.modelassay.reading.ScoredReading;
import org.modelassay.reading.Scorer;
import org.modelassay.reading.SequenceSet;
import org.modelassay.reading.StepModel;
import org.modelassay.reading.TokenSequence;

/** Token by token a model gives the distribution that it gives to the whole sequence. */
class StepperTest {
  @TempDir Path cache;

  @Test
  void stepsAgreeWithAReadingOfTheWhole() {
    // Longer than the room that a stepper begins with, 256.
    TokenSequence sequence = LocalModels.sequence("s", 300, 0, 1);
    try (LocalModel model = LocalModels.open(LocalModels.sample("models/resume"), "", cache);
        var stepper = new Stepper(model, model.decoder())) {
      ScoredReading whole =
          new Scorer(
                  new ReadingStore(cache),
                  LocalModel::decoder,
                  Progress.NONE,
                  () -> false,
                  Long.MAX_VALUE,
                  false)
              .read(
                  model,
                  new SequenceSet("one", List.of(sequence)),
                  Set.of(new Probe.Targets(), new Probe.Intervals()),
                  null,
                  "test");

      long[] first = new long[5];
      for (int t = 0; t < 299; t++) {
        int target = sequence.tokens()[t + 1];
        StepModel.Frequencies frequencies = stepper.next(sequence.tokens()[t]);
        long frequency = frequencies.frequency(target);
        assertThat(Math.log(frequency / (double) frequencies.total()))
            // Frequencies are whole: one of 2,500 is 4e-4 in its logarithm. The rest is rounding in
            // float32.
            .isCloseTo(whole.logLikelihoods()[t], within(1e-4 + 1.0 / frequency));
        assertThat(frequencies.low(target) / (double) frequencies.total())
            .isCloseTo(
                whole.intervals().low()[t] / (double) whole.intervals().total()[t], within(1e-5));
        if (t < first.length) {
          first[t] = frequency;
        }
      }
      // Read again from the beginning: the same bits, or what was coded could not be decoded.
      stepper.reset();
      for (int t = 0; t < first.length; t++) {
        assertThat(stepper.next(sequence.tokens()[t]).frequency(sequence.tokens()[t + 1]))
            .isEqualTo(first[t]);
      }
    }
  }

  @Test
  void findingIsTheInverseOfTheIntervals() {
    try (LocalModel model = LocalModels.open(LocalModels.golden("llama-tied"), "", cache);
        var stepper = new Stepper(model, model.decoder())) {
      StepModel.Frequencies frequencies = stepper.next(17);

      long low = 0;
      for (int id = 0; id < stepper.vocabularySize(); id++) {
        assertThat(frequencies.low(id)).isEqualTo(low);
        assertThat(frequencies.frequency(id)).isPositive();
        assertThat(frequencies.find(low)).isEqualTo(id);
        low += frequencies.frequency(id);
        assertThat(frequencies.find(low - 1)).isEqualTo(id);
      }
      assertThat(low).isEqualTo(frequencies.total());
    }
  }

  @Test
  void moreThanTheContextIsRefused() {
    try (LocalModel model = LocalModels.open(LocalModels.golden("llama-tied"), "", cache);
        var stepper = new Stepper(model, model.decoder())) {
      for (int i = 0; i < 128; i++) {
        stepper.next(5);
      }
      assertThatThrownBy(() -> stepper.next(5))
          .isInstanceOf(AssayException.class)
          .hasMessageContaining("llama-tied was made for 128 tokens");
    }
  }
}
