package org.modelassay.data.harness;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.modelassay.data.file.Row;
import org.modelassay.data.harness.DocumentKey.Target;

/**
 * The few-shot examples in front of a question: documents with their answers ({@code
 * api/samplers.py} and {@code ConfigurableTask.fewshot_docs}).
 */
final class Shots {
  private static final Set<String> KEYS =
      Set.of(
          "sampler",
          "split",
          "samples",
          "doc_to_text",
          "doc_to_target",
          "doc_to_choice",
          "gen_prefix",
          "target_delimiter",
          "fewshot_delimiter");

  private final TaskSettings settings;
  private final TaskSettings fewshot;
  private final Splits splits;
  private final List<Row> documents;
  private final int count;
  private final List<Row> pool;
  // The reference compares the two names, and both may be left out.
  private final boolean skipsSame;
  private final Map<Row, String> texts = new HashMap<>();

  /**
   * Creates them.
   *
   * @param documents those that are evaluated
   */
  Shots(TaskSettings settings, Splits splits, List<Row> documents) {
    this.settings = settings;
    this.splits = splits;
    this.documents = documents;
    fewshot = settings.inside("fewshot_config");
    fewshot.allow(KEYS);
    count = settings.count("num_fewshot");
    skipsSame = Objects.equals(split(), settings.text("test_split"));
    pool = count == 0 ? List.of() : pool();
  }

  private @Nullable String split() {
    String split = fewshot.text("split");
    return split == null ? settings.text("fewshot_split") : split;
  }

  private List<Row> pool() {
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
      return splits.get(split, fewshot.has("split") ? "fewshot_config" : "fewshot_split");
    }
    if (fewshot.has("samples")) {
      return samples();
    }
    for (String key : List.of("training_split", "validation_split", "test_split")) {
      String other = settings.text(key);
      if (other != null) {
        return splits.get(other, key);
      }
    }
    return documents;
  }

  private List<Row> samples() {
    var samples = new ArrayList<Row>();
    for (Object each : fewshot.list("samples")) {
      String place = "samples[" + samples.size() + "]";
      try {
        if (YamlFile.plain(each) instanceof Map<?, ?> map) {
          Map<String, @Nullable Object> fields = new LinkedHashMap<>();
          map.forEach((key, value) -> fields.put(String.valueOf(key), value));
          samples.add(new Row(fields, place));
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

  /** The shots for one document; asked for in the documents' order. */
  String before(Row document) {
    if (count == 0) {
      return "";
    }
    var text = new StringBuilder();
    int taken = 0;
    for (Row shot : pool) {
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

  private String text(Row shot) {
    DocumentKey key = key("doc_to_target");
    Target target = key.target(shot);
    String answer;
    if (target.isIndex()) {
      List<String> choices = key("doc_to_choice").choices(shot);
      answer = choices.get(target.among(key, shot, choices));
    } else {
      answer = target.texts().get(0);
    }
    DocumentKey prefix =
        fewshot.text("gen_prefix", settings.text("gen_prefix", "")).isEmpty()
            ? null
            : key("gen_prefix");
    return Turn.answered(
        key("doc_to_text").question(shot),
        answer,
        prefix == null ? null : prefix.textOrNull(shot),
        text("target_delimiter", " "),
        text("fewshot_delimiter", "\n\n"));
  }

  /** What the few-shot configuration says, or else the task. */
  private DocumentKey key(String key) {
    return new DocumentKey(
        fewshot.has(key) ? fewshot : settings,
        key,
        documents.get(0).fields().keySet(),
        settings.has("doc_to_choice"));
  }

  private String text(String key, String otherwise) {
    return fewshot.text(key, settings.text(key, otherwise));
  }
}
