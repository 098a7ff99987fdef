package org.modelassay.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modelassay.AssayException;

class RecordFileTest {
  private final Path folder;

  RecordFileTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Path written(RunRecord record) {
    Path file = folder.resolve("target/assay/run.json");
    RecordFile.write(record, file);
    return file;
  }

  @Test
  void whatIsWrittenReadsBackNaNAndInfinityToo() {
    assertThat(RecordFile.read(written(RecordSamples.full()))).isEqualTo(RecordSamples.full());
    assertThat(RecordFile.read(written(RecordSamples.sparse()))).isEqualTo(RecordSamples.sparse());
  }

  @Test
  void isUtf8WithLineFeedsAndWithoutNulls() throws IOException {
    String text = Files.readString(written(RecordSamples.sparse()), StandardCharsets.UTF_8);
    assertThat(text)
        .startsWith("{\n  \"schema\" : 1,\n  \"tool\" : {\n    \"name\" : \"assay\",\n")
        .endsWith("}\n")
        .contains("職務経歴書", "\"value\" : \"NaN\"", "\"seconds\" : \"Infinity\"")
        .contains("\"task\" : \"tasks/次の職種.jsonl\",\n", "\"status\" : \"PASSED\"")
        .doesNotContain("\r", "null");
    assertThat(text.indexOf("\"shots\"")).isLessThan(text.indexOf("\"items\" : \"all\""));
  }

  @Test
  void writingLeavesNothingElseBehind() throws IOException {
    Path file = written(RecordSamples.full());
    written(RecordSamples.sparse());
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void aMissingRecordSaysWhatToRun() {
    Path file = folder.resolve("run.json");
    assertThatThrownBy(() -> RecordFile.read(file))
        .isInstanceOf(AssayException.class)
        .hasMessage(file + ": there is no run record. Run mvn assay:evaluate first.");
  }

  @Test
  void aTruncatedRecordIsDamaged() throws IOException {
    Path file = written(RecordSamples.full());
    String text = Files.readString(file);
    for (int length : new int[] {1, 100, text.length() / 2, text.length() - 3}) {
      Files.writeString(file, text.substring(0, length));
      assertThatThrownBy(() -> RecordFile.read(file))
          .isInstanceOf(AssayException.class)
          .hasMessageMatching("(?s).*run\\.json:\\d+: is damaged.*")
          .hasMessageEndingWith("Run mvn assay:evaluate to make it anew.");
    }
    Files.writeString(file, text + "}");
    assertThatThrownBy(() -> RecordFile.read(file)).isInstanceOf(AssayException.class);
  }

  @Test
  void aPartThatIsMissingOrUnknownIsNamed() throws IOException {
    for (String[] damage :
        new String[][] {
          {"\"status\" : \"FAILED\"", "\"status\" : \"MAYBE\"", "MAYBE"},
          {"\"seconds\" : 12.25", "\"seconds\" : \"long\"", "long"},
          {"\"checks\"", "\"cheques\"", "checks are missing"},
          {"\"leaves\"", "\"leafs\"", "leaves are missing"},
          {"\"n\" : 4,", "", "at checks[0].leaves[0].figures[0].n: "}
        }) {
      Path file = written(RecordSamples.full());
      Files.writeString(file, Files.readString(file).replace(damage[0], damage[1]));
      assertThatThrownBy(() -> RecordFile.read(file))
          .isInstanceOf(AssayException.class)
          .hasMessageContaining("run.json")
          .hasMessageContaining("is damaged")
          .hasMessageContaining(damage[2]);
    }
  }

  @Test
  void whatALaterVersionAddsIsPassedOver() throws IOException {
    Path file = written(RecordSamples.full());
    Files.writeString(
        file,
        Files.readString(file)
            .replace("\"schema\" : 1,", "\"schema\" : 1, \"later\" : {\"a\" : [1]},")
            .replace("\"unit\"", "\"also\" : true, \"unit\""));
    assertThat(RecordFile.read(file)).isEqualTo(RecordSamples.full());
  }

  @Test
  void anotherSchemaIsRefused() throws IOException {
    for (String[] schema :
        new String[][] {{"{\"schema\" : 7}", "7"}, {"[]", "none"}, {"", "none"}}) {
      Path file = Files.writeString(folder.resolve("run.json"), schema[0]);
      assertThatThrownBy(() -> RecordFile.read(file))
          .isInstanceOf(AssayException.class)
          .hasMessage(
              file
                  + ": has schema version "
                  + schema[1]
                  + ", but this version of Assay reads 1. Run mvn assay:evaluate to make it anew.");
    }
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("target"), "").resolve("run.json");
    assertThatThrownBy(() -> RecordFile.write(RecordSamples.full(), file))
        .isInstanceOf(AssayException.class)
        .hasMessageStartingWith(file + ": cannot be written");
  }
}
