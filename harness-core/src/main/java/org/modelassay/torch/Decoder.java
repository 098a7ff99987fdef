package org.modelassay.torch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelFiles;
import org.modelassay.model.Rope;

/** A loaded decoder: its weights on a device, bound to the program. */
public final class Decoder implements AutoCloseable {
  // Open as long as this is: another model of the same files shares their pages.
  private final WeightLoader loader;
  private final Program program;
  private final Map<String, Tensor> weights;
  private final OutputHead head;
  private final DecoderShape shape;

  private Decoder(
      WeightLoader loader,
      Program program,
      Map<String, Tensor> weights,
      OutputHead head,
      DecoderShape shape) {
    this.loader = loader;
    this.program = program;
    this.weights = weights;
    this.head = head;
    this.shape = shape;
  }

  /** Hex SHA-256 of the programs' texts. */
  public static String programDigest() {
    return Program.digest();
  }

  /**
   * Loads a model.
   *
   * @throws AssayException when a weight holds NaN or infinity, naming it
   */
  public static Decoder load(
      ModelFiles model, WeightTreatment treatment, Precision precision, Device device) {
    DecoderShape shape = model.shape();
    var weights = new LinkedHashMap<String, Tensor>();
    var loader = new WeightLoader(treatment, precision, device);
    try {
      model
          .weights()
          .forEach((weight, source) -> weights.put(weight.name(), loader.load(weight, source)));
      var program = new Program("decoder.Decoder", attributes(shape));
      program.call("bind", weights);
      var parts = new LinkedHashMap<String, Tensor>();
      Program operations = Programs.weights();
      parts.put(
          "head",
          operations.tensor(
              "same", Objects.requireNonNull(weights.get(shape.tied() ? "embed" : "head"))));
      Tensor bias = weights.get("head.bias");
      if (bias != null) {
        parts.put("head.bias", operations.tensor("same", bias));
      }
      return new Decoder(loader, program, weights, head(parts, shape, device), shape);
    } catch (RuntimeException | Error e) {
      weights.values().forEach(Tensor::close);
      loader.close();
      throw e;
    }
  }

  /** Loads the head alone, for a model whose decoder is not needed. */
  public static OutputHead loadHead(ModelFiles model, Precision precision, Device device) {
    DecoderShape shape = model.shape();
    String name = shape.tied() ? "embed" : "head";
    var parts = new LinkedHashMap<String, Tensor>();
    try (var loader = new WeightLoader(WeightTreatment.NONE, precision, device)) {
      model
          .weights()
          .forEach(
              (weight, source) -> {
                if (weight.name().equals(name)) {
                  parts.put("head", loader.load(weight, source));
                } else if (weight.name().equals("head.bias")) {
                  parts.put("head.bias", loader.load(weight, source));
                }
              });
      return head(parts, shape, device);
    } catch (RuntimeException | Error e) {
      parts.values().forEach(Tensor::close);
      throw e;
    }
  }

  private static OutputHead head(Map<String, Tensor> parts, DecoderShape shape, Device device) {
    Program operations = Programs.weights();
    shape
        .logitScale()
        .ifPresent(s -> parts.put("scale", operations.tensor("number", s, device.name())));
    shape
        .logitCap()
        .ifPresent(c -> parts.put("cap", operations.tensor("number", c, device.name())));
    return new OutputHead(parts, shape.vocabulary(), shape.output());
  }

  static final WeightTreatment.Operations OPERATIONS =
      new WeightTreatment.Operations() {
        @Override
        public Tensor quantize(Tensor matrix, int bits, int group, boolean symmetric) {
          return Programs.weights().tensor("quantize", matrix, bits, group, symmetric);
        }

        @Override
        public Tensor prune(Tensor matrix, long count) {
          return Programs.weights().tensor("prune", matrix, count);
        }
      };

