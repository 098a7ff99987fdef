package org.modelassay.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.modelassay.AssayException;
import org.modelassay.data.file.JsonLine;
import org.modelassay.data.file.Utf8File;
import org.modelassay.data.harness.OutputType;
import org.modelassay.data.harness.TaskFile;

/** The documents of a corpus in the order of their ids, whatever the file's. */
public final class Corpus {
  private static final String EXAMPLE = "{\"id\": \"cv-1\", \"text\": \"...\", \"tags\": [\"en\"]}";
  private static final String EXPECTED =
      "a JSONL file with lines like " + EXAMPLE + ", or a folder of *.txt and *.md files";

  private final String name;
  private final List<Document> documents;
  private final String digest;

  /**
   * Creates a corpus.
   *
   * @param numbered ids that are lines' numbers: no content, blank lines may shift them
   */
  private Corpus(String name, List<Document> documents, Set<String> numbered) {
    this.name = name;
    this.documents = ById.sorted(documents, Document::id);
    var digest = new Digest();
    for (Document document : this.documents) {
      digest.add(numbered.contains(document.id()) ? "" : document.id());
      digest.add(document.text()).add(document.tags());
    }
    if (this.documents.stream().anyMatch(document -> document.label() != null)) {
      digest.add(this.documents.stream().map(document -> "" + document.label()).toList());
    }
    this.digest = digest.hex();
  }

  /**
   * Reads a corpus.
   *
   * @param path a JSONL file in UTF-8, a document a line: {@code {"id"?, "text", "tags"?,
   *     "label"?}}, where the id is the line's number unless given and the label a number or true
   *     or false; or a folder, a document a file: {@code *.txt} and {@code *.md} at any depth, the
   *     id its path in the folder with {@code /} between, other files left out. A byte order mark
   *     is left out, all else of a text kept as it is
   * @throws AssayException naming file, line, what is expected and the remedy, when it cannot be
   *     read, holds no document, an empty one, two of one id or something else
   */
  public static Corpus read(Path path) {
    if (Files.notExists(path)) {
      throw Utf8File.missing(path, EXPECTED);
    }
    if (Files.isDirectory(path)) {
      return readFolder(path);
    }
    return TaskFile.isYaml(path) ? readTask(path) : readLines(path);
  }

  private static Corpus readTask(Path file) {
    TaskFile task =
        TaskFile.read(file, -1).require("@Coding", Set.of(OutputType.LOGLIKELIHOOD_ROLLING));
    List<Document> documents =
        task.items().stream()
            .map(item -> new Document(item.id(), item.texts().get(0), item.tags()))
            .toList();
    return new Corpus(nameOf(file), documents, Set.of());
  }

  private static Corpus readLines(Path file) {
    var documents = new ArrayList<Document>();
    var numbered = new HashSet<String>();
    var ids = new UniqueIds();
    for (JsonLine line : JsonLine.read(file, EXAMPLE, List.of("id", "text", "tags", "label"))) {
      String given = line.id();
      String id = given == null ? Integer.toString(line.number()) : given;
      ids.add(id, line);
      if (given == null) {
        numbered.add(id);
      }
      String text = line.text("text");
      if (text.isEmpty()) {
        throw line.wrong(
            "the text of document " + JsonLine.quote(id) + " is empty",
            "a text",
            "fill it or remove the line");
      }
      documents.add(new Document(id, text, line.texts("tags"), line.number("label")));
    }
    return new Corpus(nameOf(file), documents, numbered);
  }

  private static Corpus readFolder(Path folder) {
    var documents = new ArrayList<Document>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files.filter(Corpus::isText)::iterator) {
        String text = Utf8File.read(file, "a text file in UTF-8");
        if (text.isEmpty()) {
          throw new AssayException(
              file + ": the document is empty; expected a text; fill or remove the file");
        }
        String id = folder.relativize(file).toString().replace('\\', '/');
        documents.add(new Document(id, text, List.of()));
      }
    } catch (IOException | UncheckedIOException e) {
      throw Utf8File.unreadable(folder, EXPECTED, e);
    }
    if (documents.isEmpty()) {
      throw new AssayException(
          folder
              + ": the folder holds no document; expected *.txt or *.md files; add one or name a"
              + " JSONL file");
    }
    return new Corpus(nameOf(folder), documents, Set.of());
  }

  private static boolean isText(Path file) {
    String name = nameOf(file).toLowerCase(Locale.ROOT);
    return (name.endsWith(".txt") || name.endsWith(".md")) && Files.isRegularFile(file);
  }

  /** The last name of a path, which a root has not. */
  static String nameOf(Path path) {
    Path name = path.toAbsolutePath().normalize().getFileName();
    return name == null ? path.toString() : name.toString();
  }

  /** Name of the file or folder. */
  public String name() {
    return name;
  }

  /** The documents, at least one. */
  public List<Document> documents() {
    return documents;
  }

  /**
   * Hex SHA-256 of the documents: given ids, texts, tags and labels. File name, order, line ends
   * and the way the JSON is written do not matter.
   */
  public String digest() {
    return digest;
  }
}
