package org.modelassay.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modelassay.AssayException;
import org.modelassay.gate.Bound;
import org.modelassay.gate.Decision;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Limit;
import org.modelassay.measure.ByteTextModel;
import org.modelassay.measure.Measure;
import org.modelassay.reading.Probe;
import org.modelassay.reading.Request;

/** What a coding check gives by the rules of other tools, and which limits it then refuses. */
class WindowingTest {
  private static final ByteTextModel WITH_BOS =
      ByteTextModel.named("models/m", true).withContext(4096);
  private static final OrderOneModel MODEL = new OrderOneModel(257, 1, 8);
  private static final OrderOneModel OTHER = new OrderOneModel(257, 2, 8);
  private static final int BOS = ByteTextModel.BOS;

  private final Path folder;

  WindowingTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void lmEvalRollingIsWindowsThatScoreAllTheyHoldBehindOneToken() throws IOException {
    List<String> texts = List.of("hello world", "x".repeat(100));
    CodingResult named =
        result(measure(texts, 16, 0, Bos.AUTO, Windowing.LM_EVAL_ROLLING), MODEL, OTHER);
    CodingResult spelt =
        result(measure(texts, 16, 16, Bos.FIRST_WINDOW, Windowing.DEFAULT), MODEL, OTHER);
    assertThat(named).isEqualTo(spelt);
    // Its max_length is the model's longest input unless it is said.
    Request.Scoring whole =
        scoring(
            measure(List.of("y".repeat(3000)), 0, 0, Bos.AUTO, Windowing.LM_EVAL_ROLLING)
                .plan(WITH_BOS, null));
    assertThat(whole.sequences().sequences()).hasSize(1);
  }

  @Test
  void llamaPerplexityIsOfTheSecondHalvesAlone() throws IOException {
    // Behind the token in front, 26 bytes: three chunks of 8, and 3 that are left.
    String text = "abcdefghijklmnopqrstuvwxyz";
    CodingResult result =
        result(measure(List.of(text), 8, 0, Bos.AUTO, Windowing.LLAMA_PERPLEXITY), MODEL, OTHER);
    double bits = 0;
    double other = 0;
    double divergence = 0;
    for (int chunk = 0; chunk < 3; chunk++) {
      for (int t = 8 * chunk + 5; t < 8 * chunk + 8; t++) {
        // The stream's token t is the text's byte t - 1.
        bits += MODEL.bits(text.charAt(t - 2), text.charAt(t - 1));
        other += OTHER.bits(text.charAt(t - 2), text.charAt(t - 1));
        divergence += OTHER.divergence(MODEL, text.charAt(t - 2));
      }
    }
    double ln2 = Math.log(2);
    assertThat(Math.log(result.perplexity()) / ln2).isCloseTo(bits / 9, within(1e-6));
    assertThat(Math.log(result.value("coding.perplexityRatio")) / ln2)
        .isCloseTo((bits - other) / 9, within(1e-6));
    assertThat(result.meanKlDivergence()).isCloseTo(divergence / 9, within(1e-6));
    assertThat(figure(result, "coding.klDivergence.p50").n()).isEqualTo(9);
    assertThat(result.figures())
        .extracting(f -> f.metric().name())
        .contains("coding.topTokenAgreement", "coding.zlibRatio", "coding.tokenEfficiency")
        .doesNotContain(
            "coding.bitsPerByte",
            "coding.bitsPerCharacter",
            "coding.lmcr",
            "coding.lmcrIncrease",
            "coding.coderOverhead",
            "coding.roundTrip",
            "coding.bytePerplexity");
    assertThat(result.details().notes())
        .singleElement()
        .asString()
        .startsWith("By windowing = LLAMA_PERPLEXITY 9 targets are scored")
        .contains("the proof of coding", "coding.lmcr", "coding.bitsPerByte");
    assertThat(result.details().codedBytes()).isNull();
    assertThat(result.details().strips()).isEmpty();
    CodingDetails.ModelFigures document = result.documents().get(0).judged();
    assertThat(Objects.requireNonNull(document.perplexity()))
        .isCloseTo(result.perplexity(), within(1e-9));
    assertThat(document.bitsPerByte()).isNull();
    assertThat(document.lmcr()).isNull();
  }

