package org.modelassay.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.modelassay.AssayException;
import org.modelassay.data.harness.GenerationSettings;
import org.modelassay.data.harness.OutputType;
import org.modelassay.data.harness.TaskFile;
import org.modelassay.data.harness.TaskItem;

/** A {@code generate_until} task of lm-evaluation-harness, its items in the order of their ids. */
public final class GenerationTask {
  /**
   * One prompt with what should be written.
   *
   * @param id names it in its task; unique there
   * @param prompt all that the model reads: description, shots, question, {@code gen_prefix}
   * @param references the right answers, one at least; any will do
   * @param tags the task's name in a group
   */
  public record Item(String id, String prompt, List<String> references, List<String> tags) {
    /** Copies the lists. */
    public Item {
      references = List.copyOf(references);
      tags = List.copyOf(tags);
    }
  }

  private final String name;
  private final List<Item> items;
  private final GenerationSettings settings;
  private final List<String> notes;

  private GenerationTask(
      String name, List<Item> items, GenerationSettings settings, List<String> notes) {
    this.name = name;
    this.items = items;
    this.settings = settings;
    this.notes = notes;
  }

  /** Whether a file's name says that it is a task file, and not prompts as JSONL. */
  public static boolean isTaskFile(Path file) {
    return TaskFile.isYaml(file);
  }

  /**
   * Reads a task.
   *
   * @param file {@code *.yaml} or {@code *.yml}
   * @param count how many items are taken, the first ones of the data; of a group of tasks, of each
   *     in turn; 0 for all
   * @throws AssayException naming file, key, what is expected and the remedy
   */
  public static GenerationTask read(Path file, int count) {
    TaskFile task =
        TaskFile.read(file).require("@Generation", Set.of(OutputType.GENERATE_UNTIL));
    List<TaskItem> items = task.items();
    List<TaskItem> taken = count == 0 || count > items.size() ? items : items.subList(0, count);
    return new GenerationTask(
        Corpus.nameOf(file),
        ById.sorted(taken, TaskItem::id).stream()
            .map(item -> new Item(item.id(), item.context(), item.texts(), item.tags()))
            .toList(),
        task.generation(),
        task.notes());
  }

  /** Name of the file. */
  public String name() {
    return name;
  }

  /** The items, at least one. */
  public List<Item> items() {
    return items;
  }

  /** How a model writes and how it is scored. */
  public GenerationSettings settings() {
    return settings;
  }

  /** What the file says that has no part in what is measured here. */
  public List<String> notes() {
    return notes;
  }

  /** Hex SHA-256 of the items with all their parts and of the settings. */
  public String digest() {
    var digest = new Digest();
    digest.add(settings.toString());
    for (Item item : items) {
      digest.add(item.id()).add(item.prompt()).add(item.references()).add(item.tags());
    }
    return digest.hex();
  }
}
