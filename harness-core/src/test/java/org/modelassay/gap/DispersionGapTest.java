package org.modelassay.gap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modelassay.AssayException;
import org.modelassay.data.Corpus;
import org.modelassay.model.ModelCopy;
import org.modelassay.model.ModelFiles;
import org.modelassay.model.Tokenizer;
import org.modelassay.reading.LocalModels;
import org.modelassay.torch.Safetensors;

class DispersionGapTest {
  private static final TokenSet DOMAIN = new TokenSet("domain", new int[] {3, 17, 40, 41, 90});
  private static final TokenSet EVERYDAY = new TokenSet("everyday", new int[] {2, 5, 60, 99});

  @Test
  void isTheMeanOverAllPairs() throws IOException {
    float[] rows =
        new Safetensors(LocalModels.golden("llama-tied").resolve("model.safetensors"))
            .floats("model.embed_tokens.weight");
    try (ModelFiles model = ModelFiles.open(LocalModels.golden("llama-tied"))) {
      DispersionGap gap = DispersionGap.of(model, DOMAIN, EVERYDAY);
      int[] t = DOMAIN.ids();
      double sum = 0;
      for (int i = 0; i < t.length; i++) {
        for (int j = i + 1; j < t.length; j++) {
          sum += distance(rows, t[i], t[j]);
        }
      }
      assertThat(gap.within()).isCloseTo(sum / 10, within(1e-12));
      sum = 0;
      for (int i : t) {
        for (int j : EVERYDAY.ids()) {
          sum += distance(rows, i, j);
        }
      }
      assertThat(gap.between()).isCloseTo(sum / 20, within(1e-12));
      assertThat(gap.value()).isEqualTo(gap.within() + gap.between());
      assertThat(gap.tied()).isTrue();
      assertThat(List.of(gap.domain(), gap.everyday())).containsExactly(5, 4);
    }
  }

  private static double distance(float[] rows, int i, int j) {
    double ij = 0;
    double ii = 0;
    double jj = 0;
    for (int k = 0; k < 72; k++) {
      double a = rows[72 * i + k];
      double b = rows[72 * j + k];
      ij += a * b;
      ii += a * a;
      jj += b * b;
    }
    return 1 - ij / Math.sqrt(ii * jj);
  }

  @Test
  void aRowWithoutADirectionIsNamed(@TempDir Path folder) throws IOException {
    ModelCopy copy = ModelCopy.of(LocalModels.sample("models/resume"), folder);
    for (String file : List.of("tokenizer.json", "tokenizer_config.json")) {
      Files.copy(LocalModels.sample("models/resume").resolve(file), folder.resolve(file));
    }
    int width;
    try (ModelFiles model = ModelFiles.open(folder)) {
      width = model.shape().hidden();
    }
    for (int k = 0; k < width / 2; k++) {
      // Two numbers of half precision at once.
      copy.set("model.embed_tokens.weight", width * 41 / 2 + k, 0);
    }
    try (ModelFiles model = ModelFiles.open(folder)) {
      assertThatThrownBy(() -> DispersionGap.of(model, DOMAIN, EVERYDAY))
          .isInstanceOf(AssayException.class)
          .hasMessageContaining("the row of token 41 (\"")
          .hasMessageContaining("of domain is zero or not finite");
    }
  }

  @Test
  void setsAreOfTokensThatTextIsCutInto(@TempDir Path folder) throws IOException {
    try (ModelFiles model = ModelFiles.open(LocalModels.sample("models/resume"))) {
      Tokenizer tokenizer = model.tokenizer();
      TokenSet digits = TokenSet.matching("digits", TokenSet.DIGITS, tokenizer);
      assertThat(digits.ids())
          .contains(tokenizer.encode("7")[0])
          .satisfies(
              ids ->
                  assertThat(Arrays.stream(ids).mapToObj(id -> tokenizer.decode(new int[] {id})))
                      .allMatch(text -> text.strip().matches("\\d+")));
      TokenSet words = TokenSet.listed("words", List.of("the", "of", "qwxyzzy"), tokenizer);
      assertThat(words.ids())
          .contains(tokenizer.encode(" the")[0])
          .satisfies(
              ids ->
                  assertThat(Arrays.stream(ids).mapToObj(id -> tokenizer.decode(new int[] {id})))
                      .allMatch(text -> List.of("the", "of").contains(text.strip())));
      Path corpus = folder.resolve("c.txt");
      Files.writeString(corpus, "7 the the of the 7");
      TokenSet frequent = TokenSet.frequent(Corpus.read(folder), 50, digits, tokenizer);
      assertThat(frequent.ids()).doesNotContain(digits.ids()).contains(tokenizer.encode(" the")[0]);
      assertThat(DispersionGap.of(model, digits, frequent).value()).isBetween(0.0, 4.0);
      assertThatThrownBy(() -> TokenSet.matching("nothing", Pattern.compile("qwxyzzy"), tokenizer))
          .isInstanceOf(AssayException.class)
          .hasMessageContaining("the token set nothing has 0 tokens of this vocabulary");
    }
  }
}
