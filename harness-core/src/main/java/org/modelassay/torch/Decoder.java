package org.modelassay.torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.modelassay.AssayException;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelDirectory;
import org.modelassay.model.StoredTensor;
import org.modelassay.model.StoredType;
import org.modelassay.model.Weight;

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
      ModelDirectory model, WeightTreatment treatment, Precision precision, Device device) {
    DecoderShape shape = model.shape();
    var weights = new LinkedHashMap<String, Tensor>();
    var files = new HashMap<Path, Tensor>();
    try {
      model
          .weights()
          .forEach(
              (weight, stored) ->
                  weights.put(
                      weight.name(), load(weight, stored, files, treatment, precision, device)));
      var program = new Program("decoder.Decoder", attributes(shape));
      program.call("bind", weights);
      Tensor output = Objects.requireNonNull(weights.get(shape.tied() ? "embed" : "head"));
      Tensor matrix = Programs.weights().tensor("same", output);
      var head = new OutputHead(Map.of("head", matrix), shape.vocabulary(), shape.hidden());
      return new Decoder(program, weights, head, shape);
    } catch (RuntimeException | Error e) {
      weights.values().forEach(Tensor::close);
      throw e;
    } finally {
      files.values().forEach(Tensor::close);
    }
  }

  /** Loads the head alone, for a model whose decoder is not needed. */
  public static OutputHead loadHead(ModelDirectory model, Precision precision, Device device) {
    DecoderShape shape = model.shape();
    String name = shape.tied() ? "embed" : "head";
    var files = new HashMap<Path, Tensor>();
    try {
      for (Map.Entry<Weight, StoredTensor> weight : model.weights().entrySet()) {
        if (weight.getKey().name().equals(name)) {
          Tensor matrix =
              load(
                  weight.getKey(),
                  weight.getValue(),
                  files,
                  WeightTreatment.NONE,
                  precision,
                  device);
          return new OutputHead(Map.of("head", matrix), shape.vocabulary(), shape.hidden());
        }
      }
      throw new IllegalStateException(model + " has no " + name);
    } finally {
      files.values().forEach(Tensor::close);
    }
  }

  private static Tensor load(
      Weight weight,
      StoredTensor stored,
      Map<Path, Tensor> files,
      WeightTreatment treatment,
      Precision precision,
      Device device) {
    Program program = Programs.weights();
    Tensor file =
        files.computeIfAbsent(stored.file(), f -> program.tensor("map", f.toString(), size(f)));
    // Treatments are defined in float32, so a treated weight is widened first and cast after.
    boolean treated = weight.treated() && treatment != WeightTreatment.NONE;
    Tensor tensor =
        program.tensor(
            "read",
            file,
            stored.offset(),
            stored.bytes(),
            stored.type().bytes(),
            code(stored.type()),
            stored.shape(),
            treated ? Precision.F32.code() : precision.code(),
            device.name());
    if (!program.truth("finite", tensor)) {
      tensor.close();
      throw new AssayException(
          stored.file()
              + ": tensor "
              + stored.name()
              + " holds NaN or infinity; the checkpoint is damaged or overflowed when"
              + " it was saved");
    }
    if (!treated) {
      return tensor;
    }
    Tensor changed = treatment.apply(weight, tensor, OPERATIONS);
    if (precision == Precision.F32) {
      return changed;
    }
    try (changed) {
      return program.tensor("cast", changed, precision.code());
    }
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

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new AssayException(file + " cannot be read: " + e, e);
    }
  }

  private static int code(StoredType type) {
    return switch (type) {
      case F64 -> 7;
      case F32 -> 6;
      case F16 -> 5;
      case BF16 -> 15;
    };
  }

  private static Map<String, Object> attributes(DecoderShape shape) {
    var attributes = new LinkedHashMap<String, Object>();
    attributes.put("training", false);
    attributes.put("weights", new Pickle.TypedMap("Dict[str, Tensor]", Map.of()));
    attributes.put("layer_count", shape.layers());
    attributes.put("heads", shape.heads());
    attributes.put("kv_heads", shape.kvHeads());
    attributes.put("head_dim", shape.headDimension());
    attributes.put("norm_eps", shape.normEpsilon());
    attributes.put("activation", shape.activation());
    attributes.put("attention_scale", 1 / Math.sqrt(shape.headDimension()));
    attributes.put("windows", shape.windows());
    attributes.put("rope_kind", shape.rope().kind());
    attributes.put("rope_theta", shape.rope().theta());
    attributes.put("rope_dim", shape.rope().dimensions());
    attributes.put(
        "rope", new Pickle.TypedMap("Dict[str, float]", new TreeMap<>(shape.rope().parameters())));
    return attributes;
  }

  /** What the program knows of the model. */
  public DecoderShape shape() {
    return shape;
  }

  /** Its head, closed with it. called. */
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
    try (Tensor ids = padded(rows, longest);
        Tensor starts = Inputs.vector(new long[rows.size()]);
        Tensor embedded = program.tensor("embed", ids)) {
      long[] inner = keep.stream().filter(k -> k < shape.layers()).mapToLong(k -> k).toArray();
      List<Tensor> parts =
          program.tuple("layers", embedded, starts, List.of(), 0, shape.layers(), inner);
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
    try (Tensor ids = padded(rows, longest);
        Tensor begin = Inputs.vector(starts);
        Tensor embedded = program.tensor("embed", ids)) {
      List<Tensor> parts =
          program.tuple("layers", embedded, begin, state.tensors, 0, shape.layers(), new long[0]);
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

  private static Tensor padded(List<int[]> rows, int longest) {
    long[] ids = new long[Math.multiplyExact(rows.size(), longest)];
    for (int i = 0; i < rows.size(); i++) {
      int[] row = rows.get(i);
      for (int t = 0; t < row.length; t++) {
        ids[i * longest + t] = row[t];
      }
    }
    return Inputs.matrix(ids, rows.size(), longest);
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
