package org.modelassay.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modelassay.AssayException;
import org.modelassay.model.DType;
import org.modelassay.model.HiddenState;
import org.modelassay.model.Sublayer;
import org.modelassay.torch.Decoder;
import org.modelassay.torch.OutputHead;

/** What a reading holds, against direct computations in double precision. */
class ScorerTest {
  private static final HiddenState FIRST = HiddenState.ofBlock(1);
  private static final HiddenState LAST = HiddenState.ofBlock(3);
  private static final List<HiddenState> STATES =
      List.of(LAST, HiddenState.ofBlock(0), FIRST, new HiddenState(2, Sublayer.ATTENTION));
  private static final Set<Probe> ALL =
      Set.of(
          new Probe.Targets(),
          new Probe.Intervals(),
          new Probe.FinalStates(),
          new Probe.Divergence(),
          new Probe.Distances(),
          new Probe.Spread(STATES, false));

  @TempDir Path cache;
  private LocalModel model;
  private LocalModel treated;

  @BeforeEach
  void open() {
    model = LocalModels.open(LocalModels.golden("llama-tied"), "", cache);
    treated = LocalModels.open(LocalModels.golden("llama-tied"), "quantize(bits=3)", cache);
  }

  @AfterEach
  void close() {
    model.close();
    treated.close();
  }

  private Scorer scorer(String store) {
    return new Scorer(
        new ReadingStore(cache.resolve(store)),
        LocalModel::decoder,
        Progress.NONE,
        () -> false,
        Long.MAX_VALUE,
        false);
  }

  private static SequenceSet mixed() {
    var sequences = new ArrayList<TokenSequence>();
    for (int i = 0; i < 12; i++) {
      int length = 5 + 7 * i % 40;
      sequences.add(LocalModels.sequence("s" + i, length, i % 2, 1 + i % 4));
    }
    return SequenceSet.apart("mixed", sequences);
  }

  /** [positions][vocabulary], from all logits of the sequence read alone. */
  private static double[][] logSoftmax(LocalModel model, TokenSequence sequence) {
    Decoder decoder = model.decoder();
    try (Decoder.Pass pass = decoder.read(List.of(sequence.tokens()), List.of())) {
      float[] logits = decoder.head().logits(pass.last());
      double[][] rows = new double[sequence.length()][];
      for (int t = 0; t < rows.length; t++) {
        rows[t] = new double[LocalModels.VOCABULARY];
        double sum = 0;
        for (int v = 0; v < rows[t].length; v++) {
          rows[t][v] = logits[t * rows[t].length + v];
          sum += Math.exp(rows[t][v]);
        }
        double log = Math.log(sum);
        rows[t] = Arrays.stream(rows[t]).map(x -> x - log).toArray();
      }
      return rows;
    }
  }

  private static double divergence(double[] p, double[] q) {
    double sum = 0;
    for (int v = 0; v < p.length; v++) {
      sum += Math.exp(p[v]) * (p[v] - q[v]);
    }
    return sum;
  }

  /** Logits of other rows at once differ in their last bits: near 10, floats lie 1e-6 apart. */
  private static final double ROUNDING = 5e-6;

  @Test
  void likelihoodsTopTokensAndDivergencesEqualThoseOfAllLogits() {
    SequenceSet set = mixed();

    ScoredReading reading = scorer("a").read(treated, set, ALL, model, "test");

    int n = 0;
    for (TokenSequence sequence : set.sequences()) {
      double[][] base = logSoftmax(model, sequence);
      double[][] own = logSoftmax(treated, sequence);
      for (int p = sequence.firstScored(); p < sequence.length(); p++, n++) {
        double[] q = own[p - 1];
        assertThat((double) reading.logLikelihoods()[n])
            .isCloseTo(q[sequence.tokens()[p]], within(1e-5));
        assertThat(q[reading.topTokens()[n]])
            .isCloseTo(Arrays.stream(q).max().orElseThrow(), within(1e-5));
        assertThat((double) reading.divergenceFromBaseline()[n])
            .isCloseTo(divergence(base[p - 1], q), within(ROUNDING));
        assertThat((double) reading.divergenceToBaseline()[n])
            .isCloseTo(divergence(q, base[p - 1]), within(ROUNDING));
        double[] middle = new double[q.length];
        double variation = 0;
        for (int v = 0; v < q.length; v++) {
          double here = Math.exp(q[v]);
          double there = Math.exp(base[p - 1][v]);
          middle[v] = Math.log((here + there) / 2);
          variation += Math.abs(here - there) / 2;
        }
        assertThat((double) reading.jensenShannon()[n])
            .isCloseTo(
                (divergence(q, middle) + divergence(base[p - 1], middle)) / 2, within(ROUNDING));
        assertThat((double) reading.totalVariation()[n]).isCloseTo(variation, within(ROUNDING));
      }
    }
    assertThat(n).isEqualTo(set.scored());
    // The treatment changed something, or the above says little.
    assertThat(reading.divergenceFromBaseline()[0]).isGreaterThan(1e-5f);
  }

