package org.modelassay.dispersion;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Metric;
import org.modelassay.measure.Measure;
import org.modelassay.model.HiddenState;
import org.modelassay.reading.Probe;
import org.modelassay.reading.Request;
import org.modelassay.reading.ScoredReading;
import org.modelassay.reading.SequenceSet;

/** What a dispersion check wants read, and what it makes of it. */
final class DispersionPlan implements Measure.Plan<DispersionResult> {

  /**
   * What is read of one model.
   *
   * @param request segments and layers
   * @param states the states in this model, in the order asked for
   */
  record Side(Request.Scoring request, List<HiddenState> states) {
    static Side of(SequenceSet segments, List<HiddenState> states, boolean centred) {
      List<HiddenState> once =
          states.stream()
              .distinct()
              .sorted(Comparator.comparing(HiddenState::layer).thenComparing(HiddenState::sublayer))
              .toList();
      return new Side(
          new Request.Scoring(segments, Set.of(new Probe.Spread(once, centred, false))), states);
    }

    List<LayerDispersion> dispersions(ScoredReading reading, Settings settings) {
      return states.stream()
          .map(
              state ->
                  LayerDispersion.of(
                      request.sequences(),
                      state,
                      reading.spread(state, settings.centred),
                      settings.pooling,
                      settings.centred))
          .toList();
    }
  }

  /**
   * What the check asks.
   *
   * @param states as the check names them, in the order of each side's
   */
  record Settings(
      List<AskedState> states,
      int segmentLength,
      boolean acrossSegments,
      Pooling pooling,
      boolean centred) {}

  private final Side subject;
  private final @Nullable Side baseline;
  private final Settings settings;

  DispersionPlan(Side subject, @Nullable Side baseline, Settings settings) {
    this.subject = subject;
    this.baseline = baseline;
    this.settings = settings;
  }

  @Override
  public List<Request<?>> ofSubject() {
    return List.of(subject.request);
  }

  @Override
  public List<Request<?>> ofBaseline() {
    return baseline == null ? List.of() : List.of(baseline.request);
  }

  @Override
  public DispersionResult result(Measure.Answers answers) {
    List<LayerDispersion> ours = subject.dispersions(answers.ofSubject(subject.request), settings);
    List<LayerDispersion> theirs =
        baseline == null
            ? null
            : baseline.dispersions(answers.ofBaseline(baseline.request), settings);
    var rows = new ArrayList<DispersionDetails.Layer>();
    var ofFirst = new ArrayList<Figure>();
    var ofEach = new ArrayList<Figure>();
    for (int k = 0; k < ours.size(); k++) {
      LayerDispersion before = theirs == null ? null : theirs.get(k);
      Pair pair = before == null ? null : pair(ours.get(k), before);
      DispersionDetails.Layer row = row(subject.states.get(k), ours.get(k), before, pair);
      List<Figure> figures = figures(row, ours.get(k), before, pair);
      rows.add(row);
      if (k == 0) {
        ofFirst.addAll(figures);
      }
      if (ours.size() > 1) {
        for (Figure figure : figures) {
          ofEach.add(at(figure, settings.states.get(k)));
        }
      }
    }
    ofFirst.addAll(ofEach);
    return new DispersionResult(
        ofFirst, new DispersionDetails(segments(), settings.segmentLength, rows));
  }

  private static Figure at(Figure figure, AskedState state) {
    return new Figure(
        DispersionMetrics.at(figure.metric(), state),
        figure.value(),
        figure.interval(),
        figure.n(),
        figure.sample(),
        figure.baseline());
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
    Jackknifed cka = x.length < Alignment.FEWEST ? null : Alignment.debiasedCka(x, y);
    double plain = Alignment.plainCka(x, y);
    return new Pair(
        cka == null || Double.isNaN(cka.value()) ? null : cka,
        Double.isNaN(plain) ? null : plain,
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
      @Nullable Pair pair) {
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
        before == null ? null : before.value());
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
    return figures;
  }

  private Jackknifed chosen(LayerDispersion layer) {
    return settings.acrossSegments ? layer.across() : layer.within();
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
