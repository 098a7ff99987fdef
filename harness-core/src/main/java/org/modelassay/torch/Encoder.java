package org.modelassay.torch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modelassay.AssayException;
import org.modelassay.model.encoder.EncoderFiles;
import org.modelassay.model.encoder.EncoderShape;

/** A loaded encoder of sentences: its weights on a device, bound to the program. */
public final class Encoder implements AutoCloseable {
  private final Program program;
  private final Map<String, Tensor> weights;
  private final int padding;

  private Encoder(Program program, Map<String, Tensor> weights, int padding) {
    this.program = program;
    this.weights = weights;
    this.padding = padding;
  }

  /**
   * Loads an encoder. It computes in float32 whatever its weights are stored in.
   *
   * @throws AssayException when a weight holds NaN or infinity, naming it
   */
  public static Encoder load(EncoderFiles model, Device device) {
    var weights = new LinkedHashMap<String, Tensor>();
    try (var loader = new WeightLoader(WeightTreatment.NONE, Precision.FLOAT32, device)) {
      model
          .weights()
          .forEach((weight, source) -> weights.put(weight.name(), loader.load(weight, source)));
      var program = new Program("encoder.Encoder", attributes(model));
      program.call("bind", weights);
      return new Encoder(program, weights, Math.max(0, model.shape().padding()));
    } catch (RuntimeException | Error e) {
      weights.values().forEach(Tensor::close);
      throw e;
    }
  }

  private static Map<String, Object> attributes(EncoderFiles model) {
    EncoderShape shape = model.shape();
    var attributes = new LinkedHashMap<String, Object>();
    attributes.put("training", false);
    attributes.put("weights", new Pickle.Typed("Dict[str, Tensor]", Map.of()));
    attributes.put("layer_count", shape.layers());
    attributes.put("heads", shape.heads());
    attributes.put("norm_eps", shape.eps());
    attributes.put("activation", shape.activation());
    attributes.put("padding", shape.padding());
    attributes.put("pooling", new Pickle.Typed("List[str]", model.pooling()));
    attributes.put("stages", new Pickle.Typed("List[str]", model.stages()));
    return attributes;
  }

  /**
   * The embeddings of some texts, computed side by side.
   *
   * @param rows ids of each text, special tokens included; none is empty
   * @return a vector per text
   */
  public List<float[]> embeddings(List<int[]> rows) {
    return embeddings(rows, rows.stream().map(row -> new int[row.length]).toList());
  }

  /**
   * The same of ids that have a type each: a text alone is all of type 0.
   *
   * @param types the token type of each id
   */
  List<float[]> embeddings(List<int[]> rows, List<int[]> types) {
    int longest = longest(rows);
    try (Tensor ids = Inputs.padded(rows, longest, padding);
        Tensor kinds = Inputs.padded(types, longest, 0);
        Tensor lengths = Inputs.lengths(rows);
        Tensor embeddings = program.tensor("embeddings", ids, kinds, lengths)) {
      int width = Math.toIntExact(embeddings.size(1));
      float[] all = embeddings.floats();
      var vectors = new ArrayList<float[]>();
      for (int i = 0; i < rows.size(); i++) {
        vectors.add(Arrays.copyOfRange(all, i * width, (i + 1) * width));
      }
      return vectors;
    }
  }

  /**
   * The states of all layers, for comparisons with a reference.
   *
   * @param rows ids of each text
   * @param types the token type of each id
   * @return L + 1 times [B,T,H] row by row, T the longest row: the embedding, then what each layer
   *     gives; what stands behind the end of a row means nothing
   */
  List<float[]> states(List<int[]> rows, List<int[]> types) {
    int longest = longest(rows);
    try (Tensor ids = Inputs.padded(rows, longest, padding);
        Tensor kinds = Inputs.padded(types, longest, 0);
        Tensor lengths = Inputs.lengths(rows)) {
      var states = new ArrayList<float[]>();
      for (Tensor each : program.tensors("states", ids, kinds, lengths)) {
        try (each) {
          states.add(each.floats());
        }
      }
      return states;
    }
  }

  private static int longest(List<int[]> rows) {
    if (rows.stream().anyMatch(row -> row.length == 0)) {
      throw new IllegalArgumentException("a text without tokens has no states");
    }
    return rows.stream().mapToInt(row -> row.length).max().orElseThrow();
  }

  @Override
  public void close() {
    weights.values().forEach(Tensor::close);
    program.close();
  }
}
