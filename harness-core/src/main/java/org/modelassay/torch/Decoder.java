package org.modelassay.torch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.HiddenState;
import org.modelassay.model.ModelFiles;
import org.modelassay.model.Sublayer;

/** A loaded decoder: its weights on their devices, bound to the program. */
public final class Decoder implements AutoCloseable {
  // Open as long as this is: another model of the same files shares their pages.
  private final Collection<WeightLoader> loaders;
  private final Program program;
  private final Placement placement;
  // Of ranges that are streamed, in host memory.
  private final Map<String, Tensor> weights;
  private final OutputHead head;
  private final DecoderShape shape;
  // Of the range that is on its device, when ranges are streamed.
  private final List<Tensor> attached = new ArrayList<>();
  private int attachedRange = -1;

  Decoder(
      Collection<WeightLoader> loaders,
      Program program,
      Placement placement,
      Map<String, Tensor> weights,
      OutputHead head,
      DecoderShape shape) {
    this.loaders = loaders;
    this.program = program;
    this.placement = placement;
    this.weights = weights;
    this.head = head;
    this.shape = shape;
  }

  /** Hex SHA-256 of the programs' texts. */
  public static String programDigest() {
    return Program.digest();
  }

  /** Loads a model onto one device. */
  public static Decoder load(
      ModelFiles model, WeightTreatment treatment, Precision precision, Device device) {
    return load(model, treatment, precision, Placement.whole(model.shape(), device));
  }

  /**
   * Loads a model.
   *
   * @throws AssayException when a weight holds NaN or infinity, naming it
   */
  public static Decoder load(
      ModelFiles model, WeightTreatment treatment, Precision precision, Placement placement) {
    return DecoderLoader.load(model, treatment, precision, placement);
  }

  /** Loads the head alone, for a model whose decoder is not needed. */
  public static OutputHead loadHead(ModelFiles model, Precision precision, Device device) {
    return DecoderLoader.head(model, precision, device);
  }

  static Tensor moved(Tensor tensor, Device device) {
    return Programs.weights().tensor("moved", tensor, device.name());
  }

  private static List<Tensor> moved(List<Tensor> tensors, Device device) {
    try {
      return copies(tensors, device);
    } finally {
      tensors.forEach(Tensor::close);
    }
  }

  /** Brings the weights of a range to its device, when they are not always there. */
  private void attach(int range) {
    if (!placement.streams() || attachedRange == range) {
      return;
    }
    detach();
    var bound = new LinkedHashMap<>(weights);
    Placement.Range layers = placement.ranges().get(range);
    weights.forEach(
        (name, tensor) -> {
          List<Integer> users = Placement.users(name, shape);
          if (!users.isEmpty() && layers.holds(users.get(0))) {
            Tensor there = moved(tensor, layers.device());
            attached.add(there);
            bound.put(name, there);
          }
        });
    program.call("bind", bound);
    attachedRange = range;
  }

  private void detach() {
    program.call("bind", weights);
    attached.forEach(Tensor::close);
    attached.clear();
    attachedRange = -1;
  }

  /** What the program knows of the model. */
  public DecoderShape shape() {
    return shape;
  }

  /** The state that the head reads. */
  public HiddenState finalState() {
    return HiddenState.ofBlock(shape.layers());
  }

  /** What it computes with, by the program's names. */
  Map<String, Tensor> weights() {
    return weights;
  }

  /** Its head, closed with it. */
  public OutputHead head() {
    return head;
  }

  /** Number of ranges of layers: a pass advances through one after the other. */
  public int ranges() {
    return placement.ranges().size();
  }

  /** Number of layers of a range. */
  public int layersOf(int range) {
    Placement.Range layers = placement.ranges().get(range);
    return layers.last() - layers.first();
  }

  /**
   * Whether a range's weights are brought to its device when a pass advances through it after one
   * through another: several passes should then take each range together.
   */
  public boolean streams() {
    return placement.streams();
  }