  @Test
  void compressionIntelligenceCountsTheBitsOfFullWindowsAndAllCharacters() throws IOException {
    // 1 + 1500 and 1 + 1200 tokens: windows begin at 0 and 512, and reach 2413 of 2702.
    List<String> texts = List.of("ab".repeat(750), "職務".repeat(200));
    CodingResult result =
        result(measure(texts, 0, 0, Bos.AUTO, Windowing.COMPRESSION_INTELLIGENCE), MODEL, null);
    int[] stream = new int[2702];
    int at = 0;
    for (String text : texts) {
      stream[at++] = BOS;
      for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
        stream[at++] = b & 0xFF;
      }
    }
    double bits = 0;
    for (int t = 1; t < 1901 + 512; t++) {
      bits += MODEL.bits(stream[t - 1], stream[t]);
    }
    assertThat(result.bitsPerCharacter()).isCloseTo(bits / (1500 + 400), within(1e-5));
    assertThat(result.figures())
        .extracting(f -> f.metric().name())
        .containsExactly(
            "coding.bitsPerCharacter",
            "coding.tokenEfficiency",
            "coding.zlibRatio",
            "coding.xzRatio",
            "coding.zstdRatio",
            "coding.notRoundTripped",
            "coding.noise");
    assertThat(result.details().notes().get(0)).contains("2412 targets are scored");
  }

  @Test
  void theProofAndTheCoderAreNotAskedForWhereNotEveryTokenIsCoded() throws IOException {
    Measure.Plan<CodingResult> plan =
        measure(List.of("x".repeat(30)), 8, 0, Bos.AUTO, Windowing.LLAMA_PERPLEXITY)
            .plan(WITH_BOS, WITH_BOS);
    assertThat(plan.ofSubject()).hasSize(1);
    assertThat(scoring(plan).probes())
        .containsExactlyInAnyOrder(new Probe.Targets(), new Probe.Divergence());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "LM_EVAL_ROLLING | 16 | 8 | AUTO | stride = 8 in place of window",
        "LM_EVAL_ROLLING | 0 | 0 | NONE | bos = NONE in place of FIRST_WINDOW",
        "LLAMA_PERPLEXITY | 512 | 256 | AUTO | stride = 256 in place of window",
        "LLAMA_PERPLEXITY | 0 | 8 | EVERY_WINDOW | stride = 8 in place of window and"
            + " bos = EVERY_WINDOW in place of AUTO",
        "COMPRESSION_INTELLIGENCE | 2048 | 1024 | AUTO | window = 2048 in place of 1900 and"
            + " stride = 1024 in place of 512",
      })
  void aSettingThatContradictsTheRuleIsNamed(
      Windowing windowing, int window, int stride, Bos bos, String contradiction)
      throws IOException {
    CodingMeasure measure = measure(List.of("abc"), window, stride, bos, windowing);
    assertThatThrownBy(() -> measure.plan(WITH_BOS, null))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            "windowing = "
                + windowing
                + ", but "
                + contradiction
                + "; leave that out, or take windowing = DEFAULT");
  }

  @Test
  void theRecordSaysWhatTheRuleSays() throws IOException {
    List<String> texts = List.of("abc");
    assertThat(measure(texts, 0, 0, Bos.AUTO, Windowing.LM_EVAL_ROLLING).settings())
        .containsEntry("windowing", "LM_EVAL_ROLLING")
        .containsEntry("window", "context")
        .containsEntry("stride", "window")
        .containsEntry("bos", "FIRST_WINDOW")
        .containsEntry("roundTrip", "1");
    assertThat(measure(texts, 0, 0, Bos.AUTO, Windowing.LLAMA_PERPLEXITY).settings())
        .containsEntry("window", "512")
        .containsEntry("stride", "window")
        .containsEntry("bos", "AUTO")
        .containsEntry("roundTrip", "0");
    assertThat(measure(texts, 1900, 512, Bos.AUTO, Windowing.COMPRESSION_INTELLIGENCE).settings())
        .containsEntry("window", "1900")
        .containsEntry("stride", "512");
  }

  @Test
  void aLimitOnWhatTheRuleDoesNotGiveIsRefusedBeforeAnythingIsRead() throws IOException {
    CodingMeasure measure =
        measure(List.of("x".repeat(30)), 8, 0, Bos.AUTO, Windowing.LLAMA_PERPLEXITY);
    assertThatThrownBy(() -> measure.plan(WITH_BOS, null, demands("coding.lmcr")))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            "@Limit(coding.lmcr) is about coding.lmcr, which windowing = LLAMA_PERPLEXITY does not"
                + " give, since it does not score every token of the text once and no others:"
                + " remove the limit, or take windowing = DEFAULT");
    assertThat(measure.plan(WITH_BOS, WITH_BOS, demands("coding.perplexityRatio"))).isNotNull();
  }

  @Test
  void aLimitOnWhatNeedsCommonTokensIsRefusedWhereThereAreNone() throws IOException {
    CodingMeasure measure = measure(List.of("abc"), 0, 0, Bos.AUTO, Windowing.DEFAULT);
    ByteTextModel plain = ByteTextModel.named("models/plain", false);
    for (String metric :
        List.of(
            "coding.klDivergence.mean", "coding.klDivergence.p99", "coding.topTokenAgreement")) {
      assertThatThrownBy(() -> measure.plan(WITH_BOS, plain, demands(metric)))
          .isInstanceOf(AssayException.class)
          .hasMessage(
              "@Limit(%s) is about %s, which compares token by token, and the two models read"
                      .formatted(metric, metric)
                  + " different token sequences: remove the limit, or bound what needs no common"
                  + " tokens, such as coding.lmcrIncrease or coding.bitsPerByteIncrease");
    }
    assertThat(
            measure.plan(
                WITH_BOS, plain, demands("coding.lmcrIncrease", "coding.bitsPerByteIncrease")))
        .isNotNull();
  }

  @Test
  void aLimitOnAProofThatIsNotMadeIsRefused() throws IOException {
    CodingMeasure measure =
        new CodingMeasure(write(List.of("abc")), 0, 0, Bos.AUTO, 0).by(Windowing.DEFAULT);
    assertThatThrownBy(() -> measure.plan(WITH_BOS, null, demands("coding.roundTrip")))
        .isInstanceOf(AssayException.class)
        .hasMessageEndingWith(
            "which is measured on a sample, and roundTrip is 0: give it 1 or more");
  }

  private static Measure.Demands demands(String... metrics) {
    return new Measure.Demands(
        Arrays.stream(metrics)
            .map(m -> new Limit(m, Bound.AT_MOST, 1, Decision.ESTIMATE, "", "@Limit(" + m + ")"))
            .toList(),
        false,
        false);
  }

  private static Request.Scoring scoring(Measure.Plan<CodingResult> plan) {
    return (Request.Scoring) plan.ofSubject().get(0);
  }

  private static Figure figure(CodingResult result, String metric) {
    return result.figures().stream()
        .filter(f -> f.metric().name().equals(metric))
        .findFirst()
        .orElseThrow();
  }

  private static CodingResult result(
      CodingMeasure measure, OrderOneModel model, @Nullable OrderOneModel baseline) {
    return measure
        .plan(WITH_BOS, baseline == null ? null : WITH_BOS)
        .result(model.answers(baseline, null));
  }

  private CodingMeasure measure(
      List<String> texts, int window, int stride, Bos bos, Windowing windowing) throws IOException {
    return new CodingMeasure(write(texts), window, stride, bos, 1).by(windowing);
  }

  private Path write(List<String> texts) throws IOException {
    return Files.write(
        folder.resolve("c.jsonl"), texts.stream().map("{\"text\": \"%s\"}"::formatted).toList());
  }
}
