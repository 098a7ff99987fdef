package org.modelassay.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modelassay.model.HiddenState;
import org.modelassay.reading.Passes.Rule;

/**
 * A model whose layers are brought to the device one range at a time yields the files that it
 * yields when all of them are there, bit by bit: shared prefixes two deep, several segments, a
 * continued run.
 */
class StreamingTest {
  /** Segments of 128 tokens: trunks are read in one and wanted in the next. */
  private static final Rule SMALL = new Rule(16, 0, 4);

  @TempDir Path cache;

  /** Questions of six subjects behind a header each, with options of one to four tokens. */
  private static List<TokenSequence> items(int vocabulary) {
    var random = new Random(11);
    var sequences = new ArrayList<TokenSequence>();
    for (int subject = 0; subject < 6; subject++) {
      int[] header = random.ints(10, 3, vocabulary).toArray();
      for (int question = 0; question < 4; question++) {
        int[] text = random.ints(5 + question, 3, vocabulary).toArray();
        for (int option = 0; option < 4; option++) {
          int[] answer = random.ints(1 + (option + question) % 4, 3, vocabulary).toArray();
          int[] tokens = Stream.of(header, text, answer).flatMapToInt(IntStream::of).toArray();
          sequences.add(
              new TokenSequence(
                  subject + "." + question + "." + option, tokens, 0, header.length + text.length));
        }
      }
    }
    return sequences;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"llama-tied", "gemma2", "gemma3-text", "gpt-oss", "jamba", "lfm2", "zamba2"})
  void streamingChangesNoBit(String name) throws IOException {
    Path folder = LocalModels.golden(name);
    try (LocalModel whole = LocalModels.open(folder, "", cache);
        LocalModel streamed = LocalModels.streamed(folder, 1, cache)) {
      assertThat(streamed.decoder().streams()).isTrue();
      List<TokenSequence> items = items(whole.vocabularySize());
      for (SequenceSet set :
          List.of(
              SequenceSet.ofTargets("options", items),
              new SequenceSet("whole", items),
              SequenceSet.apart("apart", items))) {
        Map<String, byte[]> expected = read(whole, set, cache.resolve(set.name() + "-whole"));
        Path store = cache.resolve(set.name() + "-streamed");
        assertEqual(read(streamed, set, store), expected);
        // A run that ended in the middle.
        int lost = 0;
        for (Path file : files(store)) {
          if (file.getFileName().toString().matches(".*\\.[1-9]\\.bin")) {
            Files.delete(file);
            lost++;
          }
        }
        assertThat(lost).isPositive();
        assertEqual(read(streamed, set, store), expected);
      }
    }
  }

  private static void assertEqual(Map<String, byte[]> actual, Map<String, byte[]> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach((file, bytes) -> assertThat(actual.get(file)).as(file).isEqualTo(bytes));
  }

  private static Map<String, byte[]> read(LocalModel model, SequenceSet set, Path store)
      throws IOException {
    Set<Probe> probes = new HashSet<>(List.of(new Probe.Targets(), new Probe.Intervals()));
    if (set.whole()) {
      probes.add(new Probe.FinalStates());
    }
    if (set.apart()) {
      HiddenState last = HiddenState.ofBlock(model.layers());
      HiddenState first = HiddenState.ofBlock(1);
      probes.add(new Probe.Spread(List.of(last, HiddenState.ofBlock(0), first), true));
      probes.add(new Probe.Keys(first));
      probes.add(new Probe.Keys(last));
    }
    new Scorer(new ReadingStore(store), SMALL, () -> false).read(model, set, probes, null, "test");
    var contents = new TreeMap<String, byte[]>();
    for (Path file : files(store)) {
      if (file.toString().endsWith(".bin")) {
        contents.put(store.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return contents;
  }

  private static List<Path> files(Path store) throws IOException {
    try (Stream<Path> all = Files.walk(store)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
