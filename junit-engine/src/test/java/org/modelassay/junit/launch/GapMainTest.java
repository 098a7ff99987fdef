package org.modelassay.junit.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modelassay.gap.DispersionGap;
import org.modelassay.gap.GapRanking;

class GapMainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final GapMain main = new GapMain(new PrintStream(out, true, StandardCharsets.UTF_8));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --domain digits|--models is missing; give one (the property assay.models)
          --models a,b|--domain is missing; give one (the property assay.domain)
          --models a,b --domain verbs|the token set 'verbs' is unknown; give digits, python-keywords
          --models a,b --domain regex:(|the token set 'regex:(' is no regular expression
          --models a,b --domain digits|none of 2 checkpoints can be ranked; the first: model directory
          --models a,b --model c|--model is no option; there are --models, --domain, --everyday, --scores
          --models a,b --domain digits --scores none|none cannot be read as lines of checkpoint = score
          """)
  void saysWhatIsWrong(String arguments, String message) {
    assertThat(main.run(arguments.split(" "))).isEqualTo(GapMain.FAILED);
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith(message);
  }

  @Test
  void aDirectoryWithoutCheckpointsIsAnError(@TempDir Path folder) throws IOException {
    Files.createFile(folder.resolve("notes.txt"));
    Files.createDirectory(folder.resolve(".cache"));
    assertThat(main.run("--models", folder.toString(), "--domain", "digits"))
        .isEqualTo(GapMain.FAILED);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("holds no checkpoint; expected directories or GGUF files in it");
  }

  @Test
  void aScoreThatIsNoNumberIsNamed(@TempDir Path folder) throws IOException {
    Path scores = Files.writeString(folder.resolve("scores"), "large = 0.71\ntiny = good\n");
    assertThat(main.run("--models", "a,b", "--domain", "digits", "--scores", scores.toString()))
        .isEqualTo(GapMain.FAILED);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("the score of tiny is 'good', which is no number; correct it");
  }

  @Test
  void barsBeginAtZero() {
    var ranking =
        new GapRanking(
            List.of(
                new GapRanking.Ranked(
                    Path.of("m/large"), new DispersionGap(0.75, 0.85, 10, 100, true), "t", 0.0023),
                new GapRanking.Ranked(
                    Path.of("m/tiny"), new DispersionGap(0.3, 0.5, 10, 100, false), "t", 0.0009)),
            List.of(new GapRanking.Failed(Path.of("m/torn"), "m/torn: is torn")),
            List.of("a warning"));
    assertThat(GapMain.lines(ranking, "digits", "everyday-english"))
        .containsExactly(
            "dispersion gap of digits from everyday-english, the widest first",
            "large  ########################  1.6000 = within 0.7500 + between 0.8500;"
                + " 10 and 100 tokens, tied; 2 ms",
            "tiny   ############              0.8000 = within 0.3000 + between 0.5000;"
                + " 10 and 100 tokens; 1 ms",
            "not ranked: m/torn: is torn",
            "note: a warning",
            "2 checkpoints ranked, 1 not; widest: large");
  }
}
