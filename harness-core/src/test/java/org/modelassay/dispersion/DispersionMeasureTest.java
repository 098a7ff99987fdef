package org.modelassay.dispersion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modelassay.AssayException;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Metric;
import org.modelassay.measure.ByteTextModel;
import org.modelassay.measure.Measure;
import org.modelassay.model.HiddenState;
import org.modelassay.model.Sublayer;
import org.modelassay.reading.Probe;
import org.modelassay.reading.Request;
import org.modelassay.reading.ScoredReading;
import org.modelassay.reading.ScoredReading.LayerSpread;
import org.modelassay.reading.SequenceSet;

/** Readings of three segments, made by hand, whose dispersions can be told at sight. */
class DispersionMeasureTest {
  private static final ByteTextModel PLAIN = ByteTextModel.named("models/m", false);
  private static final ByteTextModel WITH_BOS = ByteTextModel.named("models/m", true);

  private static final LayerSpread SPREAD =
      spread(new double[] {0.5, 0.6, 0.7}, new float[][] {{1, 0, 0}, {0, 2, 0}, {0, 0, 3}});
  private static final LayerSpread NARROW =
      spread(new double[] {0.4, 0.5, 0.3}, new float[][] {{1, 0, 0}, {0, 2, 0}, {0, 4, 0}});

  private final Path file;

  DispersionMeasureTest(@TempDir Path folder) {
    file = folder.resolve("corpus.jsonl");
  }

  @Test
  void documentsAreCutIntoWholeSegmentsBehindBos() throws IOException {
    write("abcdefgh", "12", "ijklmno");
    assertThat(segments(measure(3, false).plan(PLAIN, null)))
        .containsExactly("a@0 abc/0/3", "a@3 def/0/3", "c@0 ijk/0/3", "c@3 lmn/0/3");
    assertThat(segments(measure(4, false).plan(WITH_BOS, null)))
        .containsExactly("a@0 ^abcd/1/5", "a@4 ^efgh/1/5", "c@0 ^ijkl/1/5");
  }

  @Test
  void layersAreCountedFromEitherEndAndReadOnce() throws IOException {
    write("abcdef");
    var measure = new DispersionMeasure(file, List.of(-1, 0, 4, 2, -5), 3, false);
    assertThat(scoring(measure.plan(PLAIN, null)).probes())
        .isEqualTo(
            Set.of(
                new Probe.Spread(
                    List.of(0, 2, 4).stream().map(HiddenState::ofBlock).toList(), false)));
    Map<Integer, LayerSpread> read = Map.of(0, NARROW, 2, NARROW, 4, SPREAD);
    write("abcdefghi");
    DispersionResult result =
        new DispersionMeasure(file, List.of(-1, 0, 4, 2, -5), 3, false)
            .plan(PLAIN, null)
            .result(answers(read, null));
    assertThat(result.layers())
        .extracting(DispersionDetails.Layer::layer)
        .containsExactly(4, 0, 4, 2, 0);
    assertThat(result.within()).isCloseTo(0.6, within(1e-15));
    assertThat(result.layers().get(1).within()).isCloseTo(0.4, within(1e-15));
  }

  @Test
  void bothFormsAndTheirIntervals() throws IOException {
    write("abcdefghi");
    DispersionResult result =
        measure(3, false).plan(PLAIN, null).result(answers(Map.of(4, SPREAD), null));
    assertThat(result.within()).isCloseTo(0.6, within(1e-15));
    assertThat(result.mean()).isEqualTo(result.within());
    assertThat(result.across()).isCloseTo(1, within(1e-15));
    // t with 2 degrees of freedom is 4.302653; the standard error of a mean is s / sqrt(n).
    Figure within = result.figures().get(1);
    double reach = 4.302653 * 0.1 / Math.sqrt(3);
    assertThat(Objects.requireNonNull(within.interval()).low())
        .isCloseTo(0.6 - reach, within(1e-6));
    assertThat(within.interval().high()).isCloseTo(0.6 + reach, within(1e-6));
    assertThat(within.n()).isEqualTo(3);
    assertThat(within.sample()).isEqualTo("segments");
    assertThat(result.details().segments()).isEqualTo(3);
    assertThat(result.details().segmentLength()).isEqualTo(3);
    // Every two of the three are orthogonal: nothing varies.
    assertThat(Objects.requireNonNull(result.layers().get(0).acrossInterval()).high())
        .isCloseTo(1, within(1e-12));
  }

