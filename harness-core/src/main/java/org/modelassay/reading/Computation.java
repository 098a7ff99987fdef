package org.modelassay.reading;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.HiddenState;
import org.modelassay.reading.Passes.Row;
import org.modelassay.torch.Decoder;
import org.modelassay.torch.OutputHead;
import org.modelassay.torch.Tensor;

/**
 * The segments of one reading that are not in the store, computed pass by pass; or, where the
 * decoder streams its layers, range by range, each for all passes of a segment. Keys and values of
 * trunks are kept until the last row behind them is read. A pass that only brings a trunk back for
 * a later segment is computed whole, so that it has the bits it had before.
 */
final class Computation {
  private final Reading reading;
  private final Decoder decoder;
  private final OutputHead head;
  private final @Nullable Base base;
  private final ReadingStore store;
  private final Progress progress;
  private final BooleanSupplier cancelled;
  // What centred probes subtract.
  private final Map<HiddenState, double[]> centres;
  private final Map<Row, Decoder.Prefix> prefixes = new HashMap<>();
  // Passes that a trunk is needed for and that are still to come, for each range of layers.
  private final Map<Row, int[]> needed = new HashMap<>();
  private final long begin = System.nanoTime();
  // Tokens times layers that they have gone through.
  private long done;
  private long total;
  // What is taken of the baseline for the segment under way.
  private Map<Probe, ByteBuffer> baseWanted = Map.of();

  /**
   * What a model is compared with.
   *
   * @param states its final hidden states
   * @param head its output matrix
   * @param left what is still wanted of it that its output matrix gives; its names and the same
   *     passes. Nothing: empty names
   */
  record Base(StoredReading states, OutputHead head, Reading left) {}

  Computation(
      Reading reading,
      Decoder decoder,
      OutputHead head,
      @Nullable Base base,
      Map<HiddenState, double[]> centres,
      ReadingStore store,
      Progress progress,
      BooleanSupplier cancelled) {
    this.reading = reading;
    this.decoder = decoder;
    this.head = head;
    this.base = base;
    this.centres = centres;
    this.store = store;
    this.progress = progress;
    this.cancelled = cancelled;
  }

  /** Computes the segments and writes each before the next begins. */
  void run(List<Integer> missing) {
    Passes passes = reading.passes();
    var wanted = new BitSet();
    for (int s : missing) {
      int[] segment = passes.segments().get(s);
      wanted.set(segment[0], segment[1]);
    }
    BitSet all = closure(wanted);
    try {
      for (int s = 0; s < passes.segments().size(); s++) {
        int[] segment = passes.segments().get(s);
        Map<Probe, ByteBuffer> buffers =
            wanted.get(segment[0]) ? buffers(reading, s, segment) : Map.of();
        baseWanted =
            base != null && buffers.keySet().stream().anyMatch(Probe::compares)
                ? buffers(base.left(), s, segment)
                : Map.of();
        var group = new ArrayList<List<Row>>();
        for (int p = all.nextSetBit(segment[0]);
            p >= 0 && p < segment[1];
            p = all.nextSetBit(p + 1)) {
          group.add(passes.passes().get(p));
          if (!decoder.streams()) {
            read(group, buffers);
            group.clear();
          }
        }
        read(group, buffers);
        write(reading, s, buffers);
        if (base != null) {
          write(base.left(), s, baseWanted);
        }
      }
    } finally {
      prefixes.values().forEach(Decoder.Prefix::close);
    }
  }

  /** The passes wanted, and those that read the trunks that they stand behind. */
  private BitSet closure(BitSet wanted) {
    Passes passes = reading.passes();
    var all = (BitSet) wanted.clone();
    // A trunk is read in front of what stands behind it.
    for (int p = passes.passes().size() - 1; p >= 0; p--) {
      if (all.get(p)) {
        for (Row trunk : trunks(passes.passes().get(p))) {
          all.set(passes.passOf(trunk));
          int[] counts = needed.computeIfAbsent(trunk, t -> new int[decoder.ranges()]);
          Arrays.setAll(counts, range -> counts[range] + 1);
        }
        total += tokens(passes.passes().get(p));
      }
    }
    return all;
  }

  /** Every trunk that some row of a pass stands behind, outer ones first. */
  private static List<Row> trunks(List<Row> pass) {
    var trunks = new ArrayList<Row>();
    var known = new HashMap<Row, Boolean>();
    for (Row row : pass) {
      int at = trunks.size();
      for (Row trunk = row.trunk();
          trunk != null && known.putIfAbsent(trunk, true) == null;
          trunk = trunk.trunk()) {
        trunks.add(at, trunk);
      }
    }
    return trunks;
  }

