package org.modelassay.dispersion.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modelassay.AssayException;
import org.modelassay.dispersion.Pooling;
import org.modelassay.gate.Figure;
import org.modelassay.measure.ByteTextModel;
import org.modelassay.measure.Measure;
import org.modelassay.model.HiddenState;
import org.modelassay.model.Sublayer;
import org.modelassay.reading.Probe;
import org.modelassay.reading.Request;
import org.modelassay.reading.ScoredReading;
import org.modelassay.reading.SequenceSet;

/** Readings made by hand: the state of an item is the axis of the first letter of its text. */
class RankingMeasureTest {
  private static final ByteTextModel MODEL = ByteTextModel.named("models/m", true);

  private final Path file;

  RankingMeasureTest(@TempDir Path folder) {
    file = folder.resolve("corpus.jsonl");
  }

  /** Three slices of three items: on one axis, on two, on three. */
  private void writeTagged(String... labels) throws IOException {
    String[] texts = {"aardvark", "ant", "ape", "auk", "ass", "bat", "asp", "bee", "cat"};
    String[] tags = {"narrow", "middle", "wide"};
    var lines = new StringBuilder();
    for (int i = 0; i < texts.length; i++) {
      lines.append(
          "{\"id\": \"d%d\", \"text\": \"%s\", \"tags\": [\"%s\"]%s}\n"
              .formatted(
                  i,
                  texts[i],
                  tags[i / 3],
                  labels.length == 0 || labels[i].isEmpty() ? "" : ", \"label\": " + labels[i]));
    }
    Files.writeString(file, lines);
  }

  @Test
  void theLowestSliceComesFirstAndItsItemsAreListed() throws IOException {
    writeTagged();

    RankingResult result = rank(settings(Slicing.TAG, 0, 3), RankingMeasureTest::byFirstLetter);

    assertThat(result.slices())
        .extracting(RankingDetails.Slice::name)
        .containsExactly("narrow", "middle", "wide");
    assertThat(result.slices().get(1).dispersion()).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(result.details().tail())
        .extracting(RankingDetails.Tail::slice)
        .containsExactly("narrow", "middle");
    assertThat(result.details().tail().get(1).items())
        .extracting(RankingDetails.Item::id, RankingDetails.Item::text)
        .contains(tuple("d5", "bat"));
    assertThat(result.details().tail().get(1).items().get(2).text()).isEqualTo("bat");
    assertThat(result.figures())
        .extracting(figure -> figure.metric().name())
        .containsExactly("ranking.lowest");
    assertThatThrownBy(result::spearman)
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("has no labels");
  }

  @Test
  void itIsTestedWhetherTheOrderIsThatOfTheLabels() throws IOException {
    writeTagged("false", "false", "false", "true", "false", "false", "true", "true", "true");

    RankingResult result = rank(settings(Slicing.TAG, 0, 3), RankingMeasureTest::byFirstLetter);

    assertThat(result.slices())
        .extracting(RankingDetails.Slice::meanLabel)
        .containsExactly(0.0, 1 / 3.0, 1.0);
    assertThat(result.spearman()).isCloseTo(1, within(1e-12));
    assertThat(result.pValue()).isCloseTo(1 / 6.0, within(1e-12)); // one order of 3!
    assertThat(result.figures())
        .extracting(Figure::metric)
        .containsExactlyElementsOf(measure(settings(Slicing.TAG, 0, 3)).metrics());
    assertThat(result.details().tail().get(0).items().get(0).label()).isEqualTo(0.0);
  }

  @Test
  void theBaselineRanksTheSameSlices() throws IOException {
    writeTagged("1", "2", "3", "4", "5", "6", "7", "8", "9");
    Measure.Plan<RankingResult> plan = measure(settings(Slicing.TAG, 0, 3)).plan(MODEL, MODEL);

    // The baseline has every item on an axis of its own: all slices are alike but for the order.
    RankingResult result =
        plan.result(answers(RankingMeasureTest::byFirstLetter, id -> axis(id.charAt(1) - '0')));

    assertThat(result.slices())
        .extracting(RankingDetails.Slice::baselineDispersion)
        .allSatisfy(d -> assertThat(d).isCloseTo(1, within(1e-12)));
    assertThat(result.figures().get(0).baseline()).isCloseTo(1, within(1e-12));
  }

