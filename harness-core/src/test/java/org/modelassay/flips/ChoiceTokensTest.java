package org.modelassay.flips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modelassay.AssayException;
import org.modelassay.data.ChoiceTask;
import org.modelassay.model.DecodingCost;
import org.modelassay.model.Tokenizer;
import org.modelassay.model.tokenizer.TokenizerJson;
import org.modelassay.reading.TextModel;
import org.modelassay.reading.TokenSequence;

/** Question and choice in tokens, beside lm-evaluation-harness with two tokenizers. */
class ChoiceTokensTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest(name = "{0}, joined by \"{2}\"")
  @CsvSource({
    "byte-level, byte-level, ' '",
    "byte-level, byte-level-joined, ''",
    "unigram, unigram, ' '",
    "unigram, unigram-joined, ''"
  })
  void questionAndChoiceAreCutAsTheReferenceCutsThem(
      String tokenizer, String golden, String delimiter, @TempDir Path folder) throws IOException {
    TextModel model =
        new Named(TokenizerJson.read(Path.of("src/test/resources/golden/tokenizers", tokenizer)));
    boolean hasPrefix = model.tokenizer().bos().isPresent();
    int refused = 0;
    for (List<JsonNode> choices : byContext(golden).values()) {
      Path task = task(folder, choices, delimiter);
      boolean unpredicted = choices.stream().anyMatch(c -> c.get("contextIds").isEmpty());
      boolean swallowed = choices.stream().anyMatch(c -> c.get("continuationIds").isEmpty());
      // This tokenizer's files name no special token, so that nothing can stand for a question.
      unpredicted |= !hasPrefix && choices.get(0).get("context").asText().isEmpty();
      if (unpredicted || swallowed) {
        refused++;
        assertThatThrownBy(() -> ChoiceTokens.of(ChoiceTask.read(task, 0), model))
            .isInstanceOf(AssayException.class)
            .hasMessageContaining(unpredicted ? "has no question" : "no token of its own is left");
        continue;
      }
      List<TokenSequence> sequences =
          ChoiceTokens.of(ChoiceTask.read(task, 0), model).sequences().sequences();
      assertThat(sequences).hasSameSizeAs(choices);
      for (int i = 0; i < choices.size(); i++) {
        int[] tokens = sequences.get(i).tokens();
        int first = sequences.get(i).firstScored();
        // The reference splits by count too: the split may fall inside a token of the question.
        assertThat(Arrays.copyOfRange(tokens, first, tokens.length))
            .as("continuation of %s", choices.get(i))
            .isEqualTo(ids(choices.get(i).get("continuationIds")));
        assertThat(first)
            .as("context of %s", choices.get(i))
            .isEqualTo(choices.get(i).get("contextIds").size());
      }
    }
    assertThat(refused).isEqualTo(hasPrefix ? 0 : golden.endsWith("joined") ? 4 : 2);
  }

  private static Map<String, List<JsonNode>> byContext(String golden) throws IOException {
    var cases = new LinkedHashMap<String, List<JsonNode>>();
    for (JsonNode each :
        JSON.readTree(Path.of("src/test/resources/lm-eval/pairs.json").toFile()).get(golden)) {
      cases.computeIfAbsent(each.get("context").asText(), key -> new ArrayList<>()).add(each);
    }
    assertThat(cases).hasSize(12);
    return cases;
  }

  private static Path task(Path folder, List<JsonNode> choices, String delimiter)
      throws IOException {
    var document = JSON.createObjectNode().put("q", choices.get(0).get("context").asText());
    choices.forEach(
        c ->
            document
                .withArray("c")
                .add(c.get("continuation").asText().substring(delimiter.length())));
    Files.writeString(folder.resolve("docs.jsonl"), JSON.writeValueAsString(document));
    return Files.writeString(
        folder.resolve("task.yaml"),
        """
        task: t
        dataset_path: json
        dataset_kwargs: {data_files: {test: docs.jsonl}}
        test_split: test
        output_type: multiple_choice
        doc_to_text: q
        doc_to_choice: c
        doc_to_target: 0
        target_delimiter: "%s"
        """
            .formatted(delimiter));
  }

  private static int[] ids(JsonNode ids) {
    int[] array = new int[ids.size()];
    Arrays.setAll(array, i -> ids.get(i).intValue());
    return array;
  }

  private record Named(Tokenizer tokenizer) implements TextModel {
    @Override
    public String name() {
      return "m";
    }

    @Override
    public int contextLength() {
      return 512;
    }

    @Override
    public int vocabularySize() {
      return tokenizer.size();
    }

    @Override
    public DecodingCost cost() {
      return new DecodingCost(1_000, 100, List.of());
    }

    @Override
    public SortedSet<Integer> endTokens() {
      return new TreeSet<>();
    }

    @Override
    public boolean hasMlps() {
      return true;
    }

    @Override
    public int layers() {
      return 1;
    }
  }
}
