package org.modelassay.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.modelassay.AssayException;
import org.modelassay.data.file.JsonLine;
import org.modelassay.data.harness.OutputType;
import org.modelassay.data.harness.TaskFile;
import org.modelassay.data.harness.TaskItem;

/** Multiple-choice items in the order of their ids, whatever the file's. */
public final class ChoiceTask {
  /** How many choices an item may have: each has a letter. */
  private static final int MOST_CHOICES = 26;

  private static final List<String> KEYS =
      List.of("id", "question", "context", "choices", "answer", "tags", "critical", "group");
  private static final String EXAMPLE =
      "{\"id\": \"q-1\", \"question\": \"...\", \"choices\": [\"a\", \"b\"], \"answer\": 0}";

  private final String name;
  private final List<ChoiceItem> items;
  private final Map<String, String> places;
  private final List<String> notes;

  private ChoiceTask(
      String name, List<ChoiceItem> items, Map<String, String> places, List<String> notes) {
    this.name = name;
    this.items = List.copyOf(items);
    this.places = Map.copyOf(places);
    this.notes = List.copyOf(notes);
  }

  /**
   * Reads a task.
   *
   * @param file JSONL in UTF-8, an item a line: {@code {"id", "question", "choices", "answer",
   *     "tags"?, "critical"?, "group"?}}; {@code context} may stand for {@code question}; the
   *     answer is the index of the right choice, counted from 0, or its exact text. Or a {@code
   *     multiple_choice} or {@code loglikelihood} task of lm-evaluation-harness, {@code *.yaml} or
   *     {@code *.yml}; an item of the latter has one choice
   * @param count how many items are taken, the first ones of the file; of a group of tasks, of each
   *     in turn; 0 for all
   * @param shots few-shot examples in front of each question, of a task file; negative for what it
   *     says
   * @throws AssayException naming file, line or key, what is expected and the remedy, when it
   *     cannot be read, holds no item or a wrong one
   */
  public static ChoiceTask read(Path file, int count, int shots) {
    if (TaskFile.isYaml(file)) {
      TaskFile task =
          TaskFile.read(file, shots)
              .require("@Choices", Set.of(OutputType.MULTIPLE_CHOICE, OutputType.LOGLIKELIHOOD));
      var places = new HashMap<String, String>();
      var items = new ArrayList<ChoiceItem>();
      for (TaskItem item : task.items()) {
        places.put(item.id(), item.place());
        items.add(item(item));
      }
      List<ChoiceItem> taken = taken(items, count);
      var notes = new ArrayList<>(task.notes());
      List<String> equal =
          taken.stream()
              .filter(item -> Set.copyOf(item.choices()).size() < item.choices().size())
              .map(ChoiceItem::id)
              .toList();
      if (!equal.isEmpty()) {
        notes.add(
            "Items with choices that are equal, of which the first is taken: "
                + String.join(", ", equal.subList(0, Math.min(10, equal.size())))
                + (equal.size() > 10 ? ", ..." : ""));
      }
      return new ChoiceTask(Corpus.nameOf(file), taken, places, notes);
    }
    if (shots >= 0) {
      throw new AssayException(
          file
              + ": shots = "
              + shots
              + " for items as JSONL; expected a task file, which says where shots come from; take"
              + " it out, or write the shots into \"question\"");
    }
    var places = new HashMap<String, String>();
    var items = new ArrayList<ChoiceItem>();
    var ids = new UniqueIds();
    for (JsonLine line : JsonLine.read(file, EXAMPLE, KEYS)) {
      ChoiceItem item = item(line);
      ids.add(item.id(), line);
      places.put(item.id(), line.place());
      items.add(item);
    }
    return new ChoiceTask(Corpus.nameOf(file), taken(items, count), places, List.of());
  }

  /** The same with the shots that a task file says. */
  public static ChoiceTask read(Path file, int count) {
    return read(file, count, -1);
  }

  private static List<ChoiceItem> taken(List<ChoiceItem> items, int count) {
    List<ChoiceItem> taken = count == 0 || count > items.size() ? items : items.subList(0, count);
    return ById.sorted(taken, ChoiceItem::id);
  }

  private static ChoiceItem item(TaskItem item) {
    if (item.texts().size() > MOST_CHOICES) {
      throw new AssayException(
          "%s: %s has %d choices; expected %d at most, each has a letter; take it out"
              .formatted(item.place(), named(item.id()), item.texts().size(), MOST_CHOICES));
    }
    return new ChoiceItem(
        item.id(),
        item.header(),
        item.question(),
        item.delimiter(),
        item.texts(),
        item.answer(),
        item.tags(),
        false);
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
    check(choices, named(id), line);
    return new ChoiceItem(
        id,
        "",
        question,
        " ",
        choices,
        answer(line, id, choices),
        line.texts("tags"),
        line.flag("critical"),
        line.has("group") ? line.text("group") : null);
  }

  /** Refuses choices that no item may have. */
  private static void check(List<String> choices, String item, JsonLine line) {
    if (choices.size() < 2 || choices.size() > MOST_CHOICES) {
      throw line.wrong(
          "%s has %d choice%s".formatted(item, choices.size(), choices.size() == 1 ? "" : "s"),
          "2 to " + MOST_CHOICES,
          "add or remove choices");
    }
    for (int i = 0; i < choices.size(); i++) {
      String choice = choices.get(i);
      if (choice.isBlank()) {
        throw line.wrong("choice %d of %s is empty".formatted(i, item), "a text", "fill it");
      }
      int first = choices.indexOf(choice);
      if (first < i) {
        throw line.wrong(
            "choices %d and %d of %s are both %s".formatted(first, i, item, JsonLine.quote(choice)),
            "choices that differ",
            "change or remove one");
      }
    }
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

  /**
   * The task of its critical items alone.
   *
   * @throws AssayException when no item is critical
   */
  public ChoiceTask critical() {
    List<ChoiceItem> critical = items.stream().filter(ChoiceItem::critical).toList();
    if (critical.isEmpty()) {
      throw new AssayException(
          name
              + ": no item is critical; expected at least one with \"critical\": true; mark those"
              + " that must not change, or check all items");
    }
    return new ChoiceTask(name, critical, places, notes);
  }

  /** Name of the file. */
  public String name() {
    return name;
  }

  /** Where an item stands, as messages begin: file and line. */
  public String place(ChoiceItem item) {
    return places.getOrDefault(item.id(), name);
  }

  /** What of a task file has no part in what is measured. */
  public List<String> notes() {
    return notes;
  }

  /** The items, at least one. */
  public List<ChoiceItem> items() {
    return items;
  }

  /**
   * Hex SHA-256 of the items with all their parts. File name, order, line ends and the way the JSON
   * is written do not matter.
   */
  public String digest() {
    var digest = new Digest();
    for (ChoiceItem item : items) {
      digest.add(item.id()).add(item.header()).add(item.question()).add(item.delimiter());
      digest.add(item.choices()).add(item.answer());
      String group = item.group();
      digest.add(item.tags()).add((item.critical() ? 1 : 0) + (group == null ? 0 : 2));
      if (group != null) {
        digest.add(group);
      }
    }
    return digest.hex();
  }
}
