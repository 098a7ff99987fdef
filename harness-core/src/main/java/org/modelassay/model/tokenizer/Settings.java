package org.modelassay.model.tokenizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.JsonDamage;

/**
 * What stands beside {@code tokenizer.json}: {@code tokenizer_config.json} and, where that lists no
 * added tokens, {@code special_tokens_map.json} over it, as transformers 5.24 reads them. They name
 * the special tokens; they do not decide which are added, since transformers passes over {@code
 * add_bos_token} and {@code add_eos_token} where there is a {@code tokenizer.json}.
 *
 * @param bos text of the token that begins a sequence, or null
 * @param eos text of the token that ends a sequence, or null
 * @param special texts of all tokens named special
 * @param addsBos {@code add_bos_token}, null when it is not there
 * @param addsEos {@code add_eos_token}, null when it is not there
 * @param prefixSpace {@code add_prefix_space}, null when it is not there
 */
record Settings(
    @Nullable String bos,
    @Nullable String eos,
    List<String> special,
    @Nullable Boolean addsBos,
    @Nullable Boolean addsEos,
    @Nullable Boolean prefixSpace) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> NAMES =
      List.of(
          "bos_token",
          "eos_token",
          "unk_token",
          "sep_token",
          "pad_token",
          "cls_token",
          "mask_token");
  private static final List<String> LISTS =
      List.of("additional_special_tokens", "extra_special_tokens");

  /** Reads those of a directory that are there. */
  static Settings read(Path directory) {
    ObjectNode config = object(directory.resolve("tokenizer_config.json"));
    ObjectNode effective = config.deepCopy();
    if (!config.has("added_tokens_decoder")) {
      effective.setAll(object(directory.resolve("special_tokens_map.json")));
    }
    Path file = directory.resolve("tokenizer_config.json");
    var special = new ArrayList<String>();
    for (String name : NAMES) {
      String text = text(file, name, effective.path(name));
      if (text != null) {
        special.add(text);
      }
    }
    for (String name : LISTS) {
      for (JsonNode token : effective.path(name)) {
        String text = text(file, name, token);
        if (text != null) {
          special.add(text);
        }
      }
    }
    return new Settings(
        text(file, "bos_token", effective.path("bos_token")),
        text(file, "eos_token", effective.path("eos_token")),
        special,
        truth(file, "add_bos_token", config),
        truth(file, "add_eos_token", config),
        truth(file, "add_prefix_space", config));
  }

  private static ObjectNode object(Path file) {
    if (!Files.exists(file)) {
      return JSON.createObjectNode();
    }
    try {
      if (JSON.readTree(Files.readAllBytes(file)) instanceof ObjectNode object) {
        return object;
      }
      throw new AssayException(file + " is no JSON object");
    } catch (JsonProcessingException e) {
      throw new AssayException(JsonDamage.describe(file, e), e);
    } catch (IOException e) {
      throw new AssayException(file + " cannot be read: " + e, e);
    }
  }

  private static @Nullable String text(Path file, String key, JsonNode token) {
    if (token.isMissingNode() || token.isNull()) {
      return null;
    }
    JsonNode text = token.isObject() ? token.path("content") : token;
    if (!text.isTextual()) {
      throw new AssayException(
          file + ": " + key + " is " + token + "; expected a token's text or null");
    }
    return text.asText();
  }

  private static @Nullable Boolean truth(Path file, String key, JsonNode root) {
    JsonNode value = root.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isBoolean()) {
      throw new AssayException(file + ": " + key + " is " + value + "; expected true or false");
    }
    return value.asBoolean();
  }
}
