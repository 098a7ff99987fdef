package org.modelassay.model.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.modelassay.AssayException;

/**
 * What a {@code tokenizer.json} may hold. The native library ends the process on some files that
 * are not as it expects, so every part that it is given is checked here first: types of components,
 * types of their settings, ids, and the few combinations that it accepts and fails on later.
 */
final class Schema {
  /** The library's own limit is 128 levels of JSON; nobody nests components. */
  private static final int DEEPEST = 8;

  private static final Set<String> BEHAVIORS =
      Set.of("Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous");
  private static final Set<String> SCHEMES = Set.of("first", "never", "always");

  private static final String BYTE_LEVEL =
      "add_prefix_space:truth trim_offsets:truth use_regex:truth?";
  private static final String METASPACE =
      "replacement:character add_prefix_space:truth? prepend_scheme:scheme? split:truth? str_rep:text?";

  /** Settings of each normaliser by type; a question mark stands behind what may be left out. */
  private static final Map<String, String> NORMALIZERS =
      Map.ofEntries(
          Map.entry("Sequence", "normalizers:components"),
          Map.entry("NFC", ""),
          Map.entry("NFD", ""),
          Map.entry("NFKC", ""),
          Map.entry("NFKD", ""),
          Map.entry("Lowercase", ""),
          Map.entry("Nmt", ""),
          Map.entry("StripAccents", ""),
          Map.entry("ByteLevel", ""),
          Map.entry("Strip", "strip_left:truth strip_right:truth"),
          Map.entry("Prepend", "prepend:text"),
          Map.entry("Replace", "pattern:pattern content:text"),
          Map.entry("Precompiled", "precompiled_charsmap:charsmap"),
          Map.entry(
              "BertNormalizer",
              "clean_text:truth handle_chinese_chars:truth strip_accents:truth? lowercase:truth"));

  private static final Map<String, String> PRE_TOKENIZERS =
      Map.ofEntries(
          Map.entry("Sequence", "pretokenizers:components"),
          Map.entry("ByteLevel", BYTE_LEVEL),
          Map.entry("Metaspace", METASPACE),
          Map.entry("BertPreTokenizer", ""),
          Map.entry("Whitespace", ""),
          Map.entry("WhitespaceSplit", ""),
          Map.entry("UnicodeScripts", ""),
          Map.entry("CharDelimiterSplit", "delimiter:character"),
          Map.entry("Digits", "individual_digits:truth"),
          Map.entry("Punctuation", "behavior:behavior?"),
          Map.entry("Split", "pattern:pattern behavior:behavior invert:truth"));

  private static final Map<String, String> DECODERS =
      Map.ofEntries(
          Map.entry("Sequence", "decoders:components"),
          Map.entry("ByteLevel", BYTE_LEVEL),
          Map.entry("Metaspace", METASPACE),
          Map.entry("BPEDecoder", "suffix:text"),
          Map.entry("WordPiece", "prefix:text cleanup:truth"),
          Map.entry("CTC", "pad_token:text word_delimiter_token:text cleanup:truth"),
          Map.entry("Replace", "pattern:pattern content:text"),
          Map.entry("Fuse", ""),
          Map.entry("ByteFallback", ""),
          Map.entry("Strip", "content:character start:count stop:count"));

  private static final Map<String, String> MODELS =
      Map.of(
          "BPE",
          "vocab:ids merges:merges dropout:dropout? unk_token:text? continuing_subword_prefix:text?"
              + " end_of_word_suffix:text? fuse_unk:truth? byte_fallback:truth? ignore_merges:truth?",
          "WordPiece",
          "vocab:ids unk_token:text continuing_subword_prefix:text max_input_chars_per_word:count",
          "WordLevel",
          "vocab:ids unk_token:text",
          "Unigram",
          "vocab:pieces unk_id:count? byte_fallback:truth?");

  private final Path file;

  private Schema(Path file) {
    this.file = file;
  }

