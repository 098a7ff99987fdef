package org.modelassay.template;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.modelassay.AssayException;

/**
 * Compares chat templates with what transformers renders, or raises, for the same conversations.
 */
public final class GoldenTemplates {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  /** Errors whose sentences are Jinja's or the template's own; others are Python's. */
  private static final Set<String> SENTENCES =
      Set.of(
          "TemplateError",
          "UndefinedError",
          "SecurityError",
          "TemplateRuntimeError",
          "TemplateAssertionError",
          "FilterArgumentError");

  private GoldenTemplates() {}

  /**
   * Compares every template of a {@code chat-templates.json}.
   *
   * @param file the file
   * @return a line for each template, ending in {@code OK} or {@code differs}
   */
  public static List<String> compareAll(Path file) {
    try {
      JsonNode golden = JSON.readTree(file.toFile());
      Map<String, String> tokens = new HashMap<>();
      golden
          .at("/meta/special_tokens")
          .properties()
          .forEach(each -> tokens.put(each.getKey(), each.getValue().asText()));
      // "2026-01-15 (fixed)"
      String day = golden.at("/meta/strftime_now").asText().substring(0, 10);
      LocalDateTime now = LocalDateTime.parse(day + "T00:00:00");
      var lines = new ArrayList<String>();
      for (JsonNode each : golden.get("templates")) {
        lines.add(compare(each, tokens, now));
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String compare(JsonNode golden, Map<String, String> tokens, LocalDateTime now) {
    String name = golden.get("name").asText();
    int same = 0;
    for (JsonNode each : golden.get("cases")) {
      String expected = each.has("error") ? error(each) : each.get("rendered").asText();
      String actual = rendered(name, golden.get("template").asText(), each, tokens, now);
      if (actual.equals(expected)) {
        same++;
      } else {
        System.err.println(name + "/" + each.get("conversation").asText() + ": " + actual);
      }
    }
    int all = golden.get("cases").size();
    return String.format(
        "chat-templates/%s %d/%d renderings %s", name, same, all, same == all ? "OK" : "differs");
  }

  /**
   * What is compared of an error: the sentence where the template or Jinja raises, the type where
   * Python does.
   */
  static String error(String type, String sentence) {
    // What Python's own compiler refuses, the parser here refuses.
    String kind = type.equals("SyntaxError") ? "TemplateSyntaxError" : type;
    return "raises " + kind + (SENTENCES.contains(kind) ? ": " + sentence : "");
  }

  private static String error(JsonNode golden) {
    String error = golden.get("error").asText();
    int end = error.indexOf(": ");
    return error(error.substring(0, end), error.substring(end + 2));
  }

  private static String rendered(
      String name,
      String template,
      JsonNode golden,
      Map<String, String> tokens,
      LocalDateTime now) {
    Map<String, Object> more = new HashMap<>(JSON.convertValue(golden, OBJECT));
    List<Map<String, Object>> messages = new ArrayList<>();
    for (JsonNode each : golden.get("messages")) {
      messages.add(JSON.convertValue(each, OBJECT));
    }
    more.keySet()
        .removeAll(
            Set.of("conversation", "messages", "add_generation_prompt", "rendered", "error"));
    try {
      return ChatTemplate.parse(name, template, tokens)
          .render(messages, golden.get("add_generation_prompt").asBoolean(), more, now);
    } catch (TemplateException e) {
      return error(e.type(), e.reason());
    } catch (AssayException e) {
      return error("ValueError", "");
    }
  }
}
