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
  private final Map<Integer, LayerSpread> spreads = new HashMap<>();
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
    String name = name(type);
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
  public LayerSpread spread(int layer) {
    return spreads.computeIfAbsent(layer, this::readSpread);
  }

  /** Sum of unit vectors and last state of a row. */
  private record RowSpread(double[] sum, float[] last) {}

  private LayerSpread readSpread(int layer) {
    Map<Row, RowSpread> rows = rowSpreads(layer);
    var rowOf = new HashMap<Integer, Row>();
    for (Row row : rows.keySet()) {
      // A sequence may end where a trunk does: it has a row of its own, too.
      if (!reading.passes().isTrunk(row)) {
        rowOf.put(row.lastPlace(), row);
      }
    }
    int count = reading.set().sequences().size();
    int width = shape.width(layer);
    var spread = new LayerSpread(new double[count], new int[count], new float[count][]);
    for (int i = 0; i < count; i++) {
      TokenSequence sequence = reading.set().sequences().get(i);
      Row own = Objects.requireNonNull(rowOf.get(tree.last(i)));
      double[] sum = new double[width];
      for (Row row = own; row != null; row = row.trunk()) {
        double[] part = Objects.requireNonNull(rows.get(row)).sum();
        for (int k = 0; k < width; k++) {
          sum[k] += part[k];
        }
      }
      double square = 0;
      for (double x : sum) {
        square += x * x;
      }
      double n = sequence.length() - sequence.prefix();
      spread.within()[i] = 1 - (square - n) / (n * (n - 1));
      spread.positions()[i] = (int) n;
      spread.last()[i] = Objects.requireNonNull(rows.get(own)).last();
    }
    return spread;
  }

  private Map<Row, RowSpread> rowSpreads(int layer) {
    Map.Entry<Probe, String> probe =
        reading.names().entrySet().stream()
            .filter(
                e -> e.getKey() instanceof Probe.Spread spread && spread.layers().contains(layer))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "layer " + layer + " was not asked of " + reading.set().name()));
    List<Integer> layers = ((Probe.Spread) probe.getKey()).layers();
    int at = layers.indexOf(layer);
    int before = layers.subList(0, at).stream().mapToInt(l -> 12 * shape.width(l)).sum();
    int all = layers.stream().mapToInt(l -> 12 * shape.width(l)).sum();
    int width = shape.width(layer);
    var rows = new HashMap<Row, RowSpread>();
    for (int s = 0; s < reading.passes().segments().size(); s++) {
      ByteBuffer in = payload(probe.getValue(), s);
      int begin = 0;
      // Within a pass the values lie layer by layer.
      for (List<Row> pass : passes(s)) {
        in.position(begin + pass.size() * before);
        for (Row row : pass) {
          var spread = new RowSpread(new double[width], new float[width]);
          in.asDoubleBuffer().get(spread.sum());
          in.position(in.position() + 8 * width);
          in.asFloatBuffer().get(spread.last());
          in.position(in.position() + 4 * width);
          rows.put(row, spread);
        }
        begin += pass.size() * all;
      }
    }
    return rows;
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
