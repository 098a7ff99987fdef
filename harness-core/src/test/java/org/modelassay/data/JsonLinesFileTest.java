package org.modelassay.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modelassay.AssayException;

/** What every JSONL file has in common, shown on prompts: an object a line, strictly. */
class JsonLinesFileTest {
  private static final String EXAMPLE =
      "{\"id\": \"p-1\", \"prompt\": \"...\", \"tags\": [\"en\"]}";

  private final Path folder;

  JsonLinesFileTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void promptsStandInTheOrderOfTheirIds() throws IOException {
    String a = "{\"id\": \"a\", \"prompt\": \"A\"}\n";
    String b = "{\"id\": \"b\", \"prompt\": \"B\"}\n";
    PromptSet one = PromptSet.read(file(a + b));
    PromptSet other = PromptSet.read(file(b + a));

    assertThat(other.prompts()).isEqualTo(one.prompts());
    assertThat(other.digest()).isEqualTo(one.digest());
  }

  @Test
  void anObjectALineIsAPrompt() throws IOException {
    PromptSet set =
        PromptSet.read(
            file(
                "{\"id\": \"one\", \"prompt\": \"職務を要約してください\", \"tags\": [\"ja\", \"short\"]}\n"));

    assertThat(set.name()).isEqualTo("prompts.jsonl");
    assertThat(set.prompts())
        .containsExactly(new Prompt("one", "職務を要約してください", List.of("ja", "short")));
  }

  @Test
  void anIdIsTheLinesNumberUnlessGiven() throws IOException {
    PromptSet set = PromptSet.read(file("{\"prompt\": \"a\"}\n\n   \n{\"prompt\": \"b\"}"));

    assertThat(set.prompts()).extracting(Prompt::id).containsExactly("1", "4");
  }

  @Test
  void byteOrderMarkAndWindowsLineEndsAreNoContent() throws IOException {
    PromptSet plain = PromptSet.read(file("{\"prompt\": \"a\"}\n{\"prompt\": \"b\"}\n"));
    PromptSet windows =
        PromptSet.read(file("\uFEFF{ \"prompt\" : \"\\u0061\" }\r\n\r\n{\"prompt\":\"b\"}"));

    assertThat(windows.prompts()).extracting(Prompt::text).containsExactly("a", "b");
    assertThat(windows.digest()).isEqualTo(plain.digest()).hasSize(64);
  }

  @Test
  void theDigestIsTheContents() throws IOException {
    String digest = PromptSet.read(file("{\"prompt\": \"ab\", \"tags\": []}")).digest();

    Path elsewhere = Files.writeString(folder.resolve("other.jsonl"), "{\"prompt\": \"ab\"}");
    assertThat(PromptSet.read(elsewhere).digest()).isEqualTo(digest);
    assertThat(PromptSet.read(file("{\"prompt\": \"aB\"}")).digest()).isNotEqualTo(digest);
    assertThat(PromptSet.read(file("{\"prompt\": \"ab\", \"tags\": [\"b\"]}")).digest())
        .isNotEqualTo(digest);
    assertThat(PromptSet.read(file("{\"prompt\": \"ab\", \"id\": \"1\"}")).digest())
        .isNotEqualTo(digest);
    // Values carry their lengths, so that no border between two can move.
    assertThat(PromptSet.read(file("{\"prompt\": \"a\"}\n{\"prompt\": \"b\"}")).digest())
        .isNotEqualTo(digest);
  }

  @Test
  void aLineMayBeVeryLong() throws IOException {
    String text = "長い".repeat(15_000_000);

    assertThat(PromptSet.read(file("{\"prompt\": \"" + text + "\"}")).prompts().get(0).text())
        .isEqualTo(text);
  }

  @Test
  void missingFile() {
    Path file = folder.resolve("nowhere.jsonl");

    assertThatMessage(file)
        .isEqualTo(
            file
                + ": does not exist; expected a JSONL file with lines like "
                + EXAMPLE
                + "; check the path (here it means "
                + file.toAbsolutePath()
                + ")");
  }

  @Test
  void folderInPlaceOfAFile() {
    assertThatMessage(folder)
        .isEqualTo(
            folder
                + ": is a folder; expected a JSONL file with lines like "
                + EXAMPLE
                + "; name the file inside it");
  }