  /**
   * Reads sequences from their beginning.
   *
   * @param rows token ids, of any lengths
   * @param keep the states that are wanted, but for the final one, which is always there
   */
  public Pass read(List<int[]> rows, Collection<HiddenState> keep) {
    Pass pass = begin(rows.stream().map(Row::sequence).toList(), List.of(), keep, Set.of());
    try {
      for (int range = 0; range < ranges(); range++) {
        pass.advance();
      }
      return pass;
    } catch (RuntimeException | Error e) {
      pass.close();
      throw e;
    }
  }

  /**
   * Begins to read rows, some of them behind prefixes. Before the pass advances through a range,
   * those that remember the prefixes must have done so.
   *
   * @param rows what is read
   * @param spans the prefixes, outer ones first; those of one row follow each other without a gap
   *     and end where it begins
   * @param keep the states that are wanted, but for the final one, which is always there
   * @param remember numbers of the rows that will be prefixes: {@link Pass#prefix}
   */
  public Pass begin(
      List<Row> rows, List<Span> spans, Collection<HiddenState> keep, Set<Integer> remember) {
    return new Pass(rows, spans, keep, remember);
  }

  /**
   * The number of the first layer that yields NaN or infinity for a row; L + 1 is the final norm.
   */
  public int firstNonFinite(int[] row) {
    List<HiddenState> entering =
        IntStream.range(0, shape.layers()).mapToObj(HiddenState::ofBlock).toList();
    try (Pass pass = read(List.of(row), entering)) {
      for (HiddenState state : entering) {
        Tensor there = Objects.requireNonNull(pass.kept().get(state));
        if (!Programs.weights().truth("finite", there)) {
          return state.layer();
        }
      }
      return Programs.weights().truth("finite", pass.last()) ? shape.layers() + 1 : shape.layers();
    }
  }

  /**
   * Makes room for generating.
   *
   * @param rows number of sequences side by side
   * @param capacity the longest one, prompt and output
   */
  public State state(int rows, int capacity) {
    var tensors = new ArrayList<List<Tensor>>();
    for (Placement.Range range : placement.ranges()) {
      tensors.add(
          program.tensors(
              "cache",
              rows,
              capacity,
              range.first(),
              range.last(),
              placement.home(range.first()).name()));
    }
    return new State(tensors, capacity);
  }

  /** Makes room for more positions. */
  public void grow(State state, int capacity) {
    for (int r = 0; r < ranges(); r++) {
      Placement.Range range = placement.ranges().get(r);
      state.replace(
          r,
          program.tensors(
              "grow", state.of(r), capacity - state.capacity, range.first(), range.last()));
    }
    state.capacity = capacity;
  }

  /**
   * Puts all rows of a state over rows of another one, which grows where it has less room.
   *
   * @param state is changed
   * @param slots row of {@code state} for each row of {@code part}
   * @param part stays as it is
   */
  public void place(State state, long[] slots, State part) {
    if (part.capacity > state.capacity) {
      grow(state, part.capacity);
    }
    try (Tensor at = Inputs.vector(slots)) {
      for (int r = 0; r < ranges(); r++) {
        Placement.Range range = placement.ranges().get(r);
        program.call("place", state.of(r), part.of(r), at, range.first(), range.last());
      }
    }
  }

  /** Keeps some rows of a state, in the order given, and frees the others. */
  public void keep(State state, long[] rows) {
    try (Tensor at = Inputs.vector(rows)) {
      for (int r = 0; r < ranges(); r++) {
        state.replace(r, program.tensors("rows", state.of(r), at));
      }
    }
  }

