package org.modelassay.dispersion;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Metric;
import org.modelassay.measure.Measure;
import org.modelassay.model.HiddenState;
import org.modelassay.reading.AskedState;
import org.modelassay.reading.Probe;
import org.modelassay.reading.Request;
import org.modelassay.reading.ScoredReading;
import org.modelassay.reading.SequenceSet;
import org.modelassay.statistics.Interval;

/** What a dispersion check wants read, and what it makes of it. */
final class DispersionPlan implements Measure.Plan<DispersionResult> {

  /** Single segments that details show. */
  private static final int POINTS = 500;

  /**
   * What is read of one model.
   *
   * @param request segments and layers
   * @param states the states in this model, in the order asked for
   */
  record Side(Request.Scoring request, List<HiddenState> states) {
    static Side of(SequenceSet segments, List<HiddenState> states, DispersionSettings settings) {
      List<HiddenState> once =
          states.stream()
              .distinct()
              .sorted(Comparator.comparing(HiddenState::layer).thenComparing(HiddenState::sublayer))
              .toList();
      Probe spread = new Probe.Spread(once, settings.centred());
      Set<Probe> probes =
          settings.protocol() == null ? Set.of(spread) : Set.of(spread, new Probe.Targets());
      return new Side(new Request.Scoring(segments, probes), states);
    }

    /**
     * The same states of some segments, whose targets are not scored, in passes of half the size.
     */
    Side again(SequenceSet some) {
      Set<Probe> spreads =
          request.probes().stream()
              .filter(probe -> probe instanceof Probe.Spread)
              .collect(Collectors.toSet());
      return new Side(new Request.Scoring(some, spreads, true), states);
    }

    List<LayerDispersion> dispersions(ScoredReading reading, DispersionSettings settings) {
      return states.stream()
          .map(
              state ->
                  LayerDispersion.of(
                      request.sequences(),
                      state,
                      reading.spread(state, settings.centred()),
                      settings.pooling(),
                      settings.centred()))
          .toList();
    }
  }

  private final Side subject;
  private final @Nullable Side baseline;
  private final DispersionSettings settings;
  private final DispersionNoise.@Nullable Sample sample;

  DispersionPlan(Side subject, @Nullable Side baseline, DispersionSettings settings) {
    this.subject = subject;
    this.baseline = baseline;
    this.settings = settings;
    this.sample =
        settings.centred()
            ? null
            : DispersionNoise.Sample.of(baseline == null ? subject : baseline);
  }

  @Override
  public List<Request<?>> ofSubject() {
    return baseline == null ? withSample(subject.request) : List.of(subject.request);
  }

  @Override
  public List<Request<?>> ofBaseline() {
    return baseline == null ? List.of() : withSample(baseline.request);
  }

  private List<Request<?>> withSample(Request<?> whole) {
    return sample == null ? List.of(whole) : List.of(whole, sample.again().request());
  }

  @Override
  public DispersionResult result(Measure.Answers answers) {
    ScoredReading reading = answers.ofSubject(subject.request);
    ScoredReading before = baseline == null ? null : answers.ofBaseline(baseline.request);
    List<LayerDispersion> ours = subject.dispersions(reading, settings);
    List<LayerDispersion> theirs =
        baseline == null || before == null ? null : baseline.dispersions(before, settings);
    PerplexityGroups groups = groups(reading);
    PerplexityGroups baselineGroups = before == null ? null : groups(before);
    PerplexityCorrelation ofFirstState = correlation(ours.get(0), groups);
    var rows = new ArrayList<DispersionDetails.Layer>();
    var ofFirst = new ArrayList<Figure>();
    var ofEach = new ArrayList<Figure>();
    for (int k = 0; k < ours.size(); k++) {
      LayerDispersion other = theirs == null ? null : theirs.get(k);
      Pair pair = other == null ? null : pair(ours.get(k), other);
      PerplexityCorrelation correlation = k == 0 ? ofFirstState : correlation(ours.get(k), groups);
      PerplexityCorrelation ofOther = correlation(other, baselineGroups);
      DispersionDetails.Layer row =
          row(
              subject.states.get(k),
              ours.get(k),
              other,
              pair,
              correlation == null ? null : correlation.details(),
              ofOther == null ? null : ofOther.details());
      List<Figure> figures = figures(row, ours.get(k), other, pair);
      if (sample != null) {
        figures = withFloors(figures, sample, k, answers);
      }
      rows.add(row);
      if (k == 0) {
        ofFirst.addAll(figures);
      }
      if (ours.size() > 1) {
        for (Figure figure : figures) {
          ofEach.add(at(figure, settings.states().get(k)));
        }
      }
    }
    ofFirst.addAll(ofEach);
    return new DispersionResult(
        ofFirst,
        new DispersionDetails(
            segments(),
            settings.segmentLength(),
            rows,
            ofFirstState == null ? null : perplexities(ofFirstState, baselineGroups)));
  }

