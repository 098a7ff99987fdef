package org.modelassay.model.tokenizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.JsonDamage;
import org.modelassay.Sha256;
import org.modelassay.model.Tokenizer;

/**
 * A {@code tokenizer.json}, run by the tokenizers library that defines the format. Thread-safe.
 *
 * <p>Data and rendered text need two tokenizers of the library: its switch for special tokens
 * ({@code encode_special_tokens}) is not in DJL. The one that knows special tokens encodes both;
 * only where it found one in data does a second, which does not know them, encode that text again.
 * The second is made when it is first needed.
 */
public final class TokenizerJson implements Tokenizer, AutoCloseable {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY).build();

  private final String name;
  private final AddedTokens added;
  private final BitSet special;
  private final TokenizerRules rules;
  private final int size;
  private final String digest;
  // All but the added tokens, for the second tokenizer; compact, for vocabularies are large.
  private final byte[] rest;
  private final Library rendered;
  private @Nullable Library data;

  /**
   * Builds a tokenizer.
   *
   * @param name the file as messages name it
   * @param root a checked tokenizer.json; its added tokens and post-processor are taken out
   * @param added the added tokens
   * @param rules what it does by default
   */
  TokenizerJson(String name, ObjectNode root, AddedTokens added, TokenizerRules rules) {
    this.name = name;
    this.added = added;
    this.rules = rules;
    special = added.special();
    size = added.size();
    // The library is to cut a text and do nothing else.
    root.remove(List.of("added_tokens", "truncation", "padding", "post_processor"));
    try {
      rest = JSON.writeValueAsBytes(root);
      MessageDigest sha = Sha256.digest();
      sha.update(rest);
      sha.update(JSON.writeValueAsBytes(added.forRendered()));
      digest = Sha256.hex(sha);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can be written", e);
    }
    rendered = library(added.forRendered());
  }

  /**
   * This tokenizer, whose ids all have a row in a model's embedding.
   *
   * @param vocabulary number of rows
   * @param whose what the model is called in the message
   * @throws AssayException when an id has none; the tokenizer is closed then
   */
  public TokenizerJson fitting(int vocabulary, String whose) {
    if (size > vocabulary) {
      close();
      throw new AssayException(
          this
              + " has ids up to "
              + (size - 1)
              + ", the "
              + whose
              + "'s vocabulary has "
              + vocabulary
              + ": this tokenizer is another model's");
    }
    return this;
  }

  /**
   * Reads the tokenizer of a model directory.
   *
   * @throws AssayException naming file and key when something is missing, damaged or not supported
   */
  public static TokenizerJson read(Path directory) {
    Path file = directory.resolve("tokenizer.json");
    ObjectNode root = tree(file);
    Schema.check(file, root);
    Settings settings = Settings.read(directory);
    var added =
        new AddedTokens(
            root.path("added_tokens"),
            new Vocabulary(root.path("model").path("vocab")),
            settings.special());
    return new TokenizerJson(file.toString(), root, added, rules(file, root, settings, added));
  }

  private static ObjectNode tree(Path file) {
    try {
      if (JSON.readTree(Files.readAllBytes(file)) instanceof ObjectNode object) {
        return object;
      }
      throw new AssayException(file + " is no JSON object");
    } catch (JsonProcessingException e) {
      throw new AssayException(JsonDamage.describe(file, e), e);
    } catch (NoSuchFileException e) {
      throw new AssayException(
          file
              + " is missing: save the tokenizer beside the model (tokenizer.save_pretrained in Python)",
          e);
    } catch (IOException e) {
      throw new AssayException(file + " cannot be read: " + e, e);
    }
  }

  private static TokenizerRules rules(
      Path file, JsonNode root, Settings settings, AddedTokens added) {
    PostProcessor around = PostProcessor.read(file, root.path("post_processor"));
    var notes = new ArrayList<>(added.notes());
    TokenizerRules.Special bos = named(settings.bos(), added);
    TokenizerRules.Special eos = named(settings.eos(), added);
    boolean addsBos = !around.before().isEmpty();
    boolean addsEos = !around.after().isEmpty();
    contradiction("add_bos_token", settings.addsBos(), addsBos, notes);
    contradiction("add_eos_token", settings.addsEos(), addsEos, notes);
    if (addsBos && bos != null && !around.before().contains(bos)) {
      notes.add(
          "bos_token is "
              + bos.text()
              + "; tokenizer.json puts "
              + around.before().get(0).text()
              + " in front, which counts");
    }
    boolean prefixSpace = prefixes(root.path("normalizer")) || prefixes(root.path("pre_tokenizer"));
    contradiction("add_prefix_space", settings.prefixSpace(), prefixSpace, notes);
    return new TokenizerRules(
        "tokenizer.json", bos, eos, around.before(), around.after(), prefixSpace, notes);
  }

  private static TokenizerRules.@Nullable Special named(@Nullable String text, AddedTokens added) {
    if (text == null || added.id(text).isEmpty()) {
      return null;
    }
    return new TokenizerRules.Special(text, added.id(text).getAsInt());
  }

  private static void contradiction(
      String key, @Nullable Boolean setting, boolean does, List<String> notes) {
    if (setting != null && setting != does) {
      notes.add(
          key
              + " is "
              + setting
              + " in tokenizer_config.json; tokenizer.json says "
              + does
              + ", which counts");
    }
  }

  /** Whether a normaliser or pre-tokenizer puts a blank in front. */
  private static boolean prefixes(JsonNode node) {
    return switch (node.path("type").asText()) {
      case "Sequence" -> {
        boolean any = false;
        for (JsonNode each :
            node.has("normalizers") ? node.get("normalizers") : node.path("pretokenizers")) {
          any |= prefixes(each);
        }
        yield any;
      }
      case "Prepend" -> List.of(" ", "\u2581").contains(node.path("prepend").asText());
      case "ByteLevel" -> node.path("add_prefix_space").asBoolean();
      case "Metaspace" ->
          !node.path("prepend_scheme").asText("always").equals("never")
              && node.path("add_prefix_space").asBoolean(true);
      default -> false;
    };
  }

  private Library library(ArrayNode tokens) {
    String body = new String(rest, StandardCharsets.UTF_8);
    return new Library(
        name, "{\"added_tokens\":" + tokens + (body.length() > 2 ? "," : "") + body.substring(1));
  }

  @Override
  public int[] encode(String text) {
    int[] tokens = rendered.encode(text);
    return holdsSpecial(tokens) ? withoutSpecial(text).encode(text) : tokens;
  }

  @Override
  public List<Span> spans(String text) {
    return (holdsSpecial(rendered.encode(text)) ? withoutSpecial(text) : rendered).spans(text);
  }

  private boolean holdsSpecial(int[] tokens) {
    return Arrays.stream(tokens).anyMatch(special::get);
  }

  private Library withoutSpecial(String text) {
    String obstacle = added.obstacle(text);
    if (obstacle != null) {
      throw new AssayException(
          name + " cannot encode a text that holds special tokens as data: " + obstacle);
    }
    return data();
  }

  private synchronized Library data() {
    Library made = data;
    if (made == null) {
      ArrayNode tokens = added.forData();
      if (tokens == null) {
        throw new AssayException(
            name
                + " cannot encode a text that holds special tokens as data: without them its other"
                + " added tokens would have other ids");
      }
      made = library(tokens);
      data = made;
    }
    return made;
  }

  @Override
  public List<int[]> encodeAll(List<String> texts) {
    return texts.parallelStream().map(this::encode).toList();
  }

  @Override
  public int[] encodeRendered(String text) {
    return rendered.encode(text);
  }

  @Override
  public String decode(int[] tokens) {
    return rendered.decode(tokens);
  }

  @Override
  public TokenizerRules rules() {
    return rules;
  }

  @Override
  public OptionalInt bos() {
    return rules.leading();
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
  public synchronized void close() {
    rendered.close();
    if (data != null) {
      data.close();
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