  @Test
  void theDropIsInTheMetricsUnitAndTheMeanIsTheOneAskedFor() throws IOException {
    write("abcdefghi");
    DispersionResult within =
        measure(3, false).plan(PLAIN, PLAIN).result(answers(Map.of(4, NARROW), Map.of(4, SPREAD)));
    assertThat(within.mean()).isCloseTo(0.4, within(1e-15));
    assertThat(within.drop()).isCloseTo(0.2, within(1e-15));
    assertThat(within.value("dispersion.relativeDrop")).isCloseTo(1 / 3.0, within(1e-15));
    assertThat(within.figures().get(0).baseline()).isCloseTo(0.6, within(1e-15));
    // Segment by segment the drops are 0.1, 0.1 and 0.4: s = sqrt(0.03).
    double reach = 4.302653 * Math.sqrt(0.03) / Math.sqrt(3);
    Figure drop =
        within.figures().stream()
            .filter(f -> f.metric().equals(DispersionMetrics.DROP))
            .findFirst()
            .orElseThrow();
    assertThat(Objects.requireNonNull(drop.interval()).high()).isCloseTo(0.2 + reach, within(1e-6));

    DispersionResult across =
        measure(3, true).plan(PLAIN, PLAIN).result(answers(Map.of(4, NARROW), Map.of(4, SPREAD)));
    assertThat(across.mean()).isCloseTo(2 / 3.0, within(1e-15));
    assertThat(across.drop()).isCloseTo(1 / 3.0, within(1e-15));
    DispersionDetails.Layer row = across.layers().get(0);
    assertThat(row.baselineAcross()).isCloseTo(1, within(1e-15));
    assertThat(row.baselineWithin()).isCloseTo(0.6, within(1e-15));
  }

  @Test
  void aModelAgainstItselfDropsNothing() throws IOException {
    write("abcdefghi");
    DispersionResult result =
        measure(3, true).plan(PLAIN, PLAIN).result(answers(Map.of(4, SPREAD), Map.of(4, SPREAD)));
    assertThat(result.drop()).isZero();
    assertThat(result.value("dispersion.relativeDrop")).isZero();
  }

  @Test
  void otherSegmentsAreNotCompared() throws IOException {
    write("abcdefghi");
    DispersionResult result =
        measure(3, false)
            .plan(PLAIN, WITH_BOS)
            .result(answers(Map.of(4, NARROW), Map.of(4, SPREAD)));
    assertThat(result.figures().get(0).baseline()).isCloseTo(0.6, within(1e-15));
    assertThatThrownBy(result::drop)
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("dispersion.drop");
  }

  @Test
  void oneSegmentHasNothingAcross() throws IOException {
    write("abcd");
    LayerSpread one = spread(new double[] {0.5}, new float[][] {{1, 2}});
    DispersionResult result =
        measure(3, false).plan(PLAIN, null).result(answers(Map.of(4, one), null));
    assertThat(result.within()).isEqualTo(0.5);
    assertThat(result.figures())
        .extracting(f -> f.metric().name())
        .containsExactly("dispersion.mean", "dispersion.within", "dispersion.anisotropy");
    assertThat(result.figures()).allMatch(f -> f.interval() == null);
    assertThat(result.layers().get(0).across()).isNaN();
    assertThatThrownBy(() -> measure(3, true).plan(PLAIN, null))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("corpus.jsonl has one segment of segmentLength = 3 tokens");
  }

  @Test
  void aStateWithoutDirectionIsNamedByLayerAndSegment() throws IOException {
    write("abcdefghi");
    LayerSpread zero = spread(new double[] {0.5, 0.5, 0.5}, new float[][] {{1, 0}, {0, 0}, {0, 1}});
    LayerSpread infinite =
        spread(new double[] {0.5, 0.5, Double.NaN}, new float[][] {{1, 0}, {1, 0}, {0, 1}});
    Measure.Plan<DispersionResult> plan = measure(3, false).plan(PLAIN, null);
    assertThatThrownBy(() -> plan.result(answers(Map.of(4, zero), null)))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("layer 4, segment a@3 of corpus.jsonl: the last state of");
    assertThatThrownBy(() -> plan.result(answers(Map.of(4, infinite), null)))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("layer 4, segment a@6 of corpus.jsonl: a state of");
  }