  private List<Figure> withFloors(
      List<Figure> figures, DispersionNoise.Sample read, int state, Measure.Answers answers) {
    Side side = baseline == null ? subject : baseline;
    ScoredReading standard =
        baseline == null ? answers.ofSubject(side.request) : answers.ofBaseline(side.request);
    Request.Scoring request = read.again().request();
    ScoredReading again =
        baseline == null ? answers.ofSubject(request) : answers.ofBaseline(request);
    HiddenState which = side.states.get(state);
    return DispersionNoise.on(
        figures,
        LayerDispersion.of(
            request.sequences(),
            which,
            standard.spread(which).some(read.segments()),
            settings.pooling(),
            false),
        LayerDispersion.of(
            request.sequences(), which, again.spread(which), settings.pooling(), false),
        settings.acrossSegments());
  }

  /** Null where the check does not ask. */
  private @Nullable PerplexityGroups groups(ScoredReading reading) {
    PerplexityProtocol protocol = settings.protocol();
    return protocol == null ? null : PerplexityGroups.of(reading, protocol);
  }

  private @Nullable PerplexityCorrelation correlation(
      @Nullable LayerDispersion layer, @Nullable PerplexityGroups groups) {
    if (layer == null || groups == null) {
      return null;
    }
    return settings.acrossSegments()
        ? PerplexityCorrelation.across(layer, groups)
        : PerplexityCorrelation.within(layer, groups);
  }

  private DispersionDetails.Perplexities perplexities(
      PerplexityCorrelation first, @Nullable PerplexityGroups ofBaseline) {
    double[] segments = first.groups().ofSegments();
    int some = Math.min(segments.length, POINTS);
    return new DispersionDetails.Perplexities(
        Objects.requireNonNull(settings.protocol()).groupSize(),
        DoubleStream.of(first.groups().means()).boxed().toList(),
        ofBaseline == null ? null : DoubleStream.of(ofBaseline.means()).boxed().toList(),
        IntStream.range(0, some)
            .map(p -> (int) ((long) p * segments.length / some))
            .mapToObj(i -> new DispersionDetails.Point(segments[i], first.ofSegments()[i]))
            .toList());
  }

  private static Figure at(Figure figure, AskedState state) {
    return new Figure(
        DispersionMetrics.at(figure.metric(), state),
        figure.value(),
        figure.interval(),
        figure.n(),
        figure.sample(),
        figure.baseline(),
        figure.floor());
  }

  /**
   * One layer's pooled states beside the baseline's, of the same segments.
   *
   * @param cka debiased linear CKA, or null with too few segments or states that do not differ
   * @param plainCka null where the states of a side do not differ
   * @param error null where the widths differ
   */
  private record Pair(
      @Nullable Jackknifed cka, @Nullable Double plainCka, @Nullable Jackknifed error) {
    DispersionDetails.Likeness details() {
      return new DispersionDetails.Likeness(
          cka == null ? null : cka.value(),
          cka == null ? null : cka.interval(),
          plainCka,
          error == null ? null : error.value(),
          error == null ? null : error.interval());
    }
  }

  private @Nullable Pair pair(LayerDispersion ours, LayerDispersion theirs) {
    if (!sameSegments()) {
      return null;
    }
    float[][] x = theirs.pooled();
    float[][] y = ours.pooled();
    Alignment.Cka cka = Alignment.cka(x, y);
    return new Pair(
        Double.isNaN(cka.debiased().value()) ? null : cka.debiased(),
        Double.isNaN(cka.plain()) ? null : cka.plain(),
        x[0].length == y[0].length ? Alignment.relativeError(x, y) : null);
  }

  /** Other segments have another dispersion, whatever the models. */
  private boolean sameSegments() {
    return baseline != null
        && baseline.request.sequences().digest().equals(subject.request.sequences().digest());
  }

  private int segments() {
    return subject.request.sequences().sequences().size();
  }

