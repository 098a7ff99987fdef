package org.modelassay.flips;

import java.util.ArrayList;
import java.util.Arrays;
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
  private final boolean alone;
  private final boolean compared;
  private final @Nullable Stopping stopping;
  private final List<String> notes;
  private final List<Part> parts = new ArrayList<>();
  private final int[] sample;
  private final Request.Scoring noise;

  /** A block with what is asked of it; without a baseline, nothing of one. */
  private record Part(ReadingOrder.Block block, Asked ofSubject, @Nullable Asked ofBaseline) {}

  /** What is asked of one model. */
  private record Asked(Request.Scoring request, Boundaries boundaries) {
    static Asked of(ChoiceTokens tokens, Set<Probe> probes) {
      return new Asked(new Request.Scoring(tokens.sequences(), probes), tokens.boundaries());
    }
  }

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
    alone = baseline == null;
    this.compared = compared;
    this.stopping = stopping;
    this.notes = notes;
    var order = new ReadingOrder(items, stopping != null);
    for (ReadingOrder.Block block : order.blocks()) {
      ChoiceTokens own = subject.of(block.members());
      // Models of one tokenizer have the same: it is digested once.
      ChoiceTokens theirs =
          baseline == null || baseline.equals(subject) ? own : baseline.of(block.members());
      parts.add(
          new Part(
              block,
              Asked.of(own, compared ? COMPARED : ANSWERS),
              alone ? null : Asked.of(theirs, ANSWERS)));
    }
    sample = order.sample(NoiseFloor.sample(items.size()));
    ChoiceTokens again = baseline == null ? subject : baseline;
    noise = new Request.Scoring(again.of(sample).sequences(), ANSWERS, true);
  }

  @Override
  public List<Request<?>> ofSubject() {
    Stream<Request<?>> blocks = parts.stream().map(part -> part.ofSubject().request());
    return (alone ? Stream.concat(blocks, Stream.of(noise)) : blocks).toList();
  }

  @Override
  public List<Request<?>> ofBaseline() {
    return alone
        ? List.of()
        : Stream.<Request<?>>concat(
                parts.stream().map(part -> Objects.requireNonNull(part.ofBaseline()).request()),
                Stream.of(noise))
            .toList();
  }

  @Override
  public ChoicesResult result(Measure.Answers answers) {
    var read = new ArrayList<ChoicesResult>();
    IntStream places = IntStream.empty();
    for (Part part : parts) {
      ChoicesResult block = read(part, answers);
      read.add(block);
      places = IntStream.concat(places, IntStream.of(part.block().members()));
      if (stopping != null) {
        stopping.take(block, part.block().critical());
        if (stopping.decided()) {
          break;
        }
      }
    }
    int[] asRead = places.toArray();
    int[] order =
        IntStream.range(0, asRead.length)
            .boxed()
            .sorted(Comparator.comparingInt(i -> asRead[i]))
            .mapToInt(i -> i)
            .toArray();
    int[] inTaskOrder = IntStream.of(order).map(i -> asRead[i]).toArray();
    ChoicesResult joined = ChoicesResult.joined(read);
    ChoicesResult result = Arrays.equals(asRead, inTaskOrder) ? joined : joined.of(order);
    int[] again = IntStream.of(sample).map(p -> Arrays.binarySearch(inTaskOrder, p)).toArray();
    // Only what was read can be read again.
    if (IntStream.of(again).allMatch(i -> i >= 0)) {
      result = result.with(noise(result.of(again), answers));
    }
    return asRead.length < items.size() ? result.stopped(Objects.requireNonNull(stopping)) : result;
  }

  private ChoicesResult read(Part part, Measure.Answers answers) {
    List<ChoiceItem> block = some(part.block().members());
    ScoredReading own = answers.ofSubject(part.ofSubject().request());
    ModelSide side = side(block, own, part.ofSubject());
    Asked ofBaseline = part.ofBaseline();
    if (ofBaseline == null) {
      return new ChoicesResult(block, side, null, null, notes);
    }
    ScoredReading theirs = answers.ofBaseline(ofBaseline.request());
    return new ChoicesResult(
        block,
        side,
        side(block, theirs, ofBaseline),
        compared ? VocabularyShift.of(block, own, theirs) : null,
        notes);
  }

  private List<ChoiceItem> some(int[] members) {
    return IntStream.of(members).mapToObj(items::get).toList();
  }

  private static ModelSide side(List<ChoiceItem> items, ScoredReading reading, Asked asked) {
    return new ModelSide(ModelAnswers.of(items, reading), asked.boundaries());
  }

  /** The noise floor by the items that are read again, of which a first reading is given. */
  private NoiseFloor noise(ChoicesResult first, Measure.Answers answers) {
    ModelSide side = first.baseline() == null ? first.subject() : first.baseline();
    ScoredReading halved = alone ? answers.ofSubject(noise) : answers.ofBaseline(noise);
    return new NoiseFloor(side.answers(), ModelAnswers.of(first.items(), halved));
  }
}
