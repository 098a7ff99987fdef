package org.modelassay.gate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.modelassay.gate.Samples.BITS;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modelassay.AssayException;
import org.modelassay.gate.AcceptedFigures.Accepted;
import org.modelassay.gate.AcceptedFigures.Leaf;
import org.modelassay.gate.AcceptedFigures.Place;
import org.modelassay.statistics.Interval;

class AcceptedFiguresTest {
  private final Path folder;

  private static final Leaf CODING =
      new Leaf(
          new Place("org.example.ResumeSpec", "codes", "int8", "f32"),
          "0a1b",
          "0.1.0",
          null,
          List.of(
              new Accepted("coding.perplexity", 1, 0.1 + 0.2, null, 40),
              new Accepted(
                  "coding.bitsPerByte",
                  2,
                  1.5,
                  Interval.of(1.25, Double.POSITIVE_INFINITY, "BCa bootstrap"),
                  40)));

  private static final Leaf CHOICES =
      new Leaf(
          new Place("org.example.ResumeSpec", "答えが変わらない", "", "bf16"),
          "2c3d",
          "0.1.0",
          "ABDA",
          List.of(new Accepted("choices.accuracy", 1, 0.75, Interval.of(0.25, 1, "x"), 4)));

  private static final AcceptedFigures BOTH = new AcceptedFigures(List.of(CHOICES, CODING));

  AcceptedFiguresTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("accepted.json"), text);
  }

  @Test
  void theFileReadsWellAndTheSameEverywhere() throws IOException {
    Locale before = Locale.getDefault();
    Path file = folder.resolve("src/assay/accepted.json");
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      BOTH.write(file);
    } finally {
      Locale.setDefault(before);
    }
    assertThat(Files.readString(file, StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {
              "schema": 1,
              "checks": [
                {
                  "spec": "org.example.ResumeSpec",
                  "check": "codes",
                  "candidate": "int8",
                  "dtype": "f32",
                  "dataDigest": "0a1b",
                  "toolVersion": "0.1.0",
                  "figures": [
                    {"metric":"coding.bitsPerByte","version":2,"value":1.5,"interval":{"low":1.25,"high":"Infinity","confidence":0.95,"method":"BCa bootstrap"},"n":40},
                    {"metric":"coding.perplexity","version":1,"value":0.30000000000000004,"n":40}
                  ]
                },
                {
                  "spec": "org.example.ResumeSpec",
                  "check": "答えが変わらない",
                  "candidate": "",
                  "dtype": "bf16",
                  "dataDigest": "2c3d",
                  "toolVersion": "0.1.0",
                  "answers": "ABDA",
                  "figures": [
                    {"metric":"choices.accuracy","version":1,"value":0.75,"interval":{"low":0.25,"high":1.0,"confidence":0.95,"method":"x"},"n":4}
                  ]
                }
              ]
            }
            """);
  }

  @Test
  void whatIsWrittenReadsBackExactly() {
    Path file = folder.resolve("accepted.json");
    BOTH.write(file);
    assertThat(AcceptedFigures.read(file)).isEqualTo(BOTH);
    AcceptedFigures.none().write(file);
    assertThat(AcceptedFigures.read(file)).isEqualTo(AcceptedFigures.none());
  }

  @Test
  void aMissingFileMeansThatNothingIsAcceptedYet() {
    assertThat(AcceptedFigures.read(folder.resolve("none.json"))).isEqualTo(AcceptedFigures.none());
  }

  @Test
  void aMergeConflictIsNamedWithItsLine() throws IOException {
    Path file = file("{\n  \"schema\": 1,\n<<<<<<< HEAD\n  \"checks\": []\n}\n");
    assertThatThrownBy(() -> AcceptedFigures.read(file))
        .isInstanceOf(AssayException.class)
        .hasMessageStartingWith(file + ":3: is damaged: ")
        .hasMessageEndingWith(
            "Restore it from version control, or delete it and run mvn assay:accept.");
  }

  @Test
  void aTruncatedFileIsDamaged() throws IOException {
    Path whole = folder.resolve("whole.json");
    BOTH.write(whole);
    String text = Files.readString(whole);
    for (int length : new int[] {1, 40, 300, text.length() - 3}) {
      Path file = file(text.substring(0, length));
      assertThatThrownBy(() -> AcceptedFigures.read(file))
          .isInstanceOf(AssayException.class)
          .hasMessageContaining("accepted.json")
          .hasMessageContaining("damaged");
    }
  }

  @Test
  void aFieldThatIsMissingOrWrongIsNamed() throws IOException {
    for (String[] damage :
        new String[][] {
          {"\"value\":1.5,", "", ":12: is damaged at checks[0].figures[0].value: "},
          {"\"metric\":\"coding.bitsPerByte\",", "", "metric is missing"},
          {"\"spec\": \"org.example.ResumeSpec\",", "", "spec is missing"},
          {"\"dataDigest\": \"0a1b\",", "", "dataDigest is missing"},
          {"\"value\":1.5,", "\"value\":\"much\",", "much"},
          {"\"value\":1.5,", "\"value\":\"NaN\",", "coding.bitsPerByte is NaN"},
          {"\"value\":1.5,", "\"value\":1.5,\"valeu\":1,", "valeu"}
        }) {
      Path file = folder.resolve("accepted.json");
      BOTH.write(file);
      Files.writeString(file, Files.readString(file).replace(damage[0], damage[1]));
      assertThatThrownBy(() -> AcceptedFigures.read(file))
          .isInstanceOf(AssayException.class)
          .hasMessageContaining("accepted.json")
          .hasMessageContaining("is damaged")
          .hasMessageContaining(damage[2]);
    }
  }

  @Test
  void aLeafThatIsThereTwiceIsNamed() throws IOException {
    Path file = folder.resolve("accepted.json");
    BOTH.write(file);
    Files.writeString(
        file,
        Files.readString(file)
            .replace("答えが変わらない", "codes")
            .replace("\"\"", "\"int8\"")
            .replace("bf16", "f32"));
    assertThatThrownBy(() -> AcceptedFigures.read(file))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("org.example.ResumeSpec#codes(int8) in f32 is there twice");
  }

  @Test
  void anotherSchemaIsRefused() throws IOException {
    for (String[] schema :
        new String[][] {{"{\"schema\": 2, \"checks\": []}", "2"}, {"{}", "none"}, {"", "none"}}) {
      Path file = file(schema[0]);
      assertThatThrownBy(() -> AcceptedFigures.read(file))
          .isInstanceOf(AssayException.class)
          .hasMessageContaining(
              "has schema version " + schema[1] + ", but this version of Assay reads 1");
    }
  }

  @Test
  void aFolderInItsPlaceCannotBeRead() throws IOException {
    Path directory = Files.createDirectory(folder.resolve("accepted.json"));
    assertThatThrownBy(() -> AcceptedFigures.read(directory))
        .isInstanceOf(AssayException.class)
        .hasMessageStartingWith(directory + ": cannot be read");
  }

  @Test
  void newerLeavesReplaceThoseOfTheirPlaceAlone() {
    Leaf newer =
        new Leaf(
            CODING.place(),
            "9f",
            "0.2.0",
            null,
            List.of(new Accepted(BITS.name(), 2, 1.4, null, 41)));
    AcceptedFigures merged = BOTH.with(List.of(newer));
    assertThat(merged.leaves()).containsExactly(newer, CHOICES);
    assertThat(requireNonNull(merged.at(CODING.place())).figure("coding.perplexity")).isNull();
    assertThat(merged.at(new Place("a", "b", "c", "f32"))).isNull();
  }

  @Test
  void changedAnswersAreCountedFromZero() {
    assertThat(AcceptedFigures.changedItems("ABCD", "ABDA")).containsExactly(2, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AcceptedFigures.changedItems("ABC", "AB"))
        .withMessageContaining("3 items cannot be compared with answers to 2");
  }

  @Test
  void aNumberThatIsNoNumberCannotBeAccepted() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Accepted("choices.accuracy", 1, Double.NaN, null, 4))
        .withMessageContaining("choices.accuracy is NaN");
  }
}
