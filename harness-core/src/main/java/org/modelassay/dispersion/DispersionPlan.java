package org.modelassay.dispersion;

import java.util.ArrayList;
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
   * @param layers the layers' numbers in this model, in the order asked for
   */
  record Side(Request.Scoring request, List<Integer> layers) {
    static Side of(SequenceSet segments, List<Integer> layers) {
      List<Integer> once = layers.stream().sorted().distinct().toList();
      return new Side(
          new Request.Scoring(
              segments,
              Set.of(
                  new Probe.Spread(
                      once.stream().map(HiddenState::ofBlock).toList(), false, false))),
          layers);
    }

    List<LayerDispersion> dispersions(ScoredReading reading) {
      return layers.stream()
          .map(
              layer ->
                  LayerDispersion.of(
                      request.sequences(), layer, reading.spread(HiddenState.ofBlock(layer))))
          .toList();
    }
  }

  private final Side subject;
  private final @Nullable Side baseline;
  private final int segmentLength;
  private final boolean acrossSegments;

  DispersionPlan(Side subject, @Nullable Side baseline, int segmentLength, boolean acrossSegments) {
    this.subject = subject;
    this.baseline = baseline;
    this.segmentLength = segmentLength;
    this.acrossSegments = acrossSegments;
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
    List<LayerDispersion> ours = subject.dispersions(answers.ofSubject(subject.request));
    List<LayerDispersion> theirs =
        baseline == null ? null : baseline.dispersions(answers.ofBaseline(baseline.request));
    var rows = new ArrayList<DispersionDetails.Layer>();
    Pair first = null;
    for (int k = 0; k < ours.size(); k++) {
      Pair pair = theirs == null ? null : pair(ours.get(k), theirs.get(k));
      first = k == 0 ? pair : first;
      rows.add(
          row(subject.layers.get(k), ours.get(k), theirs == null ? null : theirs.get(k), pair));
    }
    return new DispersionResult(
        figures(rows.get(0), ours.get(0), theirs == null ? null : theirs.get(0), first),
        new DispersionDetails(segments(), segmentLength, rows));
  }

  /**
   * One layer's last states beside the baseline's, of the same segments.
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
    float[][] x = theirs.last();
    float[][] y = ours.last();
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
      int layer, LayerDispersion ours, @Nullable LayerDispersion theirs, @Nullable Pair pair) {
    boolean several = ours.last().length > 1;
    return new DispersionDetails.Layer(
        layer,
        ours.within().value(),
        ours.within().interval(),
        ours.across().value(),
        ours.across().interval(),
        theirs == null ? null : theirs.within().value(),
        theirs == null ? null : theirs.across().value(),
        several ? EffectiveRank.of(ours.last()) : null,
        several && theirs != null ? EffectiveRank.of(theirs.last()) : null,
        pair == null ? null : pair.details());
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
    return acrossSegments ? layer.across() : layer.within();
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
