package org.modelassay.knnlm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Metric;
import org.modelassay.measure.Measure;
import org.modelassay.model.HiddenState;
import org.modelassay.reading.Probe;
import org.modelassay.reading.Request;
import org.modelassay.reading.ScoredReading;
import org.modelassay.statistics.Bootstrap;
import org.modelassay.statistics.CosineDispersion;
import org.modelassay.statistics.Samples;

/** What a check of nearest neighbours wants read, and what it makes of it. */
final class KnnLmPlan implements Measure.Plan<KnnLmResult> {
  private static final int RECALLED = 256;
  private static final long SEED = 1;

  private final Side subject;
  private final @Nullable Side baseline;

  KnnLmPlan(Side subject, @Nullable Side baseline) {
    this.subject = subject;
    this.baseline = baseline;
  }

  @Override
  public List<Request<?>> ofSubject() {
    return subject.requests();
  }

  @Override
  public List<Request<?>> ofBaseline() {
    return baseline == null ? List.of() : baseline.requests();
  }

  @Override
  public KnnLmResult result(Measure.Answers answers) {
    KnnLmDetails ours =
        subject.details(answers.ofSubject(subject.stored), answers.ofSubject(subject.evaluated));
    KnnLmDetails theirs =
        baseline == null
            ? null
            : baseline.details(
                answers.ofBaseline(baseline.stored), answers.ofBaseline(baseline.evaluated));
    var figures = new ArrayList<Figure>();
    for (Metric metric : KnnLmMetrics.ALL) {
      double value = value(metric, ours);
      if (!metric.equals(KnnLmMetrics.RECALL) || Double.isFinite(value)) {
        figures.add(
            new Figure(
                metric,
                value,
                metric.equals(KnnLmMetrics.LOG_RATIO) ? ours.state(ours.picked()).interval() : null,
                ours.documents(),
                "documents",
                theirs == null ? null : value(metric, theirs)));
      }
    }
    return new KnnLmResult(figures, ours);
  }

  private static double value(Metric metric, KnnLmDetails details) {
    KnnLmDetails.State picked = details.state(details.picked());
    if (metric.equals(KnnLmMetrics.PERPLEXITY)) {
      return picked.perplexity();
    } else if (metric.equals(KnnLmMetrics.BASE_PERPLEXITY)) {
      return details.basePerplexity();
    } else if (metric.equals(KnnLmMetrics.LOG_RATIO)) {
      return picked.logRatio();
    } else if (metric.equals(KnnLmMetrics.REGRET)) {
      return Math.exp(picked.logRatio() - details.state(details.best()).logRatio());
    } else if (metric.equals(KnnLmMetrics.DISPERSION)) {
      return picked.dispersion();
    }
    return picked.recall() == null ? Double.NaN : picked.recall();
  }

  /** One model: what is read of it, and what its states give. */
  static final class Side {
    private final List<HiddenState> states;
    private final Windows store;
    private final Windows text;
    private final int k;
    private final Search search;
    private final @Nullable Mixing given;
    private final Request.Scoring stored;
    private final Request.Scoring evaluated;

    Side(
        List<HiddenState> states,
        Windows store,
        Windows text,
        int k,
        Search search,
        @Nullable Mixing given) {
      this.states = states;
      this.store = store;
      this.text = text;
      this.k = k;
      this.search = search;
      this.given = given;
      Set<Probe> probes = new HashSet<>();
      states.forEach(state -> probes.add(new Probe.Keys(state)));
      stored = new Request.Scoring(store.sequences(), probes);
      probes.add(new Probe.Targets());
      evaluated = new Request.Scoring(text.sequences(), probes);
    }

    List<Request<?>> requests() {
      return List.of(stored, evaluated);
    }

