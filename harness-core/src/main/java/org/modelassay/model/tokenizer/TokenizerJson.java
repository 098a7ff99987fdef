package org.modelassay.model;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.modelassay.AssayException;
import org.modelassay.JsonDamage;

/** A {@code tokenizer.json}, run by the tokenizers library that wrote it. Thread-safe. */
final class TokenizerJson implements Tokenizer, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  static {
    // The library looks for a CUDA build on the network otherwise; tokenising needs none.
    if (System.getenv("RUST_FLAVOR") == null && System.getProperty("RUST_FLAVOR") == null) {
      System.setProperty("RUST_FLAVOR", "cpu");
    }
  }

  private final Path file;
  private final HuggingFaceTokenizer tokenizer;
  private final int size;
  private final Map<String, Integer> added;
  private final OptionalInt bos;
  private final String digest;

  /** Reads the tokenizer of a model directory. */
  TokenizerJson(Path directory) {
    file = directory.resolve("tokenizer.json");
    try {
      byte[] bytes = Files.readAllBytes(file);
      JsonNode root = JSON.readTree(bytes);
      added = new LinkedHashMap<>();
      int largest = -1;
      for (JsonNode token : root.path("added_tokens")) {
        added.put(token.path("content").asText(), token.path("id").asInt());
        largest = Math.max(largest, token.path("id").asInt());
      }
      JsonNode vocabulary = root.path("model").path("vocab");
      if (vocabulary.isArray()) {
        largest = Math.max(largest, vocabulary.size() - 1);
      } else {
        for (JsonNode id : vocabulary) {
          largest = Math.max(largest, id.asInt());
        }
      }
      size = largest + 1;
      digest = Digests.hex(bytes);
      // Everything that the library would do of its own accord is switched off: it cuts at 512
      // tokens and pads by default.
      tokenizer =
          HuggingFaceTokenizer.newInstance(
              new ByteArrayInputStream(bytes),
              Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false"));
      bos = leading();
    } catch (JsonProcessingException e) {
      throw new AssayException(JsonDamage.describe(file, e), e);
    } catch (NoSuchFileException e) {
      throw new AssayException(
          file
              + " is missing: save the tokenizer beside the model (tokenizer.save_pretrained in Python)",
          e);
    } catch (IOException | RuntimeException e) {
      throw new AssayException(file + " cannot be used: " + e.getMessage(), e);
    }
  }

  private OptionalInt leading() {
    long[] with = tokenizer.encode("a", true, false).getIds();
    long[] without = tokenizer.encode("a", false, false).getIds();
    if (with.length > without.length && (without.length == 0 || with[0] != without[0])) {
      return OptionalInt.of((int) with[0]);
    }
    return OptionalInt.empty();
  }

  /** The id of an added token, or empty. */
  OptionalInt added(String content) {
    Integer id = added.get(content);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }

  @Override
  public int[] encode(String text) {
    if (text.isEmpty()) {
      return new int[0];
    }
    long[] ids = tokenizer.encode(text, false, false).getIds();
    int[] tokens = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      tokens[i] = (int) ids[i];
    }
    return tokens;
  }

  @Override
  public String decode(int[] tokens) {
    long[] ids = new long[tokens.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = tokens[i];
    }
    return tokenizer.decode(ids, false);
  }

  @Override
  public OptionalInt bos() {
    return bos;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public String digest() {
    return digest;
  }

  @Override
  public void close() {
    tokenizer.close();
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
