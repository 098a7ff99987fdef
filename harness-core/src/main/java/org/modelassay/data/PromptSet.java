package org.modelassay.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.modelassay.AssayException;

/** Prompts in a fixed order. */
public final class PromptSet {
  private static final String EXAMPLE =
      "{\"id\": \"p-1\", \"prompt\": \"...\", \"tags\": [\"en\"]}";

  private final String name;
  private final List<Prompt> prompts;
  private final String digest;

  private PromptSet(String name, List<Prompt> prompts, String digest) {
    this.name = name;
    this.prompts = List.copyOf(prompts);
    this.digest = digest;
  }

  /**
   * Reads prompts.
   *
   * @param file JSONL in UTF-8, a prompt a line: {@code {"id"?, "prompt", "tags"?}}, where the id
   *     is the line's number unless given
   * @throws AssayException naming file, line, what is expected and the remedy, when it cannot be
   *     read, holds no prompt, an empty one, two of one id or something else
   */
  public static PromptSet read(Path file) {
    var prompts = new ArrayList<Prompt>();
    var digest = new Digest();
    var ids = new UniqueIds();
    for (JsonLine line : JsonLine.read(file, EXAMPLE, List.of("id", "prompt", "tags"))) {
      String given = line.id();
      String id = given == null ? Integer.toString(line.number()) : given;
      ids.add(id, line);
      String text = line.text("prompt");
      if (text.isEmpty()) {
        throw line.wrong(
            "prompt " + JsonLine.quote(id) + " is empty", "a text", "fill it or remove the line");
      }
      var prompt = new Prompt(id, text, line.texts("tags"));
      prompts.add(prompt);
      digest.add(given == null ? "" : given).add(text).add(prompt.tags());
    }
    return new PromptSet(Corpus.nameOf(file), prompts, digest.hex());
  }

  /** Name of the file. */
  public String name() {
    return name;
  }

  /** The prompts, at least one. */
  public List<Prompt> prompts() {
    return prompts;
  }

  /** Hex SHA-256 of the prompts in order: given ids, texts and tags. */
  public String digest() {
    return digest;
  }
}
