package org.modelassay.model.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that are looked for in a text before the model cuts it. Those that are special stand
 * for themselves in what a chat template renders and are mere text in data.
 *
 * <p>The library numbers them itself: by the model's vocabulary, else behind all others in the
 * order of the file. It passes over the {@code id} that the file gives; so does this class.
 */
final class AddedTokens {
  /** Begins what stands in a special token's place where data is encoded. */
  private static final String PLACEHOLDER = "\uE0A5\uE0A5assay placeholder ";

  private record Token(int id, ObjectNode json) {
    String content() {
      return json.path("content").asText();
    }

    boolean special() {
      return json.path("special").asBoolean();
    }

    boolean normalized() {
      return json.path("normalized").asBoolean();
    }
  }

  private final Vocabulary vocabulary;
  private final List<Token> tokens;
  private final Map<String, Integer> ids = new LinkedHashMap<>();
  private final BitSet special = new BitSet();
  private final List<String> notes = new ArrayList<>();

  /**
   * Numbers the tokens.
   *
   * @param list {@code added_tokens}, checked
   * @param vocabulary the model's
   * @param named tokens that the settings name special; those that have an id become special, as in
   *     transformers
   */
  AddedTokens(JsonNode list, Vocabulary vocabulary, Collection<String> named) {
    this.vocabulary = vocabulary;
    Set<String> specials = new HashSet<>(named);
    Set<String> listed = new HashSet<>();
    for (JsonNode token : list) {
      listed.add(token.path("content").asText());
      if (token.path("special").asBoolean()) {
        specials.add(token.path("content").asText());
      }
    }
    var all = new ArrayList<ObjectNode>();
    for (JsonNode token : list) {
      ObjectNode copy = token.deepCopy();
      all.add(copy.put("special", specials.contains(token.path("content").asText())));
    }
    for (String name : new LinkedHashSet<>(named)) {
      if (!listed.contains(name) && !name.isEmpty()) {
        if (vocabulary.id(name).isPresent()) {
          all.add(token(vocabulary.id(name).getAsInt(), name, true));
        } else {
          notes.add("the settings name the special token " + name + ", which has no id");
        }
      }
    }
    tokens = number(all);
    for (Token token : tokens) {
      ids.put(token.content(), token.id);
      if (token.special()) {
        special.set(token.id);
      }
      int given = token.json.path("id").asInt();
      if (given != token.id && notes.size() < 10) {
        notes.add(
            "added token "
                + token.content()
                + " has id "
                + given
                + " in the file; its id in effect is "
                + token.id);
      }
    }
  }

  /** An entry of {@code added_tokens}. */
  static ObjectNode token(int id, String content, boolean special) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", id)
        .put("content", content)
        .put("single_word", false)
        .put("lstrip", false)
        .put("rstrip", false)
        .put("normalized", false)
        .put("special", special);
  }

  private List<Token> number(List<ObjectNode> list) {
    var numbered = new ArrayList<Token>();
    var known = new HashMap<String, Integer>();
    int largest = -1;
    for (ObjectNode json : list) {
      String content = json.path("content").asText();
      if (content.isEmpty()) {
        continue;
      }
      Integer id = known.get(content);
      if (id == null) {
        OptionalInt own = vocabulary.id(content);
        id = own.isPresent() ? own.getAsInt() : Math.max(vocabulary.count(), largest + 1);
        known.put(content, id);
        largest = Math.max(largest, id);
      }
      numbered.add(new Token(id, json));
    }
    return numbered;
  }

  /** The id of a token by its text, in effect. */
  OptionalInt id(String content) {
    Integer id = ids.get(content);
    return id == null ? vocabulary.id(content) : OptionalInt.of(id);
  }

  /** Ids of special tokens. */
  BitSet special() {
    return special;
  }

  /** What the files say that is not in effect. */
  List<String> notes() {
    return notes;
  }

  /** One more than the largest id of all. */
  int size() {
    int size = vocabulary.size();
    for (Token token : tokens) {
      size = Math.max(size, token.id + 1);
    }
    return size;
  }

  /** The list for what a template rendered. */
  ArrayNode forRendered() {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    tokens.forEach(token -> list.add(token.json));
    return list;
  }

  /**
   * The list for data: without special tokens. What they leave behind them is filled where another
   * token's number depends on it.
   *
   * @return null where the numbers cannot be kept
   */
  @Nullable ArrayNode forData() {
    var kept = new ArrayList<ObjectNode>();
    for (Token token : tokens) {
      if (!token.special()) {
        kept.add(token.json);
      } else if (vocabulary.id(token.content()).isEmpty()) {
        kept.add(token(token.id, PLACEHOLDER + token.id, true));
      }
    }
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (Token token : number(kept)) {
      if (!token.special() && token.id != ids.getOrDefault(token.content(), -1)) {
        return null;
      }
      list.add(token.json);
    }
    return list;
  }

  /**
   * Why a text that holds special tokens is not cut as the library would cut it with their
   * recognition off, or null if it is. There a special token's text is passed over whole; so a
   * token that is not special and lies across it, or within it, is not found.
   */
  @Nullable String obstacle(String text) {
    if (text.contains(PLACEHOLDER)) {
      return "the text holds the placeholder of a special token";
    }
    for (boolean normalized : new boolean[] {false, true}) {
      List<Token> group = tokens.stream().filter(t -> t.normalized() == normalized).toList();
      List<Token> plain = group.stream().filter(t -> !t.special()).toList();
      if (plain.isEmpty() || plain.size() == group.size()) {
        continue;
      }
      List<String> off = matches(text, group);
      List<String> without = matches(text, plain);
      if (!off.equals(without)) {
        return "an added token lies across a special token's text: "
            + without.stream().filter(match -> !off.contains(match)).findFirst().orElse("");
      }
    }
    return null;
  }

  /** Leftmost longest matches, from left to right; those of special tokens are passed over. */
  private static List<String> matches(String text, List<Token> tokens) {
    var byFirst = new HashMap<Character, List<Token>>();
    for (Token token : tokens) {
      byFirst.computeIfAbsent(token.content().charAt(0), c -> new ArrayList<>()).add(token);
    }
    byFirst
        .values()
        .forEach(list -> list.sort(Comparator.comparingInt(t -> -t.content().length())));
    var matches = new ArrayList<String>();
    for (int at = 0; at < text.length(); ) {
      Token found = null;
      for (Token token : byFirst.getOrDefault(text.charAt(at), List.of())) {
        if (text.startsWith(token.content(), at)) {
          found = token;
          break;
        }
      }
      if (found != null && !found.special()) {
        matches.add(found.content() + " at " + at);
      }
      at += found == null ? 1 : found.content().length();
    }
    return matches;
  }
}
