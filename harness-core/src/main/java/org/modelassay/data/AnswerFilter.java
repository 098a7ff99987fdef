package org.modelassay.data;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.modelassay.template.PythonPattern;
import org.modelassay.template.PythonText;

/**
 * A pipeline that makes one answer of what a model wrote to a prompt ({@code filter_list} of
 * lm-evaluation-harness 0.4.13, {@code lm_eval/filters}).
 */
public final class AnswerFilter {
  /** The pipeline of a task that has none: the first response as it is. */
  static final AnswerFilter FIRST = new AnswerFilter("none", List.of(new TakeFirst()));

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
   * @param settings with {@code filter_list}, or without for {@link #FIRST}
   * @param repeats how many responses a prompt has
   * @throws org.modelassay.AssayException naming file, pipeline and step that is no such thing or
   *     needs Python
   */
  static List<AnswerFilter> of(TaskSettings settings, int repeats) {
    if (!settings.has("filter_list")) {
      return List.of(FIRST);
    }
    var filters = new ArrayList<AnswerFilter>();
    for (Object each : settings.list("filter_list")) {
      String place = "filter_list[" + filters.size() + "]";
      TaskSettings entry = settings.entry(place, each);
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
    if (filters.isEmpty()) {
      throw settings.wrong(
          "filter_list", "an empty list", "at least one pipeline", "add one or leave the key out");
    }
    return List.copyOf(filters);
  }

  private static AnswerFilter pipeline(TaskSettings entry, int repeats) {
    String name = entry.text("name");
    if (name == null) {
      throw entry.wrong("name", "the key is left out", "a text", "add it");
    }
    var steps = new ArrayList<Step>();
    // How many texts there are behind each step; -1 where it depends on the text.
    int texts = repeats;
    boolean single = false;
    for (Object each : entry.list("filter")) {
      if (single) {
        // The reference goes over the characters of a text as it goes over a list of texts.
        steps.add(new Characters());
        texts = -1;
      }
      TaskSettings step = entry.entry("filter[" + entry.list("filter").indexOf(each) + "]", each);
      Step next = step(step, texts);
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
          "add {function: take_first} or {function: majority_vote} at its end");
    }
    return new AnswerFilter(name, steps);
  }

  private static Step step(TaskSettings step, int texts) {
    Object function = step.get("function");
    if (function == null) {
      throw step.wrong("function", "the key is left out", "the name of a filter", "add it");
    }
    step.allowFunctionless("function");
    switch (String.valueOf(function)) {
      case "regex" -> {
        step.allow(Set.of("function", "regex_pattern", "group_select", "fallback"));
        return new Regex(
            pattern(
                step, "regex_pattern", step.text("regex_pattern", "#### (\\-?[0-9\\.\\,]+)")),
            step.integer("group_select", 0),
            step.text("fallback", "[invalid]"));
      }
      case "remove_whitespace" -> {
        step.allow(Set.of("function"));
        return new RemoveWhitespace();
      }
      case "lowercase" -> {
        step.allow(Set.of("function"));
        return new Lowercase();
      }
      case "uppercase" -> {
        step.allow(Set.of("function"));
        return new Uppercase();
      }
      case "map" -> {
        step.allow(Set.of("function", "mapping_dict", "default_value"));
        return mapping(step);
      }
      case "take_first" -> {
        step.allow(Set.of("function"));
        return new TakeFirst();
      }
      case "take_first_k" -> {
        step.allow(Set.of("function", "k"));
        int k = step.integer("k", 0);
        if (k < 1 || (texts >= 0 && k > texts)) {
          throw step.wrong(
              "k",
              "found " + k,
              texts < 0 ? "at least 1" : "1 to " + texts + ", the responses that there are",
              "change it or the key repeats");
        }
        return new TakeFirstK(k);
      }
      case "majority_vote" -> {
        step.allow(Set.of("function"));
        return new MajorityVote();
      }
      default ->
          throw step.wrong(
              "function",
              "the filter " + function + " is not supported",
              "regex, remove_whitespace, lowercase, uppercase, map, take_first, take_first_k or"
                  + " majority_vote",
              "say it with these");
    }
  }

  private static MapValues mapping(TaskSettings step) {
    Map<String, String> values = new LinkedHashMap<>();
    TaskSettings given = step.inside("mapping_dict");
    for (String key : given.keys()) {
      values.put(key, value(given, key));
    }
    return new MapValues(values, value(step, "default_value"));
  }

  private static String value(TaskSettings settings, String key) {
    Object value = settings.get(key);
    if (value instanceof String || value instanceof Integer || value instanceof BigInteger) {
      return value.toString();
    }
    throw settings.wrong(
        key,
        value == null ? "the key is left out" : "found " + TaskSettings.describe(value),
        "a text or a whole number",
        value == null ? "add it: what a text is that the map has not" : "write it in quotes");
  }

  /** A pattern of Python's. */
  static PythonPattern pattern(TaskSettings settings, String key, String pattern) {
    try {
      return PythonPattern.of(pattern);
    } catch (IllegalArgumentException e) {
      throw settings.wrong(
          key,
          String.valueOf(e.getMessage()),
          "a pattern of Python's re that can be read here",
          "correct it");
    }
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
