package org.modelassay.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modelassay.AssayException;
import org.modelassay.model.HiddenState;
import org.modelassay.model.ModelCopy;
import org.modelassay.model.Sublayer;
import org.modelassay.reading.ScoredReading.LayerSpread;
import org.modelassay.torch.Safetensors;

/** States inside blocks and what they reduce to, against {@code golden/sublayers.py}. */
class StateProbesTest {
  @TempDir Path cache;

  @ParameterizedTest
  @ValueSource(strings = {"llama-tied", "gemma3-text", "olmo2", "gpt2", "mixtral"})
  void statesAreTheReferencesAndSoIsWhatTheyReduceTo(String name) throws IOException {
    JsonNode reference =
        new ObjectMapper()
            .readTree(LocalModels.golden("llama-tied").resolve("../../sublayers.json").toFile())
            .get(name);
    try (LocalModel model = LocalModels.open(LocalModels.golden(name), "", cache)) {
      var states = new ArrayList<HiddenState>();
      states.add(HiddenState.ofBlock(0));
      for (int layer = 1; layer <= model.layers(); layer++) {
        for (Sublayer sublayer : List.of(Sublayer.BLOCK, Sublayer.ATTENTION, Sublayer.MLP_INPUT)) {
          states.add(new HiddenState(layer, sublayer));
        }
      }
      assertThat(reference.size()).isEqualTo(states.size());
      ScoredReading reading =
          read(
              model,
              rows(name, 0),
              new Probe.Spread(states, false),
              new Probe.Spread(states, true));
      for (HiddenState state : states) {
        JsonNode expected = reference.get(state.toString());
        LayerSpread spread = reading.spread(state);
        LayerSpread centred = reading.spread(state, true);
        for (int row = 0; row < 2; row++) {
          String where = state + " of row " + row;
          assertThat(spread.flawed()[row]).isEqualTo(-1);
          double scale = 0;
          double error = 0;
          for (int k = 0; k < spread.last()[row].length; k++) {
            double value = expected.get("last").get(row).get(k).asDouble();
            scale = Math.max(scale, Math.abs(value));
            error = Math.max(error, Math.abs(value - spread.last()[row][k]));
          }
          assertThat(error / scale).as(where).isLessThan(1e-4);
          close(spread.within()[row], expected, "within", row, 1e-5);
          close(centred.within()[row], expected, "centred", row, 1e-5);
        }
      }
    }
  }

  private static void close(
      double actual, JsonNode expected, String figure, int row, double tolerance) {
    assertThat(actual)
        .as(figure)
        .isCloseTo(expected.get(figure).get(row).asDouble(), within(tolerance));
  }

  /** The key of a target is the last state of what stands before it. */
  @Test
  void keysAreTheStatesThatPredict() throws IOException {
    List<HiddenState> states =
        List.of(
            HiddenState.ofBlock(3),
            HiddenState.ofBlock(2),
            new HiddenState(3, Sublayer.MLP_INPUT),
            new HiddenState(3, Sublayer.MLP));
    try (LocalModel model = LocalModels.open(LocalModels.golden("llama-tied"), "", cache)) {
      Probe[] keys = states.stream().map(Probe.Keys::new).toArray(Probe[]::new);
      SequenceSet whole = rows("llama-tied", 0);
      ScoredReading reading = read(model, whole, keys);
      ScoredReading shorter = read(model, rows("llama-tied", 1), new Probe.Spread(states, false));
      for (HiddenState state : states) {
        float[][] all = reading.keys(state);
        assertThat(all.length).isEqualTo(whole.scored());
        for (int row = 0; row < 2; row++) {
          float[] last = all[whole.offset(row + 1) - 1];
          assertThat(last).containsExactly(shorter.spread(state).last()[row], within(1e-3f));
        }
      }
      // Before the final norm and after it are two states.
      assertThat(reading.keys(states.get(0))[0]).isNotEqualTo(reading.keys(states.get(3))[0]);
    }
  }

  @Test
  void aStateThatIsNotThereIsNamed() throws IOException {
    try (LocalModel model = LocalModels.open(LocalModels.golden("mamba"), "", cache)) {
      var state = new HiddenState(1, Sublayer.MLP_INPUT);
      assertThat(model.hasMlps()).isFalse();
      SequenceSet set = rows("mamba", 0);
      assertThatThrownBy(() -> read(model, set, new Probe.Keys(state)))
          .isInstanceOf(AssayException.class)
          .hasMessageContaining("no hidden state 1.mlpInput")
          .hasMessageContaining("none with an MLP");
    }
  }

  @Test
  void aZeroStateIsFoundWhereItStands(@TempDir Path folder) throws IOException {
    int id = rows("llama-tied", 0).sequences().get(1).tokens()[7];
    ModelCopy copy = ModelCopy.of(LocalModels.golden("llama-tied"), folder);
    for (int k = 0; k < 72; k++) {
      copy.set("model.embed_tokens.weight", 72 * id + k, 0);
    }
    try (LocalModel model = LocalModels.open(folder, "", cache)) {
      SequenceSet set = rows("llama-tied", 0);
      HiddenState embedding = HiddenState.ofBlock(0);
      ScoredReading reading = read(model, set, new Probe.Spread(List.of(embedding), false));
      for (int row = 0; row < 2; row++) {
        int[] tokens = set.sequences().get(row).tokens();
        int first = -1;
        for (int i = 1; i < tokens.length && first < 0; i++) {
          first = tokens[i] == id ? i : -1;
        }
        assertThat(reading.spread(embedding).flawed()[row]).isEqualTo(first);
      }
      assertThat(reading.spread(embedding).flawed()[1]).isPositive();
    }
  }

  /** Both rows of the golden file less some last tokens; the first token counts as a prefix. */
  private static SequenceSet rows(String name, int less) throws IOException {
    var golden = new Safetensors(LocalModels.golden(name).resolve("golden.safetensors"));
    int length = golden.size("input_ids", 1);
    var sequences = new ArrayList<TokenSequence>();
    for (int row = 0; row < 2; row++) {
      int[] ids =
          Arrays.stream(golden.longs("input_ids"), row * length, (row + 1) * length - less)
              .mapToInt(id -> (int) id)
              .toArray();
      sequences.add(new TokenSequence("row" + row, ids, 1, 1));
    }
    return SequenceSet.apart("rows", sequences);
  }

  private ScoredReading read(LocalModel model, SequenceSet set, Probe... probes) {
    return new Scorer(new ReadingStore(cache), Passes.Rule.STANDARD, () -> false)
        .read(model, set, Set.of(probes), null, "test");
  }
}
