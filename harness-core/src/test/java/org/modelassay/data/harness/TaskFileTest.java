package org.modelassay.data.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.modelassay.AssayException;
import org.modelassay.data.ChoiceItem;
import org.modelassay.data.ChoiceTask;
import org.modelassay.data.Corpus;

/** Task files of lm-evaluation-harness, beside what version 0.4.13 makes of them. */
class TaskFileTest {
  private static final String PLAIN =
      """
      task: t
      dataset_path: json
      dataset_kwargs: {data_files: {test: docs.jsonl, more: docs.jsonl}}
      test_split: test
      output_type: multiple_choice
      doc_to_text: "{{q}}"
      doc_to_choice: "{{options}}"
      doc_to_target: a
      """;
  private static final String DOCS =
      """
      {"q": "Q1", "options": ["x", "y"], "a": 0, "two": [0, 1]}
      {"q": "Q2", "options": ["x", "y"], "a": 1, "two": [0, 1]}
      """;

  private final Path folder;

  TaskFileTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @CsvSource({
    "arc_challenge.yaml, assay_arc_challenge",
    "arc_challenge_25shot.yaml, assay_arc_challenge_25shot",
    "commonsenseqa.yaml, assay_commonsenseqa",
    "jcommonsenseqa.yaml, assay_jcommonsenseqa",
    "jcommonsenseqa_3shot.yaml, assay_jcommonsenseqa_3shot",
    "mmlu/mmlu_college_computer_science.yaml, assay_mmlu_college_computer_science",
    "mmlu/mmlu_philosophy.yaml, assay_mmlu_philosophy",
    "small/same_split.yaml, same_split",
    "small/other_split.yaml, other_split",
    "small/shots_look_different.yaml, shots_look_different",
    "small/truth.yaml, truth",
    "small/label_in_template.yaml, label_in_template",
  })
  void contextsContinuationsAndRightChoicesAreTheReferences(String file, String task)
      throws Exception {
    assertSame(file, task);
  }

