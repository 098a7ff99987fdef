package org.modelassay.torch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.modelassay.AssayException;
import org.modelassay.model.ModelFiles;
import org.modelassay.model.Weight;
import org.modelassay.model.checkpoint.ComputedTensor;
import org.modelassay.model.checkpoint.Safetensors;
import org.modelassay.model.checkpoint.SafetensorsWriter;
import org.modelassay.model.checkpoint.StoredType;
import org.modelassay.model.checkpoint.TensorSource;

/**
 * A decoder that learns: float32 copies of a model's weights on the CPU, the states that they give,
 * losses of these states, gradients, and AdamW's step.
 *
 * <p>A step is {@link #states}, a loss of them, {@link #backward} (more than once to add gradients
 * up), {@link #clip} and {@link #step}.
 */
public final class Learner implements AutoCloseable {
  private static final String STEPS = "steps";

  private final Program program;
  // By the program's names, in their order.
  private final Map<String, Tensor> weights = new LinkedHashMap<>();
  // Name in the checkpoint by the program's.
  private final Map<String, String> stored;
  private final Map<String, Tensor> head = new LinkedHashMap<>();
  private final List<Tensor> first;
  private final List<Tensor> second;
  private final long[] decayed;
  private long steps;

  private Learner(
      Program program,
      Map<String, Tensor> weights,
      Map<String, Tensor> head,
      Map<String, String> stored) {
    this.program = program;
    this.stored = stored;
    this.weights.putAll(weights);
    this.head.putAll(head);
    List<Tensor> all = List.copyOf(weights.values());
    first = Programs.training().tensors("zeros", all);
    second = Programs.training().tensors("zeros", all);
    decayed = all.stream().mapToLong(tensor -> tensor.shape().length > 1 ? 1 : 0).toArray();
  }

  /**
   * Copies a model's weights.
   *
   * @throws AssayException when a weight holds NaN or infinity, or is not one tensor of the
   *     checkpoint as it stands, so that it could not be written back
   */
  public static Learner of(ModelFiles model) {
    var weights = new LinkedHashMap<String, Tensor>();
    var stored = new LinkedHashMap<String, String>();
    try (var loader = new WeightLoader(WeightTreatment.NONE, Precision.FLOAT32, Device.CPU)) {
      model
          .weights()
          .forEach(
              (weight, source) -> {
                if (!weight.asStored() || source instanceof ComputedTensor) {
                  throw new AssayException(
                      model
                          + ": "
                          + weight.name()
                          + " is made of "
                          + weight.sources()
                          + " and could not be written back; this model cannot learn");
                }
                stored.put(weight.name(), weight.sources().get(0));
                try (Tensor mapped = loader.load(weight, source)) {
                  weights.put(weight.name(), mapped.learning());
                }
              });
    }
    var head = new LinkedHashMap<String, Tensor>();
    head.put("head", Objects.requireNonNull(weights.get(model.shape().tied() ? "embed" : "head")));
    Tensor bias = weights.get("head.bias");
    if (bias != null) {
      head.put("head.bias", bias);
    }
    head.putAll(DecoderLoader.numbers(model.shape(), Device.CPU));
    return new Learner(
        new Program("decoder.Decoder", DecoderLoader.attributes(model.shape())),
        weights,
        head,
        stored);
  }

  /**
   * The states that the head reads, with what gradients need to know.
   *
   * @param rows token ids, of any lengths
   * @return [B,T,H]; closed by the caller, after {@link #backward}
   */
  public Tensor states(List<int[]> rows) {
    int longest = rows.stream().mapToInt(row -> row.length).max().orElseThrow();
    try (Tensor ids = Inputs.padded(rows, longest, 0);
        Tensor lengths = Inputs.lengths(rows)) {
      return program.differentiable("forward", weights, ids, lengths);
    }
  }

  /**
   * The mean cross-entropy of targets, in nats.
   *
   * @param states [B,T,H]
   * @param targets of each row, the id that should follow each place, or -100 where none counts
   */
  public Tensor nextToken(Tensor states, List<int[]> targets) {
    try (Tensor t = Inputs.padded(targets, (int) states.size(1), -100)) {
      return Programs.training().differentiable("next_token", head, states, t);
    }
  }

  /** Adds the gradients of a loss to those that are there. */
  public void backward(Tensor loss) {
    loss.backward();
  }

  /**
   * Scales the gradients so that their common norm is at most {@code most}.
   *
   * @return the norm before
   */
  public double clip(double most) {
    List<Tensor> gradients = gradients();
    try (Tensor norm = Programs.training().tensor("clip", gradients, most)) {
      return norm.doubles()[0];
    } finally {
      gradients.forEach(Tensor::close);
    }
  }

