package org.modelassay.junit.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.modelassay.reading.Progress.Step;

class ProgressLinesTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long now = 5_000_000_000L;
  private final ProgressLines progress =
      new ProgressLines(new PrintStream(bytes, true, StandardCharsets.UTF_8), null, () -> now);

  @Test
  void aReadingIsToldAtMostOnceASecondInEveryLocaleAlike() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      for (int i = 0; i < 25; i++) {
        progress.step(
            new Step("S#m", "int8", "corpora/求人\u202E.jsonl", i * 1000L, 100_000, i * 500.0));
        now += 100_000_000L;
      }
    } finally {
      Locale.setDefault(before);
    }

    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "  int8 reads corpora/求人<U+202E>.jsonl: 0 of 100,000 tokens",
            "  int8 reads corpora/求人<U+202E>.jsonl: 10,000 of 100,000 tokens, 5,000 tokens/s, 18"
                + " s left",
            "  int8 reads corpora/求人<U+202E>.jsonl: 20,000 of 100,000 tokens, 10,000 tokens/s, 8"
                + " s left");
  }
}