  private static DispersionDetails.Layer row(
      HiddenState state,
      LayerDispersion ours,
      @Nullable LayerDispersion theirs,
      @Nullable Pair pair,
      DispersionDetails.@Nullable Correlations correlations,
      DispersionDetails.@Nullable Correlations baselineCorrelations) {
    Jackknifed anisotropy = ours.anisotropy();
    Jackknifed before = theirs == null ? null : theirs.anisotropy();
    boolean several = ours.pooled().length > 1;
    return new DispersionDetails.Layer(
        state.layer(),
        state.toString(),
        ours.within().value(),
        ours.within().interval(),
        ours.across().value(),
        ours.across().interval(),
        theirs == null ? null : theirs.within().value(),
        theirs == null ? null : theirs.across().value(),
        several ? EffectiveRank.of(ours.pooled()) : null,
        several && theirs != null ? EffectiveRank.of(theirs.pooled()) : null,
        pair == null ? null : pair.details(),
        anisotropy == null ? null : anisotropy.value(),
        anisotropy == null ? null : anisotropy.interval(),
        before == null ? null : before.value(),
        correlations,
        baselineCorrelations);
  }

  private List<Figure> figures(
      DispersionDetails.Layer row,
      LayerDispersion ours,
      @Nullable LayerDispersion theirs,
      @Nullable Pair pair) {
    var figures = new ArrayList<Figure>();
    Jackknifed baselineMean = theirs == null ? null : chosen(theirs);
    figures.add(figure(DispersionMetrics.MEAN, chosen(ours), baselineMean));
    figures.add(
        figure(DispersionMetrics.WITHIN, ours.within(), theirs == null ? null : theirs.within()));
    if (segments() > 1) {
      figures.add(
          figure(DispersionMetrics.ACROSS, ours.across(), theirs == null ? null : theirs.across()));
    }
    if (ours.anisotropy() != null) {
      figures.add(
          figure(
              DispersionMetrics.ANISOTROPY,
              ours.anisotropy(),
              theirs == null ? null : theirs.anisotropy()));
    }
    if (row.effectiveRank() != null) {
      figures.add(
          new Figure(
              DispersionMetrics.EFFECTIVE_RANK,
              row.effectiveRank(),
              null,
              segments(),
              "segments",
              row.baselineEffectiveRank()));
    }
    if (baselineMean != null && pair != null) {
      Jackknifed drop = baselineMean.with(chosen(ours), (b, s) -> b - s);
      figures.add(figure(DispersionMetrics.DROP, drop, null));
      figures.add(
          figure(DispersionMetrics.RELATIVE_DROP, drop.with(baselineMean, (d, b) -> d / b), null));
      if (pair.cka != null) {
        figures.add(figure(DispersionMetrics.CKA, pair.cka, null));
      }
      if (pair.error != null) {
        figures.add(figure(DispersionMetrics.RELATIVE_ERROR, pair.error, null));
      }
    }
    figures.addAll(correlations(row));
    return figures;
  }

  private List<Figure> correlations(DispersionDetails.Layer row) {
    var ours = row.perplexity();
    var theirs = row.baselinePerplexity();
    if (ours == null) {
      return List.of();
    }
    int groups = ours.groups().size();
    var figures = new ArrayList<Figure>();
    add(
        figures,
        DispersionMetrics.GROUP_PEARSON,
        ours.groupPearson(),
        null,
        groups,
        "groups",
        theirs == null ? null : theirs.groupPearson());
    add(
        figures,
        DispersionMetrics.GROUP_SPEARMAN,
        ours.groupSpearman(),
        null,
        groups,
        "groups",
        theirs == null ? null : theirs.groupSpearman());
    add(
        figures,
        DispersionMetrics.SEGMENT_PEARSON,
        ours.segmentPearson(),
        ours.segmentPearsonInterval(),
        segments(),
        "segments",
        theirs == null ? null : theirs.segmentPearson());
    add(
        figures,
        DispersionMetrics.SEGMENT_SPEARMAN,
        ours.segmentSpearman(),
        ours.segmentSpearmanInterval(),
        segments(),
        "segments",
        theirs == null ? null : theirs.segmentSpearman());
    return figures;
  }

  private static void add(
      List<Figure> figures,
      Metric metric,
      @Nullable Double value,
      @Nullable Interval interval,
      int n,
      String sample,
      @Nullable Double baseline) {
    if (value != null) {
      figures.add(new Figure(metric, value, interval, n, sample, baseline));
    }
  }

  private Jackknifed chosen(LayerDispersion layer) {
    return settings.acrossSegments() ? layer.across() : layer.within();
  }

  private Figure figure(Metric metric, Jackknifed estimate, @Nullable Jackknifed ofBaseline) {
    return new Figure(
        metric,
        estimate.value(),
        estimate.interval(),
        segments(),
        "segments",
        ofBaseline == null ? null : ofBaseline.value());
  }
}