  @Test
  void aFlawIsNamedByItsPosition() throws IOException {
    write("abcdefghi");
    LayerSpread flawed =
        spread(new double[] {0.5, 0.5, 0.5}, new float[][] {{1, 0}, {1, 1}, {0, 1}});
    // Counted with the beginning-of-sequence token in front.
    flawed.flawed()[1] = 3;
    assertThatThrownBy(
            () -> measure(3, false).plan(WITH_BOS, null).result(answers(Map.of(4, flawed), null)))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining(
            "layer 4, segment a@3 of corpus.jsonl: the state at position 2 of the segment is zero");
  }

  @Test
  void severalStatesHaveFiguresUnderNamesOfTheirOwn() throws IOException {
    write("abcdefghi");
    DispersionMeasure measure =
        new DispersionMeasure(file, List.of(-1, 2), 3, false)
            .of(List.of(Sublayer.BLOCK, Sublayer.ATTENTION));
    Measure.Plan<DispersionResult> plan = measure.plan(PLAIN, PLAIN);
    assertThat(scoring(plan).probes())
        .isEqualTo(
            Set.of(
                new Probe.Spread(
                    List.of(
                        new HiddenState(2, Sublayer.BLOCK),
                        new HiddenState(2, Sublayer.ATTENTION),
                        new HiddenState(4, Sublayer.BLOCK),
                        new HiddenState(4, Sublayer.ATTENTION)),
                    false)));
    DispersionResult result =
        plan.result(answers(Map.of(4, SPREAD, 2, NARROW), Map.of(4, SPREAD, 2, SPREAD)));
    assertThat(result.value("dispersion.mean")).isCloseTo(0.6, within(1e-15));
    assertThat(result.value("dispersion.mean.layer-1")).isCloseTo(0.6, within(1e-15));
    assertThat(result.value("dispersion.mean.layer2.attention")).isCloseTo(0.4, within(1e-15));
    assertThat(result.value("dispersion.relativeDrop.layer2")).isCloseTo(1 / 3.0, within(1e-15));
    assertThat(result.layers())
        .extracting(DispersionDetails.Layer::state)
        .containsExactly("4", "4.attention", "2", "2.attention");
    assertThat(measure.metrics())
        .containsAll(result.figures().stream().map(Figure::metric).toList());
  }

  @Test
  void segmentsArePooledAsAskedAndCentredOnTheMeanOfAllPositions() throws IOException {
    write("abcdefghi");
    LayerSpread states =
        new LayerSpread(
            new int[] {2, 2, 2},
            new int[] {-1, -1, -1},
            new double[] {0.1, 0.2, 0.3},
            new double[][] {{2, 0}, {1, 1}, {0, 2}},
            new double[][] {{3, 0}, {1, 2}, {0, 2}},
            new float[][] {{1, 0}, {0, 2}, {0, 1}});
    DispersionMeasure last = measure(3, true);
    assertThat(last.plan(PLAIN, null).result(answers(Map.of(4, states), null)).across())
        .isCloseTo(2 / 3.0, within(1e-15));
    // The means are (1.5, 0), (0.5, 1) and (0, 1).
    double a = 1 / Math.sqrt(5);
    double b = 2 / Math.sqrt(5);
    DispersionResult mean =
        last.by(Pooling.MEAN).plan(PLAIN, null).result(answers(Map.of(4, states), null));
    assertThat(mean.across()).isCloseTo((1 - a + 1 - b + 1) / 3, within(1e-7));
    // Of units (3, 3) and states (4, 4) over 6 positions: the mean cosine is 24 / (6 sqrt 32).
    assertThat(mean.value("dispersion.anisotropy"))
        .isCloseTo(24 / (6 * Math.sqrt(32)), within(1e-15));
    // Less the mean state (2/3, 2/3): (5, -4), (-1, 2) and (-4, 2), each by 6.
    DispersionMeasure centred = last.by(Pooling.MEAN).centred();
    Measure.Plan<DispersionResult> plan = centred.plan(PLAIN, null);
    assertThat(scoring(plan).probes())
        .isEqualTo(Set.of(new Probe.Spread(List.of(HiddenState.ofBlock(4)), true)));
    DispersionResult result = plan.result(answers(Map.of(4, states), null));
    double expected =
        1 - (-13 / Math.sqrt(41 * 5) - 28 / Math.sqrt(41 * 20) + 8 / Math.sqrt(5 * 20)) / 3;
    assertThat(result.across()).isCloseTo(expected, within(1e-6));
    assertThat(result.figures()).noneMatch(f -> f.metric().equals(DispersionMetrics.ANISOTROPY));
    assertThat(centred.settings())
        .containsEntry("pooling", "MEAN")
        .containsEntry("centred", "true");
  }

