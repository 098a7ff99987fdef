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
import org.modelassay.measure.Measure;
import org.modelassay.model.HiddenState;
import org.modelassay.reading.AskedState;
import org.modelassay.reading.Probe;
import org.modelassay.reading.Request;
import org.modelassay.reading.ScoredReading;
import org.modelassay.reading.ScoredReading.LayerSpread;
import org.modelassay.reading.SequenceSet;
import org.modelassay.statistics.Samples;

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

    /** Each state, read once: all segments, and the sample where there is one. */
    List<Read> read(
        ScoredReading reading,
        DispersionNoise.@Nullable Sample sample,
        DispersionSettings settings) {
      return states.stream()
          .map(
              state -> {
                LayerSpread spread = reading.spread(state, settings.centred());
                return new Read(
                    dispersion(request.sequences(), state, spread, settings),
                    sample == null
                        ? null
                        : dispersion(
                            sample.again().request.sequences(),
                            state,
                            spread.some(sample.segments()),
                            settings));
              })
          .toList();
    }

    private static LayerDispersion dispersion(
        SequenceSet segments, HiddenState state, LayerSpread spread, DispersionSettings settings) {
      return LayerDispersion.of(segments, state, spread, settings.pooling(), settings.centred());
    }
  }

  /** One state of one model. */
  record Read(LayerDispersion whole, @Nullable LayerDispersion sample) {}

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
    List<Read> ours = subject.read(reading, baseline == null ? sample : null, settings);
    List<Read> theirs =
        baseline == null || before == null ? null : baseline.read(before, sample, settings);
    List<Read> again = again(answers);
    PerplexityGroups groups = groups(reading);
    PerplexityGroups baselineGroups = before == null ? null : groups(before);
    PerplexityCorrelation ofFirstState = correlation(ours.get(0).whole, groups);
    var rows = new ArrayList<DispersionDetails.Layer>();
    var ofFirst = new ArrayList<Figure>();
    var ofEach = new ArrayList<Figure>();
    for (int k = 0; k < ours.size(); k++) {
      LayerDispersion other = theirs == null ? null : theirs.get(k).whole;
      var outcome =
          new StateOutcome(
              subject.states.get(k),
              ours.get(k).whole,
              other,
              sameSegments(),
              k == 0 ? ofFirstState : correlation(ours.get(k).whole, groups),
              correlation(other, baselineGroups),
              settings.acrossSegments());
      List<Figure> figures = outcome.figures();
      LayerDispersion standard = (theirs == null ? ours : theirs).get(k).sample;
      if (standard != null) {
        figures =
            DispersionNoise.on(figures, standard, again.get(k).whole, settings.acrossSegments());
      }
      rows.add(outcome.row());
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

  /** The sample, read again; empty where there is none. */
  private List<Read> again(Measure.Answers answers) {
    if (sample == null) {
      return List.of();
    }
    Request.Scoring request = sample.again().request;
    return sample
        .again()
        .read(
            baseline == null ? answers.ofSubject(request) : answers.ofBaseline(request),
            null,
            settings);
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
    return new DispersionDetails.Perplexities(
        Objects.requireNonNull(settings.protocol()).groupSize(),
        DoubleStream.of(first.groups().means()).boxed().toList(),
        ofBaseline == null ? null : DoubleStream.of(ofBaseline.means()).boxed().toList(),
        IntStream.of(Samples.evenly(Math.min(segments.length, POINTS), segments.length))
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

  private boolean sameSegments() {
    return baseline != null
        && baseline.request.sequences().digest().equals(subject.request.sequences().digest());
  }

  private int segments() {
    return subject.request.sequences().sequences().size();
  }
}
