package org.modelassay.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids of small tokenizers are those of the reference libraries, text by text. */
class GoldenTokenizersTest {
  static final Path FOLDER = Path.of("src/test/resources/golden/tokenizers");
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_LONG_FOR_INTS).build();

  private static JsonNode read(String name) throws IOException {
    return JSON.readTree(FOLDER.resolve(name).toFile());
  }

  /** The metadata of a golden file as the reader of GGUF files gives them; to be changed freely. */
  static Map<String, Object> metadata(String name) throws IOException {
    var metadata = new TreeMap<String, Object>();
    for (Map.Entry<String, JsonNode> entry : read(name).path("metadata").properties()) {
      metadata.put(entry.getKey(), JSON.convertValue(entry.getValue(), Object.class));
    }
    return metadata;
  }

  private static void compare(TokenizerJson tokenizer, JsonNode cases) {
    var texts = new ArrayList<String>();
    for (JsonNode each : cases) {
      String text = each.path("text").asText();
      texts.add(text);
      assertThat(tokenizer.encodeRendered(text))
          .as("rendered %s", each)
          .isEqualTo(ids(each, "rendered"));
      assertThat(tokenizer.encode(text)).as("data %s", each).isEqualTo(ids(each, "data"));
      if (each.has("decoded")) {
        assertThat(tokenizer.decode(ids(each, "rendered")))
            .as("%s", each)
            .isEqualTo(each.path("decoded").asText());
      }
    }
    List<int[]> all = tokenizer.encodeAll(texts);
    for (int i = 0; i < all.size(); i++) {
      assertThat(all.get(i)).isEqualTo(ids(cases.get(i), "data"));
    }
  }

  private static int[] ids(JsonNode each, String key) {
    return JSON.convertValue(each.path(key), int[].class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"byte-level", "sentencepiece-like", "word-piece", "unigram"})
  void aTokenizerJsonGivesTheLibrarysIds(String name) throws IOException {
    try (TokenizerJson tokenizer = TokenizerJson.read(FOLDER.resolve(name))) {
      compare(tokenizer, read(name + "/golden.json"));
    }
  }

  @Test
  void scoresOfAGgufFileGiveSentencePiecesIds() throws IOException {
    try (TokenizerJson tokenizer =
        GgufTokenizer.of(metadata("gguf-scored.json"), Path.of("scored.gguf"))) {
      for (JsonNode each : read("gguf-scored.json").path("cases")) {
        assertThat(tokenizer.encode(each.path("text").asText()))
            .as("%s", each)
            .isEqualTo(ids(each, "data"));
      }
    }
  }

  static List<String> preTokenizers() throws IOException {
    return read("gguf-merged.json").path("pre").findValuesAsText("pre");
  }

  @ParameterizedTest
  @MethodSource("preTokenizers")
  void mergesOfAGgufFileGiveTheIdsOfThePublishedTokenizers(String name) throws IOException {
    Map<String, Object> metadata = metadata("gguf-merged.json");
    metadata.put("tokenizer.ggml.pre", name);
    try (TokenizerJson tokenizer = GgufTokenizer.of(metadata, Path.of("merged.gguf"))) {
      for (JsonNode each : read("gguf-merged.json").path("pre")) {
        if (each.path("pre").asText().equals(name)) {
          compare(tokenizer, each.path("cases"));
        }
      }
    }
  }
}
