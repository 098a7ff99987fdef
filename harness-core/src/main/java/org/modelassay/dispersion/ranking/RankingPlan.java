package org.modelassay.dispersion.ranking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.data.Corpus;
import org.modelassay.dispersion.Pooling;
import org.modelassay.gate.Figure;
import org.modelassay.measure.Measure;
import org.modelassay.model.HiddenState;
import org.modelassay.reading.AskedState;
import org.modelassay.reading.Probe;
import org.modelassay.reading.Request;
import org.modelassay.reading.ScoredReading;
import org.modelassay.reading.TextModel;
import org.modelassay.statistics.Correlation;
import org.modelassay.statistics.CosineDispersion;

/** What a ranking wants read, and what it makes of it. */
final class RankingPlan implements Measure.Plan<RankingResult> {
  /** Slices and names that details list. */
  private static final int LISTED = 500;

  /** Items of a slice of the tail. */
  private static final int NEAREST = 10;

  /**
   * What is read of one model.
   *
   * @param slices the items of each; null where the states decide
   * @param labels [items]; null without labels
   */
  record Side(
      Request.Scoring request,
      HiddenState state,
      RankedItems items,
      @Nullable Map<String, int[]> slices,
      double @Nullable [] labels) {
    static Side of(Corpus corpus, TextModel model, RankingSettings settings) {
      HiddenState state = new AskedState(settings.layer(), settings.sublayer()).of(model);
      RankedItems items = RankedItems.of(corpus, model, settings.segmentLength());
      double[] labels = items.labels();
      Map<String, int[]> slices =
          switch (settings.slicing()) {
            case TAG -> items.byTag();
            case FILE -> items.byDocument();
            case CLUSTER -> null;
          };
      if (slices != null) {
        SliceRanking.requireEnough(slices, settings.smallestSlice(), labels != null);
      }
      var spread = new Probe.Spread(List.of(state), settings.centred());
      return new Side(
          new Request.Scoring(items.sequences(), Set.of(spread)), state, items, slices, labels);
    }

    /**
     * The ranking.
     *
     * @throws AssayException when a state has no direction, naming layer and item, or there are too
     *     few slices
     */
    Ranked rank(ScoredReading reading, RankingSettings settings) {
      float[][] states =
          settings.pooling().states(reading.spread(state, settings.centred()), settings.centred());
      int flawed = CosineDispersion.flawed(states);
      if (flawed >= 0) {
        throw new AssayException(
            "layer %s, item %s of %s: the %s state is zero or not finite, so that no distance can be taken; look for damaged weights or another dtype"
                .formatted(
                    state,
                    items.sequences().sequences().get(flawed).id(),
                    items.sequences().name(),
                    settings.pooling() == Pooling.MEAN ? "mean" : "last"));
      }
      Map<String, int[]> members =
          slices == null ? Clusters.of(states, settings.clusters()) : slices;
      long held = members.values().stream().flatMapToInt(Arrays::stream).distinct().count();
      return new Ranked(
          SliceRanking.of(states, members, labels, settings.smallestSlice()),
          (int) (items.size() - held));
    }
  }

  /**
   * A model's ranking.
   *
   * @param inNoSlice items that no slice holds
   */
  record Ranked(SliceRanking ranking, int inNoSlice) {}

  private final Side subject;
  private final @Nullable Side baseline;
  private final RankingSettings settings;

  RankingPlan(Side subject, @Nullable Side baseline, RankingSettings settings) {
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
  public RankingResult result(Measure.Answers answers) {
    Ranked ranked = subject.rank(answers.ofSubject(subject.request), settings);
    SliceRanking ours = ranked.ranking();
    SliceRanking theirs =
        baseline == null
            ? null
            : baseline.rank(answers.ofBaseline(baseline.request), settings).ranking();
    var figures = new ArrayList<Figure>();
    SliceRanking.Slice lowest = ours.slices().get(0);
    figures.add(
        new Figure(
            RankingMetrics.LOWEST,
            lowest.dispersion(),
            null, // the least of several is lower than it would be again
            lowest.members().size(),
            "items",
            theirs == null ? null : theirs.slices().get(0).dispersion()));
    Double spearman = null;
    Double pValue = null;
    if (subject.labels != null) {
      int n = ours.slices().size();
      spearman = ours.spearman();
      pValue = ours.pValue();
      figures.add(
          new Figure(
              RankingMetrics.SPEARMAN,
              spearman,
              n > 3 ? Correlation.spearmanInterval(spearman, n) : null,
              n,
              "slices",
              theirs == null ? null : theirs.spearman()));
      figures.add(
          new Figure(
              RankingMetrics.P_VALUE,
              pValue,
              null,
              n,
              "slices",
              theirs == null ? null : theirs.pValue()));
    }
    return new RankingResult(
        figures,
        new RankingDetails(
            subject.state.toString(),
            subject.items.size(),
            ranked.inNoSlice(),
            rows(ours, theirs),
            Math.max(0, ours.slices().size() - LISTED),
            ours.leftOut().stream().limit(LISTED).toList(),
            ours.slices().stream().limit(settings.tail()).map(this::tail).toList(),
            spearman,
            pValue));
  }

  private List<RankingDetails.Slice> rows(SliceRanking ours, @Nullable SliceRanking theirs) {
    Map<String, SliceRanking.Slice> before =
        theirs == null || settings.slicing() == Slicing.CLUSTER
            ? Map.of()
            : theirs.slices().stream()
                .collect(Collectors.toMap(SliceRanking.Slice::name, Function.identity()));
    return ours.slices().stream()
        .limit(LISTED)
        .map(
            slice -> {
              SliceRanking.Slice other = before.get(slice.name());
              return new RankingDetails.Slice(
                  slice.name(),
                  slice.members().size(),
                  slice.dispersion(),
                  slice.interval(),
                  other == null ? null : other.dispersion(),
                  slice.meanLabel());
            })
        .toList();
  }

  private RankingDetails.Tail tail(SliceRanking.Slice slice) {
    return new RankingDetails.Tail(
        slice.name(),
        slice.members().stream()
            .limit(NEAREST)
            .map(
                i ->
                    new RankingDetails.Item(
                        subject.items.sequences().sequences().get(i).id(),
                        subject.items.beginning(i),
                        subject.labels == null ? null : subject.labels[i]))
            .toList());
  }
}
