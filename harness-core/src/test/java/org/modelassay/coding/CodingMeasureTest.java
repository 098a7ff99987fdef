package org.modelassay.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modelassay.AssayException;
import org.modelassay.Compressors;
import org.modelassay.gate.Bound;
import org.modelassay.gate.Decision;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Gate;
import org.modelassay.gate.Limit;
import org.modelassay.gate.Metric;
import org.modelassay.gate.Verdict;
import org.modelassay.measure.ByteTextModel;
import org.modelassay.measure.Measure;
import org.modelassay.reading.Probe;
import org.modelassay.reading.Request;
import org.modelassay.statistics.Interval;

/** A model that looks at the last token only is summed up directly, with no window in the way. */
class CodingMeasureTest {
  private static final ByteTextModel PLAIN = ByteTextModel.named("models/m", false);
  private static final ByteTextModel WITH_BOS = ByteTextModel.named("models/m", true);
  private static final OrderOneModel MODEL = new OrderOneModel(257, 1, 8);
  private static final OrderOneModel OTHER = new OrderOneModel(257, 2, 8);
  private static final List<String> TEXTS =
      List.of("職務経歴書: 工学の𠮷田さん", "a", "hello world, hello world", "x".repeat(150));

  private static final String LONG = "The quick brown fox jumps over the lazy dog. ".repeat(300);

  private final Path file;

