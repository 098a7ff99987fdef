package org.modelassay.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.modelassay.AssayException;
import org.modelassay.JsonDamage;

/**
 * The {@code config.json} of a model: values with their type checked, so that a page of a family
 * reads like a table. Both layouts are read, that of published checkpoints and that of transformers
 * 5.
 */
public final class ModelConfig {
  // Python writes infinities bare, and so do published configurations.
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  // A shape has lists with an entry for each layer, which are made before the weights are looked
  // at.
  private static final Set<String> LAYERS = Set.of("num_hidden_layers", "n_layer", "num_layers");
  private static final int MOST_LAYERS = 10_000;

  private final Path file;
  private final JsonNode root;
  private final JsonNode defaults;
  // Which keys a family's page looked at: what it did not may change the mathematics.
  private final Set<String> read;
  private final Map<String, ModelConfig> parts;

  private ModelConfig(Path file, JsonNode root) {
    this(file, root, JSON.createObjectNode(), new HashSet<>(), new HashMap<>());
  }

  private ModelConfig(
      Path file,
      JsonNode root,
      JsonNode defaults,
      Set<String> read,
      Map<String, ModelConfig> parts) {
    this.file = file;
    this.root = root;
    this.defaults = defaults;
    this.read = read;
    this.parts = parts;
  }

  /** A configuration that stands in another file, such as the metadata of a GGUF file. */
  public static ModelConfig of(Path file, ObjectNode root) {
    return new ModelConfig(file, root);
  }

  /** This configuration with values for keys that are absent; a key that is null is there. */
  public ModelConfig withDefaults(Map<String, ?> values) {
    return new ModelConfig(file, root, JSON.valueToTree(values), read, parts);
  }

  /** The configuration of a part of the model, such as {@code text_config}. */
  public ModelConfig part(String key) {
    JsonNode node = node(key);
    if (!node.isObject()) {
      throw new AssayException(file + " lacks the object " + key);
    }
    return parts.computeIfAbsent(key, k -> new ModelConfig(file, node));
  }

  /** Says that keys mean nothing to this family, whatever they hold. */
  public void ignore(String... keys) {
    read.addAll(List.of(keys));
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

  /** This configuration with another value of a key. */
  public ModelConfig with(String key, boolean value) {
    ObjectNode changed = root.deepCopy();
    return new ModelConfig(file, changed.put(key, value));
  }

  /** The file, for messages. */
  public Path file() {
    return file;
  }

  /** Whether a key is there and not null. */
  public boolean has(String key) {
    return !node(key).isMissingNode();
  }

  /** A node below the root, missing when there is none. */
  public JsonNode node(String key) {
    read.add(key);
    JsonNode node = root.has(key) ? root.get(key) : defaults.get(key);
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
    if (LAYERS.contains(key) && node.asInt() > MOST_LAYERS) {
      throw new AssayException(
          file + ": " + key + " is " + node + ", expected at most " + MOST_LAYERS);
    }
    return node.asInt();
  }

  /** A whole number that is not negative, or its default. */
  public int count(String key, int otherwise) {
    JsonNode node = node(key);
    if (node.isMissingNode()) {
      return otherwise;
    }
    if (!node.canConvertToInt() || !node.isIntegralNumber() || node.asInt() < 0) {
      throw new AssayException(
          file + ": " + key + " is " + node + ", expected a whole number, 0 or more");
    }
    return node.asInt();
  }

  /** A number, or its default. */
  public double number(String key, double otherwise) {
    JsonNode node = node(key);
    if (node.isMissingNode()) {
      return otherwise;
    }
    if (!node.isNumber() || !Double.isFinite(node.asDouble())) {
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

  /** Refuses any value of a key but one that describes what is done anyway. */
  public void expect(String key, Object only) {
    JsonNode node = node(key);
    if (!node.isMissingNode() && !node.equals(JSON.valueToTree(only))) {
      throw unsupported(key, String.valueOf(only));
    }
  }

  /**
   * Refuses the keys that nobody looked at, unless they are switched off or cannot matter: what is
   * not known may change the mathematics.
   */
  public void refuseUnread() {
    refuseUnread(Set.of());
  }

  /**
   * The same where more keys cannot matter.
   *
   * @param harmless those keys
   */
  public void refuseUnread(Set<String> harmless) {
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      String key = entry.getKey();
      if (!read.contains(key)
          && !harmless.contains(key)
          && !HarmlessKeys.contains(key)
          && !isOff(entry.getValue())) {
        throw new UnsupportedModelException(
            file
                + ": "
                + key
                + " is "
                + entry.getValue()
                + "; this key is not known"
                + (has("model_type") ? " for model_type '" + text("model_type", "") + "'" : "")
                + " and may change the mathematics. Take it out if it does not");
      }
    }
    parts.values().forEach(ModelConfig::refuseUnread);
  }

  /** Whether a value switches nothing on: null, false, 0, empty. */
  public static boolean isOff(JsonNode value) {
    if (value.isNumber()) {
      return value.asDouble() == 0;
    }
    return switch (value.getNodeType()) {
      case BOOLEAN -> !value.asBoolean();
      case STRING -> value.asText().isEmpty();
      case ARRAY, OBJECT -> value.isEmpty();
      default -> true;
    };
  }

  /** The configuration as one line of JSON. */
  @Override
  public String toString() {
    return root.toString();
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
