package org.modelassay.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.data.file.JsonLine;
import org.modelassay.data.harness.GenerationSettings;
import org.modelassay.data.harness.OutputType;
import org.modelassay.data.harness.TaskFile;

/** Prompts in the order of their ids, whatever the file's, and how outputs are scored. */
public final class PromptSet {
  private static final List<String> KEYS =
      List.of("id", "prompt", "answer", "answers", "tags", "critical");
  private static final String EXAMPLE =
      "{\"id\": \"p-1\", \"prompt\": \"...\", \"tags\": [\"en\"]}";

  private final String name;
  private final List<Prompt> prompts;
  private final @Nullable Scoring scoring;
  private final @Nullable GenerationSettings settings;
  private final List<String> notes;
  private final String digest;

  /**
   * Creates a set.
   *
   * @param numbered ids that are lines' numbers: no content, blank lines may shift them
   */
  private PromptSet(
      String name,
      List<Prompt> prompts,
      Set<String> numbered,
      @Nullable Scoring scoring,
      @Nullable GenerationSettings settings,
      List<String> notes) {
    this.name = name;
    this.prompts = ById.sorted(prompts, Prompt::id);
    this.scoring = scoring;
    this.settings = settings;
    this.notes = List.copyOf(notes);
    var digest = new Digest();
    for (Prompt prompt : this.prompts) {
      digest.add(numbered.contains(prompt.id()) ? "" : prompt.id());
      digest.add(prompt.text()).add(prompt.references()).add(prompt.tags());
      digest.add(prompt.critical() ? 1 : 0);
    }
    this.digest = digest.add(String.valueOf(settings)).hex();
  }

  /**
   * Reads prompts.
   *
   * @param file JSONL in UTF-8, a prompt a line: {@code {"id"?, "prompt", "answer"?, "tags"?,
   *     "critical"?}}, where the id is the line's number unless given, and {@code answers}, a list
   *     of which any will do, may stand for {@code answer}; either all lines have answers or none.
   *     Or a {@code generate_until} task of lm-evaluation-harness, {@code *.yaml} or {@code *.yml}
   * @param count how many prompts are taken, the first ones of the file; of a group of tasks, of
   *     each in turn; 0 for all
   * @param shots few-shot examples in front of each prompt of a task file; negative for what the
   *     file says
   * @throws AssayException naming file, line or key, what is expected and the remedy, when it
   *     cannot be read, holds no prompt, an empty one, two of one id or something else
   */
  public static PromptSet read(Path file, int count, int shots) {
    if (TaskFile.isYaml(file)) {
      return task(file, count, shots);
    }
    if (shots >= 0) {
      throw new AssayException(
          file
              + ": shots = "
              + shots
              + " for prompts as JSONL; expected a task file, which says where shots come from;"
              + " take it out, or write the shots into \"prompt\"");
    }
    return lines(file, count);
  }

  /** Reads all prompts of a file as it says. */
  public static PromptSet read(Path file) {
    return read(file, 0, -1);
  }

  private static PromptSet task(Path file, int count, int shots) {
    TaskFile task =
        TaskFile.read(file, shots).require("@Generation", Set.of(OutputType.GENERATE_UNTIL));
    GenerationSettings settings = task.generation();
    return new PromptSet(
        Corpus.nameOf(file),
        first(count, task.items()).stream()
            .map(item -> new Prompt(item.id(), item.context(), item.texts(), item.tags(), false))
            .toList(),
        Set.of(),
        Scoring.of(file, settings.filters(), settings.metrics(), settings.repeats()),
        settings,
        task.notes());
  }

  private static PromptSet lines(Path file, int count) {
    var prompts = new ArrayList<Prompt>();
    var numbered = new HashSet<String>();
    var ids = new UniqueIds();
    for (JsonLine line : JsonLine.read(file, EXAMPLE, KEYS)) {
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
      List<String> references = references(line, id);
      if (!prompts.isEmpty() && references.isEmpty() != prompts.get(0).references().isEmpty()) {
        throw line.wrong(
            "prompt %s has %s, the lines above have %s"
                .formatted(
                    JsonLine.quote(id),
                    references.isEmpty() ? "no \"answer\"" : "an answer",
                    references.isEmpty() ? "one" : "none"),
            "an answer in every line or in none",
            "add what is missing, or part the file in two");
      }
      prompts.add(new Prompt(id, text, references, line.texts("tags"), line.flag("critical")));
    }
    boolean scored = !prompts.get(0).references().isEmpty();
    return new PromptSet(
        Corpus.nameOf(file),
        first(count, prompts),
        numbered,
        scored ? Scoring.OWN : null,
        null,
        List.of());
  }

  private static List<String> references(JsonLine line, String id) {
    if (line.has("answer") && line.has("answers")) {
      throw line.wrong(
          "prompt " + JsonLine.quote(id) + " has both \"answer\" and \"answers\"",
          "one of them",
          "remove the other");
    }
    if (line.has("answer")) {
      return List.of(line.text("answer"));
    }
    List<String> answers = line.texts("answers");
    if (line.has("answers") && answers.isEmpty()) {
      throw line.wrong(
          "the \"answers\" of prompt " + JsonLine.quote(id) + " are an empty list",
          "at least one text",
          "add one");
    }
    return answers;
  }

  private static <T> List<T> first(int count, List<T> all) {
    return count == 0 || count > all.size() ? all : all.subList(0, count);
  }

  /** Name of the file. */
  public String name() {
    return name;
  }

  /** The prompts, at least one. */
  public List<Prompt> prompts() {
    return prompts;
  }

  /** How outputs are scored, or null where prompts have no answers. */
  public @Nullable Scoring scoring() {
    return scoring;
  }

  /** How a task file has a model write, or null of other files. */
  public @Nullable GenerationSettings settings() {
    return settings;
  }

  /** What a task file says that has no part in what is measured here. */
  public List<String> notes() {
    return notes;
  }

  /**
   * Hex SHA-256 of the prompts: given ids, texts, answers, tags; of a task file also how it has a
   * model write and how it scores.
   */
  public String digest() {
    return digest;
  }
}
