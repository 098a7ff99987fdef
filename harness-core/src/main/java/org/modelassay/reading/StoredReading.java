package org.modelassay.reading;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.model.DecoderShape;

/** A complete reading in the store; columns are read when they are first asked for. */
final class StoredReading implements ScoredReading {
  private final ReadingStore store;
  private final String key;
  private final SequenceSet set;
  private final Batches batches;
  private final Map<Probe, String> names;
  private final DecoderShape shape;
  private float @Nullable [] logLikelihoods;
  private int @Nullable [] topTokens;
  private @Nullable CodeIntervals intervals;
  private float @Nullable [] fromBaseline;
  private float @Nullable [] toBaseline;
  private final Map<Integer, LayerSpread> spreads = new HashMap<>();
  private long @Nullable [] stateIndex;

  StoredReading(
      ReadingStore store,
      String key,
      SequenceSet set,
      Batches batches,
      Map<Probe, String> names,
      DecoderShape shape) {
    this.store = store;
    this.key = key;
    this.set = set;
    this.batches = batches;
    this.names = Map.copyOf(names);
    this.shape = shape;
  }

  @Override
  public SequenceSet sequences() {
    return set;
  }

  /** Hands each sequence's number over with the payload positioned at its values. */
  private void each(Class<? extends Probe> type, ObjIntConsumer<ByteBuffer> consumer) {
    String name = name(type);
    for (int s = 0; s < batches.segments().size(); s++) {
      ByteBuffer payload = payload(name, s);
      for (int[] batch : batches.segments().get(s)) {
        for (int sequence : batch) {
          consumer.accept(payload, sequence);
        }
      }
    }
  }

  private String name(Class<? extends Probe> type) {
    return names.entrySet().stream()
        .filter(e -> type.isInstance(e.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    type.getSimpleName() + " was not asked of " + set.name()));
  }

  private ByteBuffer payload(String name, int segment) {
    ByteBuffer payload = store.get(key, name, segment);
    if (payload == null) {
      throw new AssayException(
          "segment "
              + segment
              + " of reading "
              + key
              + " was damaged and is deleted; run again to compute it anew");
    }
    return payload;
  }

  private void targets() {
    float[] likelihoods = new float[set.scored()];
    int[] tops = new int[set.scored()];
    each(
        Probe.Targets.class,
        (in, sequence) -> {
          for (int i = set.offset(sequence); i < set.offset(sequence + 1); i++) {
            likelihoods[i] = in.getFloat();
            tops[i] = in.getInt();
          }
        });
    logLikelihoods = likelihoods;
    topTokens = tops;
  }

  @Override
  public float[] logLikelihoods() {
    if (logLikelihoods == null) {
      targets();
    }
    return java.util.Objects.requireNonNull(logLikelihoods);
  }

  @Override
  public int[] topTokens() {
    if (topTokens == null) {
      targets();
    }
    return java.util.Objects.requireNonNull(topTokens);
  }

  @Override
  public CodeIntervals intervals() {
    CodeIntervals read = intervals;
    if (read == null) {
      var columns =
          new CodeIntervals(new long[set.scored()], new long[set.scored()], new long[set.scored()]);
      each(
          Probe.Intervals.class,
          (in, sequence) -> {
            for (int i = set.offset(sequence); i < set.offset(sequence + 1); i++) {
              columns.low()[i] = in.getLong();
              columns.frequency()[i] = in.getLong();
              columns.total()[i] = in.getLong();
            }
          });
      read = columns;
      intervals = read;
    }
    return read;
  }

  private void divergences() {
    float[] there = new float[set.scored()];
    float[] back = new float[set.scored()];
    each(
        Probe.Divergence.class,
        (in, sequence) -> {
          for (int i = set.offset(sequence); i < set.offset(sequence + 1); i++) {
            there[i] = in.getFloat();
            back[i] = in.getFloat();
          }
        });
    fromBaseline = there;
    toBaseline = back;
  }

  @Override
  public float[] divergenceFromBaseline() {
    if (fromBaseline == null) {
      divergences();
    }
    return java.util.Objects.requireNonNull(fromBaseline);
  }

  @Override
  public float[] divergenceToBaseline() {
    if (toBaseline == null) {
      divergences();
    }
    return java.util.Objects.requireNonNull(toBaseline);
  }

  @Override
  public LayerSpread spread(int layer) {
    return spreads.computeIfAbsent(layer, this::readSpread);
  }

  private LayerSpread readSpread(int layer) {
    Map.Entry<Probe, String> probe =
        names.entrySet().stream()
            .filter(
                e -> e.getKey() instanceof Probe.Spread spread && spread.layers().contains(layer))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "layer " + layer + " was not asked of " + set.name()));
    List<Integer> layers = ((Probe.Spread) probe.getKey()).layers();
    int at = layers.indexOf(layer);
    int count = set.sequences().size();
    int width = shape.width(layer);
    var spread = new LayerSpread(new double[count], new int[count], new float[count][width]);
    int before = layers.subList(0, at).stream().mapToInt(l -> 12 + 4 * shape.width(l)).sum();
    int all = layers.stream().mapToInt(l -> 12 + 4 * shape.width(l)).sum();
    for (int s = 0; s < batches.segments().size(); s++) {
      ByteBuffer in = payload(probe.getValue(), s);
      int begin = 0;
      // Within a batch the values lie layer by layer.
      for (int[] batch : batches.segments().get(s)) {
        in.position(begin + batch.length * before);
        for (int sequence : batch) {
          spread.within()[sequence] = in.getDouble();
          spread.positions()[sequence] = in.getInt();
          in.asFloatBuffer().get(spread.last()[sequence]);
          in.position(in.position() + 4 * width);
        }
        begin += batch.length * all;
      }
    }
    return spread;
  }

  /** The final hidden states of some sequences, one after the other, in a direct buffer. */
  ByteBuffer finalStates(int[] sequences) {
    String name = name(Probe.FinalStates.class);
    int width = shape.width(shape.layers());
    long[] index = stateIndex;
    if (index == null) {
      // Segment in the upper half, byte in the segment in the lower.
      index = new long[set.sequences().size()];
      for (int s = 0; s < batches.segments().size(); s++) {
        int at = 0;
        for (int[] batch : batches.segments().get(s)) {
          for (int sequence : batch) {
            index[sequence] = ((long) s << 32) | at;
            at += 4 * width * set.sequences().get(sequence).scored();
          }
        }
      }
      stateIndex = index;
    }
    int states = 0;
    for (int sequence : sequences) {
      states += set.sequences().get(sequence).scored();
    }
    ByteBuffer out = ByteBuffer.allocateDirect(4 * width * states).order(ByteOrder.nativeOrder());
    int open = -1;
    ByteBuffer payload = ByteBuffer.allocate(0);
    for (int sequence : sequences) {
      int segment = (int) (index[sequence] >>> 32);
      if (segment != open) {
        payload = mapped(name, segment);
        open = segment;
      }
      out.put(
          payload.slice((int) index[sequence], 4 * width * set.sequences().get(sequence).scored()));
    }
    return out.flip();
  }

  private int mappedSegment = -1;
  private @Nullable ByteBuffer mapped;

  /**
   * The segment last used stays mapped: batches come in its order, and each mapping is checked
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