  CodingMeasureTest(@TempDir Path folder) {
    file = folder.resolve("corpus.jsonl");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "8, 8", "8, 3", "1, 1"})
  void figuresAreThoseOfTheTextHoweverItIsCut(int window, int stride) throws IOException {
    CodingResult result =
        result(measure(TEXTS, window, stride, Bos.NONE), PLAIN, null, MODEL, null);

    double bits = 0;
    long tokens = 0;
    long characters = 0;
    for (String text : TEXTS) {
      int[] ids = PLAIN.tokenizer().encode(text);
      bits += Math.log(257) / Math.log(2);
      for (int i = 1; i < ids.length; i++) {
        bits += MODEL.bits(ids[i - 1], ids[i]);
      }
      tokens += ids.length;
      characters += text.codePoints().count();
    }
    assertThat(result.bitsPerByte()).isCloseTo(bits / tokens, within(1e-6));
    assertThat(result.bitsPerCharacter()).isCloseTo(bits / characters, within(1e-6));
    assertThat(result.perplexity()).isCloseTo(Math.pow(2, bits / tokens), within(1e-4));
    assertThat(result.tokenEfficiency()).isEqualTo(1);
    long coded = Objects.requireNonNull(result.details().codedBytes());
    assertThat((double) coded).isBetween(bits / 8 - 1, bits / 8 + 1.001);
    assertThat(result.lmcr()).isEqualTo((double) coded / tokens);
    assertThat(result.lateStageLmcr()).isEqualTo((double) coded / tokens);
    // 257 ids need nine bits, two bytes.
    assertThat(result.value("coding.lateStageLmcrBytes")).isEqualTo(coded / 2.0 / tokens);
    assertThat(result.value("coding.coderOverhead")).isCloseTo(8 * coded / bits - 1, within(1e-6));
    assertThat(result.value("coding.notRoundTripped")).isZero();
    assertThat(result.details().textBytes()).isEqualTo(tokens);
  }

  @Test
  void bosIsReadInFrontAndNeverCoded() throws IOException {
    int[] ids = PLAIN.tokenizer().encode(TEXTS.get(3));
    double first = MODEL.bits(ByteTextModel.BOS, ids[0]);
    double again = MODEL.bits(ids[0], ids[0]);
    CodingResult rolling =
        result(measure(TEXTS.subList(3, 4), 50, 50, Bos.FIRST_WINDOW), WITH_BOS, null, MODEL, null);
    assertThat(rolling.bitsPerByte()).isCloseTo((first + 149 * again) / 150, within(1e-6));
    CodingResult every =
        result(measure(TEXTS.subList(3, 4), 50, 50, Bos.AUTO), WITH_BOS, null, MODEL, null);
    assertThat(every.bitsPerByte()).isCloseTo((3 * first + 147 * again) / 150, within(1e-6));
  }

  @Test
  void aUniformModelCostsTheSizeOfItsVocabulary() throws IOException {
    var uniform = new OrderOneModel(257, 1, 0);
    CodingResult result = result(measure(TEXTS, 0, 0, Bos.AUTO), WITH_BOS, null, uniform, null);
    assertThat(result.bitsPerByte()).isCloseTo(Math.log(257) / Math.log(2), within(1e-6));
    assertThat(result.perplexity()).isCloseTo(257, within(1e-4));
    assertThat(result.value("coding.coderOverhead")).isBetween(-0.005, 0.005);
  }

  @Test
  void figuresOfOneTextAreTiedByIdentities() throws IOException {
    List<String> texts = new ArrayList<>(TEXTS);
    texts.add(LONG);
    CodingResult result = result(measure(texts, 8, 3, Bos.AUTO), WITH_BOS, null, MODEL, null);
    double bitsPerByte = result.bitsPerByte();
    var rounding = within(1e-12);
    assertThat(result.lateStageLmcr() * result.tokenEfficiency())
        .isCloseTo(result.lmcr(), rounding);
    assertThat(Math.log(result.perplexity()) / Math.log(2) * result.tokenEfficiency())
        .isCloseTo(bitsPerByte, rounding);
    assertThat(result.value("coding.bytePerplexity")).isCloseTo(Math.pow(2, bitsPerByte), rounding);
    // 257 ids need nine bits, so a stored one two bytes.
    assertThat(result.value("coding.lateStageLmcrBytes"))
        .isCloseTo(result.lateStageLmcr() / 2, rounding);
    assertThat(bitsPerByte / 8 * (1 + result.value("coding.coderOverhead")))
        .isCloseTo(result.lmcr(), rounding);
    assertThat(result.value("coding.coderOverhead")).isBetween(-1e-3, 1e-3);
    for (CodingDetails.DocumentFigures document : result.documents()) {
      CodingDetails.ModelFigures one = document.judged();
      double tokensPerByte = one.tokenEfficiency();
      assertThat(some(one.lateStageLmcr()) * tokensPerByte).isCloseTo(some(one.lmcr()), rounding);
      assertThat(some(one.lateStageLmcrBytes())).isEqualTo(some(one.lateStageLmcr()) / 2);
      assertThat(Math.log(some(one.perplexity())) / Math.log(2) * tokensPerByte)
          .isCloseTo(some(one.bitsPerByte()), rounding);
      assertThat(some(one.bitsPerCharacter()) * document.characters())
          .isCloseTo(some(one.bitsPerByte()) * document.bytes(), within(1e-9));
      // The coder's shares are rounded probabilities; a document's share has no end to pay for.
      assertThat(some(one.lmcr()) * 8).isCloseTo(some(one.bitsPerByte()), within(1e-6));
    }
  }

  @Test
  void eachDocumentHasItsFiguresOfBothModelsAndOfGeneralCompressors() throws IOException {
    CodingResult result = result(measure(TEXTS, 0, 0, Bos.AUTO), WITH_BOS, WITH_BOS, MODEL, OTHER);
    CodingDetails.DocumentFigures document =
        result.documents().stream().filter(d -> d.id().equals("3")).findFirst().orElseThrow();
    String text = TEXTS.get(2);
    assertThat(document.bytes()).isEqualTo(text.length());
    assertThat(document.characters()).isEqualTo(text.length());
    int[] ids = PLAIN.tokenizer().encode(text);
    double bits = MODEL.bits(ByteTextModel.BOS, ids[0]);
    double baseline = OTHER.bits(ByteTextModel.BOS, ids[0]);
    for (int i = 1; i < ids.length; i++) {
      bits += MODEL.bits(ids[i - 1], ids[i]);
      baseline += OTHER.bits(ids[i - 1], ids[i]);
    }
    assertThat(document.judged().tokens()).isEqualTo(ids.length);
    assertThat(bitsPerByte(document.judged())).isCloseTo(bits / ids.length, within(1e-6));
    assertThat(bitsPerByte(Objects.requireNonNull(document.baseline())))
        .isCloseTo(baseline / ids.length, within(1e-6));
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    assertThat(document.zlibRatio()).isEqualTo((double) Compressors.zlib(utf8) / utf8.length);
    assertThat(document.xzRatio()).isEqualTo((double) Compressors.xz(utf8) / utf8.length);
    assertThat(document.zstdRatio())
        .isEqualTo((double) Compressors.zstd(utf8).orElseThrow() / utf8.length);
  }

  @Test
  void generalCompressorsOfAllBytesInARowStandBeside() throws IOException {
    byte[] bytes = String.join("", TEXTS).getBytes(StandardCharsets.UTF_8);
    CodingResult result = result(measure(TEXTS, 0, 0, Bos.AUTO), PLAIN, null, MODEL, null);
    double length = bytes.length;
    assertThat(result.value("coding.zlibRatio")).isEqualTo(Compressors.zlib(bytes) / length);
    assertThat(result.value("coding.xzRatio")).isEqualTo(Compressors.xz(bytes) / length);
    assertThat(result.value("coding.zstdRatio"))
        .isEqualTo(Compressors.zstd(bytes).orElseThrow() / length);
  }

  @Test
  void divergenceIsThatOfTheTwoDistributionsAtEachPredictedToken() throws IOException {
    CodingResult result = result(measure(TEXTS, 8, 8, Bos.NONE), PLAIN, PLAIN, MODEL, OTHER);
    List<Double> divergences = new ArrayList<>();
    double to = 0;
    int agree = 0;
    double[] bits = new double[2];
    for (String text : TEXTS) {
      int[] ids = PLAIN.tokenizer().encode(text);
      bits[0] += Math.log(257) / Math.log(2);
      bits[1] += Math.log(257) / Math.log(2);
      for (int i = 1; i < ids.length; i++) {
        int last = ids[i - 1];
        divergences.add(OTHER.divergence(MODEL, last));
        to += MODEL.divergence(OTHER, last);
        agree += MODEL.top(last) == OTHER.top(last) ? 1 : 0;
        bits[0] += MODEL.bits(last, ids[i]);
        bits[1] += OTHER.bits(last, ids[i]);
      }
    }
    int n = divergences.size();
    double tokens = n + TEXTS.size();
    double[] sorted = divergences.stream().mapToDouble(d -> d).sorted().toArray();
    assertThat(result.meanKlDivergence())
        .isCloseTo(DoubleStream.of(sorted).sum() / n, within(1e-6));
    assertThat(result.value("coding.klDivergenceToBaseline.mean")).isCloseTo(to / n, within(1e-6));
    assertThat(result.value("coding.klDivergence.max")).isCloseTo(sorted[n - 1], within(1e-6));
    double at = 0.9 * (n - 1);
    double p90 = sorted[(int) at] + (at - (int) at) * (sorted[(int) at + 1] - sorted[(int) at]);
    assertThat(result.value("coding.klDivergence.p90")).isCloseTo(p90, within(1e-6));
    assertThat(result.topTokenAgreement()).isEqualTo((double) agree / n);
    assertThat(result.value("coding.bitsPerByteIncrease"))
        .isCloseTo((bits[0] - bits[1]) / tokens, within(1e-6));
    assertThat(result.value("coding.perplexityRatio"))
        .isCloseTo(Math.pow(2, (bits[0] - bits[1]) / tokens), within(1e-6));
    Figure perplexity = figure(result, "coding.perplexity");
    assertThat(perplexity.value() / Objects.requireNonNull(perplexity.baseline()))
        .isCloseTo(result.value("coding.perplexityRatio"), within(1e-12));
    assertThat(result.value("coding.lmcrIncrease"))
        .isCloseTo((bits[0] - bits[1]) / 8 / tokens, within(1 / tokens));
  }

  @Test
  void aModelAgainstItselfDiffersInNothing() throws IOException {
    CodingResult result = result(measure(TEXTS, 0, 0, Bos.AUTO), WITH_BOS, WITH_BOS, MODEL, MODEL);
    assertThat(result.meanKlDivergence()).isZero();
    assertThat(result.value("coding.klDivergence.max")).isZero();
    assertThat(result.topTokenAgreement()).isEqualTo(1);
    assertThat(result.value("coding.perplexityRatio")).isEqualTo(1);
    assertThat(result.value("coding.lmcrIncrease")).isZero();
    assertThat(result.value("coding.bitsPerByteIncrease")).isZero();
  }

  @Test
  void modelsThatReadOtherSequencesAreComparedByBitsPerByteOnly() throws IOException {
    Measure.Plan<CodingResult> plan = measure(TEXTS, 0, 0, Bos.AUTO).plan(WITH_BOS, PLAIN);
    assertThat(scoring(plan.ofSubject()).probes())
        .containsExactlyInAnyOrder(new Probe.Targets(), new Probe.Intervals());
    CodingResult result = plan.result(answers(MODEL, OTHER));
    assertThat(result.value("coding.bitsPerByteIncrease")).isFinite();
    assertThat(result.details().notes())
        .containsExactly(
            "Divergence and top-token agreement are missing: the two models read different token"
                + " sequences.");
    assertThatThrownBy(result::meanKlDivergence)
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("coding.klDivergence.mean")
        .hasMessageContaining("different token sequences");

    var wider = new ByteTextModel("models/wide", true, 64, 300, 4);
    CodingResult padded =
        result(
            measure(TEXTS, 0, 0, Bos.AUTO), WITH_BOS, wider, MODEL, new OrderOneModel(300, 2, 8));
    assertThat(padded.value("coding.perplexityRatio")).isFinite();
    assertThat(padded.details().notes().get(0)).contains("differ in size, 300 and 257");
  }

  @Test
  void asksForNoMoreThanItNeeds() throws IOException {
    CodingMeasure measure = new CodingMeasure(write(TEXTS), 0, 0, Bos.AUTO, 2);
    Measure.Plan<CodingResult> alone = measure.plan(PLAIN, null);
    assertThat(alone.ofBaseline()).isEmpty();
    assertThat(alone.ofSubject()).hasSize(3).last().isInstanceOf(RoundTrip.class);
    Measure.Plan<CodingResult> pair = measure.plan(PLAIN, PLAIN);
    assertThat(scoring(pair.ofSubject()).probes())
        .containsExactlyInAnyOrder(
            new Probe.Targets(), new Probe.Intervals(), new Probe.Divergence());
    assertThat(scoring(pair.ofBaseline()).probes())
        .containsExactlyInAnyOrder(new Probe.Targets(), new Probe.Intervals());
    assertThat(scoring(pair.ofBaseline()).sequences().digest())
        .isEqualTo(scoring(pair.ofSubject()).sequences().digest());
  }

  @Test
  void noiseIsWhatASixteenthOfTheWindowsMovesWhenItIsReadAgain() throws IOException {
    // 40 windows of 8 tokens, of which the first and the 21st are read again, by another model.
    List<String> texts =
        IntStream.range(0, 40).mapToObj(i -> "document" + (char) ('0' + i)).toList();
    CodingMeasure measure = measure(texts, 16, 16, Bos.AUTO);
    double moved = 0;
    for (int again : new int[] {0, 20}) {
      double bits = 0;
      int last = ByteTextModel.BOS;
      for (int token : PLAIN.tokenizer().encode(texts.get(again))) {
        bits += OTHER.bits(last, token) - MODEL.bits(last, token);
        last = token;
      }
      moved += Math.abs(bits);
    }
    Measure.Answers once = answers(MODEL, null);
    Measure.Answers noisy =
        new Measure.Answers() {
          @Override
          public <A> A ofSubject(Request<A> request) {
            return request instanceof Request.Scoring scoring && scoring.halved()
                ? answers(OTHER, null).ofSubject(request)
                : once.ofSubject(request);
          }

          @Override
          public <A> A ofBaseline(Request<A> request) {
            throw new IllegalStateException();
          }
        };

    CodingResult result = measure.plan(WITH_BOS, null).result(noisy);

    Figure noise = figure(result, "coding.noise");
    assertThat(noise.n()).isEqualTo(2);
    assertThat(noise.value()).isCloseTo(moved * Math.log(2) / 18, within(1e-6));
    assertThat(figure(result, "coding.bitsPerByte").floor()).isCloseTo(moved / 18, within(1e-6));
    assertThat(figure(result, "coding.lmcr").floor()).isCloseTo(moved / 18 / 8, within(1e-6));
    assertThat(figure(result, "coding.perplexity").floor())
        .isCloseTo(result.perplexity() * (Math.pow(2, moved / 18) - 1), within(1e-4));
    assertThat(figure(result, "coding.tokenEfficiency").floor()).isNull();
    assertThat(figure(measure.plan(WITH_BOS, null).result(once), "coding.noise").value()).isZero();
  }

  @Test
  void bothModelsGetTheWindowOfTheShorterContext() throws IOException {
    Measure.Plan<CodingResult> plan =
        measure(TEXTS, 0, 0, Bos.AUTO).plan(PLAIN, PLAIN.withContext(10));
    assertThat(scoring(plan.ofSubject()).sequences().digest())
        .isEqualTo(scoring(plan.ofBaseline()).sequences().digest());
    assertThat(scoring(plan.ofSubject()).sequences().sequences())
        .allMatch(s -> s.length() - 1 <= 10);
  }

  @Test
  void intervalsDrawDocumentsWhereThereAreTwenty() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    List<String> texts = new ArrayList<>();
    for (int d = 0; d < 25; d++) {
      texts.add(
          random
              .ints(5 + random.nextInt(20), 'a', 'z')
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString());
    }
    CodingResult many = result(measure(texts, 0, 0, Bos.AUTO), WITH_BOS, WITH_BOS, MODEL, OTHER);
    for (String metric :
        List.of(
            "bitsPerByte",
            "lmcr",
            "perplexity",
            "bitsPerByteIncrease",
            "perplexityRatio",
            "klDivergence.mean",
            "topTokenAgreement")) {
      Figure figure = figure(many, "coding." + metric);
      assertThat(figure.interval()).as(metric).isNotNull();
      assertThat(figure.value())
          .as(metric)
          .isBetween(Objects.requireNonNull(figure.interval()).low(), figure.interval().high());
      assertThat(figure.n()).isEqualTo(25);
    }
    CodingResult few =
        result(measure(texts.subList(0, 19), 0, 0, Bos.AUTO), WITH_BOS, WITH_BOS, MODEL, OTHER);
    assertThat(figure(few, "coding.bitsPerByte").interval()).isNull();
    assertThat(figure(few, "coding.klDivergence.p50").interval()).isNotNull();
    assertThat(figure(few, "coding.klDivergence.p999").interval()).isNull();
  }

  @Test
  void theSampleIsCodedAndComesBack() throws IOException {
    CodingResult result =
        result(new CodingMeasure(write(TEXTS), 8, 3, Bos.AUTO, 3), WITH_BOS, null, MODEL, null);
    assertThat(result.value("coding.roundTrip")).isEqualTo(1);
    CodingDetails.RoundTrip proof = Objects.requireNonNull(result.details().roundTrip());
    assertThat(proof.documents()).isEqualTo(3);
    assertThat(proof.identical()).isTrue();
    assertThat(proof.stepwiseBits()).isCloseTo(proof.batchedBits(), within(1e-6));
  }

  @Test
  void aSampleThatDoesNotComeBackFailsTheCheckAndLosesNothing() throws IOException {
    Measure.Plan<CodingResult> plan =
        new CodingMeasure(write(TEXTS), 8, 3, Bos.AUTO, 3).plan(WITH_BOS, null);
    var spoilt =
        new RoundTrip.Proof(3, 60, 50, 400, "document 3, token 7 of 24: coded 1, decoded 2");
    CodingResult result = plan.result(answers(MODEL, null, spoilt));
    CodingDetails.RoundTrip proof = Objects.requireNonNull(result.details().roundTrip());
    assertThat(proof.identical()).isFalse();
    Verdict verdict = result.verdicts().get(0);
    assertThat(verdict.fails()).isTrue();
    assertThat(verdict.metric()).isEqualTo("coding.roundTrip");
    assertThat(verdict.message())
        .startsWith(
            "coding is not lossless: document 3, token 7 of 24: coded 1, decoded 2; the sample took"
                + " 400.000 bits step by step, ")
        .contains("%+.3f beside".formatted(400 - proof.batchedBits()))
        .contains("limit @Coding(roundTrip = 3)", "set roundTrip = 0");
    assertThat(result.value("coding.roundTrip")).isZero();
    CodingResult sound = result(measure(TEXTS, 8, 3, Bos.AUTO), WITH_BOS, null, MODEL, null);
    assertThat(sound.verdicts()).isEmpty();
    assertThat(result.figures())
        .filteredOn(f -> !f.metric().name().equals("coding.roundTrip"))
        .isEqualTo(sound.figures());
  }

  @Test
  void textThatTheTokenizerLosesIsNamedAndScored() throws IOException {
    CodingResult result =
        result(measure(List.of("a\tb", "ab", "\t"), 0, 0, Bos.AUTO), PLAIN, null, MODEL, null);
    assertThat(result.value("coding.notRoundTripped")).isEqualTo(2);
    assertThat(result.details().notes())
        .containsExactly(
            "The tokenizer does not give back the text of 2 documents: 1, from character 2 on"
                + " \"\\tb\" comes back as \" b\"; 3, from character 1 on \"\\t\" comes back as \" \".");
    assertThat(result.details().textBytes()).isEqualTo(6);
  }

  @Test
  void aDocumentOfOneTokenIsPredictedBehindBosAndCodedAsOneOfAllIdsWithoutIt() throws IOException {
    CodingResult behind =
        result(measure(List.of("a"), 0, 0, Bos.AUTO), WITH_BOS, WITH_BOS, MODEL, OTHER);
    assertThat(behind.bitsPerByte()).isCloseTo(MODEL.bits(ByteTextModel.BOS, 'a'), within(1e-6));
    assertThat(figure(behind, "coding.klDivergence.p50").n()).isEqualTo(1);
    CodingResult alone = result(measure(List.of("a"), 0, 0, Bos.AUTO), PLAIN, PLAIN, MODEL, OTHER);
    assertThat(alone.bitsPerByte()).isCloseTo(Math.log(257) / Math.log(2), within(1e-12));
    assertThat(alone.value("coding.bitsPerByteIncrease")).isZero();
    // Nothing is predicted, so there is nothing to diverge in.
    assertThat(alone.figures())
        .noneMatch(figure -> figure.metric().name().startsWith("coding.klDivergence"));
  }

  @Test
  void aDocumentWithoutATokenCostsNothingAndIsNamed() throws IOException {
    CodingResult result =
        result(measure(List.of("\u000B", "ab"), 0, 0, Bos.AUTO), WITH_BOS, WITH_BOS, MODEL, OTHER);
    double bits = MODEL.bits(ByteTextModel.BOS, 'a') + MODEL.bits('a', 'b');
    assertThat(result.bitsPerByte()).isCloseTo(bits / 3, within(1e-6));
    assertThat(result.details().notes())
        .containsExactly(
            "The tokenizer does not give back the text of 1 document: 1, from character 1 on"
                + " \"\\u000B\" comes back as nothing.");
    CodingDetails.DocumentFigures document =
        result.documents().stream().filter(d -> d.id().equals("1")).findFirst().orElseThrow();
    assertThat(bitsPerByte(document.judged())).isZero();
    assertThat(document.judged().perplexity()).isNull();
    assertThat(document.judged().lateStageLmcr()).isNull();
    assertThat(document.divergence()).isNull();
    Path nothing = write(List.of("\u000B"));
    assertThatThrownBy(() -> new CodingMeasure(nothing, 0, 0, Bos.AUTO, 0).plan(WITH_BOS, null))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("makes no token of its 1 documents");
  }

  @Test
  void lineEndsAndMarksInsideATextAreData(@TempDir Path folder) throws IOException {
    CodingResult lines =
        result(measure(List.of("\uFEFFa\r\nb"), 0, 0, Bos.AUTO), WITH_BOS, null, MODEL, null);
    assertThat(lines.details().textBytes()).isEqualTo(3 + 4);
    assertThat(lines.details().notes()).isEmpty();
    // In front of a file the mark says how it is encoded, and is no text.
    Files.writeString(folder.resolve("a.txt"), "\uFEFFa\r\nb");
    CodingResult file =
        result(new CodingMeasure(folder, 0, 0, Bos.AUTO, 0), WITH_BOS, null, MODEL, null);
    assertThat(file.details().textBytes()).isEqualTo(4);
  }

  @Test
  void everyLimitIsJudgedByEveryDecision() throws IOException {
    SplittableRandom random = new SplittableRandom(9);
    List<String> texts = new ArrayList<>();
    for (int d = 0; d < 60; d++) {
      texts.add(
          random
              .ints(60 + random.nextInt(40), 'a', 'z')
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString());
    }
    CodingResult result = result(measure(texts, 0, 0, Bos.AUTO), WITH_BOS, WITH_BOS, MODEL, OTHER);
    for (String metric :
        List.of(
            "lmcr",
            "lateStageLmcr",
            "bitsPerByte",
            "bitsPerCharacter",
            "perplexity",
            "lmcrIncrease",
            "bitsPerByteIncrease",
            "perplexityRatio",
            "klDivergence.mean",
            "klDivergence.p50",
            "klDivergence.p90",
            "klDivergence.p99",
            "klDivergence.p999",
            "topTokenAgreement")) {
      Figure figure = figure(result, "coding." + metric);
      Interval interval = Objects.requireNonNull(figure.interval(), metric);
      double reach = interval.high() - interval.low() + figure.value() * 1e-3 + 1e-3;
      for (Decision decision : Decision.values()) {
        boolean estimate = decision == Decision.ESTIMATE;
        assertThat(status(result, metric, interval.high() + reach, decision))
            .as("%s by %s, wide", metric, decision)
            .isEqualTo(Verdict.Status.HOLDS);
        assertThat(status(result, metric, interval.low() - reach, decision))
            .as("%s by %s, narrow", metric, decision)
            .isEqualTo(Verdict.Status.BROKEN);
        // Order statistics of few different values may have the quantile for an end.
        boolean inside = interval.low() < figure.value() && figure.value() < interval.high();
        assertThat(status(result, metric, figure.value(), decision))
            .as("%s by %s, at the value", metric, decision)
            .isEqualTo(estimate || !inside ? Verdict.Status.HOLDS : Verdict.Status.UNDECIDED);
      }
    }
  }

  private static Verdict.Status status(
      CodingResult result, String metric, double most, Decision decision) {
    var limit = new Limit("coding." + metric, Bound.AT_MOST, most, decision, "", "@Limit");
    return Gate.judge(List.of(limit), result.figures(), "").get(0).status();
  }

  @Test
  void documentsStandWorstFirst() throws IOException {
    CodingResult alone = result(measure(TEXTS, 0, 0, Bos.AUTO), WITH_BOS, null, MODEL, null);
    assertThat(alone.documents())
        .extracting(d -> bitsPerByte(d.judged()))
        .isSortedAccordingTo((a, b) -> Double.compare(b, a))
        .hasSize(4);
    CodingResult pair = result(measure(TEXTS, 0, 0, Bos.AUTO), WITH_BOS, WITH_BOS, MODEL, OTHER);
    assertThat(pair.documents())
        .extracting(
            d -> bitsPerByte(d.judged()) - bitsPerByte(Objects.requireNonNull(d.baseline())))
        .isSortedAccordingTo((a, b) -> Double.compare(b, a));
    double bits =
        pair.documents().stream().mapToDouble(d -> bitsPerByte(d.judged()) * d.bytes()).sum();
    assertThat(bits / pair.details().textBytes()).isCloseTo(pair.bitsPerByte(), within(1e-9));

    List<String> many = new ArrayList<>();
    for (int d = 0; d < 230; d++) {
      many.add("document " + d);
    }
    CodingDetails bounded =
        result(measure(many, 0, 0, Bos.AUTO), WITH_BOS, null, MODEL, null).details();
    assertThat(bounded.documents()).hasSize(200);
    assertThat(bounded.documentsLeftOut()).isEqualTo(30);
    assertThat(bounded.strips())
        .extracting(CodingDetails.Strip::document)
        .hasSize(6)
        .doesNotHaveDuplicates();
    assertThat(bounded.strips().subList(0, 3))
        .extracting(CodingDetails.Strip::document)
        .isEqualTo(
            bounded.documents().subList(0, 3).stream()
                .map(CodingDetails.DocumentFigures::id)
                .toList());
  }

  @Test
  void aStripShowsWholeCharacters() throws IOException {
    String text = "職a𠮷é!" + "\uFFFD" + "z";
    CodingResult result =
        result(measure(List.of(text), 0, 0, Bos.NONE), PLAIN, PLAIN, MODEL, OTHER);
    CodingDetails.Strip strip = result.details().strips().get(0);
    assertThat(strip.tokens())
        .extracting(CodingDetails.Token::text)
        .startsWith("職", "a", "𠮷", "é", "!");
    assertThat(String.join("", strip.tokens().stream().map(CodingDetails.Token::text).toList()))
        .isEqualTo(text);
    assertThat(strip.tokens().stream().mapToDouble(CodingDetails.Token::bits).sum())
        .isCloseTo(result.bitsPerByte() * result.details().textBytes(), within(1e-9));
    int[] ids = PLAIN.tokenizer().encode("職");
    CodingDetails.Token first = strip.tokens().get(0);
    assertThat(first.divergence())
        .isCloseTo(OTHER.divergence(MODEL, ids[0]) + OTHER.divergence(MODEL, ids[1]), within(1e-6));
    assertThat(first.baselineBits())
        .isCloseTo(
            Math.log(257) / Math.log(2) + OTHER.bits(ids[0], ids[1]) + OTHER.bits(ids[1], ids[2]),
            within(1e-6));

    CodingDetails.Strip cut =
        result(measure(List.of("y".repeat(1000)), 0, 0, Bos.NONE), PLAIN, null, MODEL, null)
            .details()
            .strips()
            .get(0);
    assertThat(cut.tokens()).hasSize(400);
    assertThat(cut.tokensLeftOut()).isEqualTo(600);
  }

  @Test
  void detailsAreWrittenAndReadAsJson() throws IOException {
    var json = new ObjectMapper();
    CodingDetails details =
        result(new CodingMeasure(write(TEXTS), 8, 3, Bos.AUTO, 1), WITH_BOS, WITH_BOS, MODEL, OTHER)
            .details();
    assertThat(json.readValue(json.writeValueAsString(details), CodingDetails.class))
        .isEqualTo(details);
  }

  @Test
  void aWrongSettingIsNamed() throws IOException {
    Path corpus = write(TEXTS);
    assertThatThrownBy(() -> new CodingMeasure(corpus, 8, 9, Bos.AUTO, 1).plan(PLAIN, null))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("stride = 9 is larger than the window, 8");
    assertThatThrownBy(() -> new CodingMeasure(corpus, -1, 0, Bos.AUTO, 1).plan(PLAIN, null))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("window = -1");
    assertThatThrownBy(
            () -> new CodingMeasure(corpus, 32, 0, Bos.AUTO, 1).plan(PLAIN, PLAIN.withContext(31)))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("window = 32 is larger than the context of models/m, which is 31");
    assertThatThrownBy(
            () ->
                new CodingMeasure(file.resolveSibling("no.jsonl"), 0, 0, Bos.AUTO, 1)
                    .plan(PLAIN, null))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("no.jsonl");
  }

  @Test
  void everyFigureIsOfAListedMetric() throws IOException {
    CodingMeasure measure = new CodingMeasure(write(TEXTS), 0, 0, Bos.AUTO, 1);
    CodingResult result = result(measure, WITH_BOS, WITH_BOS, MODEL, OTHER);
    assertThat(result.figures())
        .extracting(Figure::metric)
        .containsExactlyElementsOf(
            measure.metrics().stream()
                .filter(m -> !m.name().matches("coding.(longPerplexity|keyTokens)"))
                .toList());
    assertThat(measure.metrics())
        .extracting(Metric::name)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.startsWith(measure.kind() + "."));
    assertThat(result.figures()).allMatch(f -> f.metric().pair() ? f.baseline() == null : true);
    assertThat(measure.settings())
        .containsEntry("windowing", "DEFAULT")
        .containsEntry("window", "min(2048, context)")
        .containsEntry("stride", "window")
        .containsEntry("bos", "AUTO")
        .containsEntry("roundTrip", "1");
  }

  private static double bitsPerByte(CodingDetails.ModelFigures figures) {
    return some(figures.bitsPerByte());
  }

  private static double some(@Nullable Double value) {
    return Objects.requireNonNull(value);
  }

  private static Figure figure(CodingResult result, String metric) {
    return result.figures().stream()
        .filter(f -> f.metric().name().equals(metric))
        .findFirst()
        .orElseThrow();
  }

  private static CodingResult result(
      CodingMeasure measure,
      ByteTextModel subject,
      @Nullable ByteTextModel baseline,
      OrderOneModel model,
      @Nullable OrderOneModel reference) {
    return measure.plan(subject, baseline).result(answers(model, reference));
  }

  private static Measure.Answers answers(OrderOneModel model, @Nullable OrderOneModel reference) {
    return answers(model, reference, null);
  }

  private static Measure.Answers answers(
      OrderOneModel model, @Nullable OrderOneModel reference, RoundTrip.@Nullable Proof proof) {
    return model.answers(reference, proof);
  }

  private static Request.Scoring scoring(List<Request<?>> requests) {
    return (Request.Scoring) requests.get(0);
  }

  private CodingMeasure measure(List<String> texts, int window, int stride, Bos bos)
      throws IOException {
    return new CodingMeasure(write(texts), window, stride, bos, 0);
  }

  private Path write(List<String> texts) throws IOException {
    var json = new ObjectMapper();
    List<String> lines = new ArrayList<>();
    for (String text : texts) {
      lines.add(json.writeValueAsString(Map.of("text", text)));
    }
    return Files.write(file, lines);
  }
}
