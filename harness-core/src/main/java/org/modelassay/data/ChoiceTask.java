package org.modelassay.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.modelassay.AssayException;

/** Multiple-choice items in a fixed order. */
public final class ChoiceTask {
  /** How many choices an item may have: each has a letter. */
  private static final int MOST_CHOICES = 26;

  private static final List<String> KEYS =
      List.of("id", "question", "context", "choices", "answer", "tags", "critical");
  private static final String EXAMPLE =
      "{\"id\": \"q-1\", \"question\": \"...\", \"choices\": [\"a\", \"b\"], \"answer\": 0}";

  private final String name;
  private final List<ChoiceItem> items;

  private ChoiceTask(String name, List<ChoiceItem> items) {
    this.name = name;
    this.items = List.copyOf(items);
  }

  /**
   * Reads a task.
   *
   * @param file JSONL in UTF-8, an item a line: {@code {"id", "question", "choices", "answer",
   *     "tags"?, "critical"?}}; {@code context} may stand for {@code question}; the answer is the
   *     index of the right choice, counted from 0, or its exact text
   * @throws AssayException naming file, line, what is expected and the remedy, when it cannot be
   *     read, holds no item or a wrong one
   */
  public static ChoiceTask read(Path file) {
    String lower = file.toString().toLowerCase(Locale.ROOT);
    if (lower.endsWith(".yaml") || lower.endsWith(".yml")) {
      throw new AssayException(
          file
              + ": lm-evaluation-harness YAML tasks are not supported by this version; expected a"
              + " JSONL file with lines like "
              + EXAMPLE
              + "; write what doc_to_text gives as \"question\", doc_to_choice as \"choices\" and"
              + " doc_to_target as \"answer\", an item a line");
    }
    var items = new ArrayList<ChoiceItem>();
    var ids = new UniqueIds();
    for (JsonLine line : JsonLine.read(file, EXAMPLE, KEYS)) {
      ChoiceItem item = item(line);
      ids.add(item.id(), line);
      items.add(item);
    }
    return new ChoiceTask(Corpus.nameOf(file), items);
  }

  private static ChoiceItem item(JsonLine line) {
    String id = line.id();
    if (id == null) {
      throw line.wrong("no \"id\"", "a line like " + EXAMPLE, "add it");
    }
    if (line.has("question") && line.has("context")) {
      throw line.wrong(
          named(id) + " has both \"question\" and \"context\"", "one of them", "remove the other");
    }
    String question = line.text(line.has("context") ? "context" : "question");
    line.required("choices");
    List<String> choices = line.texts("choices");
    if (choices.size() < 2 || choices.size() > MOST_CHOICES) {
      throw line.wrong(
          "%s has %d choice%s".formatted(named(id), choices.size(), choices.size() == 1 ? "" : "s"),
          "2 to " + MOST_CHOICES,
          "add or remove choices");
    }
    for (int i = 0; i < choices.size(); i++) {
      String choice = choices.get(i);
      if (choice.isBlank()) {
        throw line.wrong("choice %d of %s is empty".formatted(i, named(id)), "a text", "fill it");
      }
      int first = choices.indexOf(choice);
      if (first < i) {
        throw line.wrong(
            "choices %d and %d of %s are both %s"
                .formatted(first, i, named(id), JsonLine.quote(choice)),
            "choices that differ",
            "change or remove one");
      }
    }
    return new ChoiceItem(
        id,
        question,
        choices,
        answer(line, id, choices),
        line.texts("tags"),
        line.flag("critical"));
  }

  private static int answer(JsonLine line, String id, List<String> choices) {
    String expected =
        "an index from 0 to %d or the exact text of a choice".formatted(choices.size() - 1);
    if (!line.has("answer")) {
      throw line.wrong(named(id) + " has no \"answer\"", expected, "add it");
    }
    JsonNode answer = line.required("answer");
    int index = -1;
    if (answer.isTextual()) {
      index = choices.indexOf(answer.textValue());
    } else if (answer.isIntegralNumber() && answer.canConvertToInt()) {
      index = answer.intValue();
    }
    if (index < 0 || index >= choices.size()) {
      throw line.wrong(
          "the \"answer\" of " + named(id) + " is " + JsonLine.describe(answer),
          expected,
          "correct it");
    }
    return index;
  }

  private static String named(String id) {
    return "item " + JsonLine.quote(id);
  }

  /** The first items only; all when there are fewer. */
  public ChoiceTask first(int count) {
    return count >= items.size() ? this : new ChoiceTask(name, items.subList(0, count));
  }

  /** Name of the file. */
  public String name() {
    return name;
  }

  /** The items, at least one. */
  public List<ChoiceItem> items() {
    return items;
  }

  /**
   * Hex SHA-256 of the items in order, with all their parts. File name, line ends and the way the
   * JSON is written do not matter.
   */
  public String digest() {
    var digest = new Digest();
    for (ChoiceItem item : items) {
      digest.add(item.id()).add(item.question()).add(item.choices()).add(item.answer());
      digest.add(item.tags()).add(item.critical() ? 1 : 0);
    }
    return digest.hex();
  }
}
