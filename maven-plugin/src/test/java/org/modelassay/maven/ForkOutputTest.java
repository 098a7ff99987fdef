package org.modelassay.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ForkOutputTest {
  private static final String PASSING = "assay-progress: ";

  private final Screen screen = new Screen(40);

  @Test
  void progressIsOneLineThatIsWrittenOver() {
    ForkOutput output = onScreen();
    output.out("[1/2] Spec#m(int8)");
    output.out(PASSING + "10 of 1,000 tokens (1%), 20/s, 50 s left");
    output.out(PASSING + "500 of 1,000 tokens (50%)");

    assertThat(screen.rows())
        .containsExactly("[INFO] [1/2] Spec#m(int8)", "500 of 1,000 tokens (50%)");
  }

  @Test
  void itIsGoneBeforeAnyOtherLine() {
    ForkOutput output = onScreen();
    output.out(PASSING + "500 of 1,000 tokens (50%), 100/s, 5 s left");
    output.out("passed");
    assertThat(screen.rows()).containsExactly("[INFO] passed", "");

    output.out(PASSING + "600 of 1,000 tokens (60%), 100/s, 4 s left");
    output.err("odd");
    assertThat(screen.rows()).containsExactly("[INFO] passed", "[WARN] odd", "");

    output.out(PASSING + "700 of 1,000 tokens (70%), 100/s, 3 s left");
    output.out(PASSING);
    assertThat(screen.rows()).as("nothing goes on").hasSize(3).last().isEqualTo("");

    output.out(PASSING + "800 of 1,000 tokens (80%), 100/s, 2 s left");
    output.close();
    assertThat(screen.rows()).containsExactly("[INFO] passed", "[WARN] odd", "");
  }

  @Test
  void itIsCutAtTheEdgeByTheWidthOfItsCharacters() {
    ForkOutput output = onScreen();
    String names = "職務経歴書".repeat(10);
    output.out(PASSING + "5 of 9 tokens | " + names);
    output.out(PASSING + "6 of 9 tokens | " + names);

    assertThat(screen.rows())
        .as("16 cells and twelve characters of two")
        .singleElement()
        .asString()
        .startsWith("6 of 9 tokens | 職務経歴書職務経歴書職")
        .hasSize(16 + 12);

    output.out(names);
    assertThat(String.join("", screen.rows()))
        .as("a line of the log is whole, whatever its length")
        .isEqualTo("[INFO] " + names);
  }

  @Test
  void noOrderOfLinesShowsProgressTwiceOrEatsALine() {
    for (int seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      var lines = new ArrayList<String>();
      var shown = new Screen(30);
      ForkOutput output = on(shown);
      for (int i = 0; i < 40; i++) {
        String text = i + " " + "x漢".repeat(random.nextInt(30));
        switch (random.nextInt(4)) {
          case 0 -> {
            output.out(text);
            lines.add("[INFO] " + text);
          }
          case 1 -> {
            output.err(text);
            lines.add("[WARN] " + text);
          }
          case 2 -> output.out(PASSING);
          default -> output.out(PASSING + "progress " + text);
        }
        List<String> progress =
            shown.rows().stream().filter(row -> row.contains("progress")).toList();
        assertThat(progress).as("seed %d, line %d", seed, i).hasSizeLessThan(2);
        assertThat(shown.wraps()).isTrue();
      }
      output.close();

      var expected = new Screen(30);
      lines.forEach(line -> expected.print(line + "\n"));
      assertThat(shown.rows()).as("seed %d", seed).isEqualTo(expected.rows());
    }
  }

  @Test
  void aLogGetsTheLinesAsTheyAre() {
    List<String> log = new ArrayList<>();
    try (var output = new ForkOutput(log::add, log::add, null)) {
      assertThat(output.passing()).isFalse();
      output.out("  500 of 1,000 tokens (50%)");
      output.err("odd");
    }
    assertThat(log).containsExactly("  500 of 1,000 tokens (50%)", "odd");
  }

  private ForkOutput onScreen() {
    return on(screen);
  }

  /** A log and a terminal that are one screen, as they are for who runs Maven by hand. */
  private static ForkOutput on(Screen screen) {
    var terminal =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8) {
          @Override
          public void print(String text) {
            screen.print(text);
          }
        };
    return new ForkOutput(
        line -> screen.print("[INFO] " + line + "\n"),
        line -> screen.print("[WARN] " + line + "\n"),
        terminal);
  }
}
