package org.modelassay.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.modelassay.AssayException;
import org.modelassay.JsonDamage;

/**
 * The {@code config.json} of a model: values with their type checked, so that a page of a family
 * reads like a table. Both layouts are read, that of published checkpoints and that of transformers
 * 5.
 */
public final class ModelConfig {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final JsonNode root;

  private ModelConfig(Path file, JsonNode root) {
    this.file = file;
    this.root = root;
  }

  /** Reads a configuration. */
  public static ModelConfig read(Path file) {
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(file));
      if (root == null || !root.isObject()) {
        throw new AssayException(file + " is no JSON object");
      }
      return new ModelConfig(file, root);
    } catch (JsonProcessingException e) {
      throw new AssayException(JsonDamage.describe(file, e), e);
    } catch (NoSuchFileException e) {
      throw new AssayException(
          file
              + " is missing: a model directory in Hugging Face layout has config.json, tokenizer.json and"
              + " model.safetensors",
          e);
    } catch (IOException e) {
      throw new AssayException(file + " cannot be read: " + e, e);
    }
  }

  /** The file, for messages. */
  public Path file() {
    return file;
  }

  /** Whether a key is there and not null. */
  public boolean has(String key) {
    return root.hasNonNull(key);
  }

  /** A node below the root, missing when there is none. */
  public JsonNode node(String key) {
    JsonNode node = root.get(key);
    return node == null || node.isNull() ? MissingNode.getInstance() : node;
  }

  /** A whole number that must be there and positive. */
  public int size(String key) {
    if (!has(key)) {
      throw new AssayException(file + " lacks " + key);
    }
    return size(key, 0);
  }

  /** A whole, positive number, or its default. */
  public int size(String key, int otherwise) {
    JsonNode node = node(key);
    if (node.isMissingNode()) {
      return otherwise;
    }
    if (!node.canConvertToInt() || !node.isIntegralNumber() || node.asInt() <= 0) {
      throw new AssayException(
          file + ": " + key + " is " + node + ", expected a positive whole number");
    }
    return node.asInt();
  }

  /** A number, or its default. */
  public double number(String key, double otherwise) {
    JsonNode node = node(key);
    if (node.isMissingNode()) {
      return otherwise;
    }
    if (!node.isNumber()) {
      throw new AssayException(file + ": " + key + " is " + node + ", expected a number");
    }
    return node.asDouble();
  }

  /** A truth value, or its default. */
  public boolean truth(String key, boolean otherwise) {
    JsonNode node = node(key);
    if (node.isMissingNode()) {
      return otherwise;
    }
    if (!node.isBoolean()) {
      throw new AssayException(file + ": " + key + " is " + node + ", expected true or false");
    }
    return node.asBoolean();
  }

  /** A text, or its default. */
  public String text(String key, String otherwise) {
    JsonNode node = node(key);
    if (node.isMissingNode()) {
      return otherwise;
    }
    if (!node.isTextual()) {
      throw new AssayException(file + ": " + key + " is " + node + ", expected a text");
    }
    return node.asText();
  }

  /** A list of texts, empty when there is none. */
  public List<String> texts(String key) {
    var texts = new ArrayList<String>();
    for (JsonNode node : node(key)) {
      texts.add(node.asText());
    }
    return texts;
  }

  /** One id or a list of ids, empty when there is none. */
  public List<Integer> ids(String key) {
    JsonNode node = node(key);
    var ids = new ArrayList<Integer>();
    if (node.isMissingNode()) {
      return ids;
    }
    for (JsonNode id : node.isArray() ? node : List.of(node)) {
      if (!id.isIntegralNumber() || !id.canConvertToInt()) {
        throw new AssayException(
            file + ": " + key + " is " + node + ", expected a token id or a list of them");
      }
      ids.add(id.asInt());
    }
    return ids;
  }

  /**
   * A setting that changes the mathematics and has no implementation here.
   *
   * @param key the key
   * @param supported what would be right
   */
  public UnsupportedModelException unsupported(String key, String supported) {
    return new UnsupportedModelException(
        file
            + ": "
            + key
            + " is "
            + node(key)
            + ", which is not implemented; supported: "
            + supported);
  }
}
