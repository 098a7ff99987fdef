package org.modelassay.data.harness;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.modelassay.data.file.JsonLine;
import org.modelassay.data.file.Row;

/**
 * One task of lm-evaluation-harness as version 0.4.13 understands it: from its keys and data to
 * items, each with its description and shots. What would need Python or the network is refused.
 *
 * <p>Source: {@code lm_eval/api/task.py} ({@code ConfigurableTask.fewshot_context}, {@code
 * construct_requests}, {@code doc_to_*}).
 */
final class HarnessTask {
  private static final Set<String> KEYS =
      Set.of(
          "task",
          "dataset_path",
          "dataset_name",
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
          "gen_prefix",
          "target_delimiter",
          "fewshot_delimiter",
          "fewshot_config",
          "num_fewshot",
          "metric_list",
          "generation_kwargs",
          "filter_list",
          "repeats",
          // These have no part in contexts and answers.
          "tag",
          "task_alias",
          "metadata",
          "should_decontaminate",
          "doc_to_decontamination_query");

  private final TaskSettings settings;
  private final String name;
  private final OutputType type;
  private final List<Row> documents;
  private final Shots shots;

  /**
   * Finds the data and reads what is evaluated.
   *
   * @param shots few-shot examples in front of each document; negative for what the file says
   * @param environment what says where the hub's cache is
   */
  HarnessTask(TaskSettings settings, int shots, Map<String, String> environment) {
    this.settings = settings;
    settings.allow(KEYS);
    name = settings.required("task");
    type = outputType();
    Metrics.check(settings, type);
    String split = settings.has("test_split") ? "test_split" : "validation_split";
    var splits = new Splits(settings, environment);
    documents = splits.get(settings.required(split), split);
    this.shots =
        new Shots(settings, splits, documents, shots < 0 ? settings.count("num_fewshot") : shots);
  }

  private OutputType outputType() {
    String given = settings.text("output_type", OutputType.GENERATE_UNTIL.key());
    var names = new TreeSet<String>();
    for (OutputType each : OutputType.values()) {
      if (each.key().equals(given)) {
        return each;
      }
      names.add(each.key());
    }
    throw settings.wrong(
        "output_type", "found " + given, "one of " + String.join(", ", names), "correct it");
  }

  TaskSettings settings() {
    return settings;
  }

  OutputType type() {
    return type;
  }

  String name() {
    return name;
  }

  /** The ids that the documents give themselves. */
  List<String> ownIds() {
    var ids = new ArrayList<String>();
    for (Row document : documents) {
      String id = document.id();
      if (id != null) {
        ids.add(id);
      }
    }
    return ids;
  }

  /** What the file says that has no part in what is measured here. */
  List<String> notes() {
    var notes = new ArrayList<String>();
    if (Boolean.TRUE.equals(settings.get("should_decontaminate"))) {
      notes.add(name + ": should_decontaminate has no effect");
    }
    if (type != OutputType.GENERATE_UNTIL && settings.has("generation_kwargs")) {
      notes.add(name + ": generation_kwargs has no effect on " + type.key());
    }
    return notes;
  }

  /**
   * The items in the documents' order.
   *
   * @param unique ids of documents that no other has; they are the items'
   * @param tagged whether the task's name is a tag of its items
   */
  List<TaskItem> items(Set<String> unique, boolean tagged) {
    DocumentKey question = key("doc_to_text");
    DocumentKey description = orNone("description");
    DocumentKey prefix = orNone("gen_prefix");
    var answers = new Answers();
    String delimiter = settings.text("target_delimiter", " ");
    var items = new ArrayList<TaskItem>();
    // A header that many items share is kept once.
    var headers = new HashMap<String, String>();
    for (int i = 0; i < documents.size(); i++) {
      Row document = documents.get(i);
      String header =
          (description == null ? "" : description.text(document)) + shots.before(document);
      String id = document.id();
      boolean rolling = type == OutputType.LOGLIKELIHOOD_ROLLING;
      items.add(
          new TaskItem(
              type,
              id != null && unique.contains(id) ? id : name + "#" + i,
              rolling ? "" : headers.computeIfAbsent(header, same -> same),
              rolling
                  ? ""
                  : Turn.asked(
                      question.question(document),
                      prefix == null ? null : prefix.textOrNull(document),
                      delimiter),
              type == OutputType.MULTIPLE_CHOICE ? delimiter : "",
              answers.texts(document),
              answers.answer(document),
              tagged ? List.of(name) : List.of(),
              document.place()));
    }
    return items;
  }

