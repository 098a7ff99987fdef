package org.modelassay.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.modelassay.reading.Continuations;
import org.modelassay.reading.LocalModel;
import org.modelassay.reading.LocalModels;
import org.modelassay.reading.Progress;
import org.modelassay.reading.Request;
import org.modelassay.reading.TokenSequence;
import org.modelassay.torch.Decoder;
import org.modelassay.torch.OutputHead;
import org.modelassay.torch.Tensor;

/** Models that carry a state: it is that of the text read, however the text is cut and batched. */
class RecurrentModelsTest {
  private static final int VOCABULARY = 61;
  private static final long SEED = 20;

  @TempDir Path cache;

  private static int[] ids(int length) {
    return new Random(SEED + length).ints(length, 0, VOCABULARY).toArray();
  }

  private LocalModel open(String name) {
    return LocalModels.open(LocalModels.golden(name), "", cache);
  }

  /** Final states [B,T,H] of whole rows. */
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
  @ValueSource(strings = {"mamba", "mamba2", "zamba2", "jamba", "lfm2", "recurrent-gemma"})
  void readingInPartsIsReadingTheWhole(String name) {
    // Mamba 2 reads 64 positions at once, so the last part crosses that.
    int[][] parts = {{7, 1, 70}, {2, 4, 9}, {1, 1, 1}};
    var whole = new ArrayList<int[]>();
    for (int[] lengths : parts) {
      whole.add(ids(Arrays.stream(lengths).sum()));
    }
    try (LocalModel model = open(name);
        Decoder.State state = model.decoder().state(3, 160)) {
      Decoder decoder = model.decoder();
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
                  place(expected, 78, width, row, (int) starts[row] - 1), within(2e-5f));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mamba", "mamba2", "zamba2", "jamba", "lfm2", "recurrent-gemma"})
  void rowsSideBySideAreRowsAlone(String name) {
    List<int[]> rows = List.of(ids(66), ids(5), ids(1), ids(31));
    try (LocalModel model = open(name)) {
      Decoder decoder = model.decoder();
      int width = decoder.shape().hidden();
      float[] together = read(decoder, rows);
      for (int row = 0; row < rows.size(); row++) {
        float[] alone = read(decoder, List.of(rows.get(row)));
        for (int t = 0; t < rows.get(row).length; t++) {
          assertThat(place(together, 66, width, row, t))
              .containsExactly(place(alone, 0, width, 0, t), within(2e-5f));
        }
      }
    }
  }

  @Test
  void aStateThatIsUsedAgainForgetsWhatItHeld() {
    for (String name : List.of("mamba2", "recurrent-gemma")) {
      try (LocalModel model = open(name);
          var stepper = new Stepper(model, model.decoder())) {
        long[] first = new long[4];
        for (int t = 0; t < first.length; t++) {
          first[t] = stepper.next(t + 3).low(40);
        }
        stepper.reset();
        for (int t = 0; t < first.length; t++) {
          assertThat(stepper.next(t + 3).low(40)).isEqualTo(first[t]);
        }
      }
    }
  }

  /**
   * The most likely ids after each prompt by the reference (transformers 5.24, float32), which read
   * the whole text again for each: with its cache it does not heed the limits of Mamba 2's time
   * step. The best id leads by 0.046 or more.
   */
  static Stream<Arguments> greedy() {
    int[] five = {7, 3, 11, 42, 9};
    int[] one = {5};
    int[] long13 = {20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32};
    List<int[]> prompts = List.of(five, one, long13);
    return Stream.of(
        Arguments.of(
            "mamba2",
            prompts,
            List.of(
                new int[] {33, 36, 53, 57, 23, 22, 10, 44, 40, 43},
                new int[] {51, 5, 8, 53, 22, 38, 23, 59, 58, 58},
                new int[] {36, 15, 20, 28, 36, 53, 36, 27, 60, 43})),
        Arguments.of(
            "zamba2",
            prompts,
            List.of(
                new int[] {26, 15, 54, 26, 26, 26, 13, 9, 32, 4},
                new int[] {50, 40, 58, 26, 59, 59, 29, 58, 54, 13},
                new int[] {37, 19, 13, 28, 32, 48, 28, 20, 26, 59})),
        Arguments.of(
            "recurrent-gemma",
            prompts,
            List.of(
                new int[] {51, 38, 38, 56, 23, 23, 58, 21, 57, 57},
                new int[] {26, 42, 12, 21, 6, 47, 50, 28, 25, 50},
                new int[] {56, 56, 6, 6, 36, 36, 25, 58, 51, 6})));
  }

  @ParameterizedTest
  @MethodSource("greedy")
  void greedyContinuationsEqualTheReference(
      String name, List<int[]> prompts, List<int[]> expected) {
    var sequences = new ArrayList<TokenSequence>();
    for (int i = 0; i < prompts.size(); i++) {
      sequences.add(new TokenSequence("p" + i, prompts.get(i), 0, prompts.get(i).length));
    }
    try (LocalModel model = open(name)) {
      Continuations outputs =
          new Generator(Progress.NONE, () -> false)
              .generate(
                  model,
                  model.decoder(),
                  new Request.Generating("prompts", sequences, 10, new TreeSet<>()),
                  "test");

      for (int i = 0; i < expected.size(); i++) {
        assertThat(outputs.outputs().get(i)).containsExactly(expected.get(i));
      }
    }
  }
}
