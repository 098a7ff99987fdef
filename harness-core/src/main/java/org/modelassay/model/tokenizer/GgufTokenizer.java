package org.modelassay.model.tokenizer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;

/**
 * The tokenizer that the metadata of a GGUF file describe, as a {@code tokenizer.json} made in
 * memory. Two kinds are there ({@code tokenizer.ggml.model}): {@code llama}, SentencePiece's
 * merging by scores with bytes for what no token spells, and {@code gpt2}, merging of bytes inside
 * pieces that {@code tokenizer.ggml.pre} cuts.
 *
 * <p>The metadata decide wherever they can. A {@code tokenizer.json} beside the file is used only
 * when they hold no tokenizer or one that is not supported.
 */
public final class GgufTokenizer {
  private static final String PREFIX = "tokenizer.ggml.";
  private static final String SOURCE = "GGUF metadata";
  private static final String SPACE = "\u2581";

  // Types of tokens, as llama.h numbers them.
  private static final int NORMAL = 1;
  private static final int UNKNOWN = 2;
  private static final int CONTROL = 3;
  private static final int USER_DEFINED = 4;
  private static final int BYTE = 6;

  private final Path file;
  private final Map<String, Object> metadata;
  private final List<String> tokens;
  private final int[] types;
  private final Map<String, Integer> ids;
  private final List<String> notes = new ArrayList<>();

  private GgufTokenizer(Path file, Map<String, Object> metadata) {
    this.file = file;
    this.metadata = metadata;
    tokens = tokens();
    types = types(tokens.size());
    ids = new HashMap<>(tokens.size() * 2);
    for (int id = 0; id < tokens.size(); id++) {
      Integer other = ids.put(tokens.get(id), id);
      if (other != null) {
        throw new AssayException(
            file
                + ": "
                + PREFIX
                + "tokens has \""
                + tokens.get(id)
                + "\" twice, as "
                + other
                + " and as "
                + id);
      }
    }
  }

  /**
   * The tokenizer of a GGUF file.
   *
   * @param metadata its metadata: texts, longs, doubles, truth values and lists of them
   * @param file the file, for messages, and for what lies beside it
   * @throws AssayException when there is none that can be built; the message names key, value and
   *     remedy
   */
  public static TokenizerJson of(Map<String, Object> metadata, Path file) {
    String kind = text(file, metadata, PREFIX + "model", "");
    String pre = text(file, metadata, PREFIX + "pre", "");
    String obstacle = obstacle(file, kind, pre);
    if (obstacle == null) {
      var reader = new GgufTokenizer(file, metadata);
      return kind.equals("llama") ? reader.scored() : reader.merged(pre);
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && Files.exists(folder.resolve("tokenizer.json"))) {
      return TokenizerJson.read(folder);
    }
    throw new AssayException(
        obstacle + "; place the model's tokenizer.json beside the file, and it is used");
  }

  private static @Nullable String obstacle(Path file, String kind, String pre) {
    if (kind.isEmpty()) {
      return file + ": " + PREFIX + "model is missing: the file holds no tokenizer";
    }
    if (!Set.of("llama", "gpt2").contains(kind)) {
      return file + ": " + PREFIX + "model is " + kind + "; supported are gpt2, llama";
    }
    if (kind.equals("gpt2") && pre.isEmpty()) {
      return file + ": " + PREFIX + "pre is missing: nothing says how a text is cut before merging";
    }
    if (kind.equals("gpt2") && PreTokenizer.named(pre) == null) {
      return file
          + ": "
          + PREFIX
          + "pre is "
          + pre
          + "; supported are "
          + String.join(", ", PreTokenizer.all().keySet());
    }
    return null;
  }