  @Test
  void unreadableFile() throws IOException {
    Path inside = file("{\"prompt\": \"a\"}").resolve("prompts.jsonl");

    assertThatMessage(inside)
        .startsWith(inside + ": cannot be read (java.nio.file.FileSystemException: ")
        .endsWith(
            "); expected a JSONL file with lines like "
                + EXAMPLE
                + "; check the path and its permissions");
  }

  @Test
  void emptyFile() throws IOException {
    Path file = file("\n  \n");

    assertThatMessage(file)
        .isEqualTo(file + ": is empty; expected at least one line like " + EXAMPLE + "; add one");
  }

  @Test
  void bytesThatAreNotUtf8() throws IOException {
    Path file = folder.resolve("prompts.jsonl");
    Files.write(
        file,
        "{\"prompt\": \"a\"}\n{\"prompt\": \"caf\u00e9\"}\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThatMessage(file)
        .isEqualTo(file + ":2: byte 0xE9 is not UTF-8; expected a file in UTF-8; save it as UTF-8");
  }

  @Test
  void aTextCutInsideACharacterAtTheEnd() throws IOException {
    Path file = folder.resolve("prompts.jsonl");
    Files.write(file, new byte[] {'\n', '"', (byte) 0xE3, (byte) 0x81});

    assertThatMessage(file).startsWith(file + ":2: byte 0xE3 is not UTF-8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          {"prompt": "a"           | not one JSON object (Unexpected end-of-input
          {"prompt": "a"} {}       | not one JSON object (Trailing token
          {"prompt": "a", "prompt": "b"} | not one JSON object (Duplicate field 'prompt'
          {'prompt': 'a'}          | not one JSON object (Unexpected character
          """)
  void brokenJson(String line, String message) throws IOException {
    Path file = file("{\"prompt\": \"a\"}\n" + line);

    assertThatMessage(file)
        .startsWith(file + ":2: " + message)
        .contains(" at column ")
        .endsWith("; expected a line like " + EXAMPLE + "; correct the line");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          [{"prompt": "a"}] | found a list; expected a line like %s; write one object on each line
          "plain text" | found the text "plain text"; expected a line like %s; write one object on each line
          {"prompt": "a", "Tag": []} | unknown key "Tag"; expected one of id, prompt, answer, answers, tags, critical; did you mean "tags"?
          {"prompt": "a", "weight": 1} | unknown key "weight"; expected one of id, prompt, answer, answers, tags, critical; rename or remove it
          {"id": "x"} | no "prompt"; expected a line like %s; add it
          {"prompt": 7} | "prompt" is the number 7; expected a text; write it in quotes
          {"prompt": null} | "prompt" is null; expected a text; write it in quotes
          {"prompt": {}} | "prompt" is an object; expected a text; write it in quotes
          {"prompt": "", "id": "x"} | prompt "x" is empty; expected a text; fill it or remove the line
          {"prompt": "a", "id": 3} | "id" is the number 3; expected a text; write it in quotes
          {"prompt": "a", "id": " "} | an empty "id"; expected a text that names the line; fill it
          {"prompt": "a", "tags": "en"} | "tags" is the text "en"; expected a list of texts; write it as ["..."]
          {"prompt": "a", "tags": [true]} | an element of "tags" is true; expected a text; write it in quotes
          {"prompt": "a\\ud83d."} | "prompt" holds half of a surrogate pair (\\ud83d); expected Unicode text; write the whole character
          {"prompt": "a", "id": "1"} | id "1" stands on line 1 already; expected an id of its own for each line; change one of the two
          """)
  void wrongLines(String line, String message) throws IOException {
    Path file = file("{\"prompt\": \"a\"}\n" + line);

    assertThatMessage(file).isEqualTo(file + ":2: " + message.replace("%s", EXAMPLE));
  }

  @Test
  void controlCharactersOfTheFileAreEscapedInMessages() throws IOException {
    Path file = file("{\"prompt\": \"a\", \"\\u001b[31m\": 1}");

    assertThatMessage(file).contains("unknown key \"\\u001B[31m\"").doesNotContain("\u001b");
  }

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("prompts.jsonl"), content);
  }

  private static AbstractStringAssert<?> assertThatMessage(Path file) {
    AbstractThrowableAssert<?, ?> thrown =
        assertThatThrownBy(() -> PromptSet.read(file)).isInstanceOf(AssayException.class);
    return thrown.message();
  }
}