  @Test
  void aModelDivergesFromItselfByExactlyNothing() {
    try (LocalModel same = LocalModels.open(LocalModels.golden("llama-tied"), "", cache)) {
      ScoredReading reading = scorer("a").read(same, mixed(), ALL, model, "test");

      assertThat(reading.divergenceFromBaseline()).containsOnly(0f);
      assertThat(reading.divergenceToBaseline()).containsOnly(0f);
    }
  }

  @Test
  void anIntervalIsAsWideAsItsTokenIsLikely() {
    ScoredReading reading = scorer("a").read(model, mixed(), withoutDivergence(), null, "test");

    ScoredReading.CodeIntervals spans = reading.intervals();
    for (int i = 0; i < reading.sequences().scored(); i++) {
      assertThat(spans.frequency()[i]).isPositive();
      assertThat(spans.low()[i]).isNotNegative();
      assertThat(spans.low()[i] + spans.frequency()[i]).isLessThanOrEqualTo(spans.total()[i]);
      assertThat(Math.log(spans.frequency()[i] / (double) spans.total()[i]))
          // Frequencies are whole, and near -13 neighbouring floats lie 1e-6 apart.
          .isCloseTo(reading.logLikelihoods()[i], within(2e-6 + 1.0 / spans.frequency()[i]));
    }
  }

  private static Set<Probe> withoutDivergence() {
    var probes = new java.util.HashSet<>(ALL);
    probes.removeIf(Probe::compares);
    return probes;
  }

  @Test
  void spreadIsTheMeanOverAllPairsOfPositionsBehindThePrefix() {
    TokenSequence shorter = LocalModels.sequence("shorter", 9, 1, 9);
    TokenSequence longer = LocalModels.sequence("longer", 23, 0, 23);
    var set = SequenceSet.apart("two", List.of(longer, shorter));

    ScoredReading reading =
        scorer("a").read(model, set, Set.of(new Probe.Spread(STATES, false)), null, "test");

    try (Decoder.Pass pass =
        model
            .decoder()
            .read(
                List.of(shorter.tokens(), longer.tokens()),
                STATES.stream().filter(state -> !state.equals(LAST)).toList())) {
      for (HiddenState state : STATES) {
        float[] states = OutputHead.copy(pass.kept().getOrDefault(state, pass.last()));
        ScoredReading.LayerSpread spread = reading.spread(state);
        // Rows are padded to the longer one's length.
        compare(spread, 1, shorter, states, 0);
        compare(spread, 0, longer, states, 23 * 72);
      }
    }
  }

  private static void compare(
      ScoredReading.LayerSpread spread, int at, TokenSequence sequence, float[] states, int from) {
    int width = 72;
    double sum = 0;
    int pairs = 0;
    for (int i = sequence.prefix(); i < sequence.length(); i++) {
      for (int j = i + 1; j < sequence.length(); j++) {
        double dot = 0;
        double a = 0;
        double b = 0;
        for (int k = 0; k < width; k++) {
          double x = states[from + i * width + k];
          double y = states[from + j * width + k];
          dot += x * y;
          a += x * x;
          b += y * y;
        }
        sum += 1 - dot / Math.sqrt(a * b);
        pairs++;
      }
    }
    assertThat(spread.within()[at]).isCloseTo(sum / pairs, within(1e-9));
    assertThat(spread.positions()[at]).isEqualTo(sequence.length() - sequence.prefix());
    int last = from + (sequence.length() - 1) * width;
    assertThat(spread.last()[at]).containsExactly(Arrays.copyOfRange(states, last, last + width));
  }

