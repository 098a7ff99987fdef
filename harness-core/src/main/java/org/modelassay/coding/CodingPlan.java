package org.modelassay.coding;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Limit;
import org.modelassay.gate.Metric;
import org.modelassay.measure.Measure;
import org.modelassay.model.Tokenizer.Span;
import org.modelassay.reading.Probe;
import org.modelassay.reading.Request;
import org.modelassay.reading.ScoredReading;

/** What a coding check wants read, and what it makes of it. */
final class CodingPlan implements Measure.Plan<CodingResult> {
  private static final int LOST_SHOWN = 10;

  private final Windowing windowing;
  private final CorpusText subject;
  private final @Nullable CorpusText baseline;
  private final @Nullable RoundTrip roundTrip;
  private final @Nullable KeyTokens keyTokens;
  private final double informationBias;
  private final CompressedSizes compressed;
  private final CodingNoise.Sample again;
  private final boolean diverges;
  private final Request.Scoring ofSubject;
  private final Request.@Nullable Scoring ofBaseline;

  CodingPlan(
      Windowing windowing,
      CorpusText subject,
      @Nullable CorpusText baseline,
      @Nullable RoundTrip roundTrip,
      @Nullable KeyTokens keyTokens,
      double informationBias,
      CompressedSizes compressed) {
    this.windowing = windowing;
    this.subject = subject;
    this.baseline = baseline;
    this.roundTrip = roundTrip;
    this.keyTokens = keyTokens;
    this.informationBias = informationBias;
    this.compressed = compressed;
    again = CodingNoise.Sample.of((baseline == null ? subject : baseline).sequences());
    diverges =
        baseline != null
            && baseline.vocabularySize() == subject.vocabularySize()
            && baseline.sequences().digest().equals(subject.sequences().digest());
    var alone = new LinkedHashSet<Probe>(List.of(new Probe.Targets()));
    if (subject.everyToken()) {
      alone.add(new Probe.Intervals());
    }
    var compared = new LinkedHashSet<>(alone);
    if (diverges) {
      compared.add(new Probe.Divergence());
    }
    ofSubject = new Request.Scoring(subject.sequences(), compared);
    ofBaseline = baseline == null ? null : new Request.Scoring(baseline.sequences(), alone);
  }

  @Override
  public List<Request<?>> ofSubject() {
    var requests = new ArrayList<Request<?>>(List.of(ofSubject));
    if (ofBaseline == null) {
      requests.add(again.request());
    }
    if (roundTrip != null) {
      requests.add(roundTrip);
    }
    return requests;
  }

  @Override
  public List<Request<?>> ofBaseline() {
    return ofBaseline == null ? List.of() : List.of(ofBaseline, again.request());
  }

  @Override
  public Map<String, List<Request<?>>> ofEvaluators() {
    return keyTokens == null
        ? Map.of()
        : Map.of(keyTokens.evaluator(), List.of(keyTokens.request()));
  }

  /**
   * Refuses limits on what this plan cannot measure, before anything is read.
   *
   * @throws AssayException naming each such limit, the reason and the remedy
   */
  void check(List<Limit> limits) {
    List<String> problems =
        limits.stream()
            .flatMap(
                limit ->
                    Optional.ofNullable(missing(limit.metric()))
                        .map(why -> limit.declared() + " is about " + limit.metric() + ", " + why)
                        .stream())
            .toList();
    if (!problems.isEmpty()) {
      throw new AssayException(String.join("\n", problems));
    }
  }

  /** Why there will be no figure of a metric, and what to do; null when there will be one. */
  private @Nullable String missing(String name) {
    Metric metric =
        CodingMetrics.ALL.stream().filter(m -> m.name().equals(name)).findFirst().orElse(null);
    if (metric == null) {
      return null;
    }
    if (!CodingMetrics.given(metric, windowing)) {
      return "which windowing = "
          + windowing
          + " does not give, since it does not score every token of the text once and no others:"
          + " remove the limit, or take windowing = DEFAULT";
    }
    if (keyTokens == null
        && (metric.equals(CodingMetrics.LONG_PERPLEXITY)
            || metric.equals(CodingMetrics.KEY_TOKENS))) {
      return "which needs an evaluator model: give longPpl = @LongPpl(...)";
    }
    if (metric.equals(CodingMetrics.ROUND_TRIP) && roundTrip == null) {
      return "which is measured on a sample, and roundTrip is 0: give it 1 or more";
    }
    if (baseline == null) {
      return null;
    }
    if (metric.equals(CodingMetrics.PERPLEXITY_RATIO)) {
      return subject.sameTokens(baseline)
          ? null
          : byTokens("the two models cut the corpus into different tokens");
    }
    boolean byText =
        !metric.pair()
            || metric.equals(CodingMetrics.LMCR_INCREASE)
            || metric.equals(CodingMetrics.BITS_PER_BYTE_INCREASE);
    return byText || diverges ? null : byTokens(undivergent(baseline));
  }

