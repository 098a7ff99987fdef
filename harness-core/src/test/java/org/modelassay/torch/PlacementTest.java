package org.modelassay.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modelassay.AssayException;
import org.modelassay.model.HiddenState;
import org.modelassay.model.ModelFiles;
import org.modelassay.model.Sublayer;
import org.modelassay.torch.Placement.Range;
import org.modelassay.torch.Placement.Sizes;

/**
 * Where layers lie, and that it changes no bit. No test has a second device: the processor stands
 * for each.
 */
class PlacementTest {
  private static final Device ONE = new Device("cuda:0");
  private static final Device TWO = new Device("cuda:1");

  private static Placement of(Sizes sizes, long memory, Device... devices) {
    return Placement.of(sizes, List.of(devices), device -> OptionalLong.of(memory), 10);
  }

  @Test
  void rangesHaveAboutTheSameBytesWithWhatStandsBeforeAndBehind() {
    // 30 + 6 * 10 + 30 bytes: the embedding is as much as three layers, and so is the head.
    var sizes = new Sizes(30, new long[] {10, 10, 10, 10, 10, 10}, 30);
    assertThat(of(sizes, 1000, ONE, TWO))
        .isEqualTo(new Placement(List.of(new Range(0, 3, ONE), new Range(3, 6, TWO)), false));
    var head = new Sizes(0, new long[] {10, 10, 10, 10, 10, 10}, 20);
    assertThat(of(head, 1000, ONE, TWO).ranges())
        .containsExactly(new Range(0, 4, ONE), new Range(4, 6, TWO));
    // Fewer layers than devices.
    assertThat(of(new Sizes(0, new long[] {10}, 0), 1000, ONE, TWO).ranges())
        .hasSize(1)
        .allMatch(range -> range.first() == 0 && range.last() == 1);
  }

  @Test
  void whatFitsNoDeviceIsStreamedOverTheFirst() {
    var sizes = new Sizes(5, new long[] {10, 10, 10, 10, 10}, 5);
    assertThat(of(sizes, 70, ONE).streams()).isFalse();
    // One byte less than weights and workspace. Half of what embedding and head leave is 29.
    assertThat(of(sizes, 69, ONE))
        .isEqualTo(
            new Placement(
                List.of(new Range(0, 2, ONE), new Range(2, 4, ONE), new Range(4, 5, ONE)), true));
    assertThat(of(sizes, 69, ONE, TWO).streams()).isFalse();
    // However small the device, a layer at a time.
    assertThat(of(sizes, 8, ONE).ranges()).hasSize(5);
  }

  @Test
  void theProcessorNeverStreams() {
    try (ModelFiles model = ModelFiles.open(golden("llama-tied"))) {
      Placement placement =
          Placement.of(model, Precision.FLOAT32, List.of(Device.CPU), Long.MAX_VALUE / 2);
      assertThat(placement).isEqualTo(Placement.whole(model.shape(), Device.CPU));
      assertThat(placement.room(model, Precision.FLOAT32)).isEmpty();
    }
  }

  @Test
  void aSharedBlockIsOfEachLayerThatUsesIt() {
    try (ModelFiles model = ModelFiles.open(golden("zamba2"))) {
      List<?> shared = (List<?>) Objects.requireNonNull(model.shape().attributes().get("shared"));
      var users = new ArrayList<Integer>();
      for (int layer = 0; layer < shared.size(); layer++) {
        if (shared.get(layer).equals(0)) {
          users.add(layer);
        }
      }
      assertThat(users).isNotEmpty();
      assertThat(Placement.users("shared.0.gate_up", model.shape())).isEqualTo(users);
      assertThat(Placement.users("12.q", model.shape())).containsExactly(12);
      assertThat(Placement.users("head.bias", model.shape())).isEmpty();
    }
  }

  @Test
  void severalDevicesAreGpusNamedOnce() {
    for (String setting : List.of("cuda:0,cuda:0", "cpu,cuda:0", "cuda:0,", "cuda,cuda:1")) {
      assertThatExceptionOfType(AssayException.class)
          .isThrownBy(() -> Device.all(setting))
          .withMessageContaining("'" + setting + "'")
          .withMessageContaining("cuda:0,cuda:1");
    }
    assertThat(Device.all("cpu")).containsExactly(Device.CPU);
  }

  private static Path golden(String name) {
    return org.modelassay.reading.LocalModels.golden(name);
  }

  private static Decoder load(ModelFiles model, Placement placement) {
    return Decoder.load(model, WeightTreatment.NONE, Precision.FLOAT32, placement);
  }

  /** Attention of all kinds, what recurs, both, shared blocks, learned positions. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "llama-tied",
        "gemma2",
        "gemma3-text",
        "falcon-alibi",
        "gpt-oss",
        "deepseek-v2",
        "opt",
        "phi3",
        "jamba",
        "lfm2",
        "mamba2",
        "recurrent-gemma",
        "zamba2"
      })
  void rangesOfOneLayerReadAndGenerateTheSameBits(String name) {
    try (ModelFiles model = ModelFiles.open(golden(name))) {
      List<float[]> whole = results(model, Placement.whole(model.shape(), Device.CPU));
      for (boolean streams : new boolean[] {false, true}) {
        List<float[]> parts = results(model, Placements.ranges(model.shape(), 1, streams));
        assertThat(parts).hasSameSizeAs(whole);
        for (int i = 0; i < whole.size(); i++) {
          assertThat(parts.get(i)).as("result %d, streams %s", i, streams).isEqualTo(whole.get(i));
        }
      }
    }
  }

  /** States of all layers, then final states while rows are read in parts. */
  private static List<float[]> results(ModelFiles model, Placement placement) {
    var results = new ArrayList<float[]>();
    int vocabulary = model.shape().vocabulary();
    int[] row = new Random(5).ints(12, 3, vocabulary).toArray();
    try (Decoder decoder = load(model, placement)) {
      var keep = new ArrayList<HiddenState>();
      for (int layer = 0; layer < model.shape().layers(); layer++) {
        keep.add(HiddenState.ofBlock(layer));
        keep.add(new HiddenState(layer + 1, Sublayer.ATTENTION));
        keep.add(new HiddenState(layer + 1, Sublayer.MLP));
      }
      try (Decoder.Pass pass = decoder.read(List.of(row, Arrays.copyOf(row, 7)), keep)) {
        assertThat(pass.kept().keySet()).containsExactlyInAnyOrderElementsOf(keep);
        keep.forEach(
            state ->
                results.add(OutputHead.copy(Objects.requireNonNull(pass.kept().get(state)))));
        results.add(OutputHead.copy(pass.last()));
      }
      try (Decoder.State state = decoder.state(3, 8);
          Decoder.State part = decoder.state(2, 5)) {
        int[] begin = Arrays.copyOf(row, 5);
        decoder.advance(state, List.of(begin, begin, begin), new long[3]).close();
        decoder.advance(part, List.of(Arrays.copyOf(row, 2), begin), new long[2]).close();
        decoder.place(state, new long[] {2, 1}, part);
        decoder.keep(state, new long[] {2, 1});
        List<int[]> more = List.of(Arrays.copyOfRange(row, 2, 6), Arrays.copyOfRange(row, 5, 12));
        try (Tensor last = decoder.advance(state, more, new long[] {2, 5})) {
          results.add(OutputHead.copy(last));
        }
      }
    }
    return results;
  }
}
