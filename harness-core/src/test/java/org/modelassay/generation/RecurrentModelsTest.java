package org.modelassay.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modelassay.reading.LocalModel;
import org.modelassay.reading.LocalModels;
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
    try (Decoder.Pass pass = decoder.read(rows, List.of())) {
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
}
