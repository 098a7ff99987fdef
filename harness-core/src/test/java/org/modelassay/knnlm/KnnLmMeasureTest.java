package org.modelassay.knnlm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modelassay.AssayException;
import org.modelassay.gate.Figure;
import org.modelassay.measure.ByteTextModel;
import org.modelassay.measure.Measure;
import org.modelassay.model.HiddenState;
import org.modelassay.model.Sublayer;
import org.modelassay.reading.Request;
import org.modelassay.reading.ScoredReading;
import org.modelassay.reading.SequenceSet;
import org.modelassay.reading.TokenSequence;

/** Hand-made states: those that name their target, and those that say nothing of it. */
class KnnLmMeasureTest {
  private static final ByteTextModel MODEL = ByteTextModel.named("models/m", true);

  @TempDir Path folder;
  private Path store;
  private Path text;

  @BeforeEach
  void write() throws IOException {
    store = folder.resolve("store.jsonl");
    text = folder.resolve("text.jsonl");
    Files.writeString(store, "{\"text\": \"aabbx\"}\n");
    Files.writeString(text, "{\"text\": \"abab\"}\n{\"text\": \"bbaa\"}\n");
  }

  @Test
  void theWidestStateIsPickedAndItsPerplexityIsTheClosedForm() {
    // p = 0.5 * 1 + 0.5 * 0.25 everywhere, for the nearest key is of the target's own token.
    KnnLmResult result = result(new Mixing(1, 0.5), Sublayer.ATTENTION);

    assertThat(result.picked()).isEqualTo("4.attention");
    assertThat(result.best()).isEqualTo("4.attention");
    assertThat(value(result, "perplexity")).isCloseTo(1.6, within(1e-6));
    assertThat(value(result, "basePerplexity")).isCloseTo(4, within(1e-6));
    assertThat(value(result, "logRatio")).isCloseTo(Math.log(0.4), within(1e-6));
    assertThat(value(result, "regret")).isEqualTo(1);
    // Keys of two a and two b at right angles: 4 of 6 pairs have the distance 1.
    assertThat(value(result, "dispersion")).isCloseTo(4 / 6.0, within(1e-12));
    assertThat(result.figures()).noneMatch(f -> f.metric().name().equals("knnLm.recall"));
  }

  @Test
  void aWrongPickIsRegretted() {
    // The state that knows the target is now the narrow one. The other finds "a" for every target,
    // which is right for one half of them: p = 0.5 + 0.125 or 0.125.
    KnnLmResult result = result(new Mixing(1, 0.5), Sublayer.MLP);

    assertThat(result.picked()).isEqualTo("4.attention");
    assertThat(result.best()).isEqualTo("4.mlp");
    double picked = 1 / Math.sqrt(0.625 * 0.125);
    assertThat(value(result, "perplexity")).isCloseTo(picked, within(1e-5));
    assertThat(value(result, "regret")).isCloseTo(picked / 1.6, within(1e-5));
  }

  @Test
  void aStateIsComparedWithThePickedOneDocumentByDocument() throws IOException {
    Files.writeString(text, "{\"text\": \"abab\"}\n".repeat(20));

    KnnLmResult result = result(new Mixing(1, 0.5), Sublayer.MLP);

    // As above, in every document: ln(1 / 0.625) - ln(1 / sqrt(0.625 * 0.125)) = -ln(5) / 2.
    assertThat(result.states().get(0).abovePicked()).as("of the picked one").isNull();
    assertThat(result.states().get(1).abovePicked())
        .satisfies(above -> assertThat(above.low()).isCloseTo(-Math.log(5) / 2, within(1e-6)))
        .satisfies(above -> assertThat(above.high()).isCloseTo(-Math.log(5) / 2, within(1e-6)));
  }

  @Test
  void neighboursThatKnowTheTargetAreTunedToTheHighestShare() {
    KnnLmResult result = result(null, Sublayer.ATTENTION);

    assertThat(result.states().get(0).mixings())
        .extracting(Mixing::lambda)
        .containsExactly(0.99, 0.99);
    assertThat(value(result, "perplexity")).isCloseTo(1 / (0.99 + 0.0025), within(1e-6));
  }