  @Test
  void whatElseIsAskedMovesNoBit() {
    SequenceSet set = mixed();
    ScoredReading all = scorer("all").read(treated, set, ALL, model, "test");

    for (Probe probe : ALL) {
      if (probe instanceof Probe.FinalStates) {
        continue;
      }
      ScoredReading alone =
          scorer("alone " + probe.key()).read(treated, set, Set.of(probe), model, "test");
      if (probe instanceof Probe.Targets) {
        assertThat(alone.logLikelihoods()).containsExactly(all.logLikelihoods());
        assertThat(alone.topTokens()).containsExactly(all.topTokens());
      } else if (probe instanceof Probe.Intervals) {
        assertThat(alone.intervals().low()).containsExactly(all.intervals().low());
        assertThat(alone.intervals().frequency()).containsExactly(all.intervals().frequency());
        assertThat(alone.intervals().total()).containsExactly(all.intervals().total());
      } else if (probe instanceof Probe.Divergence) {
        assertThat(alone.divergenceFromBaseline()).containsExactly(all.divergenceFromBaseline());
        assertThat(alone.divergenceToBaseline()).containsExactly(all.divergenceToBaseline());
      } else if (probe instanceof Probe.Distances) {
        assertThat(alone.jensenShannon()).containsExactly(all.jensenShannon());
        assertThat(alone.totalVariation()).containsExactly(all.totalVariation());
      } else {
        assertThat(alone.spread(FIRST).within()).containsExactly(all.spread(FIRST).within());
        assertThat(alone.spread(LAST).last()).isDeepEqualTo(all.spread(LAST).last());
      }
    }
    assertThatThrownBy(
            () ->
                scorer("b").read(model, set, Set.of(new Probe.Targets()), null, "test").intervals())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Intervals was not asked of mixed");
  }

  @Test
  void aBaselineReadWithItsCandidateHasTheBitsItHasAlone() {
    SequenceSet set = mixed();
    Set<Probe> own = Set.of(new Probe.Targets(), new Probe.Intervals());
    ScoredReading alone = scorer("alone").read(model, set, own, null, "test");

    Scorer both = scorer("both");
    both.prepare(model, set, own, "test");
    both.read(treated, set, Set.of(new Probe.Divergence()), model, "test");
    long computed = both.statistics().get(0).tokensComputed();
    ScoredReading beside = both.read(model, set, own, null, "test");

    // The candidate's passes gave what was left of the baseline: it was read once.
    assertThat(both.statistics().get(0).model()).isEqualTo("llama-tied");
    assertThat(both.statistics().get(0).tokensComputed()).isEqualTo(computed);
    assertThat(beside.logLikelihoods()).containsExactly(alone.logLikelihoods());
    assertThat(beside.topTokens()).containsExactly(alone.topTokens());
    assertThat(beside.intervals().low()).containsExactly(alone.intervals().low());
    assertThat(beside.intervals().frequency()).containsExactly(alone.intervals().frequency());
  }

  @Test
  void theOrderOfTheSetMovesNoBit() {
    SequenceSet set = mixed();
    var shuffled = new ArrayList<>(set.sequences());
    Collections.shuffle(shuffled, new Random(7));
    SequenceSet other = SequenceSet.apart("shuffled", shuffled);
    assertThat(other.digest()).isNotEqualTo(set.digest());

    ScoredReading one = scorer("a").read(model, set, withoutDivergence(), null, "test");
    ScoredReading two = scorer("a").read(model, other, withoutDivergence(), null, "test");

    for (int i = 0; i < shuffled.size(); i++) {
      int before = set.sequences().indexOf(shuffled.get(i));
      assertThat(Arrays.copyOfRange(two.logLikelihoods(), other.offset(i), other.offset(i + 1)))
          .containsExactly(
              Arrays.copyOfRange(one.logLikelihoods(), set.offset(before), set.offset(before + 1)));
      assertThat(Arrays.copyOfRange(two.intervals().low(), other.offset(i), other.offset(i + 1)))
          .containsExactly(
              Arrays.copyOfRange(
                  one.intervals().low(), set.offset(before), set.offset(before + 1)));
      assertThat(two.spread(FIRST).within()[i]).isEqualTo(one.spread(FIRST).within()[before]);
    }
  }

