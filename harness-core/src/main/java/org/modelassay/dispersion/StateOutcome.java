package org.modelassay.dispersion;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Metric;
import org.modelassay.model.HiddenState;
import org.modelassay.statistics.Interval;

/** What one hidden state comes to, of a model and of its baseline: details and figures. */
final class StateOutcome {
  private final LayerDispersion ours;
  private final @Nullable LayerDispersion theirs;
  private final @Nullable Pair pair;
  private final @Nullable PerplexityCorrelation correlation;
  private final @Nullable PerplexityCorrelation ofBaseline;
  private final boolean across;
  private final DispersionDetails.Layer row;

  /**
   * Compares.
   *
   * @param state in the judged model
   * @param theirs the baseline's, or null
   * @param comparable whether both are of the same segments: others have another dispersion,
   *     whatever the models
   * @param correlation null where the check does not ask
   * @param ofBaseline null likewise
   * @param across whether the check is over segments
   */
  StateOutcome(
      HiddenState state,
      LayerDispersion ours,
      @Nullable LayerDispersion theirs,
      boolean comparable,
      @Nullable PerplexityCorrelation correlation,
      @Nullable PerplexityCorrelation ofBaseline,
      boolean across) {
    this.ours = ours;
    this.theirs = theirs;
    this.pair = theirs != null && comparable ? pair(ours, theirs) : null;
    this.correlation = correlation;
    this.ofBaseline = ofBaseline;
    this.across = across;
    this.row = row(state);
  }

  DispersionDetails.Layer row() {
    return row;
  }

  private DispersionDetails.Layer row(HiddenState state) {
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
        correlation == null ? null : correlation.details(),
        ofBaseline == null ? null : ofBaseline.details());
  }

  /** Every figure that there is. */
  List<Figure> figures() {
    var figures = new ArrayList<Figure>();
    Jackknifed baselineMean = theirs == null ? null : chosen(theirs);
    figures.add(figure(DispersionMetrics.MEAN, chosen(ours), baselineMean));
    figures.add(
        figure(DispersionMetrics.WITHIN, ours.within(), theirs == null ? null : theirs.within()));
    if (ours.pooled().length > 1) {
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
              ours.pooled().length,
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
    figures.addAll(correlations());
    return figures;
  }

  private List<Figure> correlations() {
    DispersionDetails.Correlations of = row.perplexity();
    DispersionDetails.Correlations before = row.baselinePerplexity();
    if (of == null) {
      return List.of();
    }
    int groups = of.groups().size();
    var figures = new ArrayList<Figure>();
    add(
        figures,
        DispersionMetrics.GROUP_PEARSON,
        of.groupPearson(),
        null,
        groups,
        "groups",
        before == null ? null : before.groupPearson());
    add(
        figures,
        DispersionMetrics.GROUP_SPEARMAN,
        of.groupSpearman(),
        null,
        groups,
        "groups",
        before == null ? null : before.groupSpearman());
    add(
        figures,
        DispersionMetrics.SEGMENT_PEARSON,
        of.segmentPearson(),
        of.segmentPearsonInterval(),
        ours.pooled().length,
        "segments",
        before == null ? null : before.segmentPearson());
    add(
        figures,
        DispersionMetrics.SEGMENT_SPEARMAN,
        of.segmentSpearman(),
        of.segmentSpearmanInterval(),
        ours.pooled().length,
        "segments",
        before == null ? null : before.segmentSpearman());
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
    return across ? layer.across() : layer.within();
  }

  private Figure figure(Metric metric, Jackknifed estimate, @Nullable Jackknifed ofBaseline) {
    return new Figure(
        metric,
        estimate.value(),
        estimate.interval(),
        ours.pooled().length,
        "segments",
        ofBaseline == null ? null : ofBaseline.value());
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

  private static Pair pair(LayerDispersion ours, LayerDispersion theirs) {
    float[][] x = theirs.pooled();
    float[][] y = ours.pooled();
    Alignment.Cka cka = Alignment.cka(x, y);
    return new Pair(
        Double.isNaN(cka.debiased().value()) ? null : cka.debiased(),
        Double.isNaN(cka.plain()) ? null : cka.plain(),
        x[0].length == y[0].length ? Alignment.relativeError(x, y) : null);
  }
}
