package org.modelassay.data.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.modelassay.AssayException;
import org.modelassay.data.file.Utf8File;

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
      addMembers(settings, members, new HashSet<>(Set.of(String.valueOf(settings.get("group")))));
      members.forEach(member -> tasks.add(new HarnessTask(member, shots, environment)));
    } else {
      tasks.add(new HarnessTask(settings, shots, environment));
    }
    return new TaskFile(tasks, group);
  }

  private static void addMembers(TaskSettings group, List<TaskSettings> tasks, Set<String> seen) {
    group.allow(GROUP_KEYS);
    for (Object each : group.list("aggregate_metric_list")) {
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
    Map<String, TaskSettings> beside = beside(group.file());
    for (Object each : names) {
      if (!(each instanceof String name)) {
        throw group.wrong(
            "task",
            "found " + TaskSettings.describe(each),
            "names of tasks",
            "write a file for that task and name it here");
      }
      TaskSettings member = beside.get(name);
      if (member == null) {
        throw group.wrong(
            "task",
            "no readable *.yaml file of this folder has the task or group " + name,
            "one of " + String.join(", ", beside.keySet()),
            "correct the name or put the file there");
      }
      if (!seen.add(name)) {
        throw group.wrong("task", name + " stands here again", "each name once", "take it out");
      }
      if (member.has("group")) {
        addMembers(member, tasks, seen);
      } else {
        tasks.add(member);
      }
    }
  }

  /** Tasks and groups of the files in a file's folder by name; files that are no such left out. */
  private static Map<String, TaskSettings> beside(Path file) {
    var tasks = new TreeMap<String, TaskSettings>();
    Path folder = file.toAbsolutePath().normalize().getParent();
    try (Stream<Path> list = Files.list(Objects.requireNonNull(folder))) {
      for (Path each : list.filter(TaskFile::isYaml).sorted().toList()) {
        try {
          TaskSettings settings = TaskSettings.read(file.resolveSibling(each.getFileName()));
          Object name = settings.get(settings.has("group") ? "group" : "task");
          if (name instanceof String text) {
            tasks.putIfAbsent(text, settings);
          }
        } catch (AssayException e) {
          // A folder may hold files of other kinds; a name that is then missing is told.
        }
      }
    } catch (IOException | UncheckedIOException e) {
      throw Utf8File.unreadable(file, "a folder of task files", e);
    }
    return tasks;
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