  @Test
  void aFileIsASliceOfItsSegments() throws IOException {
    Files.writeString(
        file,
        """
        {"id": "same", "text": "abcabcabc."}
        {"id": "other", "text": "abcbcacab"}
        {"id": "short", "text": "abcabc"}
        """);

    RankingResult result =
        rank(
            settings(Slicing.FILE, 3, 3),
            id -> id.startsWith("same") ? axis(0) : axis(id.charAt(id.length() - 1) - '0'));

    assertThat(result.slices())
        .extracting(RankingDetails.Slice::name)
        .containsExactly("same", "other");
    assertThat(result.details().tooSmall()).containsExactly("short");
    assertThat(result.details().items()).isEqualTo(8);
    assertThat(result.details().tail().get(0).items())
        .extracting(RankingDetails.Item::id, RankingDetails.Item::text)
        .contains(tuple("same@3", "abc"));
  }

  @Test
  void clustersAreOfLikeDirections() throws IOException {
    writeTagged();
    var settings =
        new RankingSettings(
            Slicing.CLUSTER, 2, 3, 0, -1, Sublayer.BLOCK, Pooling.LAST_TOKEN, false, 1);

    // Items 0 to 5 lie about one axis at different lengths, 6 to 8 about another, wider.
    RankingResult result =
        rank(
            settings,
            id -> {
              int i = id.charAt(1) - '0';
              return i < 6 ? new float[] {1 + i, 0.01f * i, 0} : new float[] {0, i - 7, 5};
            });

    assertThat(result.slices()).extracting(RankingDetails.Slice::items).containsExactly(6, 3);
    assertThat(result.slices())
        .extracting(RankingDetails.Slice::name)
        .containsExactly("cluster 1", "cluster 2");
    assertThat(result.details().tail()).hasSize(1);
  }

  @Test
  void oneStateOfEachItemIsRead() throws IOException {
    writeTagged();
    var settings =
        new RankingSettings(Slicing.TAG, 10, 3, 0, 2, Sublayer.ATTENTION, Pooling.MEAN, true, 3);

    Request.Scoring request = scoring(measure(settings).plan(MODEL, null));

    assertThat(request.probes())
        .isEqualTo(Set.of(new Probe.Spread(List.of(new HiddenState(2, Sublayer.ATTENTION)), true)));
    assertThat(request.sequences().apart()).isTrue();
    assertThat(request.sequences().scored()).isZero();
    assertThat(request.sequences().sequences().get(1).tokens())
        .containsExactly(ByteTextModel.BOS, 'a', 'n', 't');
  }

  @Test
  void itemsInNoSliceAreCounted() throws IOException {
    writeTagged();
    Files.writeString(file, Files.readString(file) + "{\"id\": \"d9\", \"text\": \"dog\"}\n");

    RankingResult result = rank(settings(Slicing.TAG, 0, 3), RankingMeasureTest::byFirstLetter);

    assertThat(result.details().items()).isEqualTo(10);
    assertThat(result.details().inNoSlice()).isEqualTo(1);
  }

  private Measure.Plan<RankingResult> planned(RankingSettings settings) {
    return measure(settings).plan(MODEL, null);
  }

  @Test
  void missingLabelsAndTagsAreNamed() throws IOException {
    writeTagged("1", "1", "1", "0", "", "0", "1", "1", "1");
    assertRefused(
        settings(Slicing.TAG, 0, 3),
        "document d4 of corpus.jsonl has no label and others have; label all or none");
    Files.writeString(file, "{\"text\": \"a\"}\n");
    assertRefused(settings(Slicing.TAG, 0, 3), "no document of corpus.jsonl has a tag");
  }

  @Test
  void tooFewSlicesAreRefusedBeforeAnythingIsRead() throws IOException {
    writeTagged();
    assertRefused(
        settings(Slicing.TAG, 0, 4),
        "0 of 3 slices have 4 items or more (the largest, narrow, has 3), and a ranking needs two");
    Files.writeString(
        file,
        """
        {"id": "x", "text": "abcabcabc", "label": 1}
        {"id": "y", "text": "abcabcabc", "label": 0}
        """);
    assertRefused(
        settings(Slicing.FILE, 3, 3), "2 of 2 slices have 3 items or more", "three to test labels");
  }