  /** SentencePiece: the adjacent pair that makes the token of the highest score is merged first. */
  private TokenizerJson scored() {
    boolean prefix = truth("add_space_prefix", true);
    boolean gemma = text(file, metadata, "general.architecture", "").startsWith("gemma");
    if (gemma) {
      spellBlanks();
    }
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ObjectNode blanks = replace(" ", SPACE);
    if (prefix) {
      ObjectNode both = root.putObject("normalizer").put("type", "Sequence");
      both.putArray("normalizers").add(component("Prepend").put("prepend", SPACE)).add(blanks);
    } else {
      root.set("normalizer", blanks);
    }
    ArrayNode decoders = root.putObject("decoder").put("type", "Sequence").putArray("decoders");
    decoders.add(replace(SPACE, " ")).add(component("ByteFallback")).add(component("Fuse"));
    if (prefix) {
      decoders.add(component("Strip").put("content", " ").put("start", 1).put("stop", 0));
    }
    ObjectNode model =
        root.putObject("model").put("type", "BPE").put("fuse_unk", true).put("byte_fallback", true);
    TokenizerRules.Special unknown = special("unknown_token_id", 0, UNKNOWN);
    if (unknown != null) {
      model.put("unk_token", unknown.text());
    }
    vocabulary(model);
    ArrayNode merges = model.putArray("merges");
    if (metadata.containsKey(PREFIX + "merges")) {
      readMerges(merges);
    } else {
      merges(gemma ? null : scores(), merges);
    }
    return build(
        root,
        special("bos_token_id", 1, CONTROL),
        special("eos_token_id", 2, CONTROL),
        unknown,
        truth("add_bos_token", true),
        prefix);
  }

  /** Byte-level merging. */
  private TokenizerJson merged(String pre) {
    PreTokenizer rule = Objects.requireNonNull(PreTokenizer.named(pre));
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode cuts =
        root.putObject("pre_tokenizer").put("type", "Sequence").putArray("pretokenizers");
    rule.patterns().forEach(pattern -> cuts.add(split(pattern)));
    cuts.add(byteLevel());
    rule.onBytes().forEach(pattern -> cuts.add(split(pattern)));
    root.set("decoder", byteLevel());
    ObjectNode model =
        root.putObject("model").put("type", "BPE").put("ignore_merges", rule.ignoresMerges());
    vocabulary(model);
    readMerges(model.putArray("merges"));
    if (truth("add_space_prefix", false)) {
      notes.add(PREFIX + "add_space_prefix is true; for this kind nobody reads it");
    }
    return build(
        root,
        special("bos_token_id", -1, NORMAL),
        special("eos_token_id", -1, NORMAL),
        special("unknown_token_id", -1, NORMAL),
        truth("add_bos_token", rule.addsBos()),
        false);
  }

  private TokenizerJson build(
      ObjectNode root,
      TokenizerRules.@Nullable Special bos,
      TokenizerRules.@Nullable Special eos,
      TokenizerRules.@Nullable Special unknown,
      boolean addsBos,
      boolean prefixSpace) {
    var named = new LinkedHashSet<String>();
    for (TokenizerRules.Special token :
        new TokenizerRules.@Nullable Special[] {
          bos, eos, unknown, special("padding_token_id", -1, NORMAL)
        }) {
      if (token != null) {
        named.add(token.text());
      }
    }
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (int id = 0; id < types.length; id++) {
      boolean isSpecial = types[id] == CONTROL || types[id] == UNKNOWN;
      if (isSpecial || types[id] == USER_DEFINED) {
        list.add(AddedTokens.token(id, tokens.get(id), isSpecial));
      }
    }
    var added = new AddedTokens(list, new Vocabulary(root.path("model").path("vocab")), named);
    boolean addsEos = truth("add_eos_token", false);
    notes.addAll(added.notes());
    return new TokenizerJson(
        file.toString(),
        root,
        added,
        new TokenizerRules(
            SOURCE,
            bos,
            eos,
            around("add_bos_token", "bos_token_id", addsBos, bos),
            around("add_eos_token", "eos_token_id", addsEos, eos),
            prefixSpace,
            notes));
  }

