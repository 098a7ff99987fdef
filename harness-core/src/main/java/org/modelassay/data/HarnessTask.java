package org.modelassay.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.data.DocumentKey.Target;

/**
 * A {@code multiple_choice} task of lm-evaluation-harness as version 0.4.13 understands it: from
 * its YAML and local JSONL to items, each with its description and shots. What would need Python,
 * the network or a random draw is refused.
 *
 * <p>Source: {@code lm_eval/api/task.py} ({@code ConfigurableTask.fewshot_context}, {@code
 * build_qa_turn}, {@code doc_to_*}), {@code api/samplers.py}, {@code tasks/_yaml_loader.py}.
 */
final class HarnessTask {
  private static final Set<String> KEYS =
      Set.of(
          "task",
          "dataset_path",
          "dataset_kwargs",
          "training_split",
          "validation_split",
          "test_split",
          "fewshot_split",
          "output_type",
          "doc_to_text",
          "doc_to_target",
          "doc_to_choice",
          "description",
          "target_delimiter",
          "fewshot_delimiter",
          "fewshot_config",
          "num_fewshot",
          "metric_list",
          // These have no part in contexts and answers.
          "tag",
          "task_alias",
          "metadata",
          "should_decontaminate",
          "doc_to_decontamination_query");
  private static final Set<String> FEWSHOT_KEYS =
      Set.of(
          "sampler",
          "split",
          "samples",
          "doc_to_text",
          "doc_to_target",
          "doc_to_choice",
          "target_delimiter",
          "fewshot_delimiter");
  private static final Set<String> GROUP_KEYS =
      Set.of("group", "group_alias", "task", "tag", "aggregate_metric_list", "metadata");
  private static final Set<String> METRICS = Set.of("acc", "acc_norm");

  private final TaskSettings settings;
  private final TaskSettings fewshot;
  private final String name;
  private final List<TaskDocument> documents;

  private HarnessTask(TaskSettings settings) {
    this.settings = settings;
    settings.allow(KEYS);
    name = required("task");
    require("output_type", "multiple_choice");
    require("dataset_path", "json");
    for (Object each : settings.list("metric_list")) {
      Map<?, ?> entry = each instanceof Map<?, ?> map ? map : Map.of();
      Object metric = entry.get("metric");
      Object aggregation = entry.get("aggregation");
      if (!(metric instanceof String text && METRICS.contains(text))
          || !(aggregation == null || aggregation.equals("mean"))) {
        throw settings.wrong(
            "metric_list",
            "found "
                + (metric == null ? "an entry without metric" : TaskSettings.describe(metric))
                + (aggregation == null ? "" : " by " + TaskSettings.describe(aggregation)),
            "acc or acc_norm by mean",
            "take it out: accuracy is measured with and without normalisation, and what else is"
                + " measured does not depend on the task file");
      }
    }
    fewshot = settings.inside("fewshot_config");
    fewshot.allow(FEWSHOT_KEYS);
    String split = settings.has("test_split") ? "test_split" : "validation_split";
    documents = split(required(split), split);
  }

  private String required(String key) {
    String text = settings.text(key);
    if (text == null) {
      throw settings.wrong(key, "the key is left out", "a text", "add it");
    }
    return text;
  }

  private void require(String key, String supported) {
    String value = required(key);
    if (!value.equals(supported)) {
      throw settings.wrong(
          key,
          "found " + value,
          supported + ", the only one supported",
          key.equals("dataset_path")
              ? "write the documents as JSONL and name the files in dataset_kwargs.data_files"
              : "take another task, " + TaskSettings.AS_LINES);
    }
  }

  /**
   * The items of a task file; of a group, those of its tasks in turn: the first of each, the second
   * of each and so on.
   *
   * @param file YAML with {@code task: name}, or {@code group: name} and {@code task: [names]}
   */
  static List<ChoiceItem> read(Path file) {
    var tasks = new ArrayList<HarnessTask>();
    TaskSettings settings = TaskSettings.read(file);
    boolean group = settings.has("group");
    if (group) {
      addMembers(settings, tasks, new HashSet<>(Set.of(String.valueOf(settings.get("group")))));
    } else {
      tasks.add(new HarnessTask(settings));
    }
    var byTask = new ArrayList<List<ChoiceItem>>();
    Set<String> unique = uniqueIds(tasks);
    tasks.forEach(task -> byTask.add(task.items(unique, group)));
    var items = new ArrayList<ChoiceItem>();
    int longest = byTask.stream().mapToInt(List::size).max().orElse(0);
    for (int i = 0; i < longest; i++) {
      for (List<ChoiceItem> each : byTask) {
        if (i < each.size()) {
          items.add(each.get(i));
        }
      }
    }
    return items;
  }