  /**
   * Reads more of some sequences, of which the state holds what was read before.
   *
   * @param state is changed
   * @param rows new ids of each row, padded to one length by the caller's longest; at least one
   *     each
   * @param starts number of ids that each row has read before
   * @return the final hidden state after each row's last new id, [B,H]
   */
  public Tensor advance(State state, List<int[]> rows, long[] starts) {
    int longest = rows.stream().mapToInt(r -> r.length).max().orElseThrow();
    // Padding is written too, to where a later id will overwrite it.
    int needed = Math.toIntExact(Arrays.stream(starts).max().orElseThrow() + longest);
    if (needed > state.capacity) {
      grow(state, needed);
    }
    boolean begins = Arrays.stream(starts).allMatch(s -> s == 0);
    try (Tensor ids = Inputs.padded(rows, longest, 0);
        Tensor at = Inputs.counted(starts, longest);
        Tensor lengths = Inputs.lengths(rows);
        Tensor ends = Inputs.vector(new long[0]);
        Tensor embedded = program.tensor("embed", ids, at)) {
      Tensor h = embedded;
      for (int r = 0; r < ranges(); r++) {
        Placement.Range range = placement.ranges().get(r);
        attach(r);
        if (placement.streams()) {
          state.replace(r, copies(state.of(r), range.device()));
        }
        List<Tensor> parts =
            layers(
                range,
                h,
                embedded,
                List.of(at, at, lengths, ends),
                !begins,
                List.of(),
                new long[0],
                state.of(r),
                new long[0]);
        if (r > 0) {
          h.close();
        }
        h = parts.get(0);
        if (placement.streams()) {
          state.replace(r, copies(state.of(r), Device.CPU));
        }
      }
      long[] numbers = LongStream.range(0, rows.size()).toArray();
      long[] last = rows.stream().mapToLong(row -> row.length - 1L).toArray();
      try (Tensor states = h;
          Tensor selected = OutputHead.select(states, numbers, last)) {
        return finish(selected);
      }
    }
  }

  /**
   * Runs a range of layers.
   *
   * @param inputs positions, numbers among the row's own, lengths, ends: see {@code decoder.py}
   * @return the states behind it, then those that are kept
   */
  private List<Tensor> layers(
      Placement.Range range,
      Tensor h,
      Tensor embedded,
      List<Tensor> inputs,
      boolean goesOn,
      List<Tensor> past,
      long[] places,
      List<Tensor> state,
      long[] keep) {
    return program.tuple(
        "layers",
        h,
        embedded,
        inputs.get(0),
        inputs.get(1),
        inputs.get(2),
        inputs.get(3),
        goesOn,
        past,
        places,
        state,
        range.first(),
        range.last(),
        range.device().name(),
        keep);
  }

  /**
   * What the program calls a state, see {@code keep} in {@code decoder.py}.
   *
   * @throws AssayException when there is no such state
   */
  private int number(HiddenState state) {
    int layer = state.layer();
    Sublayer sublayer = state.sublayer();
    if (layer > shape.layers() || (sublayer == Sublayer.MLP_INPUT && !shape.hasMlps())) {
      throw new AssayException(
          "there is no hidden state "
              + state
              + ": the model has layers 0 to "
              + shape.layers()
              + (shape.hasMlps() ? "" : ", none with an MLP"));
    }
    return switch (sublayer) {
      case BLOCK, MLP -> 3 * layer;
      case ATTENTION -> 3 * layer - 2;
      case MLP_INPUT -> 3 * layer - 1;
    };
  }

  private Tensor finish(Tensor states) {
    return program.tensor("finish", states, placement.last().name());
  }

  private static List<Tensor> copies(List<Tensor> tensors, Device device) {
    return tensors.stream().map(tensor -> moved(tensor, device)).toList();
  }

  @Override
  public void close() {
    weights.values().forEach(Tensor::close);
    attached.forEach(Tensor::close);
    program.close();
    head.close();
    loaders.forEach(WeightLoader::close);
  }

  /** Keys and values of sequences being generated. */
  public static final class State implements AutoCloseable {
    private final List<List<Tensor>> tensors;
    private int capacity;

    private State(List<List<Tensor>> tensors, int capacity) {
      this.tensors = tensors;
      this.capacity = capacity;
    }

    private List<Tensor> of(int range) {
      return tensors.get(range);
    }

    private void replace(int range, List<Tensor> by) {
      tensors.set(range, by).forEach(Tensor::close);
    }

    /** Positions there is room for. */
    public int capacity() {
      return capacity;
    }

    @Override
    public void close() {
      tensors.forEach(each -> each.forEach(Tensor::close));
    }
  }

