package org.modelassay.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.modelassay.data.Corpus;
import org.modelassay.measure.ByteTextModel;
import org.modelassay.reading.StepModel;

class RoundTripTest {
  private static final ByteTextModel TEXT = ByteTextModel.named("m", true);
  private static final OrderOneModel MODEL = new OrderOneModel(257, 1, 8);

  private final Path folder;

  RoundTripTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @EnumSource(Bos.class)
  void everyDocumentComesBackWhateverStandsBeforeItsWindows(Bos bos) throws IOException {
    Windows windows = Windows.of(TEXT, 8, 3, bos);
    CorpusText corpus = corpus(windows);
    RoundTrip.Proof proof = roundTrip(corpus, windows).run(MODEL);

    assertThat(proof.difference()).isNull();
    assertThat(proof.documents()).isEqualTo(3);
    assertThat(proof.bytes()).isEqualTo(36 + 1 + 11);
    double bits =
        new Coded(corpus, MODEL.read(corpus.sequences(), MODEL), 0, null)
            .shareBits(new int[] {0, 1, 2});
    assertThat(proof.bits()).isCloseTo(bits, within(1e-9 * bits));
    assertThat(8 * proof.codedBytes()).isBetween((long) bits - 8, (long) bits + 8);
  }

  @Test
  void aModelThatChangesItsMindIsFoundOut() throws IOException {
    Windows windows = Windows.of(TEXT, 64, 64, Bos.AUTO);
    RoundTrip roundTrip = roundTrip(corpus(windows), windows);
    StepModel fickle =
        new StepModel() {
          private int calls;

          @Override
          public void reset() {}

          @Override
          public Frequencies next(int token) {
            // 48 tokens are written, then the 7th that is read stands under another distribution.
            return ++calls == 48 + 7 ? new OrderOneModel(257, 2, 8).next(token) : MODEL.next(token);
          }

          @Override
          public int vocabularySize() {
            return 257;
          }
        };
    assertThat(roundTrip.run(fickle).difference())
        .startsWith("document en, token 6 of 11: coded 119, decoded ");
  }

  @Test
  void equalKeysMeanEqualRulesAndTexts() throws IOException {
    Windows windows = Windows.of(TEXT, 8, 3, Bos.AUTO);
    CorpusText corpus = corpus(windows);
    String key = roundTrip(corpus, windows).key();
    assertThat(key).matches("round-trip-2-[0-9a-f]{64}");
    assertThat(roundTrip(corpus(windows), Windows.of(TEXT, 8, 3, Bos.AUTO)).key()).isEqualTo(key);
    assertThat(roundTrip(corpus, Windows.of(TEXT, 8, 4, Bos.AUTO)).key()).isNotEqualTo(key);
    assertThat(new RoundTrip(corpus.texts().subList(0, 2), windows, TEXT.tokenizer()).key())
        .isNotEqualTo(key);
  }

  @Test
  void theAnswerIsWrittenAndReadAsJson() throws IOException {
    var json = new ObjectMapper();
    for (var proof :
        List.of(
            new RoundTrip.Proof(2, 30, 12, 91.5, null),
            new RoundTrip.Proof(2, 30, 12, 91.5, "document a, token 3"))) {
      assertThat(json.readValue(json.writeValueAsString(proof), RoundTrip.Proof.class))
          .isEqualTo(proof);
    }
  }

  private static RoundTrip roundTrip(CorpusText corpus, Windows windows) {
    return new RoundTrip(corpus.texts(), windows, TEXT.tokenizer());
  }

  private CorpusText corpus(Windows windows) throws IOException {
    Path file = folder.resolve("c.jsonl");
    Files.write(
        file,
        List.of(
            "{\"id\": \"jp\", \"text\": \"職務経歴書を符号化できる\"}",
            "{\"id\": \"one\", \"text\": \"a\"}",
            "{\"id\": \"en\", \"text\": \"hello world\"}"));
    return CorpusText.of(Corpus.read(file), TEXT, windows);
  }
}