  /**
   * Checks a file's content and sets the model's type where an old file leaves it out.
   *
   * @throws AssayException naming the place and what was expected there
   */
  static void check(Path file, ObjectNode root) {
    var schema = new Schema(file);
    JsonNode version = root.path("version");
    if (!version.isMissingNode() && !version.asText().equals("1.0")) {
      throw schema.wrong("version", version, "\"1.0\"");
    }
    schema.optional("normalizer", root.path("normalizer"), NORMALIZERS);
    schema.optional("pre_tokenizer", root.path("pre_tokenizer"), PRE_TOKENIZERS);
    schema.optional("decoder", root.path("decoder"), DECODERS);
    schema.addedTokens(root.path("added_tokens"));
    if (!(root.get("model") instanceof ObjectNode model)) {
      throw schema.wrong("model", root.path("model"), "a model with its vocabulary");
    }
    if (!model.hasNonNull("type")) {
      model.put("type", untyped(model));
    }
    schema.component("model", model, MODELS, 0);
    if (model.path("type").asText().equals("BPE")) {
      schema.merges(model);
    }
  }

  /** What the library takes a model for that does not say its type, as files before 2020. */
  private static String untyped(JsonNode model) {
    if (model.has("merges")) {
      return "BPE";
    }
    if (model.path("vocab").isArray()) {
      return "Unigram";
    }
    return model.has("max_input_chars_per_word") ? "WordPiece" : "WordLevel";
  }

  private void optional(String place, JsonNode node, Map<String, String> types) {
    if (!node.isMissingNode() && !node.isNull()) {
      component(place, node, types, 0);
    }
  }

  private void component(String place, JsonNode node, Map<String, String> types, int depth) {
    if (depth > DEEPEST) {
      throw new AssayException(file + ": " + place + " is nested deeper than " + DEEPEST);
    }
    if (!node.isObject()) {
      throw wrong(place, node, "an object with a type");
    }
    String settings = types.get(node.path("type").asText());
    if (settings == null) {
      throw wrong(
          place + ".type",
          node.path("type"),
          "one of " + String.join(", ", types.keySet().stream().sorted().toList()));
    }
    for (String setting : settings.isEmpty() ? new String[0] : settings.split(" ")) {
      int colon = setting.indexOf(':');
      String name = setting.substring(0, colon);
      boolean optional = setting.endsWith("?");
      String kind = setting.substring(colon + 1, setting.length() - (optional ? 1 : 0));
      JsonNode value = node.path(name);
      if (!optional || !(value.isMissingNode() || value.isNull())) {
        setting(place + "." + name, value, kind, types, depth);
      }
    }
    if (node.path("type").asText().equals("Strip") && node.path("stop").asInt() > 0) {
      // Takes more off a short token than it has, which ends the process.
      throw wrong(place + ".stop", node.path("stop"), "0, for more is not implemented");
    }
  }

  private void setting(
      String place, JsonNode value, String kind, Map<String, String> types, int depth) {
    switch (kind) {
      case "truth" -> require(value.isBoolean(), place, value, "true or false");
      case "text" -> require(value.isTextual(), place, value, "a text");
      case "count" -> count(place, value);
      case "character" ->
          require(
              value.isTextual() && value.asText().codePointCount(0, value.asText().length()) == 1,
              place,
              value,
              "one character");
      case "behavior" ->
          require(BEHAVIORS.contains(value.asText()), place, value, "one of " + BEHAVIORS);
      case "scheme" -> require(SCHEMES.contains(value.asText()), place, value, "one of " + SCHEMES);
      case "pattern" -> pattern(place, value);
      case "charsmap" -> require(Charsmap.sound(value), place, value, "a compiled character map");
      case "dropout" ->
          require(
              value.isNumber() && value.asDouble() == 0,
              place,
              value,
              "0, for dropout would give one text other tokens each time");
      case "components" -> {
        require(value.isArray(), place, value, "a list");
        for (int i = 0; i < value.size(); i++) {
          component(place + "[" + i + "]", value.get(i), types, depth + 1);
        }
      }
      case "ids" -> ids(place, value);
      case "pieces" -> pieces(place, value);
      case "merges" -> require(value.isArray(), place, value, "a list of merges");
      default -> throw new IllegalStateException(kind);
    }
  }

  private void pattern(String place, JsonNode value) {
    require(
        value.isObject()
            && value.size() == 1
            && (value.path("String").isTextual() || value.path("Regex").isTextual()),
        place,
        value,
        "{\"String\": ...} or {\"Regex\": ...}");
    Patterns.check(file + ": " + place, value.path("Regex").asText());
  }

