package org.modelassay.coding.equalinfo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.zip.DeflaterOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modelassay.AssayException;
import org.modelassay.coding.equalinfo.analysis.Stability;
import org.modelassay.coding.equalinfo.analysis.Uniformity;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Metric;
import org.modelassay.measure.ByteTextModel;
import org.modelassay.measure.Measure;
import org.modelassay.reading.Request;
import org.modelassay.reading.ScoredReading;
import org.modelassay.reading.SequenceSet;
import org.modelassay.reading.StepModel;
import org.modelassay.reading.TokenSequence;
import org.modelassay.statistics.Interval;

/** A count model beside one that counted in half the text. */
class EqualInfoMeasureTest {
  private static final ByteTextModel TEXT = ByteTextModel.named("models/bytes", true);
  private static final List<String> TEXTS = texts();
  private static final byte[] ALL = String.join("", TEXTS).getBytes(StandardCharsets.UTF_8);
  private static final CountModel MODEL = new CountModel(ALL);
  private static final CountModel OTHER =
      new CountModel(java.util.Arrays.copyOf(ALL, ALL.length / 2));

  private final Path file;

  EqualInfoMeasureTest(@TempDir Path folder) {
    file = folder.resolve("corpus.jsonl");
  }

  private static List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      texts.add(new String(ManyLanguages.text(1, i), StandardCharsets.UTF_8).substring(0, 200 + i));
    }
    return texts;
  }

  @ParameterizedTest
  @CsvSource({"16, 16", "16, 8", "24, 16", "64, 8"})
  void figuresAreThoseOfTheWindows(int windowBits, int tokenBits) throws IOException {
    EqualInfoMeasure measure =
        new EqualInfoMeasure(
            write(),
            windowBits,
            tokenBits,
            WindowRule.SHORTEST_PREFIX,
            ContextReset.EVERY_WINDOW,
            25_000_000,
            2,
            0);
    EqualInfoResult result = result(measure, null);

    Windowing windowing =
        Windowing.of(TEXT, 64, windowBits, WindowRule.SHORTEST_PREFIX, ContextReset.EVERY_WINDOW);
    var coder = new EqualInfoWindows(new Contexts(MODEL, windowing), windowing);
    long bytes = 0;
    long windows = 0;
    long tokens = 0;
    for (String text : TEXTS) {
      int[] symbols = TEXT.tokenizer().encode(text);
      Encoded encoded = coder.encode(symbols);
      bytes += symbols.length;
      windows += encoded.windows();
      tokens += (encoded.bits() + tokenBits - 1) / tokenBits;
    }
    double ratio = (double) bytes / tokens;
    assertThat(result.tokenCompressionRatio()).isEqualTo(ratio);
    assertThat(result.bitCompressionRatio()).isEqualTo(8.0 * bytes / (windows * windowBits));
    assertThat(result.uniformBitsPerByte()).isCloseTo(tokenBits / ratio, within(1e-12));
    assertThat(result.unigramBitsPerByte()).isBetween(0.0, result.uniformBitsPerByte());
    assertThat(result.value("equalInfo.windows")).isEqualTo((double) windows);
    assertThat(result.value("equalInfo.roundTrip")).isEqualTo(1);
    // A token of the byte model is a byte; its matrices have a thousand parameters.
    assertThat(result.value("equalInfo.flopsPerByte"))
        .isCloseTo(2 * 25e6 / ratio + 2_000, within(1e-6));
    assertThat(proof(result).documents()).isEqualTo(2);
    assertThat(result.details().precision()).isEqualTo(14);
    assertThat(result.details().context()).isEqualTo(64);
    assertThat(result.details().before()).isEqualTo("<bos>");
    assertThat(result.details().modelSteps()).isPositive();
  }

  @Test
  void whatTheyAreComparedWithStandsBeside() throws IOException {
    EqualInfoResult result = result(measure(WindowRule.SHORTEST_PREFIX), null);
    assertThat(result.details().coders())
        .extracting(EqualInfoDetails.Coder::name)
        .containsExactly("EqualInfoAC[b=16, v=65536]", "AC", "StaticAC", "zlib");

    var zlib = new ByteArrayOutputStream();
    try (var deflater = new DeflaterOutputStream(zlib)) {
      deflater.write(ALL);
    }
    assertThat(result.details().coders().get(3).bytesOut()).isEqualTo(zlib.size());
    assertThat(result.value("equalInfo.zlib.bitCompressionRatio"))
        .isEqualTo((double) ALL.length / zlib.size());

    double entropy =
        TokenStream.of(1, 1, List.of(TEXT.tokenizer().encode(String.join("", TEXTS))), 8).entropy();
    assertThat(8 / result.value("equalInfo.staticAc.bitCompressionRatio"))
        .isCloseTo(entropy, within(0.05));

    double bits = 0;
    for (String text : TEXTS) {
      int[] symbols = TEXT.tokenizer().encode(text);
      for (int i = 0; i < symbols.length; i++) {
        if (i % 64 == 0) {
          MODEL.reset();
        }
        StepModel.Frequencies next = MODEL.next(i % 64 == 0 ? ByteTextModel.BOS : symbols[i - 1]);
        bits -= Math.log((double) next.frequency(symbols[i]) / next.total()) / Math.log(2);
      }
    }
    assertThat(8.0 * result.details().coders().get(1).bytesOut())
        .isCloseTo(bits, within(8 + 1e-3 * bits));
    assertThat(result.value("equalInfo.ac.bitCompressionRatio"))
        .isGreaterThan(result.bitCompressionRatio());
  }

  @Test
  void candidateBesideBaseline() throws IOException {
    EqualInfoMeasure measure = measure(WindowRule.SHORTEST_PREFIX);
    EqualInfoResult alone = result(measure, null);
    EqualInfoResult pair = result(measure, OTHER);
    assertThat(pair.figures())
        .extracting(Figure::metric)
        .containsExactlyInAnyOrderElementsOf(measure.metrics());
    assertThat(measure.metrics())
        .extracting(Metric::name)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.startsWith("equalInfo."));
    Figure ratio = pair.figures().get(0);
    assertThat(ratio.value()).isEqualTo(alone.tokenCompressionRatio());
    double baseline = Objects.requireNonNull(ratio.baseline());
    assertThat(baseline).isLessThan(ratio.value());
    Interval interval = Objects.requireNonNull(ratio.interval());
    assertThat(ratio.value()).isBetween(interval.low(), interval.high());
    assertThat(pair.value("equalInfo.outputIncrease"))
        .isCloseTo(baseline / ratio.value() - 1, within(1e-12))
        .isNegative();
    assertThatThrownBy(() -> alone.value("equalInfo.outputIncrease"))
        .isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void greedyWindowsAreNeverCalledLossless() throws IOException {
    EqualInfoResult result = result(measure(WindowRule.GREEDY), null);
    assertThat(result.details().roundTrip()).isNull();
    assertThat(result.figures())
        .extracting(f -> f.metric().name())
        .doesNotContain("equalInfo.roundTrip");
    assertThat(result.details().notes())
        .anyMatch(note -> note.startsWith("Greedy windows cannot be decoded"));
    assertThat(result.tokenCompressionRatio())
        .isGreaterThan(result(measure(WindowRule.SHORTEST_PREFIX), null).tokenCompressionRatio());
  }

  @Test
  void delayedWindowsSayHowManyDocumentsCameBack() throws IOException {
    EqualInfoResult result = result(measure(WindowRule.DELAYED), null);
    EqualInfoDetails.RoundTrip proof = proof(result);
    assertThat(result.value("equalInfo.roundTrip"))
        .isEqualTo((double) proof.restored() / proof.documents())
        .isLessThan(1);
    assertThat(result.details().notes())
        .anyMatch(note -> note.startsWith("Delayed windows do not always decode: document "));
    assertThat(result.verdicts()).isEmpty();
  }

  @Test
  void aModelThatChangesItsMindIsFoundOut() throws IOException {
    Measure.Plan<EqualInfoResult> plan = measure(WindowRule.SHORTEST_PREFIX).plan(TEXT, null);
    StepModel fickle =
        new StepModel() {
          private int resets;

          @Override
          public void reset() {
            resets++;
            MODEL.reset();
          }

          @Override
          public Frequencies next(int token) {
            return MODEL.next(resets > 1000 ? (token + 1) % 256 : token);
          }

          @Override
          public int vocabularySize() {
            return 257;
          }
        };
    EqualInfoResult result = plan.result(answers(fickle, null));
    assertThat(result.value("equalInfo.roundTrip")).isLessThan(1);
    assertThat(result.verdicts())
        .singleElement()
        .satisfies(
            verdict -> {
              assertThat(verdict.fails()).isTrue();
              assertThat(verdict.metric()).isEqualTo("equalInfo.roundTrip");
              assertThat(verdict.message())
                  .startsWith("the windows are not lossless: document ")
                  .contains("limit @EqualInfoWindows(roundTrip = 24)");
            });
  }

  @Test
  void aWrongSettingIsNamed() throws IOException {
    Path corpus = write();
    assertThatThrownBy(() -> measure(corpus, 20, 16).plan(TEXT, null))
        .isInstanceOf(AssayException.class)
        .hasMessage("windowBits = 20; a window has one of 16, 24, 32, 64, 128 bits");
    assertThatThrownBy(() -> measure(corpus, 16, 12).plan(TEXT, null))
        .isInstanceOf(AssayException.class)
        .hasMessage("tokenBits = 12; a token has 8 or 16 bits");
    var large = new ByteTextModel("models/large", true, 64, 151_936, 4);
    assertThatThrownBy(() -> measure(corpus, 16, 16).plan(large, null))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("windowBits = 16")
        .hasMessageContaining("models/large, 151936 ids")
        .hasMessageContaining("take windowBits = 24 or more");
    assertThat(measure(corpus, 24, 16).plan(large, null)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({"257, 16, 14", "3072, 16, 16", "3072, 32, 17", "262144, 24, 24", "262144, 128, 24"})
  void precisionFollowsTheVocabularyAndNeverExceedsAWindow(
      int vocabulary, int bits, int precision) {
    var model = new ByteTextModel("m", true, 64, vocabulary, 4);
    assertThat(Windowing.of(model, 64, bits, WindowRule.GREEDY, ContextReset.NEVER).precision())
        .isEqualTo(precision);
  }

  @Test
  void answersAndDetailsAreWrittenAndReadAsJson() throws IOException {
    var json = new ObjectMapper();
    Windowing windowing =
        Windowing.of(TEXT, 64, 16, WindowRule.SHORTEST_PREFIX, ContextReset.NEVER);
    SymbolText text = SymbolText.of(org.modelassay.data.Corpus.read(write()), TEXT, windowing);
    var request = new EqualInfoCoding(text, 1);
    EqualInfoCoding.Coded coded = request.run(MODEL);
    assertThat(json.readValue(json.writeValueAsString(coded), EqualInfoCoding.Coded.class))
        .isEqualTo(coded);
    assertThat(request.key()).matches("equal-info-1-[0-9a-f]{64}");
    assertThat(new EqualInfoCoding(text, 2).key()).isNotEqualTo(request.key());
    assertThat((double) request.steps()).isBetween(1.0 * ALL.length, 1.5 * ALL.length);

    EqualInfoDetails details = result(measure(WindowRule.SHORTEST_PREFIX), OTHER).details();
    assertThat(json.readValue(json.writeValueAsString(details), EqualInfoDetails.class))
        .isEqualTo(details);
  }

  @Test
  void analysesAreDetails() throws IOException {
    EqualInfoDetails details = result(measure(WindowRule.SHORTEST_PREFIX), OTHER).details();
    List<String> coders = details.coders().stream().map(EqualInfoDetails.Coder::name).toList();

    assertThat(Objects.requireNonNull(details.uniformity()).curves())
        .extracting(Uniformity.Curve::name)
        .startsWith(coders.toArray(String[]::new))
        .endsWith("baseline's " + coders.get(0))
        .hasSize(5);
    Stability stability = Objects.requireNonNull(details.stability());
    assertThat(stability.words()).hasSize(12);
    assertThat(stability.distances())
        .extracting(Stability.Distances::name)
        .containsExactly(coders.get(0), "AC", "bytes");
    assertThat(Objects.requireNonNull(details.tokenMap()).windows())
        .isEqualTo(details.documents().stream().mapToInt(d -> d.windows()).sum());

    EqualInfoDetails alone = result(measure(write(), 24, 16), null).details();
    assertThat(Objects.requireNonNull(alone.uniformity()).curves()).hasSize(4);
    // No words were asked for; tokens of 16 bits cross the borders of windows of 24.
    assertThat(alone.stability()).isNull();
    assertThat(alone.tokenMap()).isNull();
  }

  private EqualInfoMeasure measure(WindowRule rule) throws IOException {
    return new EqualInfoMeasure(
        write(), 16, 16, rule, ContextReset.EVERY_WINDOW, 25_000_000, TEXTS.size(), 12);
  }

  private static EqualInfoMeasure measure(Path corpus, int windowBits, int tokenBits) {
    return new EqualInfoMeasure(
        corpus,
        windowBits,
        tokenBits,
        WindowRule.SHORTEST_PREFIX,
        ContextReset.EVERY_WINDOW,
        25_000_000,
        1,
        0);
  }

  private static EqualInfoDetails.RoundTrip proof(EqualInfoResult result) {
    return Objects.requireNonNull(result.details().roundTrip());
  }

  private static EqualInfoResult result(EqualInfoMeasure measure, @Nullable CountModel baseline) {
    return measure.plan(TEXT, baseline == null ? null : TEXT).result(answers(MODEL, baseline));
  }

  @SuppressWarnings("unchecked") // the answer's type is the request's
  private static Measure.Answers answers(StepModel model, @Nullable StepModel baseline) {
    return new Measure.Answers() {
      @Override
      public <A> A ofSubject(Request<A> request) {
        return answer(model, request);
      }

      @Override
      public <A> A ofBaseline(Request<A> request) {
        return answer(Objects.requireNonNull(baseline), request);
      }

      private <A> A answer(StepModel by, Request<A> request) {
        return request instanceof Request.Stepping<A> stepping
            ? stepping.run(by)
            : (A) read(by, ((Request.Scoring) request).sequences());
      }
    };
  }

  /** What batches would have given. */
  private static ScoredReading read(StepModel model, SequenceSet sequences) {
    int n = sequences.scored();
    var intervals = new ScoredReading.CodeIntervals(new long[n], new long[n], new long[n]);
    int t = 0;
    for (TokenSequence sequence : sequences.sequences()) {
      model.reset();
      int[] tokens = sequence.tokens();
      for (int i = 1; i < tokens.length; i++) {
        StepModel.Frequencies next = model.next(tokens[i - 1]);
        if (i >= sequence.firstScored()) {
          intervals.low()[t] = next.low(tokens[i]);
          intervals.frequency()[t] = next.frequency(tokens[i]);
          intervals.total()[t++] = next.total();
        }
      }
    }
    return new Read(intervals);
  }

  private record Read(CodeIntervals intervals) implements ScoredReading {
    @Override
    public SequenceSet sequences() {
      throw new IllegalStateException("not asked for");
    }
  }

  private Path write() throws IOException {
    var json = new ObjectMapper();
    List<String> lines = new ArrayList<>();
    for (String text : TEXTS) {
      lines.add(json.writeValueAsString(Map.of("text", text)));
    }
    return Files.write(file, lines);
  }
}