  private DocumentKey key(String key) {
    return new DocumentKey(
        settings, key, documents.get(0).fields().keySet(), settings.has("doc_to_choice"));
  }

  private @Nullable DocumentKey orNone(String key) {
    return settings.text(key, "").isEmpty() ? null : key(key);
  }

  /** What follows a question. */
  private final class Answers {
    private final DocumentKey target = key("doc_to_target");
    private final @Nullable DocumentKey choice =
        type == OutputType.MULTIPLE_CHOICE || settings.has("doc_to_choice")
            ? key("doc_to_choice")
            : null;

    List<String> texts(Row document) {
      if (choice != null && type == OutputType.MULTIPLE_CHOICE) {
        List<String> choices = choice.choices(document);
        if (choices.size() < 2) {
          throw choice.wrong(
              document,
              choices.isEmpty() ? "gives no choice" : "gives one choice",
              "two at least",
              "add choices, or make it output_type: loglikelihood");
        }
        choices.forEach(each -> filled(choice, document, each));
        return choices;
      }
      DocumentKey.Target given = target.target(document);
      if (given.isIndex() && choice != null && type == OutputType.GENERATE_UNTIL) {
        List<String> choices = choice.choices(document);
        return List.of(choices.get(given.among(target, document, choices)));
      }
      if (type == OutputType.GENERATE_UNTIL && !given.isIndex()) {
        return given.texts();
      }
      if (given.texts().size() != 1) {
        throw target.wrong(
            document,
            given.isIndex() ? "gives a number" : "gives a list",
            "one text",
            "write it in quotes");
      }
      filled(target, document, given.texts().get(0));
      return given.texts();
    }

    private void filled(DocumentKey key, Row document, String text) {
      boolean rolling = type == OutputType.LOGLIKELIHOOD_ROLLING;
      if (rolling ? text.isEmpty() : text.isBlank()) {
        throw key.wrong(
            document,
            rolling ? "gives an empty document" : "gives an empty continuation",
            "a text",
            "fill it");
      }
    }

    int answer(Row document) {
      return choice != null && type == OutputType.MULTIPLE_CHOICE
          ? target.target(document).among(target, document, choice.choices(document))
          : 0;
    }
  }

  /** How a {@code generate_until} task writes and scores. */
  GenerationSettings generation() {
    TaskSettings given = settings.inside("generation_kwargs");
    given.allow(
        Set.of(
            "until",
            "max_gen_toks",
            "max_new_tokens",
            "max_tokens",
            "max_completion_tokens",
            "do_sample",
            "temperature",
            "top_p",
            "top_k"));
    double temperature = given.number("temperature", 0);
    Object sampled = given.get("do_sample");
    if (sampled != null && !(sampled instanceof Boolean)) {
      throw given.wrong(
          "do_sample", "found " + JsonLine.describe(sampled), "true or false", "correct it");
    }
    boolean sample = sampled == null ? temperature > 0 : (Boolean) sampled;
    return new GenerationSettings(
        given.texts("until", List.of(settings.text("fewshot_delimiter", "\n\n"))),
        longest(given),
        sample,
        sample ? temperature : 0,
        given.number("top_p", 1),
        given.count("top_k"),
        settings.count("repeats", 1),
        settings.maps("filter_list"),
        settings.maps("metric_list"));
  }

  private static int longest(TaskSettings given) {
    for (String key :
        List.of("max_gen_toks", "max_new_tokens", "max_tokens", "max_completion_tokens")) {
      if (given.has(key)) {
        return given.count(key);
      }
    }
    return 256;
  }
}
