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
    for (int k = 0; k < ours.size(); k++) {
      rows.add(row(subject.layers.get(k), ours.get(k), theirs == null ? null : theirs.get(k)));
    }
    return new DispersionResult(
        figures(ours.get(0), theirs == null ? null : theirs.get(0)),
        new DispersionDetails(segments(), segmentLength, rows));
  }

  private int segments() {
    return subject.request.sequences().sequences().size();
  }

  private static DispersionDetails.Layer row(
      int layer, LayerDispersion ours, @Nullable LayerDispersion theirs) {
    return new DispersionDetails.Layer(
        layer,
        ours.within().value(),
        ours.within().interval(),
        ours.across().value(),
        ours.across().interval(),
        theirs == null ? null : theirs.within().value(),
        theirs == null ? null : theirs.across().value());
  }

  private List<Figure> figures(LayerDispersion ours, @Nullable LayerDispersion theirs) {
    var figures = new ArrayList<Figure>();
    Jackknifed baselineMean = theirs == null ? null : chosen(theirs);
    figures.add(figure(DispersionMetrics.MEAN, chosen(ours), baselineMean));
    figures.add(
        figure(DispersionMetrics.WITHIN, ours.within(), theirs == null ? null : theirs.within()));
    if (segments() > 1) {
      figures.add(
          figure(DispersionMetrics.ACROSS, ours.across(), theirs == null ? null : theirs.across()));
    }
    // Other segments have another dispersion, whatever the models.
    if (baseline != null
        && baselineMean != null
        && baseline.request.sequences().digest().equals(subject.request.sequences().digest())) {
      Jackknifed drop = baselineMean.with(chosen(ours), (b, s) -> b - s);
      figures.add(figure(DispersionMetrics.DROP, drop, null));
      figures.add(
          figure(DispersionMetrics.RELATIVE_DROP, drop.with(baselineMean, (d, b) -> d / b), null));
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
