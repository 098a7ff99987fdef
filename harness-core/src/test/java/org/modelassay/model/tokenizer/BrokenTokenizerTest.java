package org.modelassay.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.modelassay.AssayException;

/**
 * Tokenizers that are damaged or mean harm. The native library ends the process on many of these
 * files (so this test would not end); each must be refused by name before it gets there.
 */
class BrokenTokenizerTest {
  private static final String[] GOLDEN = {
    "byte-level", "sentencepiece-like", "word-piece", "unigram"
  };

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "byte-level | /version | \"2.0\" | version is \"2.0\"; expected \"1.0\"",
        "byte-level | /model | [] | model is []; expected a model with its vocabulary",
        "byte-level | /model/type | \"RNN\" | model.type is \"RNN\"; expected one of BPE, Unigram, WordLevel, WordPiece",
        "byte-level | /model/vocab | [1] | model.vocab is [1]; expected an object from token to id",
        "byte-level | /model/vocab/a | -1 | model.vocab[\"a\"] is -1; expected a whole number from 0 to 2^31 - 2",
        "byte-level | /model/vocab/a | 4294967295 | model.vocab[\"a\"] is 4294967295; expected a whole number from 0 to 2^31 - 2",
        "byte-level | /model/vocab/a | \"7\" | model.vocab[\"a\"] is \"7\"; expected a whole number from 0 to 2^31 - 2",
        "byte-level | /model/vocab/! | 1 | model.vocab gives id 1 to two tokens, \"!\" and \"",
        "byte-level | /model/merges/0 | \"a\" | model.merges[0] is \"a\"; expected two tokens and a blank",
        "byte-level | /model/merges/0 | [\"a\", \"qqq\"] | model.merges[0] needs the token \"qqq\", which model.vocab lacks",
        "byte-level | /model/continuing_subword_prefix | \"###\" | model.merges[0] is [\"ã\",\"ģ\"]; expected a second token that begins with ###",
        "byte-level | /model/dropout | 0.1 | model.dropout is 0.1; expected 0, for dropout would give one text other tokens each time",
        "byte-level | /added_tokens/0/id | 99999999999 | added_tokens[0].id is 99999999999; expected a whole number from 0 to 2^31 - 2",
        "byte-level | /added_tokens/0/special | null | added_tokens[0].special is null; expected true or false",
        "byte-level | /decoder | 5 | decoder is 5; expected an object with a type",
        "byte-level | /decoder/type | \"Byte\" | decoder.type is \"Byte\"; expected one of BPEDecoder, ByteFallback, ByteLevel, CTC, Fuse, Metaspace, Replace, Sequence, Strip, WordPiece",
        "byte-level | /pre_tokenizer/pretokenizers/0/behavior | \"Lost\" | pre_tokenizer.pretokenizers[0].behavior is \"Lost\"; expected one of",
        "byte-level | /pre_tokenizer/pretokenizers/0/pattern | \"a\" | pre_tokenizer.pretokenizers[0].pattern is \"a\"; expected {\"String\": ...} or {\"Regex\": ...}",
        "byte-level | /pre_tokenizer/pretokenizers/0/pattern/Regex | \"(a+)+$\" | pre_tokenizer.pretokenizers[0].pattern repeats a group that itself repeats or chooses, (a+)+$; expected a pattern that cannot take exponential time",
        "byte-level | /post_processor/processors/1/special_tokens | {} | post_processor[1].special_tokens lacks \"<|begin|>\" with its ids, which single uses",
        "byte-level | /post_processor/processors/1/single | [] | post_processor[1].single has no place for the sequence",
        "byte-level | /post_processor/type | \"Other\" | post_processor.type is \"Other\"; expected one of BertProcessing",
        "word-piece | /post_processor/cls | [\"[CLS]\"] | post_processor.cls is [\"[CLS]\"]; expected a token and its id",
        "sentencepiece-like | /decoder/decoders/3/stop | 2 | decoder.decoders[3].stop is 2; expected 0, for more is not implemented",
        "sentencepiece-like | /normalizer/normalizers/0/prepend | 1 | normalizer.normalizers[0].prepend is 1; expected a text",
        "unigram | /normalizer/normalizers/0/precompiled_charsmap | \"AAAA\" | normalizer.normalizers[0].precompiled_charsmap is \"AAAA\"; expected a compiled character map",
        "unigram | /model/vocab/3 | [\"\", 0] | model.vocab[3] is [\"\",0]; expected a piece and its score",
        "unigram | /model/unk_id | 100000 | cannot be used: "
      })
  void whatIsWrongIsNamed(String name, String place, String value, String message)
      throws IOException {
    TokenizerCopy copy = TokenizerCopy.of(name, folder);
    copy.change(root -> set(root, place, value));

    assertThatThrownBy(copy::read)
        .isInstanceOf(AssayException.class)
        .hasMessageStartingWith(
            copy.file() + (message.startsWith("cannot") ? " " : ": ") + message);
  }

  private static void set(ObjectNode root, String place, String value) {
    int slash = place.lastIndexOf('/');
    JsonNode parent = root.at(place.substring(0, slash));
    String key = place.substring(slash + 1);
    try {
      JsonNode node = TokenizerCopy.JSON.readTree(value);
      if (parent instanceof ObjectNode object) {
        object.set(key, node);
      } else {
        ((ArrayNode) parent).set(Integer.parseInt(key), node);
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(value, e);
    }
  }

  @Test
  void aKeyThatStandsTwiceIsDamage() throws IOException {
    Files.writeString(folder.resolve("tokenizer.json"), "{\"model\": {}, \"model\": {}}");

    assertThatThrownBy(() -> TokenizerJson.read(folder))
        .isInstanceOf(AssayException.class)
        .hasMessageStartingWith(folder.resolve("tokenizer.json") + ":1: is damaged")
        .hasMessageContaining("Duplicate field 'model'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(a+)+$", "(?:a|aa)+$", "((a*)b*)*c", "(?:x?){2,}y", "(a{1,3}){4}", "[ab](\\(+)*"})
  void patternsOfExponentialTimeAreRefused(String pattern) {
    assertThatThrownBy(() -> Patterns.check("there", pattern))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            "there repeats a group that itself repeats or chooses, "
                + pattern
                + "; expected a pattern that cannot take exponential time");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(?i:'s|'t)?|a+",
        "(?=(\\d{3})+(?!\\d))",
        " ?[^(\\s|[.,!?\u2026])]+",
        "[(a+)+]+",
        "\\(a+\\)+",
        "a{2,3}|(b)+",
        "[]a]+(c)*",
        "a{,b"
      })
  void patternsAsPublishedTokenizersHaveThemPass(String pattern) {
    assertThatCode(() -> Patterns.check("there", pattern)).doesNotThrowAnyException();
  }

  @Test
  void aCharacterMapThatLeadsAstrayIsRefusedOrHarmless() throws IOException {
    TokenizerCopy copy = TokenizerCopy.of("unigram", folder);
    String sound = copy.tree().at("/normalizer/normalizers/0/precompiled_charsmap").asText();
    byte[] bytes = Base64.getDecoder().decode(sound);
    var random = new Random(11);
    int refused = 0;
    for (int round = 0; round < 60; round++) {
      byte[] damaged =
          Arrays.copyOf(bytes, random.nextInt(8) == 0 ? bytes.length / 2 : bytes.length);
      for (int i = random.nextInt(6); i >= 0; i--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      copy.change(
          root ->
              set(
                  root,
                  "/normalizer/normalizers/0/precompiled_charsmap",
                  "\"" + Base64.getEncoder().encodeToString(damaged) + "\""));
      refused += use(folder) ? 0 : 1;
    }
    assertThat(refused).isBetween(5, 59);
  }

  /** Whether a tokenizer can be used; every way but an {@link AssayException} fails the test. */
  private static boolean use(Path folder) {
    try (TokenizerJson tokenizer = TokenizerJson.read(folder)) {
      for (String text :
          List.of(
              "The nurse read 12 books.\n",
              " <|begin|>a<s> [SEP]</s> <tool>  ",
              "e\u0301 \uFB01 \u3000 \uFF0C \uD83D\uDC4D \u770B\u8B77\u5E2B",
              "\u0000")) {
        tokenizer.encode(text);
        tokenizer.decode(tokenizer.encodeRendered(text));
      }
      int[] every = new int[tokenizer.size() < 2000 ? tokenizer.size() + 2 : 2000];
      for (int i = 0; i < every.length; i++) {
        every[i] = i;
      }
      tokenizer.decode(every);
      tokenizer.decode(new int[] {Integer.MAX_VALUE});
      tokenizer.bos();
      return true;
    } catch (AssayException e) {
      assertThat(e.getMessage()).isNotBlank();
      return false;
    }
  }

  @Test
  void damagedFilesEndInAnErrorOrWork() throws IOException {
    int rounds = Integer.getInteger("assay.fuzz", 400);
    long seed = 20261126;
    int refused = 0;
    for (int round = 0; round < rounds; round++) {
      var random = new Random(seed + round);
      String name = GOLDEN[round % GOLDEN.length];
      TokenizerCopy source = new TokenizerCopy(GoldenTokenizersTest.FOLDER.resolve(name));
      byte[] damaged =
          random.nextInt(3) == 0
              ? bytes(Files.readAllBytes(source.file()), random)
              : tree(source.tree(), random);
      Files.write(folder.resolve("tokenizer.json"), damaged);
      try {
        refused += use(folder) ? 0 : 1;
      } catch (RuntimeException e) {
        throw new AssertionError("round " + round + " of seed " + seed + ", " + name, e);
      }
    }
    System.out.println(rounds + " damaged tokenizers of seed " + seed + ", refused " + refused);
    assertThat(refused).isBetween(rounds / 4, rounds - 1);
  }

  private static byte[] bytes(byte[] content, Random random) {
    if (random.nextInt(4) == 0) {
      return Arrays.copyOf(content, random.nextInt(content.length));
    }
    // Near the beginning, where all that is no vocabulary stands.
    int reach = random.nextBoolean() ? content.length : Math.min(content.length, 3000);
    for (int i = random.nextInt(4); i >= 0; i--) {
      String any = "{}[]\",:0123456789-etrufalsn\\\u00E9";
      content[random.nextInt(reach)] =
          any.substring(random.nextInt(any.length())).getBytes(StandardCharsets.UTF_8)[0];
    }
    return content;
  }

  private static byte[] tree(ObjectNode root, Random random) throws IOException {
    for (int i = random.nextInt(2); i >= 0; i--) {
      var places = new ArrayList<String>();
      // The few settings, not the many tokens.
      places(root, "", places);
      String place = places.get(random.nextInt(places.size()));
      List<String> values =
          List.of(
              "null",
              "true",
              "false",
              "0",
              "1",
              "-1",
              "1.5",
              "4294967295",
              "1e400",
              "\"\"",
              "\"\u2581\"",
              "\"<s>\"",
              "\"ab\"",
              "[]",
              "{}",
              "[[]]",
              "{\"type\":\"Fuse\"}",
              "[{\"type\":\"Sequence\"}]",
              "{\"String\":\"\"}",
              "{\"Regex\":\"(\"}",
              "{\"Regex\":\"(?=a)\"}",
              "{\"type\":\"NFC\"}",
              "\"always\"",
              "\"Contiguous\"",
              "{\"type\":\"Strip\",\"strip_left\":true,\"strip_right\":true}");
      String value = values.get(random.nextInt(values.size()));
      if (value.equals("1e400")) {
        value = "1" + "0".repeat(400);
      }
      set(root, place, value);
    }
    return TokenizerCopy.JSON.writeValueAsBytes(root);
  }

  private static void places(JsonNode node, String path, List<String> places) {
    int count = 0;
    if (node instanceof ObjectNode object) {
      for (var entry : object.properties()) {
        String place = path + "/" + entry.getKey().replace("~", "~0").replace("/", "~1");
        if (!entry.getKey().contains("/") && !entry.getKey().contains("~")) {
          places.add(place);
          places(entry.getValue(), place, places);
        }
        if (++count == 12) {
          return;
        }
      }
    } else if (node.isArray()) {
      for (int i = 0; i < Math.min(4, node.size()); i++) {
        places.add(path + "/" + i);
        places(node.get(i), path + "/" + i, places);
      }
    }
  }
}