  @Test
  void documentsThatDoNotFitAreNamed() throws IOException {
    Files.writeString(file, "{\"id\": \"long\", \"text\": \"" + "x".repeat(64) + "\"}\n");
    assertRefused(
        settings(Slicing.CLUSTER, 0, 3),
        "document long of corpus.jsonl has 64 tokens, which do not fit into the context of"
            + " models/m, which has room for 63; leave it out or give a segmentLength");
    Files.writeString(file, "{\"id\": \"none\", \"text\": \"\\u000B\"}\n");
    assertRefused(
        settings(Slicing.CLUSTER, 0, 3), "document none", "0 tokens, which have no state");
    assertRefused(settings(Slicing.CLUSTER, 64, 3), "segmentLength = 64 does not fit");
    assertRefused(settings(Slicing.CLUSTER, 9, 3), "has segmentLength = 9 tokens; take shorter");
  }

  @Test
  void wrongSettingsAreNamed() throws IOException {
    writeTagged();
    assertRefused(settings(Slicing.FILE, 0, 3), "slices = FILE: a document that is taken whole");
    assertRefused(settings(Slicing.TAG, 0, 2), "smallestSlice = 2: an interval needs 3 items");
    assertRefused(settings(Slicing.TAG, -1, 3), "segmentLength = -1");
    assertThatThrownBy(
            () -> rank(settings(Slicing.CLUSTER, 0, 3), RankingMeasureTest::byFirstLetter))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("clusters = 10 of 9 items");
  }

  @Test
  void aStateWithoutDirectionIsNamed() throws IOException {
    writeTagged();
    assertThatThrownBy(
            () -> rank(settings(Slicing.TAG, 0, 3), id -> id.equals("d4") ? new float[3] : axis(0)))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("layer 4, item d4 of corpus.jsonl: the last state is zero");
  }

  private void assertRefused(RankingSettings settings, String... said) {
    assertThatThrownBy(() -> planned(settings))
        .isInstanceOf(AssayException.class)
        .hasMessageContainingAll(said);
  }

  private static RankingSettings settings(Slicing slicing, int segmentLength, int smallest) {
    return new RankingSettings(
        slicing, 10, smallest, segmentLength, -1, Sublayer.BLOCK, Pooling.LAST_TOKEN, false, 2);
  }

  private RankingMeasure measure(RankingSettings settings) {
    return new RankingMeasure(file, settings);
  }

  private RankingResult rank(RankingSettings settings, Function<String, float[]> states) {
    return planned(settings).result(answers(states, states));
  }

  private static float[] byFirstLetter(String id) {
    return axis(new int[] {0, 0, 0, 0, 0, 1, 0, 1, 2, 0}[id.charAt(1) - '0']);
  }

  private static float[] axis(int number) {
    var axis = new float[10];
    axis[number] = 2;
    return axis;
  }

  private static Request.Scoring scoring(Measure.Plan<RankingResult> plan) {
    return (Request.Scoring) plan.ofSubject().get(0);
  }

  /** States by an item's id. */
  @SuppressWarnings("unchecked") // the answer's type is the request's
  private static Measure.Answers answers(
      Function<String, float[]> subject, Function<String, float[]> baseline) {
    return new Measure.Answers() {
      @Override
      public <A> A ofSubject(Request<A> request) {
        return (A) new Reading(((Request.Scoring) request).sequences(), subject);
      }

      @Override
      public <A> A ofBaseline(Request<A> request) {
        return (A) new Reading(((Request.Scoring) request).sequences(), baseline);
      }
    };
  }

  private record Reading(SequenceSet sequences, Function<String, float[]> states)
      implements ScoredReading {
    @Override
    public LayerSpread spread(HiddenState state, boolean centred) {
      float[][] last =
          sequences.sequences().stream()
              .map(sequence -> states.apply(sequence.id()))
              .toArray(float[][]::new);
      int n = last.length;
      return new LayerSpread(
          new int[n], new int[n], new double[n], new double[n][], new double[n][], last);
    }
  }
}
