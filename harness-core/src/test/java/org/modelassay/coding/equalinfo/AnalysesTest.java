package org.modelassay.coding.equalinfo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modelassay.coding.equalinfo.analysis.BitStream;
import org.modelassay.coding.equalinfo.analysis.Stability;
import org.modelassay.coding.equalinfo.analysis.Stability.Distances;
import org.modelassay.coding.equalinfo.analysis.TokenMap;
import org.modelassay.coding.equalinfo.analysis.Uniformity;
import org.modelassay.coding.equalinfo.analysis.Uniformity.Point;
import org.modelassay.coding.equalinfo.analysis.Variants;
import org.modelassay.coding.equalinfo.analysis.Window;
import org.modelassay.data.Corpus;
import org.modelassay.data.Document;
import org.modelassay.measure.ByteTextModel;

/**
 * What the paper finds of its tokens (sections 5.1 to 5.3), here of résumés by a model that counted
 * bytes in every other one of them.
 */
class AnalysesTest {
  private static final ByteTextModel TEXT = ByteTextModel.named("bytes", true).withContext(2048);
  private static final Corpus CORPUS =
      Corpus.read(Path.of("..", "sample-project", "corpora", "resumes-en.jsonl"));
  private static final CountModel MODEL = model();

  private static CountModel model() {
    StringBuilder text = new StringBuilder();
    for (int d = 0; d < CORPUS.documents().size(); d += 2) {
      text.append(CORPUS.documents().get(d).text());
    }
    return new CountModel(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static Windowing windows(int bits) {
    return Windowing.of(TEXT, 2048, bits, WindowRule.SHORTEST_PREFIX, ContextReset.EVERY_WINDOW);
  }

  private static CodedText coded(int windowBits, int tokenBits) {
    SymbolText text = SymbolText.of(CORPUS, TEXT, windows(windowBits));
    return new CodedText(
        text, new EqualInfoCoding(text, 0).run(MODEL), arithmetic(text), tokenBits);
  }

  private static byte[] arithmetic(SymbolText text) {
    var coder = new EqualInfoWindows(new Contexts(MODEL, text.windowing()), text.windowing());
    var all = new ArrayList<Integer>();
    text.texts().forEach(t -> Arrays.stream(t.symbols()).forEach(all::add));
    return coder.oneStream(all.stream().mapToInt(i -> i).toArray());
  }

  /** Bytes stay, plain AC changes altogether, windows lie between: they fall into step again. */
  @Test
  void windowsAreMoreStableThanPlainArithmeticCodingAndLessThanBytes() throws IOException {
    List<String> documents = CORPUS.documents().stream().map(Document::text).toList();
    var request = new VariantsCoding(Variants.of(documents, 30), TEXT.tokenizer(), windows(16));
    Stability stability = request.stability(request.run(MODEL), "EqualInfoAC", 16);
    List<Distances> distances = stability.distances();

    assertThat(distances).extracting(Distances::name).containsExactly("EqualInfoAC", "AC", "bytes");
    assertThat(stability.pairs()).isEqualTo(30 * 29 / 2);
    assertThat(distances.get(2).median()).isLessThan(distances.get(0).median());
    assertThat(distances.get(0).median()).isLessThan(distances.get(1).median() - 0.2);
    assertThat(distances.get(1).median()).isGreaterThan(0.9);
    // The answer is kept in the store of readings.
    ObjectMapper json = new ObjectMapper();
    VariantsCoding.Coded kept =
        json.readValue(json.writeValueAsString(request.run(MODEL)), request.type());
    assertThat(request.stability(kept, "EqualInfoAC", 16)).isEqualTo(stability);
  }

  @Test
  void anotherSentenceIsAnotherRequest() {
    Variants variants = new Variants("a sentence", List.of("one", "two"));
    Variants other = new Variants("a sentence", List.of("one", "too"));

    assertThat(new VariantsCoding(variants, TEXT.tokenizer(), windows(16)).key())
        .isEqualTo(new VariantsCoding(variants, TEXT.tokenizer(), windows(16)).key())
        .isNotEqualTo(new VariantsCoding(other, TEXT.tokenizer(), windows(16)).key())
        .isNotEqualTo(new VariantsCoding(variants, TEXT.tokenizer(), windows(32)).key());
  }

  /** One token is one window, and a window's bits decode to one text. */
  @Test
  void aTokenThatIsAWindowAlwaysStandsForTheSameText() {
    List<Window> windows = new WindowTexts(TEXT.tokenizer()).of(coded(16, 16));
    TokenMap.Position only = TokenMap.of(windows).positions().get(0);

    assertThat(only.repeated()).isGreaterThan(500);
    assertThat(only.severalTexts()).isZero();
  }

  @Test
  void firstTokensOfAWindowStandForABeginningAndSecondOnesForNothing() {
    TokenMap map = TokenMap.of(new WindowTexts(TEXT.tokenizer()).of(coded(32, 16)));
    TokenMap.Position first = map.positions().get(0);
    TokenMap.Position second = map.positions().get(1);

    assertThat(first.severalTexts()).isGreaterThan(100);
    assertThat(first.share()).isEqualTo(1);
    assertThat(first.shuffledShare()).isLessThan(0.1);
    assertThat(second.severalTexts()).isGreaterThan(100);
    assertThat(second.share()).isLessThan(0.1);
  }

  @Test
  void theTextsOfAllWindowsAreTheCorpus() {
    StringBuilder texts = new StringBuilder();
    for (Window window : new WindowTexts(TEXT.tokenizer()).of(coded(32, 8))) {
      assertThat(window.tokens()).hasSize(4);
      texts.append(new String(window.text(), StandardCharsets.ISO_8859_1));
    }
    StringBuilder corpus = new StringBuilder();
    CORPUS.documents().forEach(d -> corpus.append(d.text()));

    assertThat(texts.toString().getBytes(StandardCharsets.ISO_8859_1))
        .isEqualTo(corpus.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Short windows leave more to learn than long ones, and these than one stream. */
  @Test
  void shortWindowsAreFartherFromNoiseThanOneStream() {
    CodedText coded = coded(16, 8);
    Uniformity uniformity =
        Uniformity.of(
            List.of(new BitStream("16", coded.stream()), new BitStream("AC", coded.arithmetic())));
    Point windows = uniformity.curves().get(0).tokens().get(3);
    Point whole = uniformity.curves().get(1).tokens().get(3);
    Point random = uniformity.random().tokens().get(3);

    assertThat(windows.bits()).isEqualTo(8);
    assertThat(windows.low()).isGreaterThan(random.high());
    assertThat(whole.median()).isLessThan(windows.median() / 2);
  }
}
