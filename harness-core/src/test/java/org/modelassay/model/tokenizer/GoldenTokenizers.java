package org.modelassay.model.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.model.gguf.GgufFile;

/**
 * Compares token ids with those of the reference implementations: {@code tokenizers.json} (real
 * tokenizers, by transformers) and {@code gguf/gguf.json} (tiny ones, by llama.cpp) of a golden
 * folder.
 */
public final class GoldenTokenizers {
  private static final ObjectMapper JSON = new ObjectMapper();

  private GoldenTokenizers() {}

  /**
   * A line for each tokenizer and each source it is built from, whose last word is {@code OK},
   * {@code differs} or {@code absent}.
   *
   * @param golden the golden folder
   * @param models folder with GGUF files and directories converted from them, or null
   */
  public static List<String> compareAll(Path golden, @Nullable Path models) {
    var lines = new ArrayList<String>();
    try {
      if (Files.exists(golden.resolve("tokenizers.json"))) {
        JsonNode root = JSON.readTree(golden.resolve("tokenizers.json").toFile());
        for (Map.Entry<String, JsonNode> source : root.path("sources").properties()) {
          real(source.getKey(), source.getValue(), root.path("cases"), models, lines);
        }
      }
      if (Files.exists(golden.resolve("gguf/gguf.json"))) {
        tiny(golden.resolve("gguf"), lines);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }

  private static void real(
      String name, JsonNode source, JsonNode cases, @Nullable Path models, List<String> lines)
      throws IOException {
    Path file = models == null ? null : models.resolve(source.path("file").asText());
    String fromGguf = "tokenizers/" + name + " from GGUF";
    if (file == null || !Files.exists(file)) {
      lines.add(fromGguf + " absent");
    } else {
      try (TokenizerJson tokenizer = GgufTokenizer.of(GgufFile.open(file).metadata(), file)) {
        lines.add(fromGguf + ": " + compare(name, tokenizer, cases, true));
      } catch (AssayException e) {
        lines.add(fromGguf + ": " + e.getMessage() + " differs");
      }
    }
    int before = lines.size();
    for (Path directory : directories(models)) {
      String fromJson = "tokenizers/" + name + " from " + directory.getFileName();
      try (TokenizerJson tokenizer = TokenizerJson.read(directory)) {
        if (isIt(tokenizer, source)) {
          // A directory converted from GGUF cannot say what GGUF does not.
          boolean converted =
              JSON.readTree(directory.resolve("tokenizer.json").toFile())
                  .path("normalizer")
                  .isNull();
          lines.add(fromJson + ": " + compare(name, tokenizer, cases, converted));
        }
      }
    }
    if (lines.size() == before) {
      lines.add("tokenizers/" + name + " from tokenizer.json absent");
    }
  }

  private static List<Path> directories(@Nullable Path models) throws IOException {
    if (models == null) {
      return List.of();
    }
    try (Stream<Path> list = Files.list(models)) {
      return list.filter(d -> Files.exists(d.resolve("tokenizer.json"))).sorted().toList();
    }
  }

  /** Whether a directory's tokenizer is the one, by the example in the golden file. */
  private static boolean isIt(TokenizerJson tokenizer, JsonNode source) {
    JsonNode example = source.path("example_with_special_tokens");
    int[] ids = tokenizer.encode(example.path("text").asText());
    if (tokenizer.rules().before().size() == 1) {
      int[] all = new int[ids.length + 1];
      all[0] = tokenizer.bos().getAsInt();
      System.arraycopy(ids, 0, all, 1, ids.length);
      ids = all;
    }
    return Arrays.equals(ids, ids(example.path("ids")))
        && tokenizer.size() <= source.path("vocabulary").asInt();
  }

  private static String compare(
      String name, TokenizerJson tokenizer, JsonNode cases, boolean fromGguf) {
    int count = 0;
    for (JsonNode each : cases) {
      String text = each.path("text").asText();
      JsonNode golden = each.path(name);
      boolean own = fromGguf && golden.has("ids_from_gguf");
      int[] rendered = ids(golden.path(own ? "ids_from_gguf" : "ids"));
      int[] data =
          golden.has("ids_special_as_text") ? ids(golden.path("ids_special_as_text")) : rendered;
      String difference = difference(text, rendered, tokenizer.encodeRendered(text));
      if (difference == null) {
        difference = difference(text, data, tokenizer.encode(text));
      }
      if (difference == null && !own) {
        String decoded = tokenizer.decode(rendered);
        difference =
            decoded.equals(golden.path("decoded").asText())
                ? null
                : "decodes to " + JSON.valueToTree(decoded) + ", not " + golden.path("decoded");
      }
      if (difference != null) {
        return difference + " differs";
      }
      count++;
    }
    return count + " texts OK";
  }

  private static void tiny(Path folder, List<String> lines) throws IOException {
    JsonNode kinds = JSON.readTree(folder.resolve("gguf.json").toFile()).path("tokenizer_cases");
    for (Map.Entry<String, JsonNode> kind : kinds.properties()) {
      String line = "tokenizers/" + kind.getKey();
      try (Stream<Path> list = Files.list(folder)) {
        Path file =
            list.filter(f -> f.getFileName().toString().startsWith(kind.getKey() + "-"))
                .filter(f -> f.toString().endsWith(".gguf"))
                .sorted()
                .findFirst()
                .orElse(null);
        if (file == null) {
          lines.add(line + " absent");
          continue;
        }
        line += " from " + file.getFileName();
        try (TokenizerJson tokenizer = GgufTokenizer.of(GgufFile.open(file).metadata(), file)) {
          String result = null;
          for (JsonNode each : kind.getValue().path("cases")) {
            String text = each.path("text").asText();
            if (result == null) {
              result = difference(text, ids(each.path("ids")), tokenizer.encodeRendered(text));
            }
          }
          lines.add(
              line
                  + ": "
                  + (result == null
                      ? kind.getValue().path("cases").size() + " texts OK"
                      : result + " differs"));
        }
      }
    }
  }

  private static @Nullable String difference(String text, int[] expected, int[] ids) {
    return Arrays.equals(expected, ids)
        ? null
        : JSON.valueToTree(text)
            + " is "
            + Arrays.toString(ids)
            + ", expected "
            + Arrays.toString(expected)
            + ",";
  }

  private static int[] ids(JsonNode list) {
    return JSON.convertValue(list, int[].class);
  }
}
