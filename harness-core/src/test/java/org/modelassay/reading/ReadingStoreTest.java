package org.modelassay.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modelassay.AssayException;

/** Readings survive: kills, damage, and want of room. */
class ReadingStoreTest {
  private static final Set<Probe> PROBES =
      Set.of(new Probe.Targets(), new Probe.Intervals(), new Probe.FinalStates());

  @TempDir Path folder;

  /** 500 tokens, 8 rows a batch, 9 batches a segment: segments of 36000, 36000 and 3000 tokens. */
  private static SequenceSet threeSegments() {
    var sequences = new ArrayList<TokenSequence>();
    for (int i = 0; i < 150; i++) {
      sequences.add(LocalModels.sequence("s" + i, 500, 0, 480));
    }
    return new SequenceSet("long", sequences);
  }

  private static Scorer scorer(Path cache, int batches) {
    var done = new AtomicInteger();
    return new Scorer(
        new ReadingStore(cache),
        LocalModel::decoder,
        Progress.NONE,
        () -> done.incrementAndGet() > batches,
        Long.MAX_VALUE,
        false);
  }

  private List<Path> files(Path cache, String name) throws IOException {
    try (Stream<Path> all = Files.walk(cache)) {
      return all.filter(f -> f.getFileName().toString().startsWith(name)).sorted().toList();
    }
  }

  @Test
  void aKilledRunContinuesAndDamageIsComputedAnew() throws IOException {
    SequenceSet set = threeSegments();
    Path cache = folder.resolve("killed");
    try (LocalModel model = LocalModels.open(LocalModels.golden("llama-tied"), "", folder)) {
      ScoredReading whole =
          scorer(folder.resolve("whole"), 1000).read(model, set, PROBES, null, "test");

      assertThatThrownBy(() -> scorer(cache, 12).read(model, set, PROBES, null, "test"))
          .isInstanceOf(CancellationException.class)
          .hasMessageContaining("llama-tied read long");
      Scorer next = scorer(cache, 1000);
      equal(next.read(model, set, PROBES, null, "test"), whole);
      assertThat(next.statistics().get(0).tokensComputed()).isEqualTo(75000 - 36000);

      assertThat(files(cache, "final-states-1.")).hasSize(3);
      next.dropScratch();
      assertThat(files(cache, "final-states-1.")).isEmpty();

      // One segment with a flipped bit, another one cut: found and computed in the same run.
      Set<Probe> kept = Set.of(new Probe.Targets(), new Probe.Intervals());
      Path flipped = files(cache, "targets-1.2.").get(0);
      byte[] bytes = Files.readAllBytes(flipped);
      bytes[bytes.length / 2] ^= 1;
      Files.write(flipped, bytes);
      Path cut = files(cache, "intervals-1.2.").get(0);
      Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), 1000));
      Scorer mending = scorer(cache, 1000);
      equal(mending.read(model, set, kept, null, "test"), whole);
      assertThat(mending.statistics().get(0).tokensComputed()).isEqualTo(3000);

      model.unload();
      Scorer last = scorer(cache, 0);
      equal(last.read(model, set, kept, null, "test"), whole);
      assertThat(last.statistics().get(0).tokensComputed()).isZero();
      assertThat(model.loaded()).isFalse();
    }
  }

  private static void equal(ScoredReading reading, ScoredReading whole) {
    assertThat(reading.logLikelihoods()).containsExactly(whole.logLikelihoods());
    assertThat(reading.topTokens()).containsExactly(whole.topTokens());
    assertThat(reading.intervals().low()).containsExactly(whole.intervals().low());
    assertThat(reading.intervals().frequency()).containsExactly(whole.intervals().frequency());
    assertThat(reading.intervals().total()).containsExactly(whole.intervals().total());
  }

  @Test
  void theLongestUnusedGoFirstAndThoseInUseNever() throws IOException {
    var store = new ReadingStore(folder);
    Instant now = Instant.now();
    List<String> keys = List.of("oldest", "older", "newer", "newest");
    for (int i = 0; i < keys.size(); i++) {
      store.put(keys.get(i), "targets-1", 0, ByteBuffer.wrap(new byte[984]));
      Files.setLastModifiedTime(
          folder.resolve("readings").resolve(keys.get(i)),
          FileTime.from(now.minusSeconds(1000 - i)));
    }

    store.clean(2500, Set.of("oldest"));
    // 1000 bytes each with the header: two go, and the oldest is in use.
    assertThat(keys)
        .filteredOn(k -> store.has(k, "targets-1", 0))
        .containsExactly("oldest", "newest");
    store.clean(0, Set.of("oldest", "newest"));
    assertThat(store.has("oldest", "targets-1", 0)).isTrue();
    store.clean(0, Set.of());
    assertThat(folder.resolve("readings")).isEmptyDirectory();
  }

  @Test
  void anAnswerIsUsedWhenItIsRead() throws IOException {
    var store = new ReadingStore(folder);
    store.putAnswer("a", "yes");
    store.putAnswer("b", "no");
    Path a = folder.resolve("readings").resolve("a");
    Files.setLastModifiedTime(a, FileTime.from(Instant.now().minusSeconds(1000)));
    Files.setLastModifiedTime(
        folder.resolve("readings").resolve("b"), FileTime.from(Instant.now().minusSeconds(500)));

    assertThat(store.answer("a", String.class)).isEqualTo("yes");
    store.clean(5, Set.of());
    assertThat(store.answer("b", String.class)).isNull();
    assertThat(store.answer("a", String.class)).isEqualTo("yes");

    Files.writeString(a.resolve("answer.json"), "{");
    assertThat(store.answer("a", String.class)).isNull();
  }

  @Test
  void aCacheThatCannotBeWrittenIsNamedWithTheSetting() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    var store = new ReadingStore(file);

    assertThatThrownBy(() -> store.put("key", "targets-1", 0, ByteBuffer.wrap(new byte[1])))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining(file.resolve("readings").toString())
        .hasMessageContaining("assay.cache.dir");
  }
}
