package org.modelassay.model.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.modelassay.AssayException;

/**
 * The tokens that the {@code post_processor} of a {@code tokenizer.json} puts around one sequence.
 * It is read here and never handed to the library, which has nothing to add then.
 *
 * @param before in front of it, in order
 * @param after behind it, in order
 */
record PostProcessor(List<TokenizerRules.Special> before, List<TokenizerRules.Special> after) {

  static PostProcessor read(Path file, JsonNode node) {
    var before = new ArrayList<TokenizerRules.Special>();
    var after = new ArrayList<TokenizerRules.Special>();
    if (!node.isMissingNode() && !node.isNull()) {
      add(file, "post_processor", node, before, after, 0);
    }
    return new PostProcessor(before, after);
  }

  private static void add(
      Path file,
      String place,
      JsonNode node,
      List<TokenizerRules.Special> before,
      List<TokenizerRules.Special> after,
      int depth) {
    switch (node.path("type").asText()) {
      case "ByteLevel" -> {
        // Changes offsets alone.
      }
      case "Sequence" -> {
        if (depth > 4) {
          throw new AssayException(file + ": " + place + " is nested deeper than 4");
        }
        int index = 0;
        for (JsonNode each : node.path("processors")) {
          add(file, place + "[" + index++ + "]", each, before, after, depth + 1);
        }
      }
      case "BertProcessing", "RobertaProcessing" -> {
        before.addAll(0, List.of(pair(file, place + ".cls", node.path("cls"))));
        after.add(pair(file, place + ".sep", node.path("sep")));
      }
      case "TemplateProcessing" -> template(file, place, node, before, after);
      default ->
          throw new AssayException(
              file
                  + ": "
                  + place
                  + ".type is "
                  + node.path("type")
                  + "; expected one of BertProcessing, ByteLevel, RobertaProcessing, Sequence,"
                  + " TemplateProcessing");
    }
  }

  private static TokenizerRules.Special pair(Path file, String place, JsonNode node) {
    if (!node.isArray()
        || node.size() != 2
        || !node.get(0).isTextual()
        || !node.get(1).canConvertToInt()) {
      throw new AssayException(
          file + ": " + place + " is " + node + "; expected a token and its id");
    }
    return new TokenizerRules.Special(node.get(0).asText(), node.get(1).asInt());
  }

  private static void template(
      Path file,
      String place,
      JsonNode node,
      List<TokenizerRules.Special> before,
      List<TokenizerRules.Special> after) {
    var front = new ArrayList<TokenizerRules.Special>();
    boolean behind = false;
    for (JsonNode piece : node.path("single")) {
      if (piece.has("Sequence")) {
        behind = true;
        continue;
      }
      String name = piece.path("SpecialToken").path("id").asText();
      JsonNode token = node.path("special_tokens").path(name);
      JsonNode ids = token.path("ids");
      JsonNode texts = token.path("tokens");
      if (!ids.isArray() || !texts.isArray() || ids.isEmpty() || texts.size() != ids.size()) {
        throw new AssayException(
            file
                + ": "
                + place
                + ".special_tokens lacks \""
                + name
                + "\" with its ids, which"
                + " single uses");
      }
      for (int i = 0; i < ids.size(); i++) {
        if (!ids.get(i).isIntegralNumber() || !ids.get(i).canConvertToInt()) {
          throw new AssayException(
              file + ": " + place + ".special_tokens: id of \"" + name + "\" is " + ids.get(i));
        }
        (behind ? after : front)
            .add(new TokenizerRules.Special(texts.get(i).asText(), ids.get(i).asInt()));
      }
    }
    if (!behind) {
      throw new AssayException(file + ": " + place + ".single has no place for the sequence");
    }
    before.addAll(0, front);
  }
}
