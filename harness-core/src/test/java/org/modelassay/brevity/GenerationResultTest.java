package org.modelassay.brevity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.modelassay.AssayException;
import org.modelassay.data.Prompt;
import org.modelassay.gate.Direction;
import org.modelassay.gate.Figure;
import org.modelassay.statistics.Interval;
import org.modelassay.statistics.Rates;

/** Outputs are written as letters here, a token each; {@code !} behind one says it was cut. */
class GenerationResultTest {

  @Test
  void lengthsAndTheTwoShorteningRates() {
    // Lengths 3, 1, 4 against 4, 4, 2.
    GenerationResult result = result(List.of("abc", "a", "abcd"), List.of("abcd", "abcd", "ab"));

    assertThat(result.meanLength()).isCloseTo(8 / 3.0, within(1e-15));
    assertThat(figure(result, "generation.length.mean").baseline())
        .isCloseTo(10 / 3.0, within(1e-15));
    assertThat(value(result, "generation.lengthRatio")).isEqualTo(0.8);
    // Ratio of means: 1 - 8/10. Mean of ratios: (1/4 + 3/4 - 1) / 3.
    assertThat(value(result, "generation.shorteningRate")).isCloseTo(0.2, within(1e-15));
    assertThat(value(result, "generation.shorteningRate.mean")).isZero();
    assertThat(result.lengthRatio()).isEqualTo(0.8);
    assertThat(result.shorteningRate()).isCloseTo(0.2, within(1e-15));
  }

  @Test
  void briefIsBetter() {
    GenerationResult result = result(List.of("a"), List.of("b"));

    assertThat(figure(result, "generation.length.mean").metric().direction())
        .isEqualTo(Direction.LOWER_IS_BETTER);
    assertThat(figure(result, "generation.lengthRatio").metric().direction())
        .isEqualTo(Direction.LOWER_IS_BETTER);
    assertThat(figure(result, "generation.shorteningRate").metric().direction())
        .isEqualTo(Direction.HIGHER_IS_BETTER);
  }

  @Test
  void whereTheBaselineWroteNothingNothingCanBeShortened() {
    GenerationResult result = result(List.of("a", "abc"), List.of("", "abcd"));

    assertThat(result.emptyReferences()).isEqualTo(1);
    assertThat(value(result, "generation.shorteningRate.mean")).isEqualTo(0.25);
    assertThat(figure(result, "generation.shorteningRate.mean").n()).isEqualTo(1);
    assertThat(value(result, "generation.lengthRatio")).isEqualTo(1);
    assertThat(figure(result, "generation.lengthRatio").n()).isEqualTo(2);
  }

  @Test
  void aBaselineThatWroteNothingAtAllGivesNoRatio() {
    GenerationResult result = result(List.of("a"), List.of(""));

    assertThat(value(result, "generation.lengthRatio")).isNaN();
    assertThat(value(result, "generation.shorteningRate")).isNaN();
    assertThat(value(result, "generation.shorteningRate.mean")).isNaN();
    assertThat(figure(result, "generation.shorteningRate.mean").n()).isZero();
  }

  @Test
  void agreementIsTheEqualBeginningOfTheLongerOutput() {
    assertThat(result(List.of("abcd"), List.of("abxd")).prefixAgreement()).isEqualTo(0.5);
    assertThat(result(List.of("ab"), List.of("abcd")).prefixAgreement()).isEqualTo(0.5);
    assertThat(result(List.of("xbcd"), List.of("abcd")).prefixAgreement()).isZero();
    assertThat(result(List.of(""), List.of("a")).prefixAgreement()).isZero();
    assertThat(result(List.of(""), List.of("")).prefixAgreement()).isEqualTo(1);
    assertThat(result(List.of("abcd", "ab"), List.of("abxd", "ab")).prefixAgreement())
        .isEqualTo(0.75);
  }

  @Test
  void ratesOfCutEmptyAndEqualOutputs() {
    GenerationResult result =
        result(List.of("ab!", "", " ", "cd"), List.of("ab!", "x!", " ", "ce"));

    assertThat(figure(result, "generation.truncationRate"))
        .extracting(Figure::value, Figure::baseline, Figure::n, Figure::interval)
        .containsExactly(0.25, 0.5, 4L, Rates.clopperPearson(1, 4));
    assertThat(figure(result, "generation.emptyRate"))
        .extracting(Figure::value, Figure::baseline)
        .containsExactly(0.5, 0.25);
    assertThat(figure(result, "generation.agreement"))
        .extracting(Figure::value, Figure::baseline, Figure::interval)
        .containsExactly(0.5, null, Rates.clopperPearson(2, 4));
    assertThat(result.truncationRate()).isEqualTo(0.25);
    assertThat(result.agreement()).isEqualTo(0.5);
  }

  @Test
  void theModelBesideItselfIsEqual() {
    List<String> outputs = List.of("abc", "", "a!");
    GenerationResult result = result(outputs, outputs);

    assertThat(result.lengthRatio()).isEqualTo(1);
    assertThat(result.shorteningRate()).isZero();
    assertThat(result.agreement()).isEqualTo(1);
    assertThat(result.prefixAgreement()).isEqualTo(1);
    assertThat(value(result, "generation.firstDifference.mean")).isNaN();
  }

