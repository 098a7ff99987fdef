package org.modelassay.junit.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.modelassay.ProcessMemory;
import org.modelassay.evaluation.RunProgress.Extent;
import org.modelassay.model.hub.DownloadProgress;
import org.modelassay.model.hub.HubReference;
import org.modelassay.reading.Progress.Step;

class ProgressLinesTest {
  private static final long SECOND = 1_000_000_000L;
  private static final String CORPUS = "corpora/求人\u202E.jsonl";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long now = 5 * SECOND;

  @Test
  void aLogIsToldEveryFiveSecondsAndEveryTenAfterTheFirstMinuteInEveryLocaleAlike() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      ProgressLines progress = progress(false);
      // A batch of 1,000 tokens a second, of a run that has 400,000 more than this reading.
      for (int second = 1; second <= 90; second++) {
        pass(progress, SECOND);
        progress.reading(step(second * 1000L, 100_000, 1000), extent(second * 1000L, 500_000));
        progress.tick();
      }
    } finally {
      Locale.setDefault(before);
    }

    assertThat(lines())
        .hasSize(11 + 3)
        .startsWith(
            "  5,000 of 500,000 tokens (1%), 1,000/s, 8 min 15 s left, 2.5 GiB in memory | int8 reads"
                + " corpora/求人<U+202E>.jsonl (5,000 of 100,000) for S#m")
        .element(13)
        .asString()
        .startsWith("  85,000 of 500,000 tokens (17%), 1,000/s, 6 min 55 s left");
  }

  @Test
  void aBatchThatTakesLongIsToldWhileItTakes() {
    ProgressLines progress = progress(true);
    progress.reading(step(0, 30_000, 0), extent(0, 30_000));
    progress.tick();
    pass(progress, 20 * SECOND);
    progress.reading(step(10_000, 30_000, 500), extent(10_000, 30_000));
    progress.tick();
    pass(progress, 8 * SECOND);
    progress.tick();

    assertThat(lines())
        .extracting(it -> it.replaceAll(" in memory.*", ""))
        .startsWith(
            "assay-progress: 0 of 30,000 tokens (0%), 2.5 GiB",
            "assay-progress: 10,000 of 30,000 tokens (33%), 500/s, 40 s left, 2.5 GiB")
        .endsWith("assay-progress: 10,000 of 30,000 tokens (33%), 500/s, 32 s left, 2.5 GiB");
  }

  @Test
  void theTimeLeftCountsWhatHasNotBegun() {
    ProgressLines progress = progress(true);
    // 1,000 tokens are left of this reading, and as much work as 120,000 of its tokens behind it.
    progress.reading(step(9_000, 10_000, 1000), new Extent(9_000, 70_000, 121_000));
    progress.tick();

    assertThat(lines())
        .first()
        .asString()
        .startsWith("assay-progress: 9,000 of 70,000 tokens (12%), 1,000/s, 2 min 1 s left");
  }

  @Test
  void aReadingEndsWithALineInLogAndTerminal() {
    for (boolean passing : new boolean[] {false, true}) {
      bytes.reset();
      ProgressLines progress = progress(passing);
      progress.reading(step(5_000, 10_000, 2500), extent(5_000, 50_000));
      progress.reading(step(10_000, 10_000, 2500), extent(10_000, 50_000));
      progress.tick();

      assertThat(lines())
          .first()
          .isEqualTo(
              "  int8 read corpora/求人<U+202E>.jsonl: 10,000 tokens in 4.0 s (2,500/s); 10,000 of"
                  + " 50,000 tokens (20%)");
      assertThat(lines()).hasSize(1);
    }
  }

  @Test
  void aReadingSaysAtItsEndHowMuchItShared() {
    ProgressLines progress = progress(false);
    progress.reading(
        new Step("S#m", "int8", "task.jsonl", 12, 12, 0, "47 unshared; nodes: 5, passes: 2"),
        new Extent(12, 12, 0));

    assertThat(lines())
        .containsExactly(
            "  int8 read task.jsonl: 12 tokens (47 unshared; nodes: 5, passes: 2); 12 of 12 tokens"
                + " (100%)");
  }

  @Test
  void whatIsNoReadingIsToldWithTheTimeThatItHasTaken() {
    ProgressLines progress = progress(false);
    progress.doing("loading models/gemma-3-270m (1.0 GiB)");
    pass(progress, 6 * SECOND);

    assertThat(lines())
        .containsExactly("  loading models/gemma-3-270m (1.0 GiB), 5 s, 2.5 GiB in memory");
  }

  @Test
  void aDownloadIsToldAsItGoesOnAndAtItsEnd() {
    HubReference model = HubReference.parse("hf:org/name");
    ProgressLines progress = progress(false);
    for (int second = 0; second < 6; second++) {
      progress.download(
          new DownloadProgress.Step(model, "model.safetensors", (10L * second) << 20, 70L << 20));
      pass(progress, SECOND);
    }
    progress.download(new DownloadProgress.Step(model, "model.safetensors", 70L << 20, 70L << 20));

    assertThat(lines())
        .containsExactly(
            "  downloading 50 of 70 MiB of hf:org/name@main, model.safetensors, 5 s, 2.5 GiB in"
                + " memory",
            "  downloaded 70 of 70 MiB of hf:org/name@main");
  }

  @Test
  void theRateIsThatOfTheLastTenSeconds() {
    var rate = new Rate();
    rate.add(0, 0);
    assertThat(rate.perSecond()).isNaN();
    for (int second = 1; second <= 30; second++) {
      rate.add(second * SECOND, second <= 15 ? second * 100L : 1500 + (second - 15) * 1000L);
    }
    assertThat(rate.perSecond()).isCloseTo(1000, within(1e-9));
    rate.reset();
    assertThat(rate.perSecond()).isNaN();
  }

  @Test
  void timesArePlain() {
    assertThat(List.of(0.26, 9.94, 59.4, 59.6, 190.0, 7500.0))
        .extracting(ProgressLines::time)
        .containsExactly("0.3 s", "9.9 s", "59 s", "1 min 0 s", "3 min 10 s", "2 h 5 min");
  }

  private ProgressLines progress(boolean passing) {
    return new ProgressLines(
        new PrintStream(bytes, true, StandardCharsets.UTF_8),
        null,
        passing,
        () -> now,
        () -> new ProcessMemory(5L << 29, 6L << 29));
  }

  /** Time goes by, with a tick every half second. */
  private void pass(ProgressLines progress, long nanos) {
    for (long end = now + nanos; now < end; ) {
      now += SECOND / 2;
      if (now < end) {
        progress.tick();
      }
    }
  }

  private static Step step(long done, long total, double rate) {
    return new Step("S#m", "int8", CORPUS, done, total, rate);
  }

  private static Extent extent(long done, long total) {
    return new Extent(done, total, total - done);
  }

  private List<String> lines() {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
