package org.modelassay.model.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** The model's tokens and their ids, of a checked {@code tokenizer.json}. */
final class Vocabulary {
  private final JsonNode byToken;
  private final Map<String, Integer> pieces = new HashMap<>();
  private final int size;

  /** Of {@code model.vocab}: an object from token to id, or a list of pieces. */
  Vocabulary(JsonNode node) {
    byToken = node;
    int largest = -1;
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        pieces.put(node.get(i).get(0).asText(), i);
      }
      largest = node.size() - 1;
    } else {
      for (JsonNode id : node) {
        largest = Math.max(largest, id.asInt());
      }
    }
    size = largest + 1;
  }

  /** The id of a token. */
  OptionalInt id(String token) {
    if (byToken.isArray()) {
      Integer id = pieces.get(token);
      return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }
    JsonNode id = byToken.get(token);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id.asInt());
  }

  /** How many tokens there are. */
  int count() {
    return byToken.size();
  }

  /** One more than the largest id. */
  int size() {
    return size;
  }
}
