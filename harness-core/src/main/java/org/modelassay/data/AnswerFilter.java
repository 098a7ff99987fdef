package org.modelassay.data;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.modelassay.data.file.JsonLine;
import org.modelassay.template.PythonPattern;
import org.modelassay.template.PythonText;

/**
 * A pipeline that makes one answer of what a model wrote to a prompt ({@code filter_list} of
 * lm-evaluation-harness 0.4.13, {@code lm_eval/filters}).
 */
public final class AnswerFilter {
  /** The pipeline of a task that has none: the first response as it is. */
  static final AnswerFilter FIRST = new AnswerFilter("none", List.of(new TakeFirst()));

  private static final Map<String, Set<String>> KEYS =
      Map.of(
          "regex",
          Set.of("function", "regex_pattern", "group_select", "fallback"),
          "map",
          Set.of("function", "mapping_dict", "default_value"),
          "take_first_k",
          Set.of("function", "k"),
          "remove_whitespace",
          Set.of("function"),
          "lowercase",
          Set.of("function"),
          "uppercase",
          Set.of("function"),
          "take_first",
          Set.of("function"),
          "majority_vote",
          Set.of("function"));

  private final String name;
  private final List<Step> steps;

  private AnswerFilter(String name, List<Step> steps) {
    this.name = name;
    this.steps = List.copyOf(steps);
  }

  /** Its name, by which results are told. */
  public String name() {
    return name;
  }

  /**
   * The answer.
   *
   * @param responses what the model wrote, in the order of the repeats; at least one
   * @throws org.modelassay.AssayException if a pattern does not come to an end on a response
   */
  public String answer(List<String> responses) {
    List<String> texts = responses;
    for (Step step : steps) {
      texts = step.of(texts);
    }
    return texts.isEmpty() ? "" : texts.get(0);
  }

  /** The steps, for the digest of a task. */
  @Override
  public String toString() {
    return name + steps;
  }

  /**
   * The pipelines of a task file.
   *
   * @param file the task file
   * @param entries those of {@code filter_list}; none for the first response as it is
   * @param repeats how many responses a prompt has
   * @throws org.modelassay.AssayException naming file, pipeline and step that is no such thing or
   *     needs Python
   */
  static List<AnswerFilter> of(
      Path file, List<Map<String, @Nullable Object>> entries, int repeats) {
    if (entries.isEmpty()) {
      return List.of(FIRST);
    }
    var filters = new ArrayList<AnswerFilter>();
    for (Map<String, @Nullable Object> each : entries) {
      var entry = new Entry(file, "filter_list[" + filters.size() + "]", each);
      entry.allow(Set.of("name", "filter"));
      AnswerFilter filter = pipeline(entry, repeats);
      if (filters.stream().anyMatch(other -> other.name.equals(filter.name))) {
        throw entry.wrong(
            "name",
            "a second pipeline " + filter.name,
            "a name of its own for each",
            "rename one of them");
      }
      filters.add(filter);
    }
    return List.copyOf(filters);
  }

  private static AnswerFilter pipeline(Entry entry, int repeats) {
    String name = entry.text("name");
    var steps = new ArrayList<Step>();
    // How many texts there are in front of each step; -1 where that depends on a text.
    int texts = repeats;
    boolean single = false;
    for (int i = 0; i < entry.list("filter").size(); i++) {
      if (single) {
        // The reference goes over the characters of a text as it goes over a list of texts.
        steps.add(new Characters());
        texts = -1;
      }
      Step next = step(entry.element("filter", i), texts);
      steps.add(next);
      single = next instanceof TakeFirst;
      if (next instanceof MajorityVote) {
        texts = 1;
      } else if (next instanceof TakeFirstK take) {
        texts = take.k();
      }
    }
    if (!single && texts != 1) {
      throw entry.wrong(
          "filter",
          "the pipeline " + name + " ends with " + (texts < 0 ? "several" : texts) + " texts",
          "one answer to score",
          "add {function: take_first} at its end");
    }
    return new AnswerFilter(name, steps);
  }