  private static Map<String, Object> attributes(DecoderShape shape) {
    var attributes = new LinkedHashMap<>(shape.attributes());
    attributes.put("training", false);
    attributes.put("weights", new Pickle.Typed("Dict[str, Tensor]", Map.of()));
    // Lists are of whole numbers, but for these.
    attributes.computeIfPresent("alibi", (name, list) -> new Pickle.Typed("List[float]", list));
    attributes.computeIfPresent(
        "attention_scales", (name, list) -> new Pickle.Typed("List[float]", list));
    attributes.computeIfPresent("mixers", (name, list) -> new Pickle.Typed("List[str]", list));
    var kinds = new ArrayList<String>();
    var parameters = new ArrayList<Object>();
    var shortFactors = new ArrayList<Object>();
    var longFactors = new ArrayList<Object>();
    for (Rope rope : shape.ropes()) {
      kinds.add(rope.kind());
      var numbers = new TreeMap<>(rope.parameters());
      numbers.put("theta", rope.theta());
      numbers.put("dimensions", (double) rope.dimensions());
      parameters.add(new Pickle.Typed("Dict[str, float]", numbers));
      shortFactors.add(new Pickle.Typed("List[float]", rope.shortFactors()));
      longFactors.add(new Pickle.Typed("List[float]", rope.longFactors()));
    }
    attributes.put("rope_kinds", new Pickle.Typed("List[str]", kinds));
    attributes.put("rope_parameters", new Pickle.Typed("List[Dict[str, float]]", parameters));
    attributes.put("rope_short", new Pickle.Typed("List[List[float]]", shortFactors));
    attributes.put("rope_long", new Pickle.Typed("List[List[float]]", longFactors));
    return attributes;
  }

  /** What the program knows of the model. */
  public DecoderShape shape() {
    return shape;
  }

  /** What it computes with, by the program's names. */
  Map<String, Tensor> weights() {
    return weights;
  }

  /** Its head, closed with it. */
  public OutputHead head() {
    return head;
  }

  /**
   * Reads sequences from their beginning.
   *
   * @param rows token ids, of any lengths
   * @param keep numbers of the layers whose states are wanted: 0 the embedding, L the last layer
   *     before the final norm
   */
  public Pass read(List<int[]> rows, SortedSet<Integer> keep) {
    return read(rows.stream().map(Row::sequence).toList(), List.of(), keep, false);
  }

  /**
   * Reads rows, some of them behind prefixes that were read before.
   *
   * @param rows what is read
   * @param spans the prefixes, outer ones first; those of one row follow each other without a gap
   *     and end where it begins
   * @param keep numbers of the layers whose states are wanted
   * @param remember whether rows of this pass will be prefixes: {@link Pass#prefix}
   */
  public Pass read(List<Row> rows, List<Span> spans, SortedSet<Integer> keep, boolean remember) {
    int longest = rows.stream().mapToInt(r -> r.tokens().length).max().orElseThrow();
    boolean branches = rows.stream().anyMatch(Row::branches);
    var shared = new ArrayList<Tensor>();
    var numbers = new HashMap<Prefix, Integer>();
    long[] places = new long[5 * spans.size()];
    int n = 0;
    for (Span span : spans) {
      Prefix prefix = span.prefix();
      if (!numbers.containsKey(prefix)) {
        numbers.put(prefix, numbers.size());
        shared.addAll(prefix.tensors);
      }
      places[n++] = Objects.requireNonNull(numbers.get(prefix));
      places[n++] = span.from();
      places[n++] = span.to();
      places[n++] = prefix.start;
      places[n++] = rows.get(span.from()).positions()[0];
    }
    List<int[]> tokens = rows.stream().map(Row::tokens).toList();
    List<Tensor> state = List.of();
    try (Tensor ids = Inputs.padded(tokens, longest, 0);
        Tensor at = Inputs.positions(rows.stream().map(Row::positions).toList(), longest);
        Tensor own = Inputs.counted(new long[rows.size()], longest);
        Tensor lengths = Inputs.lengths(tokens);
        Tensor ends =
            branches
                ? Inputs.padded(rows.stream().map(Row::ends).toList(), longest, longest)
                : Inputs.vector(new long[0]);
        Tensor embedded = program.tensor("embed", ids, at)) {
      if (remember || (shape.recurrent() && !spans.isEmpty())) {
        state = program.tensors("begin", rows.size(), remember ? longest : 0, shared, places);
      }
      long[] inner = keep.stream().filter(k -> k < shape.layers()).mapToLong(k -> k).toArray();
      List<Tensor> parts =
          program.tuple(
              "layers",
              embedded,
              at,
              own,
              lengths,
              ends,
              false,
              shared,
              places,
              state,
              0,
              shape.layers(),
              inner);
      var kept = new TreeMap<Integer, Tensor>();
      for (int i = 0; i < inner.length; i++) {
        kept.put((int) inner[i], parts.get(i + 1));
      }
      if (!remember) {
        state.forEach(Tensor::close);
        state = List.of();
      }
      return new Pass(program, parts.get(0), kept, rows, state);
    } catch (RuntimeException | Error e) {
      state.forEach(Tensor::close);
      throw e;
    }
  }