  private static long tokens(List<Row> pass) {
    return pass.stream().mapToLong(Row::length).sum();
  }

  private void write(Reading of, int segment, Map<Probe, ByteBuffer> buffers) {
    buffers.forEach(
        (probe, payload) -> store.put(of.key(), of.name(probe), segment, payload.flip()));
  }

  private Map<Probe, ByteBuffer> buffers(Reading of, int number, int[] segment) {
    var buffers = new LinkedHashMap<Probe, ByteBuffer>();
    List<List<Row>> passes = reading.passes().passes().subList(segment[0], segment[1]);
    long targets = 0;
    long places = 0;
    long compared = 0;
    List<Row> rows = passes.stream().flatMap(List::stream).toList();
    for (Row row : rows) {
      targets += tree().targetsOf(row);
      places += tree().predictingOf(row);
      compared += tree().comparedOf(row);
    }
    DecoderShape shape = decoder.shape();
    for (Probe probe : of.probes()) {
      if (store.has(of.key(), of.name(probe), number)) {
        continue;
      }
      long bytes;
      if (probe instanceof Probe.Targets) {
        bytes = targets * 4 + places * 4;
      } else if (probe instanceof Probe.Intervals) {
        bytes = targets * 24;
      } else if (probe instanceof Probe.FinalStates) {
        bytes = compared * 4 * shape.width(shape.layers());
      } else if (probe.compares()) {
        bytes = compared * 8;
      } else if (probe.ofStates()) {
        bytes = StateProbes.bytes(probe, tree(), rows, shape);
      } else {
        throw new IllegalArgumentException(probe.key());
      }
      buffers.put(
          probe, ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN));
    }
    return buffers;
  }

  private PrefixTree tree() {
    return reading.passes().tree();
  }

  /** Reads passes, each range of layers for all of them before the next range. */
  private void read(List<List<Row>> passes, Map<Probe, ByteBuffer> wanted) {
    var open = new ArrayList<Open>();
    try {
      for (List<Row> rows : passes) {
        open.add(new Open(rows, wanted.keySet()));
      }
      for (int range = 0; range < decoder.ranges(); range++) {
        for (Open each : open) {
          each.advance(range);
          if (range + 1 == decoder.ranges()) {
            each.end(wanted);
          }
        }
      }
    } finally {
      open.forEach(each -> each.pass.close());
    }
  }

  /** A pass that has gone through some layers. */
  private final class Open {
    private final List<Row> rows;
    private final List<Row> trunks;
    private final Decoder.Pass pass;
    private final StateProbes states;
    private long nanos;

    Open(List<Row> rows, Set<Probe> wanted) {
      this.rows = rows;
      trunks = trunks(rows);
      states = new StateProbes(tree(), rows, wanted, centres);
      List<HiddenState> keep =
          states.states().stream().filter(state -> !state.equals(decoder.finalState())).toList();
      Set<Integer> remember =
          IntStream.range(0, rows.size())
              .filter(row -> needed.containsKey(rows.get(row)))
              .boxed()
              .collect(Collectors.toCollection(TreeSet::new));
      long from = System.nanoTime();
      pass =
          decoder.begin(
              rows.stream().map(Computation.this::tokens).toList(),
              spans(rows, trunks),
              keep,
              remember);
      remember.forEach(row -> prefixes.put(rows.get(row), pass.prefix(row)));
      nanos = System.nanoTime() - from;
    }

    void advance(int range) {
      if (cancelled.getAsBoolean()) {
        throw new CancellationException(
            "cancelled while " + reading.model().name() + " read " + reading.set().name());
      }
      long from = System.nanoTime();
      pass.advance();
      pass.kept().forEach(states::take);
      pass.drop();
      for (Row trunk : trunks) {
        int[] counts = Objects.requireNonNull(needed.get(trunk));
        if (--counts[range] == 0) {
          Objects.requireNonNull(prefixes.get(trunk)).forget(range);
          if (range + 1 == counts.length) {
            needed.remove(trunk);
            prefixes.remove(trunk);
          }
        }
      }
      nanos += System.nanoTime() - from;
      done += tokens(rows) * decoder.layersOf(range);
      if (range + 1 < decoder.ranges()) {
        tell();
      }
    }

    /** Takes what is wanted of it and frees it. */
    void end(Map<Probe, ByteBuffer> wanted) {
      long from = System.nanoTime();
      take(rows, pass, states, wanted);
      pass.close();
      reading.counted().computed(tokens(rows), nanos + System.nanoTime() - from);
      tell();
    }
  }

  private void tell() {
    long tokens = done / decoder.shape().layers();
    double rate = tokens / Math.max(1e-9, (System.nanoTime() - begin) / 1e9);
    progress.step(
        new Progress.Step(
            reading.waiting(),
            reading.model().name(),
            reading.set().name(),
            tokens,
            total,
            rate,
            sharing()));
  }

  /** How much of the set is shared, where something is. */
  private String sharing() {
    Passes passes = reading.passes();
    return passes.tokensRead() == reading.set().tokens()
        ? ""
        : String.format(
            Locale.ROOT,
            "%,d unshared; nodes: %,d, passes: %,d",
            reading.set().tokens(),
            passes.tree().nodes(),
            passes.passes().size());
  }

  private Decoder.Row tokens(Row row) {
    int[] tokens = new int[row.length()];
    int[] positions = new int[row.length()];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = tree().token(row.places()[i]);
      positions[i] = tree().position(row.places()[i]);
    }
    return new Decoder.Row(tokens, positions);
  }

  /** Which rows stand behind which trunk: they lie side by side. */
  private List<Decoder.Span> spans(List<Row> rows, List<Row> trunks) {
    var first = new HashMap<Row, Integer>();
    var last = new HashMap<Row, Integer>();
    for (int r = 0; r < rows.size(); r++) {
      for (Row trunk = rows.get(r).trunk(); trunk != null; trunk = trunk.trunk()) {
        first.putIfAbsent(trunk, r);
        last.put(trunk, r);
      }
    }
    var spans = new ArrayList<Decoder.Span>();
    for (Row trunk : trunks) {
      Decoder.Prefix prefix = prefixes.get(trunk);
      if (prefix == null) {
        throw new IllegalStateException("a trunk was not read before what stands behind it");
      }
      spans.add(
          new Decoder.Span(
              prefix,
              Objects.requireNonNull(first.get(trunk)),
              Objects.requireNonNull(last.get(trunk)) + 1));
    }
    return spans;
  }

  private void take(
      List<Row> rows,
      Decoder.Pass pass,
      StateProbes states,
      Map<Probe, ByteBuffer> wanted) {
    var targets = new Taken(rows);
    if (targets.count > 0 && !wanted.keySet().stream().allMatch(Probe::ofStates)) {
      try (Tensor h = pass.last(targets.rows, targets.numbers)) {
        heads(targets, pass, h, wanted);
      }
    }
    if (states.states().contains(decoder.finalState())) {
      states.take(decoder.finalState(), pass.last());
    }
    states.write(wanted);
  }

  /**
   * What is taken from the heads in one pass: the places that its rows own and predict at, and
   * which of them are compared.
   */
  private final class Taken {
    private final int count;
    private final long[] rows;
    private final long[] numbers;
    private final int[] places;
    private final int[] compared;
    private final long[] first;
    private final long[] tokens;

    private Taken(List<Row> pass) {
      compared = new int[pass.stream().mapToInt(tree()::comparedOf).sum()];
      int c = 0;
      int n = 0;
      int m = 0;
      for (Row row : pass) {
        n += tree().predictingOf(row);
        m += tree().targetsOf(row);
      }
      count = n;
      rows = new long[n];
      numbers = new long[n];
      places = new int[n];
      first = new long[n + 1];
      tokens = new long[m];
      n = 0;
      m = 0;
      for (int r = 0; r < pass.size(); r++) {
        Row row = pass.get(r);
        for (int i = row.owned(); i < row.length(); i++) {
          int place = row.places()[i];
          if (tree().predicts(place)) {
            rows[n] = r;
            numbers[n] = i;
            if (tree().compares(place)) {
              compared[c++] = n;
            }
            places[n++] = place;
            for (int t = tree().firstTarget(place); t < tree().firstTarget(place + 1); t++) {
              tokens[m++] = tree().target(t);
            }
            first[n] = m;
          }
        }
      }
    }

    /** Of the places compared. */
    long[] pick(long[] ofAll) {
      return Arrays.stream(compared).mapToLong(i -> ofAll[i]).toArray();
    }
  }

  private void heads(Taken taken, Decoder.Pass pass, Tensor h, Map<Probe, ByteBuffer> wanted) {
    boolean intervals = wanted.keySet().stream().anyMatch(Probe.Intervals.class::isInstance);
    boolean targets = wanted.containsKey(new Probe.Targets());
    boolean distances = wanted.containsKey(new Probe.Distances());
    boolean compares = wanted.keySet().stream().anyMatch(Probe::compares);
    boolean states = wanted.containsKey(new Probe.FinalStates());
    OutputHead.Scores scores = null;
    float[] divergences = new float[0];
    if (taken.compared.length == taken.count) {
      if (compares) {
        // The logits that are compared score the targets, too.
        OutputHead.Comparison comparison =
            compare(h, taken.places, taken.tokens, taken.first, intervals, distances);
        scores = comparison.own();
        divergences = comparison.divergences();
        if (firstNotFinite(taken, comparison.base()) < 0) {
          put(taken, comparison.base(), baseWanted);
        } else {
          // Its own reading will meet this again, and say where it begins.
          baseWanted = Map.of();
        }
      }
      if (states) {
        putStates(h, wanted);
      }
    } else if (taken.compared.length > 0 && (compares || states)) {
      try (Tensor some = pass.last(taken.pick(taken.rows), taken.pick(taken.numbers))) {
        if (compares) {
          int n = taken.compared.length;
          long[] first = LongStream.rangeClosed(0, n).toArray();
          int[] places = Arrays.stream(taken.compared).map(i -> taken.places[i]).toArray();
          divergences = compare(some, places, new long[n], first, false, distances).divergences();
        }
        if (states) {
          putStates(some, wanted);
        }
      }
    }
    if (scores == null && (intervals || targets)) {
      scores = head.score(h, taken.tokens, taken.first, intervals);
    }
    if (scores != null) {
      int bad = firstNotFinite(taken, scores);
      if (bad >= 0) {
        throw notFinite(bad);
      }
      put(taken, scores, wanted);
    }
    for (Map.Entry<Probe, ByteBuffer> entry : wanted.entrySet()) {
      if (entry.getKey().compares()) {
        int column = entry.getKey() instanceof Probe.Distances ? 2 : 0;
        putDivergences(entry.getValue(), divergences, distances ? 4 : 2, column);
      }
    }
  }

  private OutputHead.Comparison compare(
      Tensor h, int[] places, long[] targets, long[] first, boolean intervals, boolean distances) {
    Base other = Objects.requireNonNull(base);
    boolean theirs = baseWanted.keySet().stream().anyMatch(Probe.Intervals.class::isInstance);
    try (Tensor states = other.head().states(other.states().finalStates(places), places.length)) {
      return head.compare(h, targets, first, intervals, states, other.head(), theirs, distances);
    }
  }

  private static void putStates(Tensor h, Map<Probe, ByteBuffer> wanted) {
    ByteBuffer out = Objects.requireNonNull(wanted.get(new Probe.FinalStates()));
    float[] values = OutputHead.copy(h);
    out.asFloatBuffer().put(values);
    out.position(out.position() + 4 * values.length);
  }

  /** Two columns of a table. */
  private static void putDivergences(ByteBuffer out, float[] table, int width, int column) {
    for (int at = column; at < table.length; at += width) {
      // Rounding can leave a hair below 0.
      out.putFloat(Math.max(0f, table[at]));
      out.putFloat(Math.max(0f, table[at + 1]));
    }
  }

  private static void put(Taken taken, OutputHead.Scores scores, Map<Probe, ByteBuffer> wanted) {
    for (Map.Entry<Probe, ByteBuffer> entry : wanted.entrySet()) {
      ByteBuffer out = entry.getValue();
      if (entry.getKey() instanceof Probe.Targets) {
        for (int n = 0; n < taken.count; n++) {
          out.putInt((int) scores.topTokens()[n]);
          for (int t = (int) taken.first[n]; t < taken.first[n + 1]; t++) {
            // A likelihood of 1 can round to a hair above.
            out.putFloat(Math.min(0f, scores.logLikelihoods()[t]));
          }
        }
      } else if (entry.getKey() instanceof Probe.Intervals) {
        for (long value : scores.intervals()) {
          out.putLong(value);
        }
      }
    }
  }

  /** The first target whose likelihood is NaN or infinite, or -1. */
  private int firstNotFinite(Taken taken, OutputHead.Scores scores) {
    for (int n = 0; n < taken.count; n++) {
      for (int t = (int) taken.first[n]; t < taken.first[n + 1]; t++) {
        if (!Float.isFinite(scores.logLikelihoods()[t])) {
          return tree().firstTarget(taken.places[n]);
        }
      }
    }
    return -1;
  }

  private AssayException notFinite(int target) {
    SequenceSet set = reading.set();
    int scored = 0;
    while (tree().targetOf(scored) != target) {
      scored++;
    }
    int number = 0;
    while (set.offset(number + 1) <= scored) {
      number++;
    }
    TokenSequence sequence = set.sequences().get(number);
    int layers = decoder.shape().layers();
    int layer = decoder.firstNonFinite(sequence.tokens());
    return new AssayException(
        reading.model().name()
            + " yields NaN or infinity on "
            + set.name()
            + " "
            + sequence.id()
            + ", first at "
            + (layer > layers
                ? "the output matrix"
                : layer == layers ? "the last layer" : "the input of layer " + layer)
            + "; the weights are damaged or the dtype is too small: try dtype = FLOAT32");
  }
}