    KnnLmDetails details(ScoredReading ofStore, ScoredReading ofText) {
      float[] base = ofText.logLikelihoods();
      double[] tokens = new double[text.count()];
      for (int document : text.documents()) {
        tokens[document]++;
      }
      var found = new ArrayList<Row>();
      for (HiddenState state : states) {
        // One state after another: the keys of all would not fit.
        found.add(row(state, ofStore.keys(state), ofText.keys(state), base, tokens));
      }
      // Of equal ones the first.
      Row picked =
          found.stream()
              .sorted(Comparator.comparingDouble((Row row) -> row.state.dispersion()).reversed())
              .toList()
              .get(0);
      List<KnnLmDetails.State> rows =
          found.stream()
              .map(
                  row ->
                      row.state.state().equals(picked.state.state())
                          ? row.state
                          : row.above(picked, tokens))
              .toList();
      var best =
          rows.stream()
              .sorted(Comparator.comparingDouble(KnnLmDetails.State::logRatio))
              .toList()
              .get(0);
      double sum = 0;
      for (float logLikelihood : base) {
        sum += logLikelihood;
      }
      return new KnnLmDetails(
          store.targets().length,
          base.length,
          text.count(),
          Math.exp(-sum / base.length),
          picked.state.state(),
          best.state(),
          rows);
    }

    private Row row(
        HiddenState state, float[][] keys, float[][] queries, float[] base, double[] tokens) {
      if (CosineDispersion.flawed(keys) >= 0 || !finite(queries)) {
        throw new AssayException(
            "state "
                + state
                + " of "
                + store.sequences().name()
                + " or "
                + text.sequences().name()
                + ": a state is zero or not finite, so that no distance can be taken; look for"
                + " damaged weights or another dtype");
      }
      Neighbours neighbours = search.nearest(keys, queries, k);
      var targets = Targets.of(neighbours, store.targets(), text.targets(), base, text.documents());
      List<Mixing> mixings = given == null ? targets.tuned() : List.of(given, given);
      double[] mixed = targets.crossFitted(mixings);
      double[] lost = new double[text.count()];
      double sum = 0;
      double sumOfMixed = 0;
      for (int t = 0; t < mixed.length; t++) {
        lost[text.documents()[t]] += base[t] - mixed[t];
        sum += base[t] - mixed[t];
        sumOfMixed += mixed[t];
      }
      return new Row(
          new KnnLmDetails.State(
              state.toString(),
              new CosineDispersion(keys).mean(),
              Math.exp(-sumOfMixed / mixed.length),
              sum / mixed.length,
              Bootstrap.ratio(lost, tokens, SEED),
              null,
              given == null ? mixings : List.of(given),
              search == Search.EXACT ? null : recall(keys, queries, neighbours)),
          lost);
    }

    /** Of some of the queries, evenly spread. */
    private double recall(float[][] keys, float[][] queries, Neighbours found) {
      int[] some = Samples.evenly(Math.min(RECALLED, queries.length), queries.length);
      Neighbours truth =
          Search.EXACT.nearest(
              keys, Arrays.stream(some).mapToObj(q -> queries[q]).toArray(float[][]::new), k);
      return new Neighbours(
              Arrays.stream(some).mapToObj(q -> found.keys()[q]).toArray(int[][]::new),
              Arrays.stream(some).mapToObj(q -> found.distances()[q]).toArray(float[][]::new))
          .recall(truth);
    }

    private static boolean finite(float[][] states) {
      for (float[] state : states) {
        for (float value : state) {
          if (!Float.isFinite(value)) {
            return false;
          }
        }
      }
      return true;
    }

    /**
     * A state's row before it is compared with the others'.
     *
     * @param lost nats that its neighbours cost each document, below 0 where they help
     */
    private record Row(KnnLmDetails.State state, double[] lost) {
      KnnLmDetails.State above(Row picked, double[] tokens) {
        double[] more = new double[lost.length];
        Arrays.setAll(more, d -> lost[d] - picked.lost[d]);
        return state.abovePicked(Bootstrap.ratio(more, tokens, SEED));
      }
    }
  }
}
