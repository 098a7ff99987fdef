package org.modelassay.flips;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.modelassay.data.ChoiceItem;
import org.modelassay.measure.Measure;
import org.modelassay.reading.Probe;
import org.modelassay.reading.Request;
import org.modelassay.reading.ScoredReading;

/**
 * What a choices check wants read, block by block, and what it makes of it. Some items of the
 * baseline are read once more for the noise floor; of a model that stands alone, its own.
 */
final class ChoicesPlan implements Measure.Plan<ChoicesResult> {
  private static final Probe TARGETS = new Probe.Targets();
  private static final Set<Probe> ANSWERS = Set.of(TARGETS);
  private static final Set<Probe> COMPARED =
      Set.of(TARGETS, new Probe.Divergence(), new Probe.Distances());

  private final List<ChoiceItem> items;
  private final ChoiceTokens subject;
  private final @Nullable ChoiceTokens baseline;
  private final boolean compared;
  private final @Nullable Stopping stopping;
  private final List<String> notes;
  private final List<Part> parts = new ArrayList<>();
  private final int[] sample;
  private final Request.Scoring noise;

  /** A block with what is asked of it. */
  private record Part(
      ReadingOrder.Block block, Request.Scoring ofSubject, Request.@Nullable Scoring ofBaseline) {}

  /**
   * Creates a plan.
   *
   * @param baseline null when the model stands alone
   * @param compared whether both models read the same sequences and can be compared over the
   *     vocabulary
   * @param stopping tells when enough was read; null when all items are wanted
   */
  ChoicesPlan(
      List<ChoiceItem> items,
      ChoiceTokens subject,
      @Nullable ChoiceTokens baseline,
      boolean compared,
      @Nullable Stopping stopping,
      List<String> notes) {
    this.items = items;
    this.subject = subject;
    this.baseline = baseline;
    this.compared = compared;
    this.stopping = stopping;
    this.notes = notes;
    var order = new ReadingOrder(items, stopping != null);
    for (ReadingOrder.Block block : order.blocks()) {
      parts.add(
          new Part(
              block,
              new Request.Scoring(
                  subject.of(block.members()).sequences(), compared ? COMPARED : ANSWERS),
              baseline == null
                  ? null
                  : new Request.Scoring(baseline.of(block.members()).sequences(), ANSWERS)));
    }
    sample = order.sample(NoiseFloor.sample(items.size()));
    ChoiceTokens again = baseline == null ? subject : baseline;
    noise = new Request.Scoring(again.of(sample).sequences(), ANSWERS, true);
  }

  @Override
  public List<Request<?>> ofSubject() {
    Stream<Request<?>> blocks = parts.stream().map(Part::ofSubject);
    return (baseline == null ? Stream.concat(blocks, Stream.of(noise)) : blocks).toList();
  }

  @Override
  public List<Request<?>> ofBaseline() {
    return baseline == null
        ? List.of()
        : Stream.<Request<?>>concat(
                parts.stream().map(part -> Objects.requireNonNull(part.ofBaseline())),
                Stream.of(noise))
            .toList();
  }

  @Override
  public ChoicesResult result(Measure.Answers answers) {
    var read = new ArrayList<ChoicesResult>();
    IntStream places = IntStream.empty();
    int count = 0;
    for (Part part : parts) {
      ChoicesResult block = read(part, answers);
      read.add(block);
      count += block.items().size();
      places = IntStream.concat(places, IntStream.of(part.block().members()));
      if (stopping != null) {
        stopping.take(block, part.block().critical());
        if (stopping.decided()) {
          break;
        }
      }
    }
    ChoicesResult result = inTaskOrder(ChoicesResult.joined(read), places.toArray());
    NoiseFloor floor = noise(result, answers);
    if (floor != null) {
      result = result.with(floor);
    }
    return stopping != null && count < items.size() ? result.stopped(stopping) : result;
  }

  private ChoicesResult read(Part part, Measure.Answers answers) {
    int[] members = part.block().members();
    List<ChoiceItem> block = IntStream.of(members).mapToObj(items::get).toList();
    ScoredReading own = answers.ofSubject(part.ofSubject());
    ModelSide side = side(block, own, subject.of(members));
    if (baseline == null || part.ofBaseline() == null) {
      return new ChoicesResult(block, side, null, null, notes);
    }
    ScoredReading theirs = answers.ofBaseline(part.ofBaseline());
    return new ChoicesResult(
        block,
        side,
        side(block, theirs, baseline.of(members)),
        compared ? VocabularyShift.of(block, own, theirs) : null,
        notes);
  }

  private static ModelSide side(
      List<ChoiceItem> items, ScoredReading reading, ChoiceTokens tokens) {
    return new ModelSide(ModelAnswers.of(items, reading), tokens.boundaries());
  }

  private static ChoicesResult inTaskOrder(ChoicesResult read, int[] places) {
    int[] order =
        IntStream.range(0, places.length)
            .boxed()
            .sorted(Comparator.comparingInt(i -> places[i]))
            .mapToInt(i -> i)
            .toArray();
    return IntStream.range(0, order.length).allMatch(i -> order[i] == i) ? read : read.of(order);
  }

  /** The noise floor, where the items that are read again were read at all. */
  private @Nullable NoiseFloor noise(ChoicesResult result, Measure.Answers answers) {
    List<ChoiceItem> again = IntStream.of(sample).mapToObj(items::get).toList();
    int[] members =
        IntStream.range(0, result.items().size())
            .filter(i -> again.contains(result.items().get(i)))
            .toArray();
    if (members.length < again.size()) {
      return null;
    }
    ModelSide side = result.baseline() == null ? result.subject() : result.baseline();
    ScoredReading halved = baseline == null ? answers.ofSubject(noise) : answers.ofBaseline(noise);
    return new NoiseFloor(side.answers().of(members), ModelAnswers.of(again, halved));
  }
}
