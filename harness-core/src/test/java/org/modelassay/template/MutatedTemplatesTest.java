package org.modelassay.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Damaged templates end in a text or in a {@link TemplateException}, soon, and in nothing else. */
class MutatedTemplatesTest {
  private static final long SEED = 20260105;
  private static final int ROUNDS = 1500;
  private static final Pattern PARTS =
      Pattern.compile("\\{[%{#][-+]?|[-+]?[%}#]\\}|'[^'\\n]*'|\\w+|\\s+|.", Pattern.DOTALL);
  private static final List<String> INSERTED =
      List.of(
          "{%",
          "%}",
          "{{",
          "}}",
          "{#",
          "#}",
          "-",
          "+",
          "*",
          "**",
          "//",
          "%",
          "~",
          "(",
          ")",
          "[",
          "]",
          "{",
          "}",
          ":",
          ",",
          ".",
          "|",
          "=",
          "==",
          "<",
          "not",
          "and",
          "or",
          "in",
          "is",
          "if",
          "else",
          "elif",
          "endif",
          "for",
          "endfor",
          "set",
          "macro",
          "call",
          "break",
          "loop",
          "recursive",
          "caller",
          "namespace",
          "messages",
          "message",
          "range(99999)",
          "range(9) ",
          "999999999",
          "-1",
          "0",
          "1e308",
          "''",
          "'x' * 99999",
          "none",
          "tojson",
          "join",
          "map",
          "list",
          "sort",
          "groupby",
          "batch(3)",
          "format",
          "center(999)",
          "indent",
          "split",
          "items",
          "replace",
          "raw",
          "endraw",
          "generation",
          "block",
          "\\",
          "\"",
          "'",
          "\n",
          "\u3000",
          "😀",
          "\0");

  @Test
  void everyRenderingEndsWithinBounds() throws IOException {
    System.out.println("seed " + SEED);
    var random = new Random(SEED);
    JsonNode cases;
    try (InputStream file = getClass().getResourceAsStream("/golden/templates/golden.json")) {
      cases = new ObjectMapper().readTree(Objects.requireNonNull(file)).get("cases");
    }
    var sources = new ArrayList<JsonNode>();
    for (JsonNode each : cases) {
      if (each.get("template").asText().length() > 60) {
        sources.add(each);
      }
    }
    int rendered = 0;
    int refused = 0;
    double slowest = 0;
    for (int i = 0; i < ROUNDS; i++) {
      JsonNode source = sources.get(random.nextInt(sources.size()));
      String template = mutated(source.get("template").asText(), random);
      Map<String, Object> variables =
          source.has("variables")
              ? new ObjectMapper().convertValue(source.get("variables"), new TypeReference<>() {})
              : Map.of("s", "text", "l", List.of(3, 1, 2), "d", Map.of("a", 1));
      Dialect dialect = random.nextInt(4) == 0 ? Dialect.TASK : Dialect.CHAT;
      long start = CpuTime.nanos();
      try {
        Template.parse("t", template, dialect).render(variables);
        rendered++;
      } catch (TemplateException e) {
        refused++;
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("seed " + SEED + ", round " + i + ": " + template, e);
      }
      slowest = Math.max(slowest, (CpuTime.nanos() - start) / 1e9);
    }
    assertThat(rendered).isGreaterThan(ROUNDS / 20);
    assertThat(refused).isGreaterThan(ROUNDS / 20);
    assertThat(slowest).as("CPU seconds of the slowest").isLessThan(5);
  }

  private static String mutated(String template, Random random) {
    List<String> parts =
        new ArrayList<>(PARTS.matcher(template).results().map(MatchResult::group).toList());
    for (int changes = 1 + random.nextInt(4); changes > 0 && !parts.isEmpty(); changes--) {
      int at = random.nextInt(parts.size());
      switch (random.nextInt(5)) {
        case 0 -> parts.remove(at);
        case 1 -> parts.set(at, INSERTED.get(random.nextInt(INSERTED.size())));
        case 2 -> parts.add(at, INSERTED.get(random.nextInt(INSERTED.size())));
        case 3 -> parts.set(at, parts.get(random.nextInt(parts.size())));
        default ->
            parts.addAll(at, List.copyOf(parts.subList(at, Math.min(parts.size(), at + 15))));
      }
    }
    return String.join("", parts);
  }
}
