package org.modelassay.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.modelassay.AssayException;

/** A tokenizer from the metadata of a GGUF file; its ids are in {@link GoldenTokenizersTest}. */
class GgufTokenizerTest {
  private static final String KEY = "tokenizer.ggml.";
  private static final Path FILE = Path.of("m.gguf");

  private static TokenizerJson read(String name, Map<String, Object> changes) throws IOException {
    Map<String, Object> metadata = GoldenTokenizersTest.metadata(name);
    metadata.put("tokenizer.ggml.pre", "qwen2");
    for (Map.Entry<String, Object> change : changes.entrySet()) {
      if (change.getValue().equals("absent")) {
        metadata.remove(KEY + change.getKey());
      } else {
        metadata.put(KEY + change.getKey(), change.getValue());
      }
    }
    return GgufTokenizer.of(metadata, FILE);
  }

  private static TokenizerJson scored(Map<String, Object> changes) throws IOException {
    return read("gguf-scored.json", changes);
  }

  private static TokenizerJson merged(Map<String, Object> changes) throws IOException {
    return read("gguf-merged.json", changes);
  }

  @Test
  void theScoredKindAddsItsBosUnlessToldOtherwise() throws IOException {
    var unknown = new TokenizerRules.Special("<s>", 1);
    try (TokenizerJson tokenizer = scored(Map.of())) {
      assertThat(tokenizer.rules())
          .isEqualTo(
              new TokenizerRules(
                  "GGUF metadata",
                  unknown,
                  new TokenizerRules.Special("</s>", 2),
                  List.of(unknown),
                  List.of(),
                  true,
                  List.of()));
    }
    try (TokenizerJson tokenizer =
        scored(Map.of("add_bos_token", false, "add_eos_token", true, "add_space_prefix", false))) {
      assertThat(tokenizer.bos()).isEmpty();
      assertThat(tokenizer.rules().after())
          .extracting(TokenizerRules.Special::id)
          .containsExactly(2);
      assertThat(tokenizer.rules().prefixSpace()).isFalse();
      assertThat(tokenizer.decode(tokenizer.encode("The nurse"))).isEqualTo("The nurse");
    }
  }

  @Test
  void idsOfTheScoredKindThatAreMissingAreThoseOfLlamaWhereTheTypeAgrees() throws IOException {
    try (TokenizerJson tokenizer =
        scored(Map.of("bos_token_id", "absent", "eos_token_id", "absent"))) {
      assertThat(tokenizer.bos()).hasValue(1);
    }
  }

  @Test
  void theMergedKindAddsWhatItsPreTokenizerIsKnownToAdd() throws IOException {
    try (TokenizerJson qwen = merged(Map.of("pre", "qwen2"));
        TokenizerJson llama = merged(Map.of("pre", "llama-bpe"));
        TokenizerJson told = merged(Map.of("pre", "llama-bpe", "add_bos_token", false))) {
      assertThat(qwen.bos()).isEmpty();
      assertThat(llama.bos()).hasValue(qwen.size() - 3);
      assertThat(told.bos()).isEmpty();
    }
  }

  @Test
  void controlTokensAreTextInDataAndUserDefinedOnesAreNot() throws IOException {
    try (TokenizerJson tokenizer = merged(Map.of())) {
      int end = tokenizer.size() - 2;
      int tool = tokenizer.size() - 1;
      String text = "<\uFF5Cend\u2581of\u2581sentence\uFF5C><tool>";

      assertThat(tokenizer.encodeRendered(text)).containsExactly(end, tool);
      assertThat(tokenizer.encode(text)).endsWith(tool).doesNotContain(end);
      assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
    }
  }

  @Test
  void noMergeMakesAControlToken() throws IOException {
    // With the pieces "</" and "s>" in the vocabulary, scores alone would make "</s>" out of text.
    var tokens =
        new ArrayList<Object>(List.of("<unk>", "<s>", "</s>", "<", "/", "s", ">", "</", "s>"));
    var metadata = new TreeMap<String, Object>();
    metadata.put(KEY + "model", "llama");
    metadata.put(KEY + "tokens", tokens);
    metadata.put(KEY + "scores", List.of(0.0, 0.0, 0.0, -5.0, -6.0, -7.0, -8.0, -1.0, -2.0));
    metadata.put(KEY + "token_type", List.of(2L, 3L, 3L, 1L, 1L, 1L, 1L, 1L, 1L));
    metadata.put(KEY + "add_space_prefix", false);

    try (TokenizerJson tokenizer = GgufTokenizer.of(metadata, FILE)) {
      assertThat(tokenizer.encode("</s>")).containsExactly(7, 8);
      assertThat(tokenizer.encodeRendered("</s>")).containsExactly(2);
    }
  }