  @Test
  void neighboursThatAreRightHalfOfTheTimeGetTheShareWhereTheLikelihoodIsFlat() {
    // ln(0.25 + 0.75 x) + ln(0.25 - 0.25 x) is flat at x = 1/3.
    KnnLmResult result = result(null, Sublayer.MLP);

    assertThat(result.states().get(0).mixings())
        .extracting(Mixing::lambda)
        .allSatisfy(lambda -> assertThat(lambda).isCloseTo(1 / 3.0, within(1e-6)));
  }

  @Test
  void theGraphsRecallIsAFigure() {
    var measure = measure(new Mixing(1, 0.5), Search.HNSW);
    KnnLmResult result = measure.plan(MODEL, null).result(answers(Sublayer.ATTENTION));

    assertThat(value(result, "recall")).isEqualTo(1);
  }

  @Test
  void aDocumentInBothIsRefused() throws IOException {
    Files.writeString(text, "{\"text\": \"abab\"}\n{\"id\": \"twin\", \"text\": \"aabbx\"}\n");

    assertThatThrownBy(() -> measure(null, Search.EXACT).plan(MODEL, null))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("document twin is also in the datastore")
        .hasMessageContaining("remove it");
  }

  @Test
  void tuningNeedsTwoDocuments() throws IOException {
    Files.writeString(text, "{\"text\": \"abab\"}\n");

    assertThatThrownBy(() -> measure(null, Search.EXACT).plan(MODEL, null))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("give temperature and lambda");
  }

  @Test
  void theEmbeddingHasNoSublayer() {
    var measure =
        new KnnLmMeasure(store, text, List.of(0), List.of(Sublayer.MLP), 4, 1, Search.EXACT, null);

    assertThatThrownBy(() -> measure.plan(MODEL, null))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("layer 0.mlp: the embedding of models/m has no sub-layers");
  }

  private KnnLmMeasure measure(@Nullable Mixing mixing, Search search) {
    return new KnnLmMeasure(
        store, text, List.of(-1), List.of(Sublayer.ATTENTION, Sublayer.MLP), 4, 1, search, mixing);
  }

  private KnnLmResult result(@Nullable Mixing mixing, Sublayer knowing) {
    return measure(mixing, Search.EXACT).plan(MODEL, null).result(answers(knowing));
  }

  private static double value(KnnLmResult result, String metric) {
    return result.figures().stream()
        .filter(f -> f.metric().name().equals("knnLm." + metric))
        .mapToDouble(Figure::value)
        .findFirst()
        .orElseThrow();
  }

  private static Measure.Answers answers(Sublayer knowing) {
    return new Measure.Answers() {
      @Override
      @SuppressWarnings("unchecked")
      public <A> A ofSubject(Request<A> request) {
        return (A) new Reading(((Request.Scoring) request).sequences(), knowing);
      }

      @Override
      public <A> A ofBaseline(Request<A> request) {
        throw new IllegalStateException("there is none");
      }
    };
  }

  /** ATTENTION spreads wide and MLP does not; one of them knows the target. */
  private record Reading(SequenceSet sequences, Sublayer knowing) implements ScoredReading {
    @Override
    public float[][] keys(HiddenState state) {
      boolean stored = sequences.name().equals("store.jsonl");
      boolean wide = state.sublayer() == Sublayer.ATTENTION;
      return sequences.sequences().stream()
          .map(TokenSequence::tokens)
          .flatMap(tokens -> Arrays.stream(tokens).skip(1).boxed())
          .map(
              token -> {
                boolean a = token == 'a';
                boolean knows = stored || state.sublayer() == knowing;
                boolean first = a || !knows;
                return new float[] {wide ? 0 : 100, first ? 1 : 0, first ? 0 : 1};
              })
          .toArray(float[][]::new);
    }

    @Override
    public float[] logLikelihoods() {
      float[] quarter = new float[sequences.scored()];
      Arrays.fill(quarter, (float) Math.log(0.25));
      return quarter;
    }
  }
}
