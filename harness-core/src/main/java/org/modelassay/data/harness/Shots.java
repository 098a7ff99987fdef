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

  /** That of the reference unless its user gives another. */
  private static final int SEED = 1234;

  private final TaskSettings settings;
  private final TaskSettings fewshot;
  private final Splits splits;
  private final List<Row> documents;
  private final int count;
  private final List<Row> pool;
  // The reference compares the two names, and both may be left out.
  private final boolean skipsSame;
  // Null for the first ones. One draw follows the other: each document has its own shots.
  private final @Nullable PythonRandom random;
  private final Map<Row, String> texts = new HashMap<>();

  /**
   * Creates them.
   *
   * @param documents those that are evaluated
   * @param count how many stand in front of each
   */
  Shots(TaskSettings settings, Splits splits, List<Row> documents, int count) {
    this.settings = settings;
    this.splits = splits;
    this.documents = documents;
    fewshot = settings.inside("fewshot_config");
    fewshot.allow(KEYS);
    this.count = count;
    String sampler = fewshot.text("sampler", "default");
    if (!sampler.equals("default") && !sampler.equals("first_n")) {
      throw fewshot.wrong("sampler", "found " + sampler, "default or first_n", "take one of these");
    }
    random = sampler.equals("default") ? new PythonRandom(SEED) : null;
    skipsSame = Objects.equals(split(), settings.text("test_split"));
    pool = count == 0 ? List.of() : pool();
  }

  private @Nullable String split() {
    String split = fewshot.text("split");
    return split == null ? settings.text("fewshot_split") : split;
  }

  private List<Row> pool() {
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
    List<Row> shots = random == null ? first(document) : drawn(random, document);
    if (shots.size() < count) {
      throw settings.wrong(
          "num_fewshot",
          "%d shots asked, %d documents to take them from".formatted(count, shots.size()),
          "as many documents",
          "ask for fewer or add documents");
    }
    var text = new StringBuilder();
    shots.forEach(shot -> text.append(texts.computeIfAbsent(shot, this::text)));
    return text.toString();
  }

  private List<Row> first(Row document) {
    return pool.stream().filter(shot -> !isSame(shot, document)).limit(count).toList();
  }

  /** One more is drawn where the document itself may be among them. */
  private List<Row> drawn(PythonRandom random, Row document) {
    int asked = count + (skipsSame ? 1 : 0);
    if (pool.size() < asked) {
      return first(document);
    }
    List<Row> drawn =
        random.sample(pool, asked).stream()
            .filter(shot -> !isSame(shot, document))
            .limit(count)
            .toList();
    List<Row> others = pool.stream().filter(shot -> !isSame(shot, document)).toList();
    return drawn.size() < count && others.size() >= count ? random.sample(others, count) : drawn;
  }

  private boolean isSame(Row shot, Row document) {
    return skipsSame && shot.fields().equals(document.fields());
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