  private static void addMembers(TaskSettings group, List<HarnessTask> tasks, Set<String> seen) {
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
        tasks.add(new HarnessTask(member));
      }
    }
  }

  /** Tasks and groups of the files in a file's folder by name; files that are no such left out. */
  private static Map<String, TaskSettings> beside(Path file) {
    var tasks = new TreeMap<String, TaskSettings>();
    Path folder = file.toAbsolutePath().normalize().getParent();
    try (Stream<Path> list = Files.list(Objects.requireNonNull(folder))) {
      for (Path each : list.filter(HarnessTask::isYaml).sorted().toList()) {
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

  static boolean isYaml(Path file) {
    String lower = file.toString().toLowerCase(Locale.ROOT);
    return lower.endsWith(".yaml") || lower.endsWith(".yml");
  }

  // -- data

  /** The documents of a split. */
  private List<TaskDocument> split(String split, String key) {
    TaskSettings data = settings.inside("dataset_kwargs");
    data.allow(Set.of("data_files", "trust_remote_code"));
    Map<String, Object> files = new LinkedHashMap<>();
    Object given = data.get("data_files");
    if (given instanceof Map<?, ?> map) {
      map.forEach(
          (name, value) -> {
            if (value != null) {
              files.put(String.valueOf(name), value);
            }
          });
    } else if (given != null) {
      files.put("train", given);
    }
    if (!files.containsKey(split)) {
      throw settings.wrong(
          key,
          "dataset_kwargs.data_files has no split " + split,
          files.isEmpty() ? "a map of splits to files" : "one of " + files.keySet(),
          "correct the split or name its file there");
    }
    var paths = new ArrayList<Path>();
    Object value = files.get(split);
    for (Object each : value instanceof List<?> list ? list : List.of(value)) {
      if (!(each instanceof String name)) {
        throw data.wrong(
            "data_files", "found " + TaskSettings.describe(each), "paths", "write texts");
      }
      paths.add(data.locate("data_files", name));
    }
    return TaskDocument.read(paths);
  }

  private Set<String> fields() {
    return documents.get(0).fields().keySet();
  }

  /** The ids of documents that only one document of all tasks has. */
  private static Set<String> uniqueIds(List<HarnessTask> tasks) {
    var counts = new HashMap<String, Integer>();
    for (HarnessTask task : tasks) {
      task.documents.forEach(
          document -> {
            String id = id(document);
            if (id != null) {
              counts.merge(id, 1, Integer::sum);
            }
          });
    }
    counts.values().removeIf(count -> count > 1);
    return counts.keySet();
  }

  private static @Nullable String id(TaskDocument document) {
    Object id = document.fields().get("id");
    if (id instanceof BigInteger || (id instanceof String text && !text.isBlank())) {
      return id.toString();
    }
    return null;
  }

  // -- items

  private List<ChoiceItem> items(Set<String> unique, boolean tagged) {
    Set<String> fields = fields();
    var question = new DocumentKey(settings, "doc_to_text", fields);
    var target = new DocumentKey(settings, "doc_to_target", fields);
    var choice = new DocumentKey(settings, "doc_to_choice", fields);
    DocumentKey description =
        settings.text("description", "").isEmpty()
            ? null
            : new DocumentKey(settings, "description", fields);
    String delimiter = settings.text("target_delimiter", " ");
    Shots shots = new Shots();
    var items = new ArrayList<ChoiceItem>();
    // A header that many items share is kept once.
    var headers = new HashMap<String, String>();
    for (int i = 0; i < documents.size(); i++) {
      TaskDocument document = documents.get(i);
      String header =
          (description == null ? "" : description.text(document)) + shots.before(document);
      List<String> choices = choice.choices(document);
      ChoiceTask.check(
          choices,
          "the document",
          (found, expected, remedy) -> choice.wrong(document, found, expected, remedy));
      String id = id(document);
      items.add(
          new ChoiceItem(
              id != null && unique.contains(id) ? id : name + "#" + i,
              headers.computeIfAbsent(header, same -> same),
              question.question(document),
              delimiter,
              choices,
              answer(target, document, choices),
              tagged ? List.of(name) : List.of(),
              false));
    }
    return items;
  }

  private static int answer(DocumentKey key, TaskDocument document, List<String> choices) {
    Target target = key.target(document);
    int index = target.text() == null ? target.index() : choices.indexOf(target.text());
    if (index < 0 || index >= choices.size()) {
      throw key.wrong(
          document,
          "gives " + TaskSettings.describe(target.text() == null ? target.index() : target.text()),
          "an index from 0 to %d or the exact text of a choice".formatted(choices.size() - 1),
          "correct it");
    }
    return index;
  }

  /** The documents with their answers that stand in front of a question. */
  private final class Shots {
    private final int count = settings.count("num_fewshot");
    private final List<TaskDocument> pool = count == 0 ? List.of() : pool();
    // The reference compares the two names, and both may be left out.
    private final boolean skipsSame = Objects.equals(split(), settings.text("test_split"));
    private final Map<TaskDocument, String> texts = new HashMap<>();

    private @Nullable String split() {
      String split = fewshot.text("split");
      return split == null ? settings.text("fewshot_split") : split;
    }

    private List<TaskDocument> pool() {
      String sampler = fewshot.text("sampler", "default");
      if (!sampler.equals("first_n")) {
        throw fewshot.wrong(
            "sampler",
            count + " shots by the sampler " + sampler + ", which draws at random",
            "first_n",
            "write fewshot_config: {sampler: first_n}, " + TaskSettings.AS_LINES);
      }
      String split = split();
      if (split != null) {
        return HarnessTask.this.split(
            split, fewshot.has("split") ? "fewshot_config" : "fewshot_split");
      }
      if (fewshot.has("samples")) {
        return samples();
      }
      for (String key : List.of("training_split", "validation_split", "test_split")) {
        String other = settings.text(key);
        if (other != null) {
          return HarnessTask.this.split(other, key);
        }
      }
      return documents;
    }

    private List<TaskDocument> samples() {
      var samples = new ArrayList<TaskDocument>();
      for (Object each : fewshot.list("samples")) {
        String place = "samples[" + samples.size() + "]";
        try {
          if (YamlFile.plain(each) instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            map.forEach((key, value) -> fields.put(String.valueOf(key), value));
            samples.add(new TaskDocument(fields, place));
            continue;
          }
        } catch (IllegalArgumentException e) {
          throw fewshot.wrong(
              "samples", place + " holds " + e.getMessage(), "texts and numbers", "quote texts");
        }
        throw fewshot.wrong("samples", place + " is no map", "documents", "write it as a map");
      }
      return samples;
    }

    /** The shots for one document. */
    String before(TaskDocument document) {
      if (count == 0) {
        return "";
      }
      var text = new StringBuilder();
      int taken = 0;
      for (TaskDocument shot : pool) {
        if (taken < count && !(skipsSame && shot.fields().equals(document.fields()))) {
          text.append(texts.computeIfAbsent(shot, this::text));
          taken++;
        }
      }
      if (taken < count) {
        throw settings.wrong(
            "num_fewshot",
            "%d shots asked, %d documents to take them from".formatted(count, taken),
            "as many documents",
            "ask for fewer or add documents");
      }
      return text.toString();
    }

    private String text(TaskDocument shot) {
      Set<String> fields = fields();
      String question = key("doc_to_text", fields).question(shot);
      DocumentKey key = key("doc_to_target", fields);
      Target target = key.target(shot);
      String answer = target.text();
      if (answer == null) {
        List<String> choices = key("doc_to_choice", fields).choices(shot);
        answer = choices.get(answer(key, shot, choices));
      }
      return answer.isEmpty()
          ? question
          : question + text("target_delimiter", " ") + answer + text("fewshot_delimiter", "\n\n");
    }

    /** What the few-shot configuration says, or else the task. */
    private DocumentKey key(String key, Set<String> fields) {
      return new DocumentKey(fewshot.has(key) ? fewshot : settings, key, fields);
    }

    private String text(String key, String otherwise) {
      return fewshot.text(key, settings.text(key, otherwise));
    }
  }
}