  private static Step step(Entry step, int texts) {
    String function = step.text("function");
    Set<String> keys = KEYS.get(function);
    if (keys == null) {
      throw step.wrong(
          "function",
          "the filter " + function + " is not supported",
          "one of " + String.join(", ", new TreeSet<>(KEYS.keySet())),
          "say it with these");
    }
    step.allow(keys);
    return switch (function) {
      case "regex" ->
          new Regex(
              step.pattern("regex_pattern", step.text("regex_pattern", "#### (\\-?[0-9\\.\\,]+)")),
              step.integer("group_select", 0),
              step.text("fallback", "[invalid]"));
      case "remove_whitespace" -> new RemoveWhitespace();
      case "lowercase" -> new Lowercase();
      case "uppercase" -> new Uppercase();
      case "map" -> {
        Entry map = step.map("mapping_dict");
        Map<String, String> values = new LinkedHashMap<>();
        map.values().keySet().forEach(key -> values.put(key, value(map, key)));
        yield new MapValues(values, value(step, "default_value"));
      }
      case "take_first" -> new TakeFirst();
      case "take_first_k" -> new TakeFirstK(first(step, texts));
      default -> new MajorityVote();
    };
  }

  private static int first(Entry step, int texts) {
    int k = step.integer("k", 0);
    if (k < 1 || (texts >= 0 && k > texts)) {
      throw step.wrong(
          "k",
          "found " + k,
          texts < 0 ? "at least 1" : "1 to " + texts + ", the responses that there are",
          "change it, or the key repeats");
    }
    return k;
  }

  /** A value that a map gives; a number is compared as it is written. */
  private static String value(Entry entry, String key) {
    Object value = entry.values().get(key);
    if (value instanceof String || value instanceof BigInteger) {
      return value.toString();
    }
    throw entry.wrong(
        key,
        value == null ? "the key is left out" : "found " + JsonLine.describe(value),
        "a text or a whole number",
        value == null ? "add it: it stands for all that the map has not" : "write it in quotes");
  }

  /** From the responses to a prompt to fewer or other ones. */
  private sealed interface Step {
    List<String> of(List<String> texts);
  }

  private record Regex(PythonPattern pattern, int groupSelect, String fallback) implements Step {
    @Override
    public List<String> of(List<String> texts) {
      return texts.stream().map(this::extracted).toList();
    }

    private String extracted(String text) {
      List<List<String>> found = pattern.findAll(text);
      int selected = groupSelect < 0 ? found.size() + groupSelect : groupSelect;
      // The reference ends with an error where there are matches, but not so many.
      if (selected < 0 || selected >= found.size()) {
        return fallback;
      }
      List<String> groups = found.get(selected);
      if (groups.size() == 1) {
        return PythonText.strip(groups.get(0));
      }
      return groups.stream()
          .filter(group -> !group.isEmpty())
          .findFirst()
          .map(PythonText::strip)
          .orElse(PythonText.strip(fallback));
    }
  }

  private record RemoveWhitespace() implements Step {
    @Override
    public List<String> of(List<String> texts) {
      return texts.stream().map(PythonText::strip).toList();
    }
  }

  private record Lowercase() implements Step {
    @Override
    public List<String> of(List<String> texts) {
      return texts.stream().map(PythonText::lower).toList();
    }
  }

  private record Uppercase() implements Step {
    @Override
    public List<String> of(List<String> texts) {
      return texts.stream().map(PythonText::upper).toList();
    }
  }

  private record MapValues(Map<String, String> values, String otherwise) implements Step {
    @Override
    public List<String> of(List<String> texts) {
      return texts.stream().map(text -> values.getOrDefault(text, otherwise)).toList();
    }
  }

  private record TakeFirst() implements Step {
    @Override
    public List<String> of(List<String> texts) {
      return texts.subList(0, Math.min(1, texts.size()));
    }
  }

  private record TakeFirstK(int k) implements Step {
    @Override
    public List<String> of(List<String> texts) {
      return texts.subList(0, Math.min(k, texts.size()));
    }
  }

  private record Characters() implements Step {
    @Override
    public List<String> of(List<String> texts) {
      return texts.stream()
          .flatMap(text -> text.codePoints().mapToObj(Character::toString))
          .toList();
    }
  }

  /** The most frequent text, the first of equals. */
  private record MajorityVote() implements Step {
    @Override
    public List<String> of(List<String> texts) {
      Map<String, Integer> counts = new LinkedHashMap<>();
      texts.forEach(text -> counts.merge(text, 1, Integer::sum));
      int most = counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
      return counts.entrySet().stream()
          .filter(entry -> entry.getValue() == most)
          .limit(1)
          .map(Map.Entry::getKey)
          .toList();
    }
  }
}
