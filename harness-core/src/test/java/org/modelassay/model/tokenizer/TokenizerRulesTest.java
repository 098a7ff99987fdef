package org.modelassay.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modelassay.AssayException;

/**
 * What a tokenizer puts around a text. Where its files contradict each other the outcomes are those
 * of transformers 5.24: {@code tokenizer.json} decides what is added, the settings what it is
 * called.
 */
class TokenizerRulesTest {
  private static final TokenizerRules.Special BEGIN = new TokenizerRules.Special("<|begin|>", 400);
  private static final TokenizerRules.Special END = new TokenizerRules.Special("<|end|>", 401);

  @TempDir private Path folder;

  private TokenizerRules rules(String name) throws IOException {
    try (TokenizerJson tokenizer = TokenizerCopy.of(name, folder).read()) {
      return tokenizer.rules();
    }
  }

  @Test
  void theTemplateOfTokenizerJsonAddsAndTheContradictionIsNoted() throws IOException {
    // tokenizer_config.json says add_bos_token false.
    assertThat(rules("byte-level"))
        .isEqualTo(
            new TokenizerRules(
                "tokenizer.json",
                BEGIN,
                END,
                List.of(BEGIN),
                List.of(),
                false,
                List.of(
                    "add_bos_token is false in tokenizer_config.json; tokenizer.json says true,"
                        + " which counts")));
  }

  @Test
  void aPrefixSpaceAndATokenBehind() throws IOException {
    var begin = new TokenizerRules.Special("<s>", 1);
    var end = new TokenizerRules.Special("</s>", 2);

    assertThat(rules("sentencepiece-like"))
        .isEqualTo(
            new TokenizerRules(
                "tokenizer.json", begin, end, List.of(begin), List.of(end), true, List.of()));
  }

  @Test
  void withoutSettingsNothingIsNamed() throws IOException {
    assertThat(rules("word-piece"))
        .isEqualTo(
            new TokenizerRules(
                "tokenizer.json",
                null,
                null,
                List.of(new TokenizerRules.Special("[CLS]", 2)),
                List.of(new TokenizerRules.Special("[SEP]", 3)),
                false,
                List.of()));
  }

  @Test
  void withoutATemplateNothingIsAdded() throws IOException {
    TokenizerCopy copy =
        TokenizerCopy.of("byte-level", folder)
            .change(root -> root.putNull("post_processor"))
            .write(
                "tokenizer_config.json", "{\"bos_token\": \"<|begin|>\", \"add_bos_token\": true}");

    try (TokenizerJson tokenizer = copy.read()) {
      assertThat(tokenizer.bos()).isEmpty();
      assertThat(tokenizer.rules().bos()).isEqualTo(BEGIN);
      assertThat(tokenizer.rules().notes())
          .containsExactly(
              "add_bos_token is true in tokenizer_config.json; tokenizer.json says false, which"
                  + " counts");
    }
  }

  @Test
  void specialTokensMapNamesWhereTheSettingsListNoAddedTokens() throws IOException {
    TokenizerCopy copy =
        TokenizerCopy.of("byte-level", folder)
            .write("special_tokens_map.json", "{\"eos_token\": {\"content\": \"<|last|>\"}}");
    try (TokenizerJson tokenizer = copy.read()) {
      assertThat(tokenizer.rules().eos()).isEqualTo(new TokenizerRules.Special("<|last|>", 404));
    }

    copy.write(
        "tokenizer_config.json", "{\"eos_token\": \"<|end|>\", \"added_tokens_decoder\": {}}");
    try (TokenizerJson tokenizer = copy.read()) {
      assertThat(tokenizer.rules().eos()).isEqualTo(END);
    }
  }

  @Test
  void anotherTokenInFrontThanTheNamedOneIsNoted() throws IOException {
    TokenizerCopy copy =
        TokenizerCopy.of("byte-level", folder)
            .write(
                "tokenizer_config.json", "{\"bos_token\": \"<|end|>\", \"pad_token\": \"<none>\"}");

    try (TokenizerJson tokenizer = copy.read()) {
      assertThat(tokenizer.bos()).hasValue(400);
      assertThat(tokenizer.rules().notes())
          .containsExactly(
              "the settings name the special token <none>, which has no id",
              "bos_token is <|end|>; tokenizer.json puts <|begin|> in front, which counts");
    }
  }

  @Test
  void twoTokensInFrontAreNotImplemented() throws IOException {
    TokenizerCopy copy =
        TokenizerCopy.of("byte-level", folder)
            .change(
                root -> {
                  ObjectNode template =
                      (ObjectNode) root.path("post_processor").path("processors").get(1);
                  ((ArrayNode) template.path("single")).insert(0, template.at("/single/0"));
                });

    try (TokenizerJson tokenizer = copy.read()) {
      assertThat(tokenizer.rules().before()).containsExactly(BEGIN, BEGIN);
      assertThatThrownBy(tokenizer::bos)
          .isInstanceOf(AssayException.class)
          .hasMessage(
              "tokenizer.json puts 2 tokens in front of a text, <|begin|> <|begin|>; expected at"
                  + " most one, for more is not implemented");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{\"type\":\"Metaspace\",\"replacement\":\"▁\",\"prepend_scheme\":\"first\"}; true",
        "{\"type\":\"Metaspace\",\"replacement\":\"▁\",\"prepend_scheme\":\"never\"}; false",
        "{\"type\":\"Metaspace\",\"replacement\":\"▁\",\"add_prefix_space\":true}; true",
        "{\"type\":\"ByteLevel\",\"add_prefix_space\":true,\"trim_offsets\":true}; true",
        "{\"type\":\"Whitespace\"}; false"
      })
  void preTokenizersThatPutABlankInFront(String json, boolean prefix) throws IOException {
    TokenizerCopy copy = TokenizerCopy.of("word-piece", folder);
    copy.change(
        root -> {
          try {
            root.set("pre_tokenizer", TokenizerCopy.JSON.readTree(json));
          } catch (IOException e) {
            throw new IllegalArgumentException(e);
          }
        });

    try (TokenizerJson tokenizer = copy.read()) {
      assertThat(tokenizer.rules().prefixSpace()).isEqualTo(prefix);
    }
  }

  @Test
  void settingsOfTheWrongTypeAreNamed() throws IOException {
    TokenizerCopy copy = TokenizerCopy.of("byte-level", folder);

    copy.write("tokenizer_config.json", "{\"bos_token\": 5}");
    assertThatThrownBy(copy::read)
        .isInstanceOf(AssayException.class)
        .hasMessage(
            folder.resolve("tokenizer_config.json")
                + ": bos_token is 5; expected a token's text or null");

    Files.writeString(folder.resolve("tokenizer_config.json"), "[]");
    assertThatThrownBy(copy::read)
        .isInstanceOf(AssayException.class)
        .hasMessage(folder.resolve("tokenizer_config.json") + " is no JSON object");
  }
}
