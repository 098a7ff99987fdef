package org.modelassay.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.modelassay.model.ModelFiles;

/**
 * What a model gives for a row depends neither on the rows beside it nor on whether it was read at
 * once or in parts: for every reference model of this tree.
 */
class DecoderStateTest {
  private static final double TOLERANCE = 1e-4;

  static Stream<Path> models() throws IOException, URISyntaxException {
    Path models =
        Path.of(
            Objects.requireNonNull(DecoderStateTest.class.getResource("/golden/models")).toURI());
    try (Stream<Path> list = Files.list(models)) {
      return list.filter(Files::isDirectory).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void aRowGivesTheSameInPartsAndInCompany(Path folder) throws IOException {
    try (ModelFiles model = ModelFiles.open(folder);
        Decoder decoder =
            Decoder.load(model, WeightTreatment.NONE, Precision.FLOAT32, Device.CPU)) {
      int[] row = row(folder);
      besideOthers(decoder, row);
      // Beyond that the keys of the state would have other angles.
      inParts(decoder, Arrays.copyOf(row, Math.min(row.length, decoder.shape().lengthLimit())));
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void aRowGoesOnInThePlaceThatItWasPutTo(Path folder) throws IOException {
    try (ModelFiles model = ModelFiles.open(folder);
        Decoder decoder =
            Decoder.load(model, WeightTreatment.NONE, Precision.FLOAT32, Device.CPU)) {
      int[] row = row(folder);
      int length = Math.min(row.length, decoder.shape().lengthLimit());
      float[] whole = states(decoder, List.of(Arrays.copyOf(row, length)));
      int hidden = whole.length / length;
      // Others have been read in the three rows; the part has room for less than the rows, or for
      // more.
      for (int parted : new int[] {3, 11}) {
        try (Decoder.State state = decoder.state(3, 8);
            Decoder.State part = decoder.state(2, parted)) {
          int[] other = Arrays.copyOfRange(row, 4, 12);
          decoder.advance(state, List.of(other, other, other), new long[3]).close();
          int[] begin = Arrays.copyOf(row, parted);
          decoder.advance(part, List.of(Arrays.copyOf(row, 2), begin), new long[2]).close();

          decoder.place(state, new long[] {2, 1}, part);
          decoder.keep(state, new long[] {2, 1});

          int[] rest = Arrays.copyOfRange(row, parted, length);
          int[] shorter = Arrays.copyOfRange(row, 2, length - 1);
          try (Tensor last =
              decoder.advance(state, List.of(shorter, rest), new long[] {2, parted})) {
            float[] got = OutputHead.copy(last);
            assertEqual(
                "row of 2",
                Arrays.copyOfRange(whole, (length - 2) * hidden, (length - 1) * hidden),
                Arrays.copyOfRange(got, 0, hidden));
            assertEqual(
                "row of " + parted,
                Arrays.copyOfRange(whole, (length - 1) * hidden, length * hidden),
                Arrays.copyOfRange(got, hidden, 2 * hidden));
          }
        }
      }
    }
  }

  private static void besideOthers(Decoder decoder, int[] row) {
    List<int[]> rows = List.of(Arrays.copyOf(row, 5), row, Arrays.copyOf(row, 13));
    float[] together = states(decoder, rows);
    int hidden = together.length / rows.size() / row.length;
    for (int r = 0; r < rows.size(); r++) {
      int from = r * row.length * hidden;
      float[] alone = states(decoder, List.of(rows.get(r)));
      assertEqual(
          "row of " + rows.get(r).length,
          alone,
          Arrays.copyOfRange(together, from, from + alone.length));
    }
  }

  private static void inParts(Decoder decoder, int[] row) {
    int length = row.length;
    float[] whole = states(decoder, List.of(row));
    // Two rows with the same ids, parted at different places: a part of many beside a part of one.
    int[][] parts = {{0, 9, 10, length}, {0, 1, length - 2, length}};
    int hidden = whole.length / length;
    try (Decoder.State state = decoder.state(2, length)) {
      for (int part = 1; part < 4; part++) {
        List<int[]> rows =
            List.of(
                Arrays.copyOfRange(row, parts[0][part - 1], parts[0][part]),
                Arrays.copyOfRange(row, parts[1][part - 1], parts[1][part]));
        long[] starts = {parts[0][part - 1], parts[1][part - 1]};
        try (Tensor last = decoder.advance(state, rows, starts)) {
          float[] got = OutputHead.copy(last);
          for (int r = 0; r < 2; r++) {
            int at = (parts[r][part] - 1) * hidden;
            assertEqual(
                "row " + r + " after " + parts[r][part],
                Arrays.copyOfRange(whole, at, at + hidden),
                Arrays.copyOfRange(got, r * hidden, (r + 1) * hidden));
          }
        }
      }
    }
  }

  /** The first row of the reference input. */
  private static int[] row(Path folder) throws IOException {
    var golden = new Safetensors(folder.resolve("golden.safetensors"));
    int length = golden.size("input_ids", 1);
    return Arrays.stream(golden.longs("input_ids"), 0, length).mapToInt(i -> (int) i).toArray();
  }

  private static float[] states(Decoder decoder, List<int[]> rows) {
    try (Decoder.Pass pass = decoder.read(rows, List.of())) {
      return OutputHead.copy(pass.last());
    }
  }

  private static void assertEqual(String what, float[] expected, float[] actual) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i] - (double) actual[i]));
    }
    assertThat(largest).as(what).isLessThan(TOLERANCE);
  }
}