  /**
   * A row of a pass: a sequence, or a tree of continuations in preorder.
   *
   * @param tokens the ids
   * @param positions the place of each in its sequence; a place that does not follow the one before
   *     it continues the last one before it that lies one position earlier
   */
  public record Row(int[] tokens, int[] positions) {
    /** A sequence from its beginning. */
    static Row sequence(int[] tokens) {
      int[] positions = new int[tokens.length];
      Arrays.setAll(positions, i -> i);
      return new Row(tokens, positions);
    }

    boolean branches() {
      return positions[positions.length - 1] - positions[0] != positions.length - 1;
    }

    /** Behind the last place that continues each place. */
    int[] ends() {
      int[] ends = new int[positions.length];
      int[] open = new int[positions.length];
      int depth = 0;
      for (int i = 0; i < ends.length; i++) {
        for (; depth > 0 && positions[open[depth - 1]] >= positions[i]; depth--) {
          ends[open[depth - 1]] = i;
        }
        open[depth++] = i;
      }
      for (; depth > 0; depth--) {
        ends[open[depth - 1]] = ends.length;
      }
      return ends;
    }
  }

  /**
   * Rows {@code from} to {@code to - 1} of a pass stand behind a prefix.
   *
   * @param prefix what they share
   * @param from number of the first row
   * @param to number behind the last one
   */
  public record Span(Prefix prefix, int from, int to) {}

  /**
   * What a model keeps of tokens that rows share: keys and values, or what recurs. It is there
   * range by range as the pass that reads the tokens advances.
   */
  public static final class Prefix implements AutoCloseable {
    private final Map<Integer, List<Tensor>> tensors = new HashMap<>();
    private final int start;

    private Prefix(int start) {
      this.start = start;
    }

    private List<Tensor> of(int range) {
      List<Tensor> there = tensors.get(range);
      if (there == null) {
        throw new IllegalStateException("a prefix is not read so far, or was forgotten");
      }
      return there;
    }

    /** Frees what a range keeps: no pass that stands behind will advance through it. */
    public void forget(int range) {
      List<Tensor> there = tensors.remove(range);
      if (there != null) {
        there.forEach(Tensor::close);
      }
    }

    @Override
    public void close() {
      tensors.values().forEach(each -> each.forEach(Tensor::close));
      tensors.clear();
    }
  }

  /** A forward pass, which advances through the ranges of layers. */
  public final class Pass implements AutoCloseable {
    private final List<Row> rows;
    // By the program's number, which rises as a pass advances; two states may have one.
    private final SortedMap<Integer, List<HiddenState>> keep = new TreeMap<>();
    private final Map<Integer, Prefix> remembered = new LinkedHashMap<>();
    // The prefixes in the order of their numbers in `places`.
    private final Map<Prefix, Integer> prefixes = new LinkedHashMap<>();
    private final long[] places;
    private final int longest;
    private final List<Tensor> inputs = new ArrayList<>();
    private final Map<HiddenState, Tensor> kept = new HashMap<>();
    private Tensor embedded;
    private Tensor output;
    private @Nullable Tensor last;
    private int range;

    private Pass(
        List<Row> rows,
        List<Span> spans,
        Collection<HiddenState> wanted,
        Set<Integer> remember) {
      this.rows = rows;
      wanted.forEach(
          state -> keep.computeIfAbsent(number(state), n -> new ArrayList<>()).add(state));
      longest = rows.stream().mapToInt(r -> r.tokens().length).max().orElseThrow();
      places = new long[6 * spans.size()];
      int n = 0;
      for (Span span : spans) {
        Prefix prefix = span.prefix();
        prefixes.putIfAbsent(prefix, prefixes.size());
        places[n++] = Objects.requireNonNull(prefixes.get(prefix));
        places[n++] = span.from();
        places[n++] = span.to();
        places[n++] = prefix.start;
        IntSummaryStatistics begins =
            rows.subList(span.from(), span.to()).stream()
                .mapToInt(row -> row.positions()[0])
                .summaryStatistics();
        places[n++] = begins.getMin();
        places[n++] = begins.getMax();
      }
      remember.forEach(row -> remembered.put(row, new Prefix(rows.get(row).positions()[0])));
      List<int[]> tokens = rows.stream().map(Row::tokens).toList();
      Tensor at = input(Inputs.positions(rows.stream().map(Row::positions).toList(), longest));
      input(Inputs.counted(new long[rows.size()], longest));
      input(Inputs.lengths(tokens));
      input(
          rows.stream().anyMatch(Row::branches)
              ? Inputs.padded(rows.stream().map(Row::ends).toList(), longest, longest)
              : Inputs.vector(new long[0]));
      try (Tensor ids = Inputs.padded(tokens, longest, 0)) {
        embedded = home(program.tensor("embed", ids, at));
        output = moved(embedded, placement.home(0));
      } catch (RuntimeException | Error e) {
        inputs.forEach(Tensor::close);
        throw e;
      }
    }

