package org.modelassay.torch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.modelassay.AssayException;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelFiles;
import org.modelassay.model.Rope;

/** A loaded decoder: its weights on a device, bound to the program. */
public final class Decoder implements AutoCloseable {
  private final Program program;
  private final Map<String, Tensor> weights;
  private final OutputHead head;
  private final DecoderShape shape;

  private Decoder(
      Program program, Map<String, Tensor> weights, OutputHead head, DecoderShape shape) {
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
    try (var loader = new WeightLoader(treatment, precision, device)) {
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
      return new Decoder(program, weights, head(parts, shape, device), shape);
    } catch (RuntimeException | Error e) {
      weights.values().forEach(Tensor::close);
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
   * Reads rows from their beginning.
   *
   * @param rows token ids, of any lengths
   * @param keep numbers of the layers whose states are wanted: 0 the embedding, L the last layer
   *     after the final norm
   */
  public Pass read(List<int[]> rows, SortedSet<Integer> keep) {
    int longest = rows.stream().mapToInt(r -> r.length).max().orElseThrow();
    try (Tensor ids = Inputs.padded(rows, longest, 0);
        Tensor starts = Inputs.vector(new long[rows.size()]);
        Tensor lengths = Inputs.lengths(rows);
        Tensor embedded = program.tensor("embed", ids, starts)) {
      long[] inner = keep.stream().filter(k -> k < shape.layers()).mapToLong(k -> k).toArray();
      List<Tensor> parts =
          program.tuple("layers", embedded, starts, lengths, List.of(), 0, shape.layers(), inner);
      var kept = new TreeMap<Integer, Tensor>();
      try (Tensor h = parts.get(0)) {
        for (int i = 0; i < inner.length; i++) {
          kept.put((int) inner[i], parts.get(i + 1));
        }
        return new Pass(program.tensor("finish", h), kept);
      }
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
    try (Tensor ids = Inputs.padded(rows, longest, 0);
        Tensor begin = Inputs.vector(starts);
        Tensor lengths = Inputs.lengths(rows);
        Tensor embedded = program.tensor("embed", ids, begin)) {
      List<Tensor> parts =
          program.tuple(
              "layers", embedded, begin, lengths, state.tensors, 0, shape.layers(), new long[0]);
      long[] at = new long[rows.size()];
      long[] last = new long[rows.size()];
      for (int i = 0; i < at.length; i++) {
        at[i] = i;
        last[i] = rows.get(i).length - 1L;
      }
      try (Tensor h = parts.get(0);
          Tensor selected = OutputHead.select(h, at, last)) {
        return program.tensor("finish", selected);
      }
    }
  }

  @Override
  public void close() {
    weights.values().forEach(Tensor::close);
    program.close();
    head.close();
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
   * What one forward pass gave.
   *
   * @param last [B,T,H] after the final norm
   * @param kept [B,T,H] by number of layer
   */
  public record Pass(Tensor last, Map<Integer, Tensor> kept) implements AutoCloseable {
    @Override
    public void close() {
      last.close();
      kept.values().forEach(Tensor::close);
    }
  }
}
