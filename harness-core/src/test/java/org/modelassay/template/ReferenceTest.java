package org.modelassay.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Expressions and templates of our own against jinja2, set up as transformers and
 * lm-evaluation-harness set it up; {@code golden/templates} holds them and says how they were made.
 */
class ReferenceTest {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS);
  private static final TypeReference<Map<String, Object>> VARIABLES = new TypeReference<>() {};

  @Test
  void rendersAndRaisesAsTheReferenceDoes() throws IOException {
    JsonNode golden;
    try (InputStream file = getClass().getResourceAsStream("/golden/templates/golden.json")) {
      golden = JSON.readTree(Objects.requireNonNull(file));
    }
    LocalDateTime now = LocalDateTime.parse(golden.get("now").asText());
    var wrong = new ArrayList<String>();
    for (JsonNode each : golden.get("cases")) {
      JsonNode given = each.has("variables") ? each.get("variables") : golden.get("variables");
      String template = each.get("template").asText();
      Dialect dialect = Dialect.valueOf(each.get("dialect").asText().toUpperCase(Locale.ROOT));
      String expected = expected(each);
      String actual = actual(template, dialect, JSON.convertValue(given, VARIABLES), now);
      if (!actual.equals(expected)) {
        wrong.add(dialect + " " + template + "\n  expected " + expected + "\n  but was  " + actual);
      }
    }
    assertThat(golden.get("cases").size()).isGreaterThan(2000);
    assertThat(wrong).isEmpty();
  }

  private static String expected(JsonNode golden) {
    return golden.has("rendered")
        ? golden.get("rendered").asText()
        : GoldenTemplates.error(golden.at("/error/0").asText(), golden.at("/error/1").asText());
  }

  private static String actual(
      String template, Dialect dialect, Map<String, Object> variables, LocalDateTime now) {
    try {
      return Template.parse("template", template, dialect).render(variables, now);
    } catch (TemplateException e) {
      return GoldenTemplates.error(e.type(), e.reason());
    }
  }
}