    private Tensor input(Tensor tensor) {
      inputs.add(tensor);
      return tensor;
    }

    /** Where it waits for the next range. */
    private Tensor home(Tensor tensor) {
      return placement.streams() ? moved(List.of(tensor), Device.CPU).get(0) : tensor;
    }

    /** Computes the next range of layers. */
    public void advance() {
      Placement.Range layers = placement.ranges().get(range);
      String device = layers.device().name();
      attach(range);
      var past = new ArrayList<Tensor>();
      prefixes.keySet().forEach(prefix -> past.addAll(prefix.of(range)));
      List<Tensor> state = List.of();
      try {
        if (!remembered.isEmpty() || (shape.recurrent() && !prefixes.isEmpty())) {
          state =
              program.tensors(
                  "begin",
                  rows.size(),
                  remembered.isEmpty() ? 0 : longest,
                  past,
                  places,
                  layers.first(),
                  layers.last(),
                  device);
        }
        boolean ends = layers.last() == shape.layers();
        List<Integer> inner =
            keep.keySet().stream()
                .filter(n -> layers.holds(n / 3) || (ends && n == 3 * shape.layers()))
                .toList();
        List<Tensor> parts =
            layers(
                layers,
                output,
                embedded,
                inputs,
                false,
                past,
                places,
                state,
                inner.stream().mapToLong(n -> n).toArray());
        output.close();
        output = home(parts.get(0));
        for (int i = 0; i < inner.size(); i++) {
          for (HiddenState named : Objects.requireNonNull(keep.get(inner.get(i)))) {
            kept.put(named, parts.get(i + 1));
          }
        }
        for (Map.Entry<Integer, Prefix> each : remembered.entrySet()) {
          int length = rows.get(each.getKey()).positions().length;
          List<Tensor> row =
              program.tensors("row", state, each.getKey(), length, layers.first(), layers.last());
          each.getValue().tensors.put(range, placement.streams() ? moved(row, Device.CPU) : row);
        }
        range++;
      } finally {
        state.forEach(Tensor::close);
      }
    }

    /** Final hidden states of all places, [B,T,H] after the final norm. */
    public Tensor last() {
      Tensor states = last;
      if (states == null) {
        states = finish(output);
        last = states;
      }
      return states;
    }

    /**
     * Final hidden states of some places, after the final norm; the caller closes it.
     *
     * @param rows row of each
     * @param places number of each in its row
     * @return [N,H]
     */
    public Tensor last(long[] rows, long[] places) {
      try (Tensor selected = OutputHead.select(output, rows, places)) {
        return finish(selected);
      }
    }

    /** States that were kept and not dropped, [B,T,H]. */
    public Map<HiddenState, Tensor> kept() {
      return kept;
    }

    /** Frees the states that were kept so far. */
    public void drop() {
      new HashSet<>(kept.values()).forEach(Tensor::close);
      kept.clear();
    }

    /**
     * What rows behind this row share with it, for the caller to close; the pass must have been
     * told to remember it.
     */
    public Prefix prefix(int row) {
      return Objects.requireNonNull(remembered.get(row));
    }

    @Override
    public void close() {
      inputs.forEach(Tensor::close);
      embedded.close();
      output.close();
      if (last != null) {
        last.close();
      }
      drop();
    }
  }
}
