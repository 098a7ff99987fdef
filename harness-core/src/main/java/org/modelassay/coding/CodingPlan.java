package org.modelassay.coding;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.measure.Measure;
import org.modelassay.model.Tokenizer.Span;
import org.modelassay.reading.Probe;
import org.modelassay.reading.Request;
import org.modelassay.reading.ScoredReading;

/** What a coding check wants read, and what it makes of it. */
final class CodingPlan implements Measure.Plan<CodingResult> {
  private final CorpusText subject;
  private final @Nullable CorpusText baseline;
  private final @Nullable RoundTrip roundTrip;
  private final @Nullable KeyTokens keyTokens;
  private final double informationBias;
  private final CodingNoise.Sample again;
  private final boolean diverges;
  private final Request.Scoring ofSubject;
  private final Request.@Nullable Scoring ofBaseline;

  CodingPlan(
      CorpusText subject,
      @Nullable CorpusText baseline,
      @Nullable RoundTrip roundTrip,
      @Nullable KeyTokens keyTokens,
      double informationBias) {
    this.subject = subject;
    this.baseline = baseline;
    this.roundTrip = roundTrip;
    this.keyTokens = keyTokens;
    this.informationBias = informationBias;
    again = CodingNoise.Sample.of((baseline == null ? subject : baseline).sequences());
    diverges =
        baseline != null
            && baseline.vocabularySize() == subject.vocabularySize()
            && baseline.sequences().digest().equals(subject.sequences().digest());
    Set<Probe> coded = Set.of(new Probe.Targets(), new Probe.Intervals());
    ofSubject =
        new Request.Scoring(
            subject.sequences(),
            diverges
                ? Set.of(new Probe.Targets(), new Probe.Intervals(), new Probe.Divergence())
                : coded);
    ofBaseline = baseline == null ? null : new Request.Scoring(baseline.sequences(), coded);
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
   * {@inheritDoc}
   *
   * @throws AssayException when the sample did not come back: then the coded size means nothing
   */
  @Override
  public CodingResult result(Measure.Answers answers) {
    ScoredReading reading = answers.ofSubject(ofSubject);
    ScoredReading baselineReading = ofBaseline == null ? null : answers.ofBaseline(ofBaseline);
    RoundTrip.Proof proof = roundTrip == null ? null : answers.ofSubject(roundTrip);
    if (proof != null && proof.difference() != null) {
      throw new AssayException(
          "coding is not lossless: "
              + proof.difference()
              + "; expected the same token both ways; the model's step-by-step probabilities"
              + " differ from call to call: run it on one thread or another device, or set roundTrip"
              + " = 0 and do without the proof");
    }
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
    return new CodingResult(
        CodingFigures.of(coded, reference, divergence, proof, noise),
        new Drilldown(
                subject.model().tokenizer(), coded, reading, reference, baselineReading, divergence)
            .details(proof, notes()));
  }

  private List<String> notes() {
    var notes = new ArrayList<String>();
    if (baseline != null && !diverges) {
      notes.add(
          "Divergence and top-token agreement are missing: "
              + (baseline.vocabularySize() == subject.vocabularySize()
                  ? "the two models read different token sequences."
                  : "the vocabularies differ in size, "
                      + baseline.vocabularySize()
                      + " and "
                      + subject.vocabularySize()
                      + "."));
    }
    if (keyTokens != null && keyTokens.cut() > 0) {
      notes.add(
          "LongPPL looks at no more than the evaluator's context of "
              + keyTokens.cut()
              + (keyTokens.cut() == 1 ? " document." : " documents."));
    }
    List<String> lost = subject.lost();
    if (!lost.isEmpty()) {
      notes.add(
          "The tokenizer does not give back the text of "
              + lost.size()
              + (lost.size() == 1 ? " document: " : " documents: ")
              + String.join(", ", lost.subList(0, Math.min(10, lost.size())))
              + (lost.size() > 10 ? ", ..." : "")
              + ".");
    }
    return notes;
  }
}
