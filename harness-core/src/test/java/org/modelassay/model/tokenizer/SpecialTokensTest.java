package org.modelassay.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modelassay.AssayException;

/**
 * A special token's text is that token in what a template rendered and text in data. The golden
 * files show it; here stand the corners they leave out.
 */
class SpecialTokensTest {
  @TempDir private Path folder;

  private TokenizerCopy copy() throws IOException {
    return TokenizerCopy.of("byte-level", folder);
  }

  @Test
  void tokensBehindTheVocabularyKeepTheirIdsInData() throws IOException {
    // <|begin|> 400, <|end|> 401, <tool> 402, two blanks 403, <|last|> 404, </tool> 405.
    try (TokenizerJson tokenizer = copy().read()) {
      assertThat(tokenizer.encodeRendered("<|end|></tool>")).containsExactly(401, 405);

      int[] data = tokenizer.encode("<|end|></tool>");

      assertThat(data).endsWith(405).doesNotContain(401).hasSizeGreaterThan(3);
      assertThat(tokenizer.decode(data)).isEqualTo("<|end|></tool>");
      assertThat(tokenizer.size()).isEqualTo(406);
    }
  }

  @Test
  void whatTheSettingsNameIsSpecialThoughTheTokenizerDoesNotSaySo() throws IOException {
    // transformers 5.24 adds the named tokens as special ones when it opens a tokenizer.
    TokenizerCopy copy = copy();
    copy.write("tokenizer_config.json", "{\"eos_token\": \"<tool>\", \"pad_token\": \"The\"}");

    try (TokenizerJson tokenizer = copy.read()) {
      assertThat(tokenizer.encodeRendered("<tool>")).containsExactly(402);
      assertThat(tokenizer.encode("<tool>")).doesNotContain(402);
      assertThat(tokenizer.rules().eos()).isEqualTo(new TokenizerRules.Special("<tool>", 402));
    }
  }

  @Test
  void aTokenAcrossASpecialOneIsAnErrorWhereItStands() throws IOException {
    // With recognition off the library steps over "<|end|>" and would miss ">!" behind it; without
    // the special token it would find it.
    TokenizerCopy copy =
        copy()
            .change(
                root ->
                    ((ArrayNode) root.path("added_tokens"))
                        .add(AddedTokens.token(406, ">!", false)));

    try (TokenizerJson tokenizer = copy.read()) {
      assertThat(tokenizer.encode("a>!")).endsWith(406);
      assertThat(tokenizer.encode("a<|end|> >!")).endsWith(406).doesNotContain(401);
      assertThatThrownBy(() -> tokenizer.encode("a<|end|>!"))
          .isInstanceOf(AssayException.class)
          .hasMessage(
              copy.file()
                  + " cannot encode a text that holds special tokens as data: an added token lies"
                  + " across a special token's text: >! at 7");
    }
  }

  @Test
  void idsAreTheLibrarysWhereTheFileNumbersOtherwise() throws IOException {
    TokenizerCopy copy =
        copy()
            .change(
                root ->
                    ((ArrayNode) root.path("added_tokens"))
                        .add(AddedTokens.token(500, "<gap>", true)));

    try (TokenizerJson tokenizer = copy.read()) {
      assertThat(tokenizer.encodeRendered("<gap>")).containsExactly(406);
      assertThat(tokenizer.size()).isEqualTo(407);
      assertThat(tokenizer.rules().notes())
          .contains("added token <gap> has id 500 in the file; its id in effect is 406");
    }
  }

  @Test
  void halfACharacterIsNoText() throws IOException {
    TokenizerCopy copy = copy();
    try (TokenizerJson tokenizer = copy.read()) {
      assertThat(tokenizer.decode(tokenizer.encode("a\uD83D\uDC4D"))).isEqualTo("a\uD83D\uDC4D");
      for (String half : new String[] {"a\uD83D", "a\uD83Db", "a\uDC4D"}) {
        assertThatThrownBy(() -> tokenizer.encode(half))
            .isInstanceOf(AssayException.class)
            .hasMessageMatching(
                ".* cannot encode a text with half a character \\(U\\+D[8C][34]D\\) at position 1;"
                    + " expected Unicode text");
      }
    }
  }

  @Test
  void aNegativeTokenIsNone() throws IOException {
    try (TokenizerJson tokenizer = copy().read()) {
      assertThatIllegalArgumentException().isThrownBy(() -> tokenizer.decode(new int[] {1, -1}));
    }
  }

  @Test
  void aClosedTokenizerIsNotUsed() throws IOException {
    TokenizerJson tokenizer = copy().read();
    tokenizer.close();
    tokenizer.close();

    assertThatIllegalStateException().isThrownBy(() -> tokenizer.encode("a"));
    assertThatIllegalStateException().isThrownBy(() -> tokenizer.decode(new int[] {1}));
  }

  @Test
  void theDigestIsOfWhatDecidesTheIds() throws IOException {
    TokenizerCopy copy = copy();
    try (TokenizerJson tokenizer = copy.read()) {
      String before = tokenizer.digest();
      copy.write("tokenizer_config.json", "{\"eos_token\": \"<tool>\"}");
      try (TokenizerJson changed = copy.read()) {
        assertThat(changed.digest()).isNotEqualTo(before).hasSize(64);
      }
      copy.write("tokenizer_config.json", "{\"model_max_length\": 7}");
      try (TokenizerJson same = copy.read()) {
        assertThat(same.digest()).isEqualTo(before);
      }
    }
  }
}