  /** One step of AdamW; weights of one dimension do not decay. The gradients are 0 after it. */
  public void step(AdamW settings, double rate) {
    List<Tensor> gradients = gradients();
    try {
      steps++;
      Programs.training()
          .call(
              "adamw",
              List.copyOf(weights.values()),
              gradients,
              first,
              second,
              decayed,
              steps,
              rate,
              settings.beta1(),
              settings.beta2(),
              settings.epsilon(),
              settings.decay());
    } finally {
      gradients.forEach(Tensor::close);
    }
  }

  private List<Tensor> gradients() {
    var all = new ArrayList<Tensor>();
    weights.values().forEach(weight -> all.add(weight.gradient()));
    return all;
  }

  /** Writes all that a step changes to a safetensors file. */
  public void save(Path file) {
    var all = new ArrayList<SafetensorsWriter.Values>();
    state()
        .forEach(
            (name, tensor) ->
                all.add(new SafetensorsWriter.Values(name, tensor.shape(), tensor.floats())));
    // A float32 counts to 16,777,216.
    all.add(new SafetensorsWriter.Values(STEPS, new long[] {1}, new float[] {steps}));
    SafetensorsWriter.write(file, all, StoredType.F32);
  }

  /**
   * Goes on from what {@link #save} wrote.
   *
   * @throws AssayException when it is of another model
   */
  public void restore(Path file) {
    Map<String, TensorSource> stored = Safetensors.file(file).tensors();
    try (var loader = new WeightLoader(WeightTreatment.NONE, Precision.FLOAT32, Device.CPU)) {
      state()
          .forEach(
              (name, tensor) -> {
                try (Tensor read = read(loader, file, stored, name, tensor.shape())) {
                  Programs.training().call("assign", tensor, read);
                }
              });
      try (Tensor read = read(loader, file, stored, STEPS, new long[] {1})) {
        steps = (long) read.floats()[0];
      }
    }
  }

  private static Tensor read(
      WeightLoader loader, Path file, Map<String, TensorSource> stored, String name, long[] shape) {
    TensorSource source = stored.get(name);
    if (source == null || !Arrays.equals(source.shape(), shape)) {
      throw new AssayException(
          file
              + " is no state of this training: "
              + name
              + " is "
              + (source == null ? "missing" : Arrays.toString(source.shape()))
              + ", expected "
              + Arrays.toString(shape)
              + "; delete it to begin anew");
    }
    return loader.load(Weight.plain(name, name, shape), source);
  }

  private Map<String, Tensor> state() {
    var state = new LinkedHashMap<String, Tensor>();
    int i = 0;
    for (Map.Entry<String, Tensor> weight : weights.entrySet()) {
      state.put("weight." + weight.getKey(), weight.getValue());
      state.put("first." + weight.getKey(), first.get(i));
      state.put("second." + weight.getKey(), second.get(i));
      i++;
    }
    return state;
  }

  /** Steps done so far. */
  public long steps() {
    return steps;
  }

  /** The weights by the program's names. */
  Map<String, Tensor> weights() {
    return Collections.unmodifiableMap(weights);
  }

  /** The weights under their names in the checkpoint they were copied from, to be written. */
  public List<SafetensorsWriter.Values> values() {
    var all = new ArrayList<SafetensorsWriter.Values>();
    weights.forEach(
        (name, tensor) ->
            all.add(
                new SafetensorsWriter.Values(
                    Objects.requireNonNull(stored.get(name)), tensor.shape(), tensor.floats())));
    return all;
  }

  /** Gradients by the names of the weights in the checkpoint, row by row: for comparisons. */
  Map<String, float[]> gradientValues() {
    var all = new LinkedHashMap<String, float[]>();
    weights.forEach(
        (name, weight) -> {
          try (Tensor gradient = weight.gradient()) {
            all.put(Objects.requireNonNull(stored.get(name)), gradient.floats());
          }
        });
    return all;
  }

  @Override
  public void close() {
    weights.values().forEach(Tensor::close);
    head.values().forEach(Tensor::close);
    first.forEach(Tensor::close);
    second.forEach(Tensor::close);
    program.close();
  }

  /**
   * Settings of AdamW.
   *
   * @param beta1 decay of the mean of gradients
   * @param beta2 decay of the mean of their squares
   * @param epsilon added to the root
   * @param decay of weights, times the rate, each step
   */
  public record AdamW(double beta1, double beta2, double epsilon, double decay) {}
}