  private void ids(String place, JsonNode value) {
    require(value.isObject(), place, value, "an object from token to id");
    Map<Integer, String> seen = new HashMap<>(value.size() * 2);
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      int id = count(place + "[\"" + entry.getKey() + "\"]", entry.getValue());
      String other = seen.put(id, entry.getKey());
      if (other != null) {
        throw new AssayException(
            file
                + ": "
                + place
                + " gives id "
                + id
                + " to two tokens, \""
                + other
                + "\" and \""
                + entry.getKey()
                + "\"");
      }
    }
  }

  private void pieces(String place, JsonNode value) {
    require(value.isArray() && !value.isEmpty(), place, value, "a list of [piece, score]");
    for (int i = 0; i < value.size(); i++) {
      JsonNode piece = value.get(i);
      // An empty piece would be taken for ever.
      require(
          piece.isArray()
              && piece.size() == 2
              && piece.get(0).isTextual()
              && !piece.get(0).asText().isEmpty()
              && piece.get(1).isNumber()
              && Double.isFinite(piece.get(1).asDouble()),
          place + "[" + i + "]",
          piece,
          "a piece and its score");
    }
  }

  private void merges(JsonNode model) {
    JsonNode vocabulary = model.path("vocab");
    String prefix = model.path("continuing_subword_prefix").asText("");
    if (model.path("continuing_subword_prefix").isNull()) {
      prefix = "";
    }
    JsonNode merges = model.path("merges");
    for (int i = 0; i < merges.size(); i++) {
      JsonNode merge = merges.get(i);
      String place = "model.merges[" + i + "]";
      String left;
      String right;
      if (merge.isTextual()) {
        String text = merge.asText();
        if (text.startsWith("#version")) {
          continue;
        }
        int blank = text.indexOf(' ');
        require(
            blank >= 0 && text.indexOf(' ', blank + 1) < 0, place, merge, "two tokens and a blank");
        left = text.substring(0, blank);
        right = text.substring(blank + 1);
      } else {
        require(
            merge.isArray()
                && merge.size() == 2
                && merge.get(0).isTextual()
                && merge.get(1).isTextual(),
            place,
            merge,
            "two tokens");
        left = merge.get(0).asText();
        right = merge.get(1).asText();
      }
      require(right.startsWith(prefix), place, merge, "a second token that begins with " + prefix);
      for (String token : List.of(left, right, left + right.substring(prefix.length()))) {
        if (!vocabulary.has(token)) {
          throw new AssayException(
              file + ": " + place + " needs the token \"" + token + "\", which model.vocab lacks");
        }
      }
    }
  }

  private void addedTokens(JsonNode tokens) {
    if (tokens.isMissingNode()) {
      return;
    }
    require(tokens.isArray(), "added_tokens", tokens, "a list");
    for (int i = 0; i < tokens.size(); i++) {
      JsonNode token = tokens.get(i);
      String place = "added_tokens[" + i + "]";
      require(token.isObject(), place, token, "an object");
      count(place + ".id", token.path("id"));
      require(
          token.path("content").isTextual(), place + ".content", token.path("content"), "a text");
      for (String flag : List.of("single_word", "lstrip", "rstrip", "normalized", "special")) {
        require(
            token.path(flag).isBoolean(), place + "." + flag, token.path(flag), "true or false");
      }
    }
  }

  /** Ids are ints here, and one more than the largest must be one too. */
  private int count(String place, JsonNode value) {
    require(
        value.isIntegralNumber()
            && value.canConvertToInt()
            && value.asInt() >= 0
            && value.asInt() < Integer.MAX_VALUE,
        place,
        value,
        "a whole number from 0 to 2^31 - 2");
    return value.asInt();
  }

  private void require(boolean holds, String place, JsonNode value, String expected) {
    if (!holds) {
      throw wrong(place, value, expected);
    }
  }

  private AssayException wrong(String place, JsonNode value, String expected) {
    if (value.isMissingNode()) {
      return new AssayException(file + ": " + place + " is missing; expected " + expected);
    }
    String text = value.toString();
    return new AssayException(
        file
            + ": "
            + place
            + " is "
            + (text.length() > 80 ? text.substring(0, 80) + "..." : text)
            + "; expected "
            + expected);
  }
}
