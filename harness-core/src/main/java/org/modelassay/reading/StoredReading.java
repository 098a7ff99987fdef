package org.modelassay.reading;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.HiddenState;
import org.modelassay.reading.Passes.Row;

/**
 * A complete reading in the store; columns are read when they are first asked for. On disk values
 * lie pass by pass and row by row, each target once; a column repeats it for every sequence.
 */
final class StoredReading implements ScoredReading {
  private static final int ALIGNMENT = 64;

  private final ReadingStore store;
  private final Reading reading;
  private final PrefixTree tree;
  private final DecoderShape shape;
  private float @Nullable [] logLikelihoods;
  private int @Nullable [] topTokens;
  private @Nullable CodeIntervals intervals;
  private @Nullable Pairs divergences;
  private @Nullable Pairs distances;
  private long @Nullable [] stateIndex;
  private int mappedSegment = -1;
  private @Nullable ByteBuffer mapped;

  StoredReading(ReadingStore store, Reading reading) {
    this.store = store;
    this.reading = reading;
    tree = reading.passes().tree();
    shape = reading.model().directory().shape();
  }

  Reading reading() {
    return reading;
  }

  @Override
  public SequenceSet sequences() {
    return reading.set();
  }

  /** Takes the values of a place from a payload positioned at them. */
  private interface PlaceReader {
    void read(ByteBuffer payload, int place);
  }

  /** Hands over each place where something is predicted. */
  private void each(Class<? extends Probe> type, PlaceReader reader) {
    each(type, tree::predicts, reader);
  }

  private void each(Class<? extends Probe> type, IntPredicate which, PlaceReader reader) {
    each(name(type), which, reader);
  }

  private void each(String name, IntPredicate which, PlaceReader reader) {
    for (int s = 0; s < reading.passes().segments().size(); s++) {
      ByteBuffer payload = payload(name, s);
      for (List<Row> pass : passes(s)) {
        for (Row row : pass) {
          for (int i = row.owned(); i < row.length(); i++) {
            if (which.test(row.places()[i])) {
              reader.read(payload, row.places()[i]);
            }
          }
        }
      }
    }
  }

  private List<List<Row>> passes(int segment) {
    int[] range = reading.passes().segments().get(segment);
    return reading.passes().passes().subList(range[0], range[1]);
  }

  private String name(Class<? extends Probe> type) {
    return reading.names().entrySet().stream()
        .filter(e -> type.isInstance(e.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    type.getSimpleName() + " was not asked of " + reading.set().name()));
  }

  private ByteBuffer payload(String name, int segment) {
    ByteBuffer payload = store.get(reading.key(), name, segment);
    if (payload == null) {
      throw new AssayException(
          "segment "
              + segment
              + " of reading "
              + reading.key()
              + " was damaged and is deleted; run again to compute it anew");
    }
    return payload;
  }

  private float[] column(float[] ofTargets) {
    var column = new float[reading.set().scored()];
    for (int i = 0; i < column.length; i++) {
      column[i] = ofTargets[tree.targetOf(i)];
    }
    return column;
  }

  private void targets() {
    float[] likelihoods = new float[tree.targets()];
    int[] tops = new int[tree.targets()];
    each(
        Probe.Targets.class,
        (in, place) -> {
          int top = in.getInt();
          for (int t = tree.firstTarget(place); t < tree.firstTarget(place + 1); t++) {
            tops[t] = top;
            likelihoods[t] = in.getFloat();
          }
        });
    logLikelihoods = column(likelihoods);
    int[] column = new int[reading.set().scored()];
    Arrays.setAll(column, i -> tops[tree.targetOf(i)]);
    topTokens = column;
  }

  @Override
  public float[] logLikelihoods() {
    if (logLikelihoods == null) {
      targets();
    }
    return Objects.requireNonNull(logLikelihoods);
  }

  @Override
  public int[] topTokens() {
    if (topTokens == null) {
      targets();
    }
    return Objects.requireNonNull(topTokens);
  }

  @Override
  public CodeIntervals intervals() {
    CodeIntervals read = intervals;
    if (read == null) {
      int n = tree.targets();
      var own = new CodeIntervals(new long[n], new long[n], new long[n]);
      each(
          Probe.Intervals.class,
          (in, place) -> {
            for (int t = tree.firstTarget(place); t < tree.firstTarget(place + 1); t++) {
              own.low()[t] = in.getLong();
              own.frequency()[t] = in.getLong();
              own.total()[t] = in.getLong();
            }
          });
      read = new CodeIntervals(column(own.low()), column(own.frequency()), column(own.total()));
      intervals = read;
    }
    return read;
  }

  private long[] column(long[] ofTargets) {
    var column = new long[reading.set().scored()];
    Arrays.setAll(column, i -> ofTargets[tree.targetOf(i)]);
    return column;
  }

  /** Two columns of numbers that lie side by side at each place. */
  private record Pairs(float[] first, float[] second) {}

  private Pairs pairs(Class<? extends Probe> type) {
    float[] first = new float[tree.targets()];
    float[] second = new float[tree.targets()];
    Arrays.fill(first, Float.NaN);
    Arrays.fill(second, Float.NaN);
    each(
        type,
        tree::compares,
        (in, place) -> {
          int from = tree.firstTarget(place);
          int to = tree.firstTarget(place + 1);
          Arrays.fill(first, from, to, in.getFloat());
          Arrays.fill(second, from, to, in.getFloat());
        });
    return new Pairs(column(first), column(second));
  }

