package org.modelassay.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.modelassay.AssayException;
import org.modelassay.data.file.JsonLine;

/** Prompts in the order of their ids, whatever the file's. */
public final class PromptSet {
  private static final String EXAMPLE =
      "{\"id\": \"p-1\", \"prompt\": \"...\", \"tags\": [\"en\"]}";

  private final String name;
  private final List<Prompt> prompts;
  private final String digest;

  /**
   * Creates a set.
   *
   * @param numbered ids that are lines' numbers: no content, blank lines may shift them
   */
  private PromptSet(String name, List<Prompt> prompts, Set<String> numbered) {
    this.name = name;
    this.prompts = ById.sorted(prompts, Prompt::id);
    var digest = new Digest();
    for (Prompt prompt : this.prompts) {
      digest.add(numbered.contains(prompt.id()) ? "" : prompt.id());
      digest.add(prompt.text()).add(prompt.tags());
    }
    this.digest = digest.hex();
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
    var numbered = new HashSet<String>();
    var ids = new UniqueIds();
    for (JsonLine line : JsonLine.read(file, EXAMPLE, List.of("id", "prompt", "tags"))) {
      String given = line.id();
      String id = given == null ? Integer.toString(line.number()) : given;
      ids.add(id, line);
      if (given == null) {
        numbered.add(id);
      }
      String text = line.text("prompt");
      if (text.isEmpty()) {
        throw line.wrong(
            "prompt " + JsonLine.quote(id) + " is empty", "a text", "fill it or remove the line");
      }
      prompts.add(new Prompt(id, text, line.texts("tags")));
    }
    return new PromptSet(Corpus.nameOf(file), prompts, numbered);
  }

  /** Name of the file. */
  public String name() {
    return name;
  }

  /** The prompts, at least one. */
  public List<Prompt> prompts() {
    return prompts;
  }

  /** Hex SHA-256 of the prompts: given ids, texts and tags. */
  public String digest() {
    return digest;
  }
}