  @Test
  void passesOfOtherSizesMoveLastBitsAlone() {
    SequenceSet set = mixed();
    ScoredReading standard = scorer("a").read(treated, set, ALL, model, "test");

    for (Passes.Rule rule : List.of(new Passes.Rule(48, 16, 4), Passes.Rule.STANDARD.halved())) {
      var store = new ReadingStore(cache.resolve(rule.toString().replace(';', ',')));
      ScoredReading other =
          new Scorer(store, rule, () -> false).read(treated, set, ALL, model, "test");

      for (int i = 0; i < set.scored(); i++) {
        // A likelihood near -8 of logits near 10 whose last bits lie 1e-6 apart.
        assertThat(other.logLikelihoods()[i])
            .isCloseTo(standard.logLikelihoods()[i], within(1e-5f));
        assertThat(other.divergenceFromBaseline()[i])
            .isCloseTo(standard.divergenceFromBaseline()[i], within(1e-5f));
      }
      for (int i = 0; i < set.sequences().size(); i++) {
        assertThat(other.spread(FIRST).within()[i])
            .isCloseTo(standard.spread(FIRST).within()[i], within(ROUNDING));
      }
    }
  }

  @Test
  void optionsOfAHalfPrecisionModelHaveLogitsOfTheirOwnUnlessTheReferencesAreWanted() {
    SequenceSet whole = mixed();
    SequenceSet options = SequenceSet.ofTargets("options", whole.sequences());
    Set<Probe> targets = Set.of(new Probe.Targets());
    var store = new ReadingStore(cache.resolve("a"));
    var exact =
        new Scorer(store, LocalModel::decoder, Progress.NONE, () -> false, Long.MAX_VALUE, false);
    var rounded =
        new Scorer(store, LocalModel::decoder, Progress.NONE, () -> false, Long.MAX_VALUE, true);
    try (LocalModel half =
        LocalModels.open(LocalModels.golden("llama-tied"), "", DType.BFLOAT16, cache)) {
      float[] own = exact.read(half, options, targets, null, "test").logLikelihoods();
      float[] theirs = rounded.read(half, options, targets, null, "test").logLikelihoods();

      // Of whole texts nothing is computed anew: their logits are the model's.
      assertThat(exact.read(half, whole, targets, null, "test").logLikelihoods())
          .containsExactly(theirs);
      assertThat(own).isNotEqualTo(theirs);
      for (int i = 0; i < own.length; i++) {
        // Logits up to 8 have steps of 1/32, and lie within half a step of what they round.
        assertThat(own[i]).isCloseTo(theirs[i], within(1 / 16f));
      }
    }
    // Where nothing is rounded the two are one reading.
    assertThat(exact.key(model, options)).isEqualTo(rounded.key(model, options));
  }

  @Test
  void passesAreHalvedWhereMemoryIsShortAndTheKeySaysSo() {
    SequenceSet set = mixed();
    var store = new ReadingStore(cache.resolve("a"));
    var roomy = new Scorer(store, LocalModel::decoder, Progress.NONE, () -> false);
    // The head's arrays take one GiB, a pass of this model some MiB.
    var tight =
        new Scorer(
            store, LocalModel::decoder, Progress.NONE, () -> false, (1L << 30) + (4L << 20), false);

    roomy.read(model, set, Set.of(new Probe.Targets()), null, "test");
    tight.read(model, set, Set.of(new Probe.Targets()), null, "test");

    assertThat(roomy.statistics().get(0).rule()).endsWith("passes of 4096");
    assertThat(tight.statistics().get(0).rule()).endsWith("passes of 512");
    assertThat(tight.key(model, set)).isNotEqualTo(roomy.key(model, set));
  }

  @Test
  void overflowNamesLayerAndSequence(@TempDir Path folder) throws IOException {
    Path overflowing =
        LocalModels.scaled(
            folder.resolve("overflowing"),
            1e30f,
            "model.layers.1.mlp.up_proj.weight",
            "model.layers.1.mlp.down_proj.weight");
    try (LocalModel damaged = LocalModels.open(overflowing, "", cache)) {
      assertThatThrownBy(
              () -> scorer("a").read(damaged, mixed(), Set.of(new Probe.Targets()), null, "test"))
          .isInstanceOf(AssayException.class)
          // Block 1 counted from 0 yields states 2.
          .hasMessageMatching("overflowing yields NaN or infinity on mixed s\\d+, .*")
          .hasMessageContaining("first at the input of layer 2")
          .hasMessageContaining("dtype = FLOAT32");
    }
  }

  @Test
  void aTokenThatTheModelDoesNotKnowIsNamed() {
    var set = new SequenceSet("foreign", List.of(new TokenSequence("x", new int[] {5, 307}, 0, 1)));

    assertThatThrownBy(
            () -> scorer("a").read(model, set, Set.of(new Probe.Targets()), null, "test"))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining(
            "token 307 of foreign x is not in the vocabulary of llama-tied (307)");
  }
}