  private Pairs divergences() {
    Pairs read = divergences;
    if (read == null) {
      read = pairs(Probe.Divergence.class);
      divergences = read;
    }
    return read;
  }

  private Pairs distances() {
    Pairs read = distances;
    if (read == null) {
      read = pairs(Probe.Distances.class);
      distances = read;
    }
    return read;
  }

  @Override
  public float[] divergenceFromBaseline() {
    return divergences().first();
  }

  @Override
  public float[] divergenceToBaseline() {
    return divergences().second();
  }

  @Override
  public float[] jensenShannon() {
    return distances().first();
  }

  @Override
  public float[] totalVariation() {
    return distances().second();
  }

  @Override
  public LayerSpread spread(HiddenState state, boolean centred) {
    Map.Entry<Probe, String> probe =
        reading.names().entrySet().stream()
            .filter(
                e ->
                    e.getKey() instanceof Probe.Spread spread
                        && spread.centred() == centred
                        && spread.states().contains(state))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(state + " was not asked of " + reading.set().name()));
    List<HiddenState> states = ((Probe.Spread) probe.getKey()).states();
    int at = states.indexOf(state);
    int before = bytesOfRow(states.subList(0, at));
    int all = bytesOfRow(states);
    int width = shape.width(state);
    int n = reading.set().sequences().size();
    var spread =
        new LayerSpread(
            new int[n],
            new int[n],
            new double[n],
            new double[n][width],
            new double[n][width],
            new float[n][width]);
    Map<Integer, Integer> numbers = new HashMap<>();
    for (int i = 0; i < n; i++) {
      numbers.put(tree.last(i), i);
    }
    for (int s = 0; s < reading.passes().segments().size(); s++) {
      ByteBuffer in = payload(probe.getValue(), s);
      int begin = 0;
      // Within a pass the values lie state by state.
      for (List<Row> pass : passes(s)) {
        in.position(begin + pass.size() * before);
        for (Row row : pass) {
          read(in, spread, Objects.requireNonNull(numbers.get(row.lastPlace())), width);
        }
        begin += pass.size() * all;
      }
    }
    return spread;
  }

  private int bytesOfRow(List<HiddenState> states) {
    return states.stream().mapToInt(s -> StateProbes.bytesOfRow(shape.width(s))).sum();
  }

  private void read(ByteBuffer in, LayerSpread spread, int i, int width) {
    TokenSequence sequence = reading.set().sequences().get(i);
    spread.positions()[i] = sequence.length() - sequence.prefix();
    spread.within()[i] = in.getDouble();
    spread.flawed()[i] = (int) in.getDouble();
    in.asDoubleBuffer().get(spread.units()[i]).get(spread.sums()[i]);
    in.position(in.position() + 2 * 8 * width);
    in.asFloatBuffer().get(spread.last()[i]);
    in.position(in.position() + 4 * width);
  }

  @Override
  public float[][] keys(HiddenState state) {
    var probe = new Probe.Keys(state);
    if (!reading.probes().contains(probe)) {
      throw new IllegalStateException(state + " was not asked of " + reading.set().name());
    }
    int width = shape.width(state);
    float[][] ofTargets = new float[tree.targets()][];
    each(
        reading.name(probe),
        tree::predicts,
        (in, place) -> {
          float[] key = new float[width];
          in.asFloatBuffer().get(key);
          in.position(in.position() + 4 * width);
          ofTargets[tree.firstTarget(place)] = key;
        });
    float[][] keys = new float[reading.set().scored()][];
    Arrays.setAll(keys, i -> ofTargets[tree.targetOf(i)]);
    return keys;
  }

  /**
   * The final hidden states at some places where models are compared, one after the other, in a
   * direct buffer.
   */
  ByteBuffer finalStates(int[] places) {
    String name = name(Probe.FinalStates.class);
    int bytes = 4 * shape.width(shape.layers());
    long[] index = stateIndex;
    if (index == null) {
      index = index(bytes);
      stateIndex = index;
    }
    int size = Math.multiplyExact(bytes, places.length);
    // As libtorch aligns what it allocates: products of equal numbers are to have equal bits.
    ByteBuffer out =
        ByteBuffer.allocateDirect(Math.addExact(size, ALIGNMENT))
            .alignedSlice(ALIGNMENT)
            .order(ByteOrder.nativeOrder())
            .limit(size);
    for (int place : places) {
      out.put(mapped(name, (int) (index[place] >>> 32)).slice((int) index[place], bytes));
    }
    return out.flip();
  }

  /** Of each place the segment of its state in the upper half, the byte in it in the lower. */
  private long[] index(int bytes) {
    long[] index = new long[tree.places()];
    for (int s = 0; s < reading.passes().segments().size(); s++) {
      int at = 0;
      for (List<Row> pass : passes(s)) {
        for (Row row : pass) {
          for (int i = row.owned(); i < row.length(); i++) {
            if (tree.compares(row.places()[i])) {
              index[row.places()[i]] = ((long) s << 32) | at;
              at += bytes;
            }
          }
        }
      }
    }
    return index;
  }

  /**
   * The segment last used stays mapped: passes come in its order, and each mapping is checked
   * whole.
   */
  private ByteBuffer mapped(String name, int segment) {
    ByteBuffer buffer = mapped;
    if (buffer == null || mappedSegment != segment) {
      buffer = payload(name, segment);
      mapped = buffer;
      mappedSegment = segment;
    }
    return buffer;
  }
}