  /** Other data, shots, prefixes and kinds than those in daily use have. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "default_zero",
        "default_one",
        "default_five",
        "default_seven",
        "default_same_split",
        "default_validation",
        "prefix",
        "prefix_of_shots",
        "by_map",
        "csv",
        "tsv",
        "parquet",
        "shards",
        "array",
        "field",
        "hub_card",
        "hub_shards",
        "hub_table",
        "hub_words",
        "loglikelihood",
        "next_words",
        "rolling",
        "documents",
        "generate",
        "generate_plain",
        "generate_choice",
      })
  void cornersAreTheReferences(String task) throws Exception {
    assertSame("corners/" + task + ".yaml", task);
  }

  private static void assertSame(String file, String task) throws Exception {
    JsonNode golden =
        new ObjectMapper().readTree(resource("/lm-eval/golden/" + task + ".json").toFile());
    Map<String, String> environment = Map.of("HF_HUB_CACHE", resource("/lm-eval/hub").toString());

    List<TaskItem> items =
        TaskFile.read(resource("/lm-eval/tasks/" + file), -1, environment).items();

    assertThat(items).hasSize(golden.size());
    for (int i = 0; i < golden.size(); i++) {
      TaskItem item = items.get(i);
      JsonNode expected = golden.get(i);
      assertThat(item.context()).isEqualTo(expected.path("context").textValue());
      assertThat(item.texts().stream().map(text -> item.delimiter() + text).toList())
          .isEqualTo(texts(expected.path("continuations")));
      assertThat(expected.path("gold")).hasSize(1);
      assertThat(item.answer()).isEqualTo(expected.path("gold").get(0).intValue());
    }
  }

  @Test
  void aGroupIsItsTasksInTurnTaggedWithTheirNames() throws Exception {
    Path file = resource("/lm-eval/tasks/mmlu/_mmlu.yaml");

    List<TaskItem> items = items(file);

    assertThat(items).hasSize(26);
    assertThat(items.subList(0, 4))
        .extracting(TaskItem::id)
        .containsExactly(
            "philosophy_5",
            "college_computer_science_5",
            "philosophy_6",
            "college_computer_science_6");
    assertThat(items.get(1).tags()).containsExactly("assay_mmlu_college_computer_science");
    assertThat(ChoiceTask.read(file, 3).items())
        .extracting(ChoiceItem::id)
        .containsExactly("college_computer_science_5", "philosophy_5", "philosophy_6");
  }

  @Test
  void aGroupMayHoldGroups() throws IOException {
    write("docs.jsonl", DOCS);
    write("t.yaml", PLAIN);
    write("notes.yaml", "- no task file");
    write("inner.yaml", "group: inner\ntask: [t]");
    Path outer = write("outer.yaml", "group: outer\ntask: [inner]");

    assertThat(items(outer)).extracting(TaskItem::id).containsExactly("t#0", "t#1");

    write("inner.yaml", "group: inner\ntask: [outer]");
    assertWrong(
        outer,
        folder.resolve("inner.yaml")
            + ": task: outer stands here again; expected each name once; take it out");
    write(
        "inner.yaml", "group: inner\ntask: [t]\naggregate_metric_list: [{weight_by_size: false}]");
    assertWrong(
        outer,
        folder.resolve("inner.yaml")
            + ": aggregate_metric_list: weight_by_size is false; expected true: every item counts"
            + " alike; take it out, or give each task a check of its own");
    write("inner.yaml", "group: inner\ntask: [u]");
    assertWrong(
        outer,
        folder.resolve("inner.yaml")
            + ": task: no readable *.yaml file of this folder or below has the task, group or tag u;"
            + " expected one of inner, outer, t; correct the name or put the file there");
  }

  @Test
  void anIdThatNoOtherDocumentHasIsTheItems() throws Exception {
    assertThat(items(resource("/lm-eval/tasks/small/same_split.yaml")))
        .extracting(TaskItem::id)
        .containsExactly("1", "same_split#1", "3", "same_split#3", "same_split#4");
  }

  @Test
  void aGroupMayNameTagsAndTasksOfFoldersBelow() throws IOException {
    write("docs.jsonl", DOCS);
    Files.createDirectories(folder.resolve("below"));
    write("below/b.yaml", PLAIN.replace("task: t", "task: b\ntag: [some, all]"));
    write("below/a.yaml", PLAIN.replace("task: t", "task: a\ntag: some"));
    write("below/c.yaml", PLAIN.replace("task: t", "task: c"));

    Path group =
        write("group.yaml", "group: g\ntask: [c, some]\naggregate_metric_list: {metric: acc}");

    assertThat(items(group))
        .extracting(TaskItem::id)
        .containsExactly("c#0", "a#0", "b#0", "c#1", "a#1", "b#1");
  }

  @Test
  void noIdIsGivenTwice() throws IOException {
    write("docs.jsonl", DOCS.replaceFirst("\"q\"", "\"id\": \"t#1\", \"q\""));

    assertThat(items(write("task.yaml", PLAIN)))
        .extracting(TaskItem::id)
        .containsExactly("t#0", "t#1");
  }

  @Test
  void aWrongDocumentIsNamedByFileLineAndId() throws IOException {
    write("docs.jsonl", DOCS.replace("\"a\": 1", "\"a\": 2, \"id\": \"q-2\""));
    Path file = write("task.yaml", PLAIN);

    assertWrong(
        file,
        file
            + ": doc_to_target: for "
            + folder.resolve("docs.jsonl")
            + ":2 (id q-2) gives the number 2; expected an index from 0 to 1 or the exact text of a"
            + " choice; correct it");
  }

  @Test
  void aHeaderIsKeptOnce() throws Exception {
    List<TaskItem> items = items(resource("/lm-eval/tasks/arc_challenge_25shot.yaml"));

    assertThat(items.get(1).header()).isSameAs(items.get(0).header());
    assertThat(items.get(0).question())
        .startsWith("Question: An astronomer observes")
        .endsWith("\nAnswer:");
  }

  @Test
  void aFileIsRefusedByTheCheckThatCannotMeasureIt() throws Exception {
    Path rolling = resource("/lm-eval/tasks/corners/rolling.yaml");

    assertThatThrownBy(() -> ChoiceTask.read(rolling, 0))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            rolling
                + ": output_type: found loglikelihood_rolling; expected loglikelihood or"
                + " multiple_choice, which @Choices takes; name this file in @Coding(corpus ="
                + " ...)");
    Path choices = resource("/lm-eval/tasks/arc_challenge.yaml");
    assertThatThrownBy(() -> Corpus.read(choices))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            choices
                + ": output_type: found multiple_choice; expected loglikelihood_rolling, which"
                + " @Coding takes; name this file in @Choices(task = ...)");
  }

  @Test
  void whatHasNoEffectIsNoted() throws Exception {
    assertThat(ChoiceTask.read(resource("/lm-eval/tasks/corners/loglikelihood.yaml"), 0).notes())
        .containsExactly("loglikelihood: should_decontaminate has no effect");

    write("docs.jsonl", DOCS);
    Path equal = write("equal.yaml", PLAIN.replace("\"{{options}}\"", "[x, x]"));
    assertThat(ChoiceTask.read(equal, 0).notes())
        .containsExactly(
            "Items with choices that are equal, of which the first is taken: t#0, t#1");
  }

  @Test
  void shotsOfTheCheckReplaceThoseOfTheFile() throws Exception {
    Path five = resource("/lm-eval/tasks/corners/default_five.yaml");

    assertThat(TaskFile.read(five, 0).items())
        .extracting(TaskItem::context)
        .isEqualTo(
            TaskFile.read(resource("/lm-eval/tasks/corners/default_zero.yaml"), -1).items().stream()
                .map(TaskItem::context)
                .toList());
    assertThat(ChoiceTask.read(five, 0, 2).items().get(0).header().split("A: ", -1)).hasSize(3);
  }

  @Test
  void aGroupMayMixChoicesAndContinuations() throws Exception {
    Path corners = resource("/lm-eval/tasks/corners");
    Path group = write("group.yaml", "group: g\ntask: [one, several]");
    write("one.yaml", "include: " + corners.resolve("loglikelihood.yaml") + "\ntask: one");
    write("several.yaml", "include: " + corners.resolve("by_map.yaml") + "\ntask: several");

    assertThat(ChoiceTask.read(group, 4).items())
        .extracting(item -> item.tags().get(0) + " " + item.choices().size())
        .containsExactlyInAnyOrder("one 1", "several 2", "one 1", "several 2");
  }

  @Test
  void howAnAnswerIsWrittenAndScoredIsWhatTheFileSays() throws Exception {
    JsonNode golden =
        new ObjectMapper().readTree(resource("/lm-eval/golden/generate.json").toFile()).get(0);

    GenerationSettings said =
        TaskFile.read(resource("/lm-eval/tasks/corners/generate.yaml"), -1).generation();

    JsonNode expected = golden.get("kwargs");
    assertThat(said.until()).isEqualTo(texts(expected.get("until")));
    assertThat(said.maxTokens()).isEqualTo(expected.get("max_gen_toks").intValue());
    assertThat(said.sample()).isEqualTo(expected.get("do_sample").booleanValue());
    assertThat(said.temperature()).isEqualTo(expected.get("temperature").doubleValue());
    assertThat(said.topP()).isEqualTo(expected.get("top_p").doubleValue());
    assertThat(said.repeats()).isEqualTo(golden.get("repeats").intValue());
    assertThat(said.filters()).hasSize(1);
    assertThat(said.filters().get(0)).containsEntry("name", "first");
    assertThat(said.metrics().get(0)).containsEntry("ignore_case", true);

    // Nothing said: up to an empty line, 256 tokens, the most likely ones.
    assertThat(
            TaskFile.read(resource("/lm-eval/tasks/corners/generate_plain.yaml"), -1).generation())
        .isEqualTo(
            new GenerationSettings(List.of("\n\n"), 256, false, 0, 1, 0, 1, List.of(), List.of()));
    // A temperature without do_sample counts, one beside do_sample: false does not.
    assertThat(
            TaskFile.read(resource("/lm-eval/tasks/corners/generate_choice.yaml"), -1).generation())
        .extracting(
            GenerationSettings::until,
            GenerationSettings::maxTokens,
            GenerationSettings::sample,
            GenerationSettings::temperature)
        .containsExactly(List.of("\n"), 5, false, 0.0);
  }

  @Test
  void aDataSetThatIsNotHereIsNeverDownloaded() throws Exception {
    Path file =
        write(
            "task.yaml",
            PLAIN
                .replace("dataset_path: json", "dataset_path: org/name")
                .replaceFirst("dataset_kwargs: .*", "dataset_kwargs: {revision: v1}"));

    assertThatThrownBy(() -> TaskFile.read(file, -1, Map.of("HF_HUB_CACHE", folder.toString())))
        .isInstanceOf(AssayException.class)
        .hasMessageEndingWith(
            "put it there with `hf download --repo-type dataset --revision v1 org/name`");
    Path card =
        write(
            "card.yaml",
            PLAIN
                .replace("dataset_path: json", "dataset_path: assay/card")
                .replaceFirst("dataset_kwargs: .*", "dataset_name: ARC"));
    assertThatThrownBy(
            () ->
                TaskFile.read(
                    card, -1, Map.of("HF_HUB_CACHE", resource("/lm-eval/hub").toString())))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("dataset_name is ARC; expected one of ARC-Easy, ARC-Hard");
  }

  @Test
  void dataLiesBesideTheFileThatNamesItOrAbove() throws IOException {
    Path above = write("docs.jsonl", DOCS.replace("Q1", "above"));
    Files.createDirectories(folder.resolve("a/b"));
    write("a/task.yaml", PLAIN);
    Path file = write("a/b/task.yaml", "include: ../task.yaml");

    assertThat(items(file).get(0).question()).isEqualTo("above");
    write("a/docs.jsonl", DOCS.replace("Q1", "beside"));
    write("a/b/docs.jsonl", DOCS.replace("Q1", "beside the other"));
    assertThat(items(file).get(0).question()).isEqualTo("beside");
    Files.delete(above);
    Files.delete(folder.resolve("a/docs.jsonl"));
    assertThatThrownBy(() -> items(file))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining(
            "task.yaml: dataset_kwargs.data_files: no file docs.jsonl beside this file nor in a"
                + " folder above it; expected the path of a data file; correct the path (here it"
                + " means "
                + folder.resolve("a/docs.jsonl").toAbsolutePath());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          output_type: perplexity | output_type: found perplexity; expected one of generate_until, loglikelihood, loglikelihood_rolling, multiple_choice; correct it
          dataset_path: org/hellaswag | dataset_path: org/hellaswag is neither a folder beside this file nor in the hub's cache; expected json, csv or parquet with dataset_kwargs.data_files, a folder, or a data set that is here already, since nothing is downloaded; put it there with `hf download --repo-type dataset org/hellaswag`
          dataset_kwargs: {data_files: {dev: docs.jsonl}} | test_split: the data has no split test; expected one of [dev]; correct the split or name its file there
          dataset_kwargs: {data_files: {test: null}} | test_split: the data has no split test; expected dataset_kwargs.data_files to map splits to files; correct the split or name its file there
          dataset_kwargs: {data_dir: x} | dataset_kwargs.data_dir: this key is not supported; expected one of data_files, delimiter, field, sep, trust_remote_code; take it out, %s
          doc_to_text: !function utils.text | doc_to_text: found the Python function utils.text; expected what needs no Python; nothing of a task file is run here: say it as a Jinja template, or write what it makes into a field of the documents and name that field, %s
          process_docs: !function utils.docs | process_docs: found the Python function utils.docs; expected what needs no Python; nothing of a task file is run here: write the processed documents as JSONL and name that file in dataset_kwargs.data_files, %s
          use_prompt: "A" | *use_prompt: this key is not supported; expected one of dataset_kwargs, dataset_name
          {num_fewshot: 1, fewshot_config: {sampler: balanced}} | fewshot_config.sampler: found balanced; expected default or first_n; take one of these
          num_fewshot: 3 | num_fewshot: 3 shots asked, 2 documents to take them from; expected as many documents; ask for fewer or add documents
          num_fewshot: few | num_fewshot: found the text "few"; expected a count; write a whole number from 0 on
          {num_fewshot: 3, fewshot_config: {sampler: first_n}} | num_fewshot: 3 shots asked, 2 documents to take them from; expected as many documents; ask for fewer or add documents
          {num_fewshot: 1, fewshot_config: {sampler: first_n, samples: [1]}} | fewshot_config.samples: samples[0] is no map; expected documents; write it as a map
          {num_fewshot: 1, fewshot_config: {sampler: first_n, samples: [{q: 2026-01-01}]}} | *fewshot_config.samples: samples[0] holds neither text nor number
          fewshot_config: {fewshot_indices: [1]} | fewshot_config.fewshot_indices: this key is not supported; expected one of doc_to_choice, doc_to_target, doc_to_text, fewshot_delimiter, gen_prefix, sampler, samples, split, target_delimiter; take it out, %s
          metric_list: [{metric: acc_mutual_info}] | metric_list: found the text "acc_mutual_info"; expected one of acc, acc_bytes, acc_norm, brier_score, f1; take it out: all that a check measures is measured whatever this list says
          metric_list: [{metric: acc, aggregation: !function utils.f}] | metric_list: found the text "acc" by the Python function utils.f; expected one of acc, acc_bytes, acc_norm, brier_score, f1; no Python is run here: take it out, and bound what the check measures
          target_delimiter: 1 | target_delimiter: found the number 1; expected a text; write it in quotes
          doc_to_text: "{{q" | *doc_to_text: doc_to_text, line 1
          doc_to_text: "{{nothing}}" | *doc_to_text: for %1 cannot be rendered (doc_to_text, line 1: nothing: 'nothing' is undefined); expected a text; correct it
          doc_to_text: a | doc_to_text: for %1 gives the number 0; expected a text; correct it
          doc_to_text: "{{a}}" | doc_to_text: for %1 gives the number 0, which makes the choices inputs before one continuation; expected what stands in front of the choices; such tasks are not supported: take another, %s
          doc_to_target: two | doc_to_target: for %1 gives a list; expected one right choice; items with several right ones are not supported: name one, %s
          doc_to_target: "{{two}}" | doc_to_target: for %1 gives a list; expected one right choice; items with several right ones are not supported: name one, %s
          doc_to_target: 2 | doc_to_target: for %1 gives the number 2; expected an index from 0 to 1 or the exact text of a choice; correct it
          doc_to_target: "{{q}}" | doc_to_target: for %1 gives the text "Q1"; expected an index from 0 to 1 or the exact text of a choice; correct it
          doc_to_choice: [yes, no] | doc_to_choice: for %1 gives a list of other things than texts; expected a list of texts; write texts in quotes
          doc_to_choice: "{{q}}" | doc_to_choice: for %1 no literal as Python prints it: Q1 (a computation); expected a list as Python prints it; correct the template
          doc_to_choice: ["x"] | doc_to_choice: for %1 gives one choice; expected two at least; add choices, or make it output_type: loglikelihood
          doc_to_choice: ["x", " "] | doc_to_choice: for %1 gives an empty continuation; expected a text; fill it
          doc_to_choice: null | doc_to_choice: the key is left out; expected a template or a field; add it
          include: task.yaml | include: the file is included already; include each file once
          include: {a: b} | include: found an object; expected the path of a file
          """)
  void whatIsNotSupportedIsToldWithFileKeyAndRemedy(String change, String message)
      throws IOException {
    write("docs.jsonl", DOCS);
    write("base.yml", PLAIN);
    String keys = change.startsWith("{") ? change.substring(1, change.length() - 1) : change;
    keys = change.startsWith("{") ? keys.replace(", fewshot", "\nfewshot") : keys;
    String include = keys.startsWith("include") ? "" : "include: base.yml\n";
    Path file = write("task.yaml", include + keys);
    Path said = message.startsWith("test_split") ? folder.resolve("base.yml") : file;

    String expected =
        message
            .replaceFirst("^\\*", "")
            .replace("%s", TaskSettings.AS_LINES)
            .replace("%1", folder.resolve("docs.jsonl") + ":1");
    assertThatThrownBy(() -> items(file))
        .isInstanceOf(AssayException.class)
        .message()
        .satisfies(
            told -> {
              if (message.startsWith("*")) {
                assertThat(told).startsWith(said + ": " + expected);
              } else {
                assertThat(told).isEqualTo(said + ": " + expected);
              }
            });
  }

  @Test
  void yamlIsDataWhateverItsTags() throws IOException {
    Path file = write("task.yaml", "task: !!java.net.URL ['http://localhost/']");
    assertThatThrownBy(() -> items(file))
        .isInstanceOf(AssayException.class)
        .hasMessageStartingWith(file + ":1:7: not YAML (")
        .hasMessageContaining("java.net.URL");

    write("task.yaml", "task: [");
    assertThatThrownBy(() -> items(file))
        .isInstanceOf(AssayException.class)
        .hasMessageStartingWith(file + ":1:8: not YAML (");

    write("task.yaml", "- task");
    assertThatThrownBy(() -> items(file))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            file
                + ": holds no keys; expected a task file of lm-evaluation-harness; check the file");
  }

  @Test
  void aliasesThatExplodeAreRefused() throws IOException {
    var laughs = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 30; i++) {
      laughs.append("a%d: &a%d [*a%d, *a%d]%n".formatted(i, i, i - 1, i - 1));
    }
    Path file = write("task.yaml", laughs.toString());

    assertThatThrownBy(() -> items(file))
        .isInstanceOf(AssayException.class)
        .hasMessageStartingWith(file + ": not YAML (");

    write("docs.jsonl", DOCS);
    write(
        "task.yaml",
        PLAIN + "num_fewshot: 1\nfewshot_config: {sampler: first_n, samples: [&s {s: *s}]}\n");
    assertThatThrownBy(() -> items(file))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            file
                + ": fewshot_config.samples: samples[0] holds nested more than 32 levels deep;"
                + " expected texts and numbers; quote texts");
  }

  private static List<TaskItem> items(Path file) {
    return TaskFile.read(file, -1).items();
  }

  private static void assertWrong(Path file, String message) {
    assertThatThrownBy(() -> items(file)).isInstanceOf(AssayException.class).hasMessage(message);
  }

  private static List<String> texts(JsonNode list) {
    var texts = new ArrayList<String>();
    list.forEach(each -> texts.add(each.textValue()));
    return texts;
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private static Path resource(String name) throws URISyntaxException {
    URL url = Objects.requireNonNull(TaskFileTest.class.getResource(name), name);
    return Path.of(url.toURI());
  }
}
