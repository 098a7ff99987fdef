package org.modelassay.data.harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.modelassay.AssayException;
import org.modelassay.data.file.JsonLine;

/** A task file of lm-evaluation-harness: one task, or the tasks of a group. */
public final class TaskFile {
  private static final Set<String> GROUP_KEYS =
      Set.of("group", "group_alias", "task", "tag", "aggregate_metric_list", "metadata");

  private final List<HarnessTask> tasks;
  private final boolean group;

  private TaskFile(List<HarnessTask> tasks, boolean group) {
    this.tasks = List.copyOf(tasks);
    this.group = group;
  }

  /** Whether a file's name says that it is one. */
  public static boolean isYaml(Path file) {
    String lower = file.toString().toLowerCase(Locale.ROOT);
    return lower.endsWith(".yaml") || lower.endsWith(".yml");
  }

  /**
   * Reads a file and the data it names.
   *
   * @param file YAML with {@code task: name}, or {@code group: name} and {@code task: [names]}
   * @param shots few-shot examples in front of each document; negative for what the file says
   * @throws AssayException naming file, key and remedy when it holds what is not supported
   */
  public static TaskFile read(Path file, int shots) {
    return read(file, shots, System.getenv());
  }

  /** The same, with what says where the hub's cache is. */
  static TaskFile read(Path file, int shots, Map<String, String> environment) {
    var tasks = new ArrayList<HarnessTask>();
    TaskSettings settings = TaskSettings.read(file);
    boolean group = settings.has("group");
    if (group) {
      var members = new ArrayList<TaskSettings>();
      addMembers(
          settings,
          new TaskIndex(file),
          members,
          new HashSet<>(Set.of(String.valueOf(settings.get("group")))));
      members.forEach(member -> tasks.add(new HarnessTask(member, shots, environment)));
    } else {
      tasks.add(new HarnessTask(settings, shots, environment));
    }
    return new TaskFile(tasks, group);
  }

  private static void addMembers(
      TaskSettings group, TaskIndex index, List<TaskSettings> tasks, Set<String> seen) {
    group.allow(GROUP_KEYS);
    Object aggregates = group.get("aggregate_metric_list");
    for (Object each :
        aggregates instanceof List<?> list ? list : Stream.ofNullable(aggregates).toList()) {
      if (each instanceof Map<?, ?> map && Boolean.FALSE.equals(map.get("weight_by_size"))) {
        throw group.wrong(
            "aggregate_metric_list",
            "weight_by_size is false",
            "true: every item counts alike",
            "take it out, or give each task a check of its own");
      }
    }
    List<?> names = group.list("task");
    if (names.isEmpty()) {
      throw group.wrong("task", "no names", "a list of names of tasks", "add it");
    }
    for (Object each : names) {
      if (!(each instanceof String name)) {
        throw group.wrong(
            "task",
            "found " + JsonLine.describe(each),
            "names of tasks",
            "write a file for that task and name it here");
      }
      Map<String, TaskSettings> members = index.get(name);
      if (members.isEmpty()) {
        throw group.wrong(
            "task",
            "no readable *.yaml file of this folder or below has the task, group or tag " + name,
            "one of " + String.join(", ", index.names()),
            "correct the name or put the file there");
      }
      members.forEach(
          (own, member) -> {
            if (!seen.add(own)) {
              throw group.wrong(
                  "task", own + " stands here again", "each name once", "take it out");
            }
            if (member.has("group")) {
              addMembers(member, index, tasks, seen);
            } else {
              tasks.add(member);
            }
          });
    }
  }

  /**
   * Refuses a file for what it asks of a model.
   *
   * @param check the annotation that named it, for the message
   * @param types what that takes
   */
  public TaskFile require(String check, Set<OutputType> types) {
    for (HarnessTask task : tasks) {
      if (!types.contains(task.type())) {
        throw task.settings()
            .wrong(
                "output_type",
                "found " + task.type().key(),
                String.join(" or ", types.stream().map(OutputType::key).sorted().toList())
                    + ", which "
                    + check
                    + " takes",
                "name this file in " + annotation(task.type()));
      }
    }
    return this;
  }

  private static String annotation(OutputType type) {
    return switch (type) {
      case MULTIPLE_CHOICE, LOGLIKELIHOOD -> "@Choices(task = ...)";
      case LOGLIKELIHOOD_ROLLING -> "@Coding(corpus = ...)";
      case GENERATE_UNTIL -> "@Generation(prompts = ...)";
    };
  }

  /**
   * The items in the documents' order; of a group, those of its tasks in turn: the first of each,
   * the second of each and so on.
   */
  public List<TaskItem> items() {
    Set<String> unique = uniqueIds();
    List<List<TaskItem>> byTask = tasks.stream().map(task -> task.items(unique, group)).toList();
    var items = new ArrayList<TaskItem>();
    int longest = byTask.stream().mapToInt(List::size).max().orElse(0);
    for (int i = 0; i < longest; i++) {
      for (List<TaskItem> each : byTask) {
        if (i < each.size()) {
          items.add(each.get(i));
        }
      }
    }
    return items;
  }

  /** The ids of documents that only one document of all tasks has. */
  private Set<String> uniqueIds() {
    var counts = new HashMap<String, Integer>();
    tasks.forEach(task -> task.ownIds().forEach(id -> counts.merge(id, 1, Integer::sum)));
    counts.values().removeIf(count -> count > 1);
    // None may be one that a document without an id is given.
    tasks.forEach(task -> counts.keySet().removeIf(id -> id.startsWith(task.name() + "#")));
    return counts.keySet();
  }

  /** What the files say that has no part in what is measured here. */
  public List<String> notes() {
    var notes = new LinkedHashSet<String>();
    tasks.forEach(task -> notes.addAll(task.notes()));
    return List.copyOf(notes);
  }

  /**
   * How all of the tasks write and score.
   *
   * @throws AssayException naming the task whose settings are others than the first's
   */
  public GenerationSettings generation() {
    GenerationSettings first = tasks.get(0).generation();
    for (HarnessTask task : tasks) {
      if (!task.generation().equals(first)) {
        throw new AssayException(
            ("%s: its generation_kwargs, repeats, filter_list or metric_list differ from those of"
                    + " %s; expected a group whose tasks write and score alike; give each task a"
                    + " check of its own")
                .formatted(task.settings().file(), tasks.get(0).settings().file()));
      }
    }
    return first;
  }
}