  private static String byTokens(String why) {
    return "which compares token by token, and "
        + why
        + ": remove the limit, or bound what needs no common tokens, such as "
        + CodingMetrics.LMCR_INCREASE.name()
        + " or "
        + CodingMetrics.BITS_PER_BYTE_INCREASE.name();
  }

  private String undivergent(CorpusText baseline) {
    return baseline.vocabularySize() == subject.vocabularySize()
        ? "the two models read different token sequences"
        : "the vocabularies differ in size, "
            + baseline.vocabularySize()
            + " and "
            + subject.vocabularySize();
  }

  @Override
  public CodingResult result(Measure.Answers answers) {
    ScoredReading reading = answers.ofSubject(ofSubject);
    ScoredReading baselineReading = ofBaseline == null ? null : answers.ofBaseline(ofBaseline);
    RoundTrip.Proof proof = roundTrip == null ? null : answers.ofSubject(roundTrip);
    List<List<Span>> stretches =
        keyTokens == null
            ? null
            : keyTokens.stretches(answers.ofEvaluator(keyTokens.evaluator(), keyTokens.request()));
    var coded = new Coded(subject, reading, informationBias, stretches);
    Coded reference =
        baseline == null || baselineReading == null
            ? null
            : new Coded(baseline, baselineReading, informationBias, stretches);
    Divergence divergence =
        diverges && baselineReading != null
            ? Divergence.of(subject, reading, baselineReading)
            : null;
    var noise =
        baselineReading == null
            ? new CodingNoise(again, reading, answers.ofSubject(again.request()))
            : new CodingNoise(again, baselineReading, answers.ofBaseline(again.request()));
    List<Figure> figures =
        CodingFigures.of(coded, reference, divergence, proof, windowing, compressed, noise);
    return new CodingResult(
        figures,
        new Drilldown(
                subject.model().tokenizer(),
                coded,
                reading,
                reference,
                baselineReading,
                divergence,
                windowing,
                compressed)
            .details(proof, notes(figures)));
  }

  private List<String> notes(List<Figure> figures) {
    var notes = new ArrayList<String>();
    if (!subject.everyToken()) {
      notes.add(
          "By windowing = "
              + windowing
              + " "
              + subject.sequences().scored()
              + " targets are scored, which are not the tokens of the text once each. Left out, since"
              + " they would be of all tokens: the proof of coding, "
              + String.join(
                  ", ",
                  CodingMetrics.ALL.stream()
                      .filter(m -> !CodingMetrics.given(m, windowing))
                      .map(Metric::name)
                      .toList())
              + ".");
    }
    if (figures.stream().noneMatch(f -> f.metric().equals(CodingMetrics.ZSTD_RATIO))) {
      notes.add(
          "coding.zstdRatio is missing: zstd's native library cannot be loaded on this machine.");
    }
    if (baseline != null && !diverges) {
      notes.add("Divergence and top-token agreement are missing: " + undivergent(baseline) + ".");
    }
    if (keyTokens != null && keyTokens.cut() > 0) {
      notes.add(
          "LongPPL looks at no more than the evaluator's context of "
              + keyTokens.cut()
              + (keyTokens.cut() == 1 ? " document." : " documents."));
    }
    List<CorpusText.Text> lost = subject.lost();
    if (!lost.isEmpty()) {
      notes.add(
          "The tokenizer does not give back the text of "
              + lost.size()
              + (lost.size() == 1 ? " document: " : " documents: ")
              + String.join(
                  "; ", lost.stream().limit(LOST_SHOWN).map(t -> t.id() + ", " + t.loss()).toList())
              + (lost.size() > LOST_SHOWN ? "; ..." : "")
              + ".");
    }
    return notes;
  }
}