  /**
   * The number of the first layer that yields NaN or infinity for a row; L + 1 is the final norm.
   */
  public int firstNonFinite(int[] row) {
    var layers = new TreeSet<Integer>();
    for (int i = 0; i < shape.layers(); i++) {
      layers.add(i);
    }
    try (Pass pass = read(List.of(row), layers)) {
      for (Map.Entry<Integer, Tensor> layer : pass.kept().entrySet()) {
        if (!Programs.weights().truth("finite", layer.getValue())) {
          return layer.getKey();
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
    return new State(program.tensors("cache", rows, capacity), capacity);
  }

  /** Makes room for more positions. */
  public void grow(State state, int capacity) {
    List<Tensor> larger = program.tensors("grow", state.tensors, capacity - state.capacity);
    state.tensors.forEach(Tensor::close);
    state.tensors = larger;
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
      program.call("place", state.tensors, part.tensors, at);
    }
  }

  /** Keeps some rows of a state, in the order given, and frees the others. */
  public void keep(State state, long[] rows) {
    try (Tensor at = Inputs.vector(rows)) {
      List<Tensor> kept = program.tensors("rows", state.tensors, at);
      state.tensors.forEach(Tensor::close);
      state.tensors = kept;
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
      List<Tensor> parts =
          program.tuple(
              "layers",
              embedded,
              at,
              at,
              lengths,
              ends,
              !begins,
              List.of(),
              new long[0],
              state.tensors,
              0,
              shape.layers(),
              new long[0]);
      long[] numbers = LongStream.range(0, rows.size()).toArray();
      long[] last = rows.stream().mapToLong(row -> row.length - 1L).toArray();
      try (Tensor h = parts.get(0);
          Tensor selected = OutputHead.select(h, numbers, last)) {
        return program.tensor("finish", selected);
      }
    }
  }

  @Override
  public void close() {
    weights.values().forEach(Tensor::close);
    program.close();
    head.close();
    loader.close();
  }

  /** Keys and values of sequences being generated. */
  public static final class State implements AutoCloseable {
    private List<Tensor> tensors;
    private int capacity;

    private State(List<Tensor> tensors, int capacity) {
      this.tensors = tensors;
      this.capacity = capacity;
    }

    /** Positions there is room for. */
    public int capacity() {
      return capacity;
    }

    @Override
    public void close() {
      tensors.forEach(Tensor::close);
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

  /** What a model keeps of tokens that rows share: keys and values, or what recurs. */
  public static final class Prefix implements AutoCloseable {
    private final List<Tensor> tensors;
    private final int start;

    private Prefix(List<Tensor> tensors, int start) {
      this.tensors = tensors;
      this.start = start;
    }

    @Override
    public void close() {
      tensors.forEach(Tensor::close);
    }
  }

  /** What one forward pass gave. */
  public static final class Pass implements AutoCloseable {
    private final Program program;
    private final Tensor output;
    private final Map<Integer, Tensor> kept;
    private final List<Row> rows;
    private final List<Tensor> state;
    private @Nullable Tensor last;

    private Pass(
        Program program,
        Tensor output,
        Map<Integer, Tensor> kept,
        List<Row> rows,
        List<Tensor> state) {
      this.program = program;
      this.output = output;
      this.kept = kept;
      this.rows = rows;
      this.state = state;
    }

    /** Final hidden states of all places, [B,T,H] after the final norm. */
    public Tensor last() {
      Tensor states = last;
      if (states == null) {
        states = program.tensor("finish", output);
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
        return program.tensor("finish", selected);
      }
    }

    /** States that were kept, [B,T,H] by number of layer. */
    public Map<Integer, Tensor> kept() {
      return kept;
    }

    /** What rows behind this row share with it; the pass must have been told to remember. */
    public Prefix prefix(int row) {
      int[] positions = rows.get(row).positions();
      return new Prefix(program.tensors("row", state, row, positions.length), positions[0]);
    }

    @Override
    public void close() {
      output.close();
      if (last != null) {
        last.close();
      }
      kept.values().forEach(Tensor::close);
      state.forEach(Tensor::close);
    }
  }
}