  @Test
  void intervalsAreDrawnOverPromptsAndStayPaired() {
    var random = new Random(5);
    List<String> theirs =
        IntStream.range(0, 200).mapToObj(i -> "x".repeat(50 + random.nextInt(100))).toList();
    // Always four fifths of the baseline's, rounded: lengths vary much, their ratio hardly.
    List<String> own = theirs.stream().map(t -> "x".repeat(t.length() * 4 / 5)).toList();

    GenerationResult result = result(own, theirs);

    Figure ratio = figure(result, "generation.lengthRatio");
    Interval interval = ratio.interval();
    assertThat(interval).isNotNull();
    if (interval != null) {
      assertThat(interval.method()).isEqualTo("BCa bootstrap");
      assertThat(ratio.value()).isBetween(interval.low(), interval.high());
      // The remainders of a division by 5 take 0.4 of about 100 off; unpaired it would be +-0.06.
      assertThat(interval.low()).isGreaterThan(0.79);
      assertThat(interval.high()).isLessThan(0.80);
    }
    assertThat(result.figures()).isEqualTo(result(own, theirs).figures());
  }

  @Test
  void fewPromptsHaveNoIntervalOfMeans() {
    GenerationResult result = result(List.of("a", "ab"), List.of("a", "abc"));

    assertThat(figure(result, "generation.length.mean").interval()).isNull();
    assertThat(figure(result, "generation.lengthRatio").interval()).isNull();
  }

  @Test
  void aModelAloneHasLengthsOnly() {
    GenerationResult result = result(List.of("ab", "a"), null);

    assertThat(result.figures())
        .extracting(f -> f.metric().name())
        .containsExactly(
            "generation.length.mean", "generation.truncationRate", "generation.emptyRate");
    assertThat(result.details().baselineLengths()).isNull();
    assertThat(result.outputs()).noneMatch(GeneratedOutput::sameAsBaseline);
    assertThatThrownBy(result::lengthRatio)
        .isInstanceOf(AssayException.class)
        .hasMessage(
            "lengthRatio() was asked of a model that stands alone; expected a baseline to compare"
                + " with; give the spec a candidate");
  }

  @Test
  void detailsShowWhatDiffersFirstThenTheLongest() {
    GenerationResult result =
        result(
            List.of("same, and long", "abx", "abcdef!"), List.of("same, and long", "aby", "abc"));

    GenerationDetails details = result.details();

    assertThat(details.outputs())
        .extracting(GenerationDetails.Output::id)
        .containsExactly("p2", "p1", "p0");
    assertThat(details.outputs())
        .extracting(GenerationDetails.Output::firstDifference)
        .containsExactly(3, 2, null);
    assertThat(details.outputs().get(0))
        .isEqualTo(
            new GenerationDetails.Output(
                "p2",
                "prompt 2",
                List.of(),
                false,
                List.of(),
                "abcdef",
                6,
                true,
                "abc",
                3,
                3,
                List.of(),
                null));
    assertThat(details.scores()).isEmpty();
    assertThat(details.unit()).isEqualTo("tokens");
    assertThat(details.outputsLeftOut()).isZero();
    assertThat(details.lengths()).containsExactly(14, 3, 6);
    assertThat(details.baselineLengths()).containsExactly(14, 3, 3);
  }

  @Test
  void detailsAreBounded() {
    List<String> outputs = IntStream.range(0, 130).mapToObj(i -> "x".repeat(i)).toList();

    GenerationDetails details = result(outputs, null).details();

    assertThat(details.outputs()).hasSize(100);
    assertThat(details.outputs().get(0).tokens()).isEqualTo(129);
    assertThat(details.outputsLeftOut()).isEqualTo(30);
    assertThat(details.lengths()).hasSize(130);
  }

  private static GenerationResult result(List<String> own, @Nullable List<String> baseline) {
    List<Prompt> prompts = new ArrayList<>();
    for (int i = 0; i < own.size(); i++) {
      prompts.add(new Prompt("p" + i, "prompt " + i, List.of()));
    }
    return new GenerationResult(
        prompts, written(own), baseline == null ? null : written(baseline), true, List.of(), null);
  }

  private static Written written(List<String> outputs) {
    List<String> texts = outputs.stream().map(t -> t.replace("!", "")).toList();
    boolean[] cut = new boolean[outputs.size()];
    for (int i = 0; i < cut.length; i++) {
      cut[i] = outputs.get(i).endsWith("!");
    }
    return new Written(texts.stream().map(t -> t.chars().toArray()).toList(), cut, texts);
  }

  private static Figure figure(GenerationResult result, String metric) {
    return result.figures().stream()
        .filter(f -> f.metric().name().equals(metric))
        .findFirst()
        .orElseThrow();
  }

  private static double value(GenerationResult result, String metric) {
    return figure(result, metric).value();
  }
}
