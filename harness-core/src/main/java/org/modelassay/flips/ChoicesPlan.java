package org.modelassay.flips;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.modelassay.data.ChoiceItem;
import org.modelassay.measure.Measure;
import org.modelassay.reading.Probe;
import org.modelassay.reading.Request;
import org.modelassay.reading.ScoredReading;

/** What a choices check wants read, and what it makes of it. */
final class ChoicesPlan implements Measure.Plan<ChoicesResult> {
  private final List<ChoiceItem> items;
  private final ChoiceTokens subject;
  private final Request.Scoring ofSubject;
  private final @Nullable ChoiceTokens baseline;
  private final Request.@Nullable Scoring ofBaseline;
  private final List<String> notes;

  /**
   * Creates a plan.
   *
   * @param ofSubject asks for a divergence where both models read the same sequences
   * @param baseline null when the model stands alone
   * @param ofBaseline null when the model stands alone
   */
  ChoicesPlan(
      List<ChoiceItem> items,
      ChoiceTokens subject,
      Request.Scoring ofSubject,
      @Nullable ChoiceTokens baseline,
      Request.@Nullable Scoring ofBaseline,
      List<String> notes) {
    this.items = items;
    this.subject = subject;
    this.ofSubject = ofSubject;
    this.baseline = baseline;
    this.ofBaseline = ofBaseline;
    this.notes = notes;
  }

  @Override
  public List<Request<?>> ofSubject() {
    return List.of(ofSubject);
  }

  @Override
  public List<Request<?>> ofBaseline() {
    return ofBaseline == null ? List.of() : List.of(ofBaseline);
  }

  @Override
  public ChoicesResult result(Measure.Answers answers) {
    ScoredReading reading = answers.ofSubject(ofSubject);
    ModelSide own = side(reading, subject);
    if (baseline == null || ofBaseline == null) {
      return new ChoicesResult(items, own, null, null, notes);
    }
    ScoredReading theirs = answers.ofBaseline(ofBaseline);
    boolean compared = ofSubject.probes().contains(new Probe.Divergence());
    return new ChoicesResult(
        items,
        own,
        side(theirs, baseline),
        compared ? VocabularyShift.of(items, reading, theirs) : null,
        notes);
  }

  private ModelSide side(ScoredReading reading, ChoiceTokens tokens) {
    return new ModelSide(ModelAnswers.of(items, reading), tokens.boundaries());
  }
}
