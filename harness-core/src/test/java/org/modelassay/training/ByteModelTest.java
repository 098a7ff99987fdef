package org.modelassay.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.modelassay.model.ModelFiles;
import org.modelassay.model.Tokenizer;
import org.modelassay.model.Weight;

/** The byte model that comes with the sample. */
class ByteModelTest {
  private static final Path SAMPLE = Path.of("..", "sample-project");

  private static ModelFiles model;

  @BeforeAll
  static void open() {
    model = ModelFiles.open(SAMPLE.resolve("models/bytes"));
  }

  @AfterAll
  static void close() {
    model.close();
  }

  /** The figures of {@code sample-project/training/bytes/README.md}. */
  @ParameterizedTest
  @CsvSource({"en, 29443, 2.4637, 3.0160, 2.8638", "ja, 21639, 1.8498, 2.8778, 2.6619"})
  void codesTextItHasNeverSeenAsItsPageSays(
      String language, int bytes, double figure, double zlib, double xz) throws IOException {
    HeldOut rates =
        HeldOut.of(
            model,
            Files.readAllBytes(SAMPLE.resolve("training/bytes/held-out/" + language + ".txt")));

    assertThat(rates.bytes()).isEqualTo(bytes);
    assertThat(rates.model()).isCloseTo(figure, within(1e-4)).isLessThan(xz);
    // Java may run the system's zlib, whose versions differ.
    assertThat(rates.zlib()).isCloseTo(zlib, within(0.02 * zlib));
    assertThat(rates.xz()).isCloseTo(xz, within(1e-4));
  }

  @Test
  void isALlamaThatCanBeQuantizedInGroupsOf64() {
    assertThat(model.modelType()).isEqualTo("llama");
    assertThat(model.parameters()).isEqualTo(2_427_648);
    assertThat(model.shape().context()).isEqualTo(512);
    assertThat(model.endTokens()).containsExactly(ByteModelFiles.EOS);
    assertThat(model.weights().keySet())
        .filteredOn(Weight::treated)
        .hasSize(4 * 7)
        .allMatch(weight -> weight.stored()[1] % 64 == 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "Grüße, 世界! \uD83D\uDC3A",
        " leading, double  and trailing \n",
        "\r\n\t\0\u007f\u0085\u00a0\u2028\ufeff\uffff",
        "e\u0301 is not \u00e9", // nobody normalises
        "<|begin|> and <|end|> are text like any other"
      })
  void everyTextIsItsBytesAndComesBack(String text) {
    Tokenizer tokenizer = model.tokenizer();
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);

    int[] tokens = tokenizer.encode(text);

    assertThat(tokens).hasSize(utf8.length);
    for (int i = 0; i < utf8.length; i++) {
      assertThat(tokens[i]).isEqualTo(utf8[i] & 0xff);
    }
    assertThat(tokenizer.decode(tokens)).isEqualTo(text);
  }

  @Test
  void randomTextComesBack() {
    var random = new Random(7);
    var text = new StringBuilder();
    while (text.length() < 20_000) {
      int c = random.nextInt(Character.MAX_CODE_POINT + 1);
      if (Character.getType(c) != Character.SURROGATE) {
        text.appendCodePoint(c);
      }
    }
    Tokenizer tokenizer = model.tokenizer();
    assertThat(tokenizer.decode(tokenizer.encode(text.toString()))).isEqualTo(text.toString());
  }

  @Test
  void bosStandsInFront() {
    assertThat(model.tokenizer().bos()).hasValue(ByteModelFiles.BOS);
  }
}
