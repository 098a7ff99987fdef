package org.modelassay.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modelassay.AssayException;

class CorpusTest {
  private final Path folder;

  CorpusTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void aFileHoldsADocumentALine() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("resumes.jsonl"),
            """
            {"id": "cv-1", "text": "Java と Maven を十年。\\n", "tags": ["ja"]}
            {"text": "Ten years of Java."}
            """);

    Corpus corpus = Corpus.read(file);

    assertThat(corpus.name()).isEqualTo("resumes.jsonl");
    assertThat(corpus.documents())
        .containsExactly(
            new Document("2", "Ten years of Java.", List.of()),
            new Document("cv-1", "Java と Maven を十年。\n", List.of("ja")));
  }

  @Test
  void theOrderOfTheFileDoesNotMatter() throws IOException {
    String a = "{\"id\": \"a\", \"text\": \"A\"}\n";
    String b = "{\"id\": \"b\", \"text\": \"B\"}\n";
    Corpus one = Corpus.read(Files.writeString(folder.resolve("one.jsonl"), a + b));
    Corpus other = Corpus.read(Files.writeString(folder.resolve("other.jsonl"), b + a));

    assertThat(other.documents()).isEqualTo(one.documents());
    assertThat(other.digest()).isEqualTo(one.digest());
  }

  @Test
  void linesWithoutIdsStayInTheirOrder() throws IOException {
    Path file =
        Files.writeString(folder.resolve("many.jsonl"), "{\"text\": \"same\"}\n".repeat(11));

    assertThat(Corpus.read(file).documents())
        .extracting(Document::id)
        .containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11");
  }

  @Test
  void aFolderHoldsADocumentAFileSortedByPath() throws IOException {
    write("b.txt", "second\r\n");
    write("ja/a.md", "\uFEFF三番目");
    write("a.TXT", "first");
    write("notes.pdf", "left out");

    Corpus corpus = Corpus.read(folder);

    assertThat(corpus.documents())
        .containsExactly(
            new Document("a.TXT", "first", List.of()),
            // A document is what the file holds, its line ends included.
            new Document("b.txt", "second\r\n", List.of()),
            new Document("ja/a.md", "三番目", List.of()));
    assertThat(corpus.name()).isEqualTo(folder.getFileName().toString());
  }

  @Test
  void theDigestIsTheSameWhereverAndHoweverTheDocumentsAreKept() throws IOException {
    write("folder/a.txt", "one");
    write("folder/b.txt", "two");
    write(
        "lines.jsonl",
        "{\"text\":\"one\",\"id\":\"a.txt\"}\r\n{\"id\":\"b.txt\",\"text\":\"two\"}");
    String digest = Corpus.read(folder.resolve("folder")).digest();

    assertThat(Corpus.read(folder.resolve("lines.jsonl")).digest()).isEqualTo(digest);

    write("folder/b.txt", "three");
    assertThat(Corpus.read(folder.resolve("folder")).digest()).isNotEqualTo(digest);
  }

  @Test
  void labelsAreNumbersOrTrueOrFalseAndCountInTheDigest() throws IOException {
    write("plain.jsonl", "{\"text\": \"a\"}\n{\"text\": \"b\"}\n");
    write("labelled.jsonl", "{\"text\": \"a\", \"label\": true}\n{\"text\": \"b\"}\n");
    write("other.jsonl", "{\"text\": \"a\"}\n{\"text\": \"b\", \"label\": 0.5}\n");
    write("wrong.jsonl", "{\"text\": \"a\", \"label\": \"easy\"}\n");
    Corpus labelled = Corpus.read(folder.resolve("labelled.jsonl"));
    Corpus other = Corpus.read(folder.resolve("other.jsonl"));

    assertThat(labelled.documents()).extracting(Document::label).containsExactly(1.0, null);
    assertThat(other.documents()).extracting(Document::label).containsExactly(null, 0.5);
    assertThat(Set.of(Corpus.read(folder.resolve("plain.jsonl")).digest(), labelled.digest()))
        .doesNotContain(other.digest())
        .hasSize(2);
    assertThatThrownBy(() -> Corpus.read(folder.resolve("wrong.jsonl")))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            "%s:1: \"label\" is the text \"easy\"; expected a number, true or false; write it"
                + " without quotes",
            folder.resolve("wrong.jsonl"));
  }

  @Test
  void missing() {
    Path path = folder.resolve("corpus");

    assertThatThrownBy(() -> Corpus.read(path))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            "%s: does not exist; expected a JSONL file with lines like {\"id\": \"cv-1\", \"text\":"
                + " \"...\", \"tags\": [\"en\"]}, or a folder of *.txt and *.md files; check the"
                + " path (here it means %s)",
            path, path.toAbsolutePath());
  }

  @Test
  void emptyFile() throws IOException {
    write("lines.jsonl", "");

    assertThatThrownBy(() -> Corpus.read(folder.resolve("lines.jsonl")))
        .isInstanceOf(AssayException.class)
        .hasMessageStartingWith(
            folder.resolve("lines.jsonl") + ": is empty; expected at least one");
  }

  @Test
  void folderWithoutDocuments() throws IOException {
    write("resumes.jsonl", "{\"text\": \"a\"}");

    assertThatThrownBy(() -> Corpus.read(folder))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            "%s: the folder holds no document; expected *.txt or *.md files; add one or name a"
                + " JSONL file",
            folder);
  }

  @Test
  void emptyDocumentOfAFolder() throws IOException {
    write("a.txt", "");

    assertThatThrownBy(() -> Corpus.read(folder))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            "%s: the document is empty; expected a text; fill or remove the file",
            folder.resolve("a.txt"));
  }

  @Test
  void emptyDocumentOfAFile() throws IOException {
    write("lines.jsonl", "{\"text\": \"a\"}\n{\"id\": \"cv-2\", \"text\": \"\"}");

    assertThatThrownBy(() -> Corpus.read(folder.resolve("lines.jsonl")))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            "%s:2: the text of document \"cv-2\" is empty; expected a text; fill it or remove the"
                + " line",
            folder.resolve("lines.jsonl"));
  }

  @Test
  void documentOfAFolderThatIsNotUtf8() throws IOException {
    Files.write(
        folder.resolve("a.txt"), "one\ntwo\ncaf\u00e9".getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> Corpus.read(folder))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            "%s:3: byte 0xE9 is not UTF-8; expected a file in UTF-8; save it as UTF-8",
            folder.resolve("a.txt"));
  }

  private void write(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