  private List<TokenizerRules.Special> around(
      String key, String idKey, boolean adds, TokenizerRules.@Nullable Special token) {
    if (!adds) {
      return List.of();
    }
    if (token == null) {
      throw new AssayException(
          file + ": " + PREFIX + key + " is true, but " + PREFIX + idKey + " is missing");
    }
    return List.of(token);
  }

  /**
   * Gemma's files spell tokens of blanks alone with real blanks, where merging needs the sign for
   * them; found as a whole in the raw text, they would cut it elsewhere.
   */
  private void spellBlanks() {
    for (int id = 0; id < tokens.size(); id++) {
      String token = tokens.get(id);
      if (!token.isEmpty() && token.chars().allMatch(c -> c == ' ')) {
        String spelled = SPACE.repeat(token.length());
        if (ids.putIfAbsent(spelled, id) == null) {
          ids.remove(token);
          tokens.set(id, spelled);
          types[id] = NORMAL;
        }
      }
    }
  }

  private void vocabulary(ObjectNode model) {
    ObjectNode vocabulary = model.putObject("vocab");
    for (int id = 0; id < tokens.size(); id++) {
      vocabulary.put(tokens.get(id), id);
    }
  }

  private void readMerges(ArrayNode merges) {
    List<?> list = list("merges");
    for (int i = 0; i < list.size(); i++) {
      if (!(list.get(i) instanceof String merge)) {
        throw wrong("merges[" + i + "]", list.get(i), "a text");
      }
      int blank = merge.indexOf(' ', 1);
      String left = blank < 0 ? merge : merge.substring(0, blank);
      String right = blank < 0 ? "" : merge.substring(blank + 1);
      for (String token : List.of(left, right, left + right)) {
        if (!ids.containsKey(token)) {
          throw wrong("merges[" + i + "]", merge, "two tokens that make a token");
        }
      }
      merges.addArray().add(left).add(right);
    }
  }

  private record Merge(int left, int right, double score, int leftLength, int rightLength) {
    static final Comparator<Merge> ORDER =
        Comparator.comparingDouble(Merge::score)
            .thenComparingInt(Merge::leftLength)
            .thenComparingInt(Merge::rightLength)
            .reversed();
  }

  /**
   * Every way to make a token of two, best first, as transformers derives them: by the token's
   * score, then the longer left part. No merge makes a control token: it would be text read as a
   * command.
   *
   * @param scores of the tokens, or null where their order is the score, as Gemma's is
   */
  private void merges(double @Nullable [] scores, ArrayNode merges) {
    var all = new ArrayList<Merge>();
    for (int id = 0; id < tokens.size(); id++) {
      if (types[id] == CONTROL || types[id] == UNKNOWN || types[id] == BYTE) {
        continue;
      }
      String token = tokens.get(id);
      double score = scores == null ? -id : scores[id];
      for (int cut = token.offsetByCodePoints(0, Math.min(1, token.length()));
          cut < token.length();
          cut = token.offsetByCodePoints(cut, 1)) {
        Integer left = ids.get(token.substring(0, cut));
        Integer right = left == null ? null : ids.get(token.substring(cut));
        if (left != null && right != null) {
          all.add(
              new Merge(
                  left,
                  right,
                  score,
                  token.codePointCount(0, cut),
                  token.codePointCount(cut, token.length())));
        }
      }
    }
    all.sort(Merge.ORDER);
    for (Merge merge : all) {
      merges.addArray().add(tokens.get(merge.left)).add(tokens.get(merge.right));
    }
  }

  private List<String> tokens() {
    List<?> list = list("tokens");
    if (list.isEmpty()) {
      throw wrong("tokens", list, "at least one token");
    }
    var read = new ArrayList<String>(list.size());
    for (int id = 0; id < list.size(); id++) {
      if (!(list.get(id) instanceof String token)) {
        throw wrong("tokens[" + id + "]", list.get(id), "a text");
      }
      // No text makes an empty token; it needs a name of its own all the same.
      read.add(token.isEmpty() ? "[EMPTY_" + id + "]" : token);
    }
    return read;
  }

