package org.modelassay.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modelassay.gate.Bound;
import org.modelassay.gate.Decision;
import org.modelassay.gate.Limit;
import org.modelassay.gate.Verdict;
import org.modelassay.knnlm.KnnLmDetails;
import org.modelassay.knnlm.KnnLmMeasure;
import org.modelassay.knnlm.KnnLmResult;
import org.modelassay.knnlm.Mixing;
import org.modelassay.knnlm.Search;
import org.modelassay.model.HiddenState;
import org.modelassay.model.Sublayer;
import org.modelassay.reading.LocalModel;
import org.modelassay.reading.LocalModels;
import org.modelassay.record.RecordFile;
import org.modelassay.record.RunRecord;
import org.modelassay.statistics.Cosine;
import org.modelassay.torch.Decoder;
import org.modelassay.torch.OutputHead;

/** A kNN-LM of the sample's model: what is read of it reaches the figures, limits and record. */
class NearestNeighboursTest {
  private static final int WINDOW = 48;
  private static final int K = 4;
  private static final Mixing MIXING = new Mixing(10, 0.25);
  private static final List<HiddenState> STATES =
      Stream.of(Sublayer.ATTENTION, Sublayer.MLP_INPUT, Sublayer.BLOCK)
          .map(sublayer -> new HiddenState(5, sublayer))
          .toList();

  @TempDir static Path folder;
  private static Path store;
  private static Path text;
  private static Outcome outcome;

  @BeforeAll
  static void run() throws IOException {
    List<String> resumes = Files.readAllLines(LocalModels.sample("corpora/resumes-en.jsonl"));
    store = Files.write(folder.resolve("store.jsonl"), resumes.subList(0, 2));
    text = Files.write(folder.resolve("text.jsonl"), resumes.subList(2, 3));
    Limit reachable = limit("knnLm.logRatio", 0.5);
    Limit broken = limit("knnLm.perplexity", 1);
    var check =
        Runs.check(
            "findsNeighbours",
            new KnnLmMeasure(
                store,
                text,
                List.of(-1),
                STATES.stream().map(HiddenState::sublayer).toList(),
                WINDOW,
                K,
                Search.EXACT,
                MIXING),
            Runs.BASELINE,
            List.of(Runs.INT3),
            List.of(reachable, broken),
            List.of());
    outcome = Runs.run(Runs.settings(folder, folder.resolve("run.json"), 0), List.of(check)).get(0);
    assertThat(outcome.error()).isNull();
  }

  private static Limit limit(String metric, double most) {
    return new Limit(metric, Bound.AT_MOST, most, Decision.ESTIMATE, "", "@Limit " + metric);
  }

  private static KnnLmDetails details() {
    return ((KnnLmResult) Objects.requireNonNull(outcome.result())).details();
  }

  /** By hand: passes of single windows, all pairs of keys, all neighbours sorted. */
  @Test
  void figuresAreThoseOfTheModelsOwnStates() throws IOException {
    try (LocalModel model =
        LocalModels.open(
            LocalModels.sample("models/resume"),
            "quantize(bits=3, group=64)",
            folder.resolve("by-hand"))) {
      for (KnnLmDetails.State row : details().states()) {
        HiddenState state =
            STATES.stream().filter(s -> s.toString().equals(row.state())).findFirst().orElseThrow();
        List<Place> keys = places(model, store, state);
        List<Place> targets = places(model, text, state);
        assertThat(details().keys()).isEqualTo(keys.size());
        assertThat(details().targets()).isEqualTo(targets.size());
        assertThat(details().basePerplexity())
            .isCloseTo(
                Math.exp(targets.stream().mapToDouble(t -> -t.logLikelihood).average().orElse(0)),
                withinPercentage(0.01));
        assertThat(row.dispersion()).as(row.state()).isCloseTo(dispersion(keys), within(1e-5));
        assertThat(row.perplexity())
            .as(row.state())
            .isCloseTo(perplexity(keys, targets), withinPercentage(0.1));
      }
    }
  }

  /** A state, what comes after it, and how likely the model itself finds that. */
  private record Place(float[] state, int next, double logLikelihood) {}

  private record Near(double distance, boolean right) {}

  private static List<Place> places(LocalModel model, Path corpus, HiddenState state)
      throws IOException {
    var places = new ArrayList<Place>();
    Decoder decoder = model.decoder();
    List<HiddenState> keep = state.equals(decoder.finalState()) ? List.of() : List.of(state);
    for (String line : Files.readAllLines(corpus)) {
      int[] ids = model.tokenizer().encode(new ObjectMapper().readTree(line).get("text").asText());
      for (int start = 0; start + WINDOW <= ids.length; start += WINDOW) {
        int[] window = new int[WINDOW + 1];
        window[0] = model.tokenizer().bos().orElseThrow();
        System.arraycopy(ids, start, window, 1, WINDOW);
        try (Decoder.Pass pass = decoder.read(List.of(window), keep)) {
          float[] logits = decoder.head().logits(pass.last());
          float[] states =
              OutputHead.copy(
                  keep.isEmpty() ? pass.last() : Objects.requireNonNull(pass.kept().get(state)));
          int width = states.length / window.length;
          int vocabulary = logits.length / window.length;
          for (int t = 0; t < WINDOW; t++) {
            double sum = 0;
            for (int v = 0; v < vocabulary; v++) {
              sum += Math.exp(logits[t * vocabulary + v]);
            }
            places.add(
                new Place(
                    Arrays.copyOfRange(states, t * width, (t + 1) * width),
                    window[t + 1],
                    logits[t * vocabulary + window[t + 1]] - Math.log(sum)));
          }
        }
      }
    }
    return places;
  }

  private static double dispersion(List<Place> keys) {
    double sum = 0;
    for (int i = 0; i < keys.size(); i++) {
      for (int j = 0; j < i; j++) {
        sum += 1 - Cosine.of(keys.get(i).state, keys.get(j).state);
      }
    }
    return sum / (keys.size() * (keys.size() - 1) / 2.0);
  }

  private static double perplexity(List<Place> keys, List<Place> targets) {
    double sum = 0;
    for (Place target : targets) {
      double right = 0;
      double all = 0;
      for (Near near :
          keys.stream()
              .map(key -> new Near(distance(key, target), key.next == target.next))
              .sorted(Comparator.comparingDouble(Near::distance))
              .limit(K)
              .toList()) {
        double weight = Math.exp(-near.distance / MIXING.temperature());
        all += weight;
        right += near.right ? weight : 0;
      }
      sum -=
          Math.log(
              MIXING.lambda() * right / all
                  + (1 - MIXING.lambda()) * Math.exp(target.logLikelihood));
    }
    return Math.exp(sum / targets.size());
  }

  private static double distance(Place a, Place b) {
    double sum = 0;
    for (int i = 0; i < a.state.length; i++) {
      double difference = a.state[i] - b.state[i];
      sum += difference * difference;
    }
    return sum;
  }

  @Test
  void aBrokenLimitFailsTheLeafAndOneThatHoldsDoesNot() {
    assertThat(outcome.breaches()).extracting(Verdict::metric).containsExactly("knnLm.perplexity");
    RunRecord record = RecordFile.read(folder.resolve("run.json"));
    RunRecord.CheckRecord check = record.checks().get(0);
    assertThat(check.kind()).isEqualTo("knnLm");
    assertThat(check.leaves())
        .extracting(RunRecord.Leaf::status)
        .containsExactly(RunRecord.Status.FAILED);
  }
}