  @Test
  void aWrongSettingIsNamed() throws IOException {
    write("abcdefghi", "abcdefghijkl");
    assertThatThrownBy(() -> measure(13, false).plan(PLAIN, null))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            "corpus.jsonl has no whole segment of segmentLength = 13 tokens: its longest document,"
                + " b, has 12; take shorter segments or longer documents");
    assertThatThrownBy(() -> measure(64, false).plan(WITH_BOS, null))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("segmentLength = 64 and a beginning-of-sequence token is longer than")
        .hasMessageContaining("models/m, which is 64 tokens");
    assertThatThrownBy(() -> measure(1, false).plan(PLAIN, null))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("segmentLength = 1");
    for (int layer : new int[] {5, -6}) {
      assertThatThrownBy(
              () -> new DispersionMeasure(file, List.of(layer), 3, false).plan(PLAIN, null))
          .isInstanceOf(AssayException.class)
          .hasMessage(
              "layer "
                  + layer
                  + ": models/m has layers 0 (the embedding) to 4, or -5 to -1 from the end");
    }
    assertThatThrownBy(() -> new DispersionMeasure(file, List.of(), 3, false).plan(PLAIN, null))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("layers is empty");
    assertThatThrownBy(
            () ->
                new DispersionMeasure(file, List.of(1, -5), 3, false)
                    .of(List.of(Sublayer.ATTENTION))
                    .plan(PLAIN, null))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("layer -5.attention: the embedding of models/m has no sub-layers");
    assertThatThrownBy(() -> measure(3, false).of(List.of()).plan(PLAIN, null))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("sublayers is empty");
  }

  @Test
  void everyFigureIsOfAListedMetricAndDetailsAreJson() throws IOException {
    write("abcdefghi");
    DispersionMeasure measure = measure(3, false);
    DispersionResult result =
        measure.plan(PLAIN, PLAIN).result(answers(Map.of(4, NARROW), Map.of(4, SPREAD)));
    assertThat(result.figures())
        .extracting(Figure::metric)
        .containsExactlyElementsOf(
            measure.metrics().stream()
                // It needs a fourth segment.
                .filter(metric -> !metric.equals(DispersionMetrics.CKA))
                .toList());
    assertThat(measure.metrics())
        .extracting(Metric::name)
        .allMatch(name -> name.startsWith(measure.kind() + "."));
    assertThat(measure.settings())
        .containsEntry("layers", "[-1]")
        .containsEntry("segmentLength", "3")
        .containsEntry("over", "WITHIN_SEGMENT");
    var json = new ObjectMapper();
    assertThat(json.readValue(json.writeValueAsString(result.details()), DispersionDetails.class))
        .isEqualTo(result.details());
  }

  @Test
  void dispersionIsSetBesidePerplexity() throws IOException {
    write("abcdefghiabcdefghi");
    double[] within = {0.5, 0.6, 0.7, 0.8, 0.4, 0.3};
    float[][] last = {{1, 0, 0}, {0, 2, 0}, {0, 0, 3}, {1, 1, 0}, {0, 1, 1}, {1, 0, 1}};
    // Perplexities are e, e², e³ ... of the segments' two targets.
    float[] logLikelihoods = {-1, -1, -2, -2, -3, -3, -4, -4, -5, -5, -6, -6};
    Measure.Plan<DispersionResult> plan =
        measure(3, false)
            .against(new PerplexityProtocol(2, 3, Double.POSITIVE_INFINITY))
            .plan(PLAIN, null);
    assertThat(scoring(plan).probes()).contains(new Probe.Targets());
    DispersionResult result =
        plan.result(answers(Map.of(4, spread(within, last)), logLikelihoods, null));
    DispersionDetails.Perplexities perplexities =
        Objects.requireNonNull(result.details().perplexity());
    assertThat(perplexities.segments()).hasSize(6);
    assertThat(perplexities.segments().get(1).perplexity()).isCloseTo(Math.exp(2), within(1e-12));
    assertThat(perplexities.segments().get(1).dispersion()).isEqualTo(0.6);
    assertThat(perplexities.groups().get(0)).isCloseTo((Math.E + Math.exp(2)) / 2, within(1e-12));
    assertThat(Objects.requireNonNull(result.layers().get(0).perplexity()).groups())
        .usingElementComparator(Comparator.comparingDouble(d -> Math.rint(d * 1e12)))
        .containsExactly(0.55, 0.75, 0.35);
    assertThat(result.value("dispersion.perplexity.groupSpearman")).isCloseTo(-0.5, within(1e-12));
    assertThat(result.value("dispersion.perplexity.segmentSpearman"))
        .isCloseTo(1 - 6 * 50 / 210.0, within(1e-12));
  }

  @Test
  void segmentsAreDrawnAndKeepTheirOrder() throws IOException {
    write("abcdefghijklmnopqrstuvwxyz");
    List<String> all = segments(measure(2, false).plan(PLAIN, null));
    List<String> drawn = segments(measure(2, false).sampling(5, 42).plan(PLAIN, null));
    assertThat(drawn)
        .hasSize(5)
        .isSubsetOf(all)
        .isSortedAccordingTo(Comparator.comparing(all::indexOf));
    assertThat(segments(measure(2, false).sampling(5, 42).plan(PLAIN, null))).isEqualTo(drawn);
    assertThat(segments(measure(2, false).sampling(5, 43).plan(PLAIN, null))).isNotEqualTo(drawn);
    assertThat(segments(measure(2, false).sampling(13, 42).plan(PLAIN, null))).isEqualTo(all);
    assertThatThrownBy(() -> measure(2, false).sampling(-1, 42).plan(PLAIN, null))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("segments = -1");
  }

  private DispersionMeasure measure(int segmentLength, boolean acrossSegments) {
    return new DispersionMeasure(file, List.of(-1), segmentLength, acrossSegments);
  }

  /** Documents a, b, c ... with these texts. */
  private void write(String... texts) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int d = 0; d < texts.length; d++) {
      lines.append(String.format("{\"id\": \"%c\", \"text\": \"%s\"}%n", 'a' + d, texts[d]));
    }
    Files.writeString(file, lines);
  }

  private static LayerSpread spread(double[] within, float[][] last) {
    int[] positions = new int[within.length];
    Arrays.fill(positions, 3);
    int n = within.length;
    int[] flawed = new int[n];
    Arrays.fill(flawed, -1);
    // As if all three states of a segment were its last one.
    double[][] units = new double[n][last[0].length];
    double[][] sums = new double[n][last[0].length];
    for (int i = 0; i < n; i++) {
      double square = 0;
      for (float value : last[i]) {
        square += value * value;
      }
      for (int k = 0; k < last[i].length; k++) {
        units[i][k] = 3 * last[i][k] / Math.sqrt(square);
        sums[i][k] = 3 * last[i][k];
      }
    }
    return new LayerSpread(positions, flawed, within, units, sums, last);
  }

  private static Request.Scoring scoring(Measure.Plan<DispersionResult> plan) {
    return (Request.Scoring) plan.ofSubject().get(0);
  }

  /** Each segment as "id tokens/prefix/firstScored", the token in front shown as ^. */
  private static List<String> segments(Measure.Plan<DispersionResult> plan) {
    return scoring(plan).sequences().sequences().stream()
        .map(
            s -> {
              StringBuilder text = new StringBuilder(s.id()).append(' ');
              for (int token : s.tokens()) {
                text.append(token == ByteTextModel.BOS ? '^' : (char) token);
              }
              return text + "/" + s.prefix() + "/" + s.firstScored();
            })
        .toList();
  }

  private static Measure.Answers answers(
      Map<Integer, LayerSpread> subject, @Nullable Map<Integer, LayerSpread> baseline) {
    return answers(subject, new float[0], baseline);
  }

  @SuppressWarnings("unchecked") // the answer's type is the request's
  private static Measure.Answers answers(
      Map<Integer, LayerSpread> subject,
      float[] logLikelihoods,
      @Nullable Map<Integer, LayerSpread> baseline) {
    return new Measure.Answers() {
      @Override
      public <A> A ofSubject(Request<A> request) {
        return (A) new Reading(((Request.Scoring) request).sequences(), subject, logLikelihoods);
      }

      @Override
      public <A> A ofBaseline(Request<A> request) {
        return (A)
            new Reading(
                ((Request.Scoring) request).sequences(),
                Objects.requireNonNull(baseline),
                new float[0]);
      }
    };
  }

  private record Reading(
      SequenceSet sequences, Map<Integer, LayerSpread> spreads, float[] logLikelihoods)
      implements ScoredReading {
    @Override
    public LayerSpread spread(HiddenState state, boolean centred) {
      // Of the segments that are read again the first ones will do.
      return Objects.requireNonNull(spreads.get(state.layer()))
          .some(IntStream.range(0, sequences.sequences().size()).toArray());
    }
  }
}
