package org.modelassay.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.modelassay.AssayException;
import org.modelassay.coding.arithmetic.RangeDecoder;
import org.modelassay.coding.arithmetic.RangeEncoder;
import org.modelassay.generation.Stepper;
import org.modelassay.model.DType;
import org.modelassay.reading.LocalModel;
import org.modelassay.reading.LocalModels;
import org.modelassay.reading.Probe;
import org.modelassay.reading.Progress;
import org.modelassay.reading.ReadingStore;
import org.modelassay.reading.ScoredReading;
import org.modelassay.reading.Scorer;
import org.modelassay.reading.SequenceSet;
import org.modelassay.reading.StepModel;
import org.modelassay.reading.TokenSequence;
import org.modelassay.torch.Torch;

/** Files coded and decoded with a trained model, on the CPU. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FileCodingTest {
  private static final String MODEL = "models/resume";
  private static final String TEXT =
      "The cook slices the bread and the fish.\r\n"
          + "A nurse cares for the patients in the ward, and a cook for nobody.\n".repeat(3)
          + "職務経歴書\n";

  @TempDir static Path cache;

  private final Session session = new Session();
  private final int threads = Torch.threads();

  @TempDir Path folder;
  private Path input = Path.of("unset");
  private Path coded = Path.of("unset");
  private Path output = Path.of("unset");

  @BeforeEach
  void writeTheText() throws IOException {
    input = Files.writeString(folder.resolve("text.txt"), TEXT);
    coded = folder.resolve("text.txt.assay");
    output = folder.resolve("back.txt");
  }

  @AfterAll
  void close() {
    session.close();
    Torch.threads(threads);
  }

  @Test
  void aTextComesBackAndIsSmallerThanByZlib() throws IOException {
    FileCoding.Summary summary = encode("");
    assertThat(summary.textBytes()).isEqualTo(Files.size(input));
    assertThat(summary.codedBytes()).isEqualTo(Files.size(coded));
    assertThat(summary.codedBytes() - summary.headerBytes()).isLessThan(summary.zlibBytes());
    assertThat(summary.overheadBits()).isBetween(-8.0, 8.0);

    assertThat(decode(MODEL, null, null, 0).textBytes()).isEqualTo(summary.textBytes());
    assertThat(output).hasSameBinaryContentAs(input);
    assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void whatIsNoTextComesBackToo() throws IOException {
    byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_16LE);
    Files.write(input, bytes);
    encode("");
    decode(MODEL, null, null, 0);
    assertThat(output).hasBinaryContent(bytes);
  }

  @Test
  void theFileSaysHowItsModelWasTreated() {
    encode("quantize(bits=8, group=64)");
    decode(MODEL, null, null, 0);
    assertThat(output).hasSameBinaryContentAs(input);
  }

  @Test
  void anotherModelTreatmentOrTypeIsRefused() {
    encode("");
    assertThatThrownBy(() -> decode("models/resume-next", null, null, 0))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("was coded with another model: resume (")
        .hasMessageContaining("here it is resume-next (");
    assertThatThrownBy(() -> decode(MODEL, "quantize(bits=8, group=64)", null, 0))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("another treatment: none, here it is quantize(");
    assertThatThrownBy(() -> decode(MODEL, null, DType.BFLOAT16, 0))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("another type: FLOAT32, here it is BFLOAT16");
    assertThat(output).doesNotExist();
  }

  /** Sums may be cut by the number of threads: then there is an error, never another text. */
  @Test
  void anotherNumberOfThreadsGivesTheTextOrAnError() {
    Torch.threads(1);
    new FileCoding(settings(1), session, RunProgress.NONE)
        .encode(Runs.source(MODEL, ""), input, coded, false);
    // Without a word it computes as the coder did.
    Torch.threads(2);
    decode(MODEL, null, null, 0);
    assertThat(Torch.threads()).isEqualTo(1);
    assertThat(output).hasSameBinaryContentAs(input);
    for (int others : new int[] {2, 3, 8}) {
      output = folder.resolve("back" + others);
      try {
        decode(MODEL, null, null, others);
        assertThat(output).hasSameBinaryContentAs(input);
      } catch (AssayException e) {
        assertThat(e).hasMessageContaining("on 1 threads there, on " + others + " here");
        assertThat(output).doesNotExist();
      }
    }
  }

  @Test
  void whatIsThereIsNotReplacedUnasked() throws IOException {
    Files.writeString(coded, "precious");
    assertThatThrownBy(() -> encode(""))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            coded + ": is there already; name another file, or set assay.overwrite to replace it");
    assertThat(coded).hasContent("precious");
    var coding = new FileCoding(settings(0), session, RunProgress.NONE);
    coding.encode(Runs.source(MODEL, ""), input, coded, true);
    assertThat(Files.size(coded)).isGreaterThan(100);
    assertThatThrownBy(() -> coding.encode(Runs.source(MODEL, ""), input, input, true))
        .hasMessage(input + ": is the input itself; name another file to write");
    assertThatThrownBy(() -> coding.encode(Runs.source(MODEL, ""), input, folder, true))
        .hasMessage(folder + ": is a directory; name a file to write");
    assertThatThrownBy(
            () -> coding.encode(Runs.source(MODEL, ""), folder.resolve("none"), output, false))
        .hasMessage(
            folder.resolve("none")
                + ": cannot be read: there is no such file; name a file that can");
  }

  /**
   * Why files and proofs are coded step by step. Read as a whole the text has the same
   * probabilities but for rounding, and costs the same; yet what was coded by these cannot be
   * decoded, since to decode there is nothing else than steps.
   */
  @Test
  void batchedProbabilitiesCostTheSameAndCannotBeDecoded() {
    LocalModel model = session.open(Runs.source(MODEL, ""), settings(0), step -> {});
    int[] tokens = model.tokenizer().encode(TEXT);
    int n = tokens.length - 1;
    ScoredReading.CodeIntervals batched =
        new Scorer(
                new ReadingStore(cache),
                LocalModel::decoder,
                Progress.NONE,
                () -> false,
                Long.MAX_VALUE,
                false)
            .read(
                model,
                new SequenceSet("text", List.of(new TokenSequence("t", tokens, 0, 1))),
                Set.of(new Probe.Targets(), new Probe.Intervals()),
                null,
                "test")
            .intervals();
    RangeEncoder byBatch = new RangeEncoder();
    RangeEncoder bySteps = new RangeEncoder();
    double batchedBits = 0;
    double stepwiseBits = 0;
    int different = 0;
    try (var stepper = new Stepper(model, model.decoder())) {
      for (int t = 0; t < n; t++) {
        StepModel.Frequencies next = stepper.next(tokens[t]);
        int target = tokens[t + 1];
        bySteps.encode(next.low(target), next.frequency(target), next.total());
        byBatch.encode(batched.low()[t], batched.frequency()[t], batched.total()[t]);
        stepwiseBits -= Math.log(next.frequency(target) / (double) next.total()) / Math.log(2);
        batchedBits -= Math.log(batched.frequency()[t] / (double) batched.total()[t]) / Math.log(2);
        different += next.frequency(target) == batched.frequency()[t] ? 0 : 1;
      }
      assertThat(different).as("of " + n + " frequencies").isGreaterThan(n / 2);
      assertThat(stepwiseBits).isCloseTo(batchedBits, within(1e-3 * batchedBits));
      int[] targets = Arrays.copyOfRange(tokens, 1, tokens.length);
      assertThat(decode(stepper, tokens[0], n, bySteps.finish())).isEqualTo(targets);
      assertThat(decode(stepper, tokens[0], n, byBatch.finish())).isNotEqualTo(targets);
    }
  }

  private static int[] decode(Stepper stepper, int first, int count, byte[] stream) {
    stepper.reset();
    var decoder = new RangeDecoder(stream);
    int[] tokens = new int[count];
    int last = first;
    for (int t = 0; t < count; t++) {
      StepModel.Frequencies next = stepper.next(last);
      last = next.find(decoder.decodeTarget(next.total()));
      decoder.decode(next.low(last), next.frequency(last), next.total());
      tokens[t] = last;
    }
    return tokens;
  }

  private FileCoding.Summary encode(String treatment) {
    return new FileCoding(settings(0), session, RunProgress.NONE)
        .encode(Runs.source(MODEL, treatment), input, coded, false);
  }

  private FileCoding.Summary decode(
      String model, @Nullable String treatment, @Nullable DType dtype, int threads) {
    return new FileCoding(settings(threads), session, RunProgress.NONE)
        .decode(model, treatment, dtype, coded, output, false);
  }

  private static Settings settings(int threads) {
    return new Settings(
        LocalModels.sample(""),
        null,
        cache.resolve("accepted.json"),
        cache.resolve("cache"),
        1L << 30,
        "cpu",
        threads,
        0,
        false,
        false,
        false);
  }
}