  static Collection<String> names() {
    return PreTokenizer.all().keySet();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyPreTokenizerIsACutNotALoss(String name) throws IOException {
    String text =
        "It's 1234567 x\u00B2 \u00BD of caf\u00E9s:\r\n\t \u770B\u8B77\u5E2B \u3042 HTTPServer_b   $(y) \u0645\u0631 \uD83D\uDC4D\n";
    try (TokenizerJson tokenizer = merged(Map.of("pre", name))) {
      assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
    }
    assertThat(Path.of("../docs/models.md")).content().contains("`" + name + "`");
    PreTokenizer rule = PreTokenizer.named(name);
    assertThat(rule).isNotNull();
    rule.patterns().forEach(pattern -> Patterns.check(name, pattern));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bert", "t5", "rwkv", "plamo2", "gemma4", "no_vocab"})
  void otherKindsAreRefusedByName(String kind) {
    assertThatThrownBy(() -> merged(Map.of("model", kind)))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            "m.gguf: tokenizer.ggml.model is "
                + kind
                + "; supported are gpt2, llama; place the model's tokenizer.json beside the file,"
                + " and it is used");
  }

  @Test
  void whatIsMissingOrWrongIsNamed() {
    rejected(
        Map.of("model", "absent"),
        "m.gguf: tokenizer.ggml.model is missing: the file holds no tokenizer; place the model's"
            + " tokenizer.json beside the file, and it is used");
    rejected(
        Map.of("pre", "absent"),
        "m.gguf: tokenizer.ggml.pre is missing: nothing says how a text is cut before merging;"
            + " place the model's tokenizer.json beside the file, and it is used");
    rejected(
        Map.of("tokens", "absent"), "m.gguf: tokenizer.ggml.tokens is missing; expected a list");
    rejected(
        Map.of("tokens", List.of("a", 5L)),
        "m.gguf: tokenizer.ggml.tokens[1] is 5; expected a text");
    rejected(
        Map.of("tokens", List.of("a", "b", "a"), "token_type", "absent"),
        "m.gguf: tokenizer.ggml.tokens has \"a\" twice, as 0 and as 2");
    rejected(
        Map.of("token_type", List.of(1L)),
        "m.gguf: tokenizer.ggml.token_type has 1 entries; expected one for each of 703 tokens");
    rejected(
        Map.of("merges", List.of("a qq")),
        "m.gguf: tokenizer.ggml.merges[0] is a qq; expected two tokens that make a token");
    rejected(
        Map.of("bos_token_id", 703L),
        "m.gguf: tokenizer.ggml.bos_token_id is 703; expected an id below 703");
    rejected(
        Map.of("add_bos_token", 1L),
        "m.gguf: tokenizer.ggml.add_bos_token is 1; expected true or false");
    rejected(
        Map.of("add_bos_token", true, "bos_token_id", "absent"),
        "m.gguf: tokenizer.ggml.add_bos_token is true, but tokenizer.ggml.bos_token_id is missing");
    assertThatThrownBy(() -> scored(Map.of("scores", "absent")))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            "m.gguf: tokenizer.ggml.scores is missing, and so is tokenizer.ggml.merges: nothing says"
                + " which tokens are merged first");
    assertThatThrownBy(() -> merged(Map.of("pre", "kimi-k2")))
        .isInstanceOf(AssayException.class)
        .hasMessageStartingWith("m.gguf: tokenizer.ggml.pre is kimi-k2; supported are a.x-4.0, ");
  }

  private static void rejected(Map<String, Object> changes, String message) {
    assertThatThrownBy(() -> merged(changes))
        .isInstanceOf(AssayException.class)
        .hasMessage(message);
  }

  @Test
  void aTokenizerJsonBesideTheFileServesWhereTheMetadataCannot(@TempDir Path folder)
      throws IOException {
    TokenizerCopy.of("byte-level", folder);
    Map<String, Object> metadata = GoldenTokenizersTest.metadata("gguf-merged.json");
    metadata.put(KEY + "pre", "kimi-k2");

    try (TokenizerJson tokenizer = GgufTokenizer.of(metadata, folder.resolve("m.gguf"))) {
      assertThat(tokenizer.rules().source()).isEqualTo("tokenizer.json");
    }

    metadata.put(KEY + "pre", "qwen2");
    try (TokenizerJson tokenizer = GgufTokenizer.of(metadata, folder.resolve("m.gguf"))) {
      assertThat(tokenizer.rules().source()).isEqualTo("GGUF metadata");
    }
  }

  @Test
  void damagedMetadataEndInAnErrorOrWork() throws IOException {
    long seed = 5;
    for (int round = 0; round < 200; round++) {
      var random = new Random(seed + round);
      Map<String, Object> metadata =
          GoldenTokenizersTest.metadata(
              random.nextBoolean() ? "gguf-scored.json" : "gguf-merged.json");
      metadata.putIfAbsent(KEY + "pre", "gpt-2");
      for (int i = random.nextInt(3); i >= 0; i--) {
        damage(metadata, random);
      }
      try (TokenizerJson tokenizer = GgufTokenizer.of(metadata, FILE)) {
        tokenizer.decode(tokenizer.encode("The <s>nurse<tool> read \u770B 12 books.\n"));
        tokenizer.encodeRendered("<|endoftext|></s>");
      } catch (AssayException e) {
        assertThat(e.getMessage()).startsWith("m.gguf");
      } catch (RuntimeException e) {
        throw new AssertionError("round " + round + " of seed " + seed, e);
      }
    }
  }

  private static void damage(Map<String, Object> metadata, Random random) {
    String key = List.copyOf(metadata.keySet()).get(random.nextInt(metadata.size()));
    List<Object> values =
        List.of(-1L, 0L, Long.MAX_VALUE, 0.5, true, "", "gpt2", "llama", List.of());
    Object value = values.get(random.nextInt(values.size()));
    if (metadata.get(key) instanceof List<?> list && !list.isEmpty() && random.nextInt(4) != 0) {
      var changed = new ArrayList<Object>(list);
      int at = random.nextInt(changed.size());
      switch (random.nextInt(4)) {
        case 0 -> changed.set(at, value);
        case 1 -> changed.remove(at);
        case 2 -> changed.set(at, changed.get(random.nextInt(changed.size())));
        default -> changed.subList(at, changed.size()).clear();
      }
      metadata.put(key, changed);
    } else {
      metadata.put(key, value);
    }
  }
}