  private int[] types(int count) {
    int[] read = new int[count];
    Arrays.fill(read, NORMAL);
    if (metadata.containsKey(PREFIX + "token_type")) {
      List<?> list = sized("token_type", count);
      for (int id = 0; id < count; id++) {
        if (!(list.get(id) instanceof Long type) || type < 0 || type > BYTE) {
          throw wrong("token_type[" + id + "]", list.get(id), "a type from 0 to 6");
        }
        read[id] = type.intValue();
      }
    }
    return read;
  }

  private double[] scores() {
    if (!metadata.containsKey(PREFIX + "scores")) {
      throw new AssayException(
          file
              + ": "
              + PREFIX
              + "scores is missing, and so is "
              + PREFIX
              + "merges: nothing says which tokens are merged first");
    }
    List<?> list = sized("scores", tokens.size());
    double[] read = new double[tokens.size()];
    for (int id = 0; id < read.length; id++) {
      if (!(list.get(id) instanceof Number score) || Double.isNaN(score.doubleValue())) {
        throw wrong("scores[" + id + "]", list.get(id), "a number");
      }
      read[id] = score.doubleValue();
    }
    return read;
  }

  private List<?> sized(String key, int count) {
    List<?> list = list(key);
    if (list.size() < count) {
      throw new AssayException(
          file
              + ": "
              + PREFIX
              + key
              + " has "
              + list.size()
              + " entries; expected one for each of "
              + count
              + " tokens");
    }
    return list;
  }

  private List<?> list(String key) {
    if (!(metadata.get(PREFIX + key) instanceof List<?> list)) {
      throw wrong(key, metadata.get(PREFIX + key), "a list");
    }
    return list;
  }

  /**
   * A token by the key of its id.
   *
   * @param otherwise the id where the key is not there, if the token there has the type; -1 for
   *     none
   */
  private TokenizerRules.@Nullable Special special(String key, int otherwise, int type) {
    Object value = metadata.get(PREFIX + key);
    if (value == null) {
      return otherwise >= 0 && otherwise < types.length && types[otherwise] == type
          ? new TokenizerRules.Special(tokens.get(otherwise), otherwise)
          : null;
    }
    if (!(value instanceof Long id) || id < 0 || id >= tokens.size()) {
      throw wrong(key, value, "an id below " + tokens.size());
    }
    return new TokenizerRules.Special(tokens.get(id.intValue()), id.intValue());
  }

  private boolean truth(String key, boolean otherwise) {
    Object value = metadata.get(PREFIX + key);
    if (value == null) {
      return otherwise;
    }
    if (!(value instanceof Boolean truth)) {
      throw wrong(key, value, "true or false");
    }
    return truth;
  }

  private static String text(
      Path file, Map<String, Object> metadata, String key, String otherwise) {
    Object value = metadata.get(key);
    if (value == null) {
      return otherwise;
    }
    if (!(value instanceof String text)) {
      throw new AssayException(file + ": " + key + " is " + value + "; expected a text");
    }
    return text;
  }

  private AssayException wrong(String key, @Nullable Object value, String expected) {
    return new AssayException(
        file
            + ": "
            + PREFIX
            + key
            + (value == null ? " is missing" : " is " + value)
            + "; expected "
            + expected);
  }

  private static ObjectNode component(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }

  private static ObjectNode replace(String from, String to) {
    ObjectNode replace = component("Replace").put("content", to);
    replace.putObject("pattern").put("String", from);
    return replace;
  }

  private static ObjectNode split(String pattern) {
    ObjectNode split = component("Split").put("behavior", "Isolated").put("invert", false);
    split.putObject("pattern").put("Regex", pattern);
    return split;
  }

  private static ObjectNode byteLevel() {
    return component("ByteLevel")
        .put("add_prefix_space", false)
        .put("trim_offsets", false)
        .put("use_regex", false);
  }
}
