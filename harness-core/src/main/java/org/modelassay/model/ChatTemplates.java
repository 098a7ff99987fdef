package org.modelassay.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.modelassay.AssayException;

/**
 * The texts of a model's chat templates by name. The one that a model uses unless told otherwise is
 * called {@code default}.
 */
final class ChatTemplates {
  private static final String KEY = "chat_template";
  private static final String IN_METADATA = "tokenizer.chat_template";
  private static final String DEFAULT = "default";

  private ChatTemplates() {}

  /**
   * Those of a directory: {@code chat_template.jinja}, else {@code chat_template.json}, else {@code
   * tokenizer_config.json}, where it is a text or a list of named ones.
   */
  static Map<String, String> of(Path directory) {
    Path jinja = directory.resolve("chat_template.jinja");
    try {
      if (Files.exists(jinja)) {
        return Map.of(DEFAULT, Files.readString(jinja));
      }
    } catch (IOException e) {
      throw new AssayException(jinja + " cannot be read: " + e, e);
    }
    for (String name : new String[] {"chat_template.json", "tokenizer_config.json"}) {
      Path file = directory.resolve(name);
      if (Files.exists(file)) {
        Map<String, String> templates = of(file, ModelConfig.read(file).node(KEY));
        if (!templates.isEmpty()) {
          return templates;
        }
      }
    }
    return Map.of();
  }

  private static Map<String, String> of(Path file, JsonNode node) {
    if (node.isMissingNode()) {
      return Map.of();
    }
    if (node.isTextual()) {
      return Map.of(DEFAULT, node.asText());
    }
    var templates = new TreeMap<String, String>();
    for (JsonNode named : node) {
      if (!named.path("name").isTextual() || !named.path("template").isTextual()) {
        templates.clear();
        break;
      }
      templates.put(named.get("name").asText(), named.get("template").asText());
    }
    if (templates.isEmpty()) {
      throw new AssayException(
          file
              + ": "
              + KEY
              + " is neither a text nor a list of objects with the texts name and template");
    }
    return Collections.unmodifiableMap(templates);
  }

  /**
   * Those of a GGUF file: {@code tokenizer.chat_template}, and {@code tokenizer.chat_template.NAME}
   * for others.
   */
  static Map<String, String> of(Path file, Map<String, Object> metadata) {
    var templates = new TreeMap<String, String>();
    metadata.forEach(
        (key, value) -> {
          if (key.equals(IN_METADATA) || key.startsWith(IN_METADATA + ".")) {
            if (!(value instanceof String text)) {
              throw new AssayException(file + ": " + key + " is no text");
            }
            templates.put(
                key.equals(IN_METADATA) ? DEFAULT : key.substring(IN_METADATA.length() + 1), text);
          }
        });
    return Collections.unmodifiableMap(templates);
  }
}
