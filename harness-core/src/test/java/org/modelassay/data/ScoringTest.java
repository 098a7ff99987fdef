package org.modelassay.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.modelassay.AssayException;

/** Filters and metrics, beside lm-evaluation-harness 0.4.13; see lm-eval/README.md. */
class ScoringTest {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS).build();
  private static final Path FILE = Path.of("task.yaml");

  private static JsonNode golden(String part) {
    try (InputStream in =
        ScoringTest.class.getResourceAsStream("/lm-eval/generation/answers.json")) {
      return JSON.readTree(Objects.requireNonNull(in)).path(part);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> texts(JsonNode array) {
    var texts = new ArrayList<String>();
    array.forEach(each -> texts.add(each.textValue()));
    return texts;
  }

  private static Map<String, @Nullable Object> entry(JsonNode object) {
    return JSON.convertValue(object, new TypeReference<>() {});
  }

  @Test
  void filtersMakeTheReferencesAnswers() {
    int cases = 0;
    for (JsonNode each : golden("filters")) {
      List<String> responses = texts(each.path("responses"));
      Map<String, @Nullable Object> pipeline = new HashMap<>();
      pipeline.put("name", "p");
      pipeline.put("filter", entry(each).get("filter"));

      AnswerFilter filter = AnswerFilter.of(FILE, List.of(pipeline), responses.size()).get(0);

      assertThat(filter.answer(responses))
          .as(each.toString())
          .isEqualTo(each.path("answer").textValue());
      cases++;
    }
    assertThat(cases).isGreaterThan(200);
  }

  @Test
  void exactMatchIsTheReferences() {
    int right = 0;
    for (JsonNode each : golden("exact_match")) {
      Map<String, @Nullable Object> metric = entry(each.path("options"));
      metric.put("metric", "exact_match");

      ExactMatch match = Scoring.of(FILE, List.of(), List.of(metric), 1).exactMatch();

      boolean expected = each.path("right").booleanValue();
      assertThat(match.matches(each.path("answer").textValue(), texts(each.path("references"))))
          .as(each.toString())
          .isEqualTo(expected);
      right += expected ? 1 : 0;
    }
    assertThat(right).isBetween(40, 150);
  }

  @Test
  void f1IsSquads() {
    for (JsonNode each : golden("f1")) {
      assertThat(
              TokenF1.of(
                  each.path("answer").textValue(), List.of(each.path("reference").textValue())))
          .as(each.toString())
          .isCloseTo(each.path("f1").doubleValue(), within(1e-15));
    }
    // The nearest reference counts; of nothing expected, nothing is right (SQuAD 2.0).
    assertThat(TokenF1.of("a cat", List.of("dog", "cat", "cat and dog"))).isEqualTo(1);
    assertThat(TokenF1.of("the", List.of("."))).isEqualTo(1);
  }

  @Test
  void whatATaskFileLeavesOutIsTheReferencesDefault() {
    Scoring scoring = Scoring.of(FILE, List.of(), List.of(), 1);

    assertThat(scoring.filters()).extracting(AnswerFilter::name).containsExactly("none");
    assertThat(scoring.filters().get(0).answer(List.of(" 18 "))).isEqualTo(" 18 ");
    assertThat(scoring.exactMatch()).isEqualTo(ExactMatch.PLAIN);
    assertThat(scoring.f1()).isFalse();
  }

  @Test
  void whatIsNotSupportedIsRefusedByName() {
    assertFilter(Map.of("function", "custom"))
        .isEqualTo(
            "task.yaml: filter_list[0].filter[0].function: the filter custom is not supported;"
                + " expected one of lowercase, majority_vote, map, regex, remove_whitespace,"
                + " take_first, take_first_k, uppercase; say it with these");
    assertFilter(Map.of("function", "regex", "regex_pattern", "(?(1)a|b)"))
        .isEqualTo(
            "task.yaml: filter_list[0].filter[0].regex_pattern: a conditional group is not supported"
                + " at position 0 of (?(1)a|b); expected a pattern of Python's re that can be read"
                + " here; correct it");
    assertFilter(Map.of("function", "regex", "flags", "i"))
        .isEqualTo(
            "task.yaml: filter_list[0].filter[0].flags: this key is not supported; expected one of"
                + " fallback, function, group_select, regex_pattern; take it out");
    assertFilter(Map.of("function", "regex", "group_select", "last"))
        .isEqualTo(
            "task.yaml: filter_list[0].filter[0].group_select: found the text \"last\"; expected a"
                + " whole number; write it without quotes");
    assertFilter(Map.of("function", "map", "mapping_dict", Map.of("A", "x")))
        .isEqualTo(
            "task.yaml: filter_list[0].filter[0].default_value: the key is left out; expected a text"
                + " or a whole number; add it: it stands for all that the map has not");
    assertFilter(Map.of("function", "take_first_k", "k", BigInteger.TWO))
        .isEqualTo(
            "task.yaml: filter_list[0].filter[0].k: found 2; expected 1 to 1, the responses that"
                + " there are; change it, or the key repeats");
    assertMetric(Map.of("metric", "bleu"))
        .isEqualTo(
            "task.yaml: metric_list[0].metric: the metric bleu is not supported; expected"
                + " exact_match, the only one; take it out, or write the prompts as JSONL and score"
                + " the outputs in the check's method");
    assertMetric(Map.of("metric", "f1"))
        .isEqualTo(
            "task.yaml: metric_list[0].metric: f1, which in lm-evaluation-harness is of class labels"
                + " and not of words; expected exact_match; write the prompts as JSONL with"
                + " \"answers\": generation.f1 is measured of these");
    assertMetric(Map.of("metric", "exact_match", "aggregation", "median"))
        .isEqualTo(
            "task.yaml: metric_list[0].aggregation: found median; expected mean; write mean");
    assertMetric(Map.of("metric", "exact_match", "ignore_case", "yes"))
        .isEqualTo(
            "task.yaml: metric_list[0].ignore_case: found the text \"yes\"; expected true or false;"
                + " write it without quotes");
  }

  @Test
  void aPipelineEndsWithOneAnswer() {
    Map<String, @Nullable Object> pipeline =
        Map.of("name", "votes", "filter", List.of(Map.of("function", "lowercase")));

    assertThat(AnswerFilter.of(FILE, List.of(pipeline), 1)).hasSize(1);
    assertThatThrownBy(() -> AnswerFilter.of(FILE, List.of(pipeline), 3))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            "task.yaml: filter_list[0].filter: the pipeline votes ends with 3 texts; expected one"
                + " answer to score; add {function: take_first} at its end");
    Map<String, @Nullable Object> again =
        Map.of("name", "votes", "filter", List.of(Map.of("function", "take_first")));
    assertThatThrownBy(() -> AnswerFilter.of(FILE, List.of(again, again), 3))
        .hasMessage(
            "task.yaml: filter_list[1].name: a second pipeline votes; expected a name of its own for"
                + " each; rename one of them");
  }

  private static org.assertj.core.api.AbstractStringAssert<?> assertFilter(
      Map<String, @Nullable Object> step) {
    return assertThat(
        message(
            () -> AnswerFilter.of(FILE, List.of(Map.of("name", "p", "filter", List.of(step))), 1)));
  }

  private static org.assertj.core.api.AbstractStringAssert<?> assertMetric(
      Map<String, @Nullable Object> metric) {
    return assertThat(message(() -> Scoring.of(FILE, List.of(), List.of(metric), 1)));
  }

  private static String message(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return String.valueOf(
        Objects.requireNonNull(
                org.assertj.core.api.Assertions.catchThrowableOfType(AssayException.class, call))
            .getMessage());
  }
}
