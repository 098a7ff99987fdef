package org.modelassay.torch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.modelassay.AssayException;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelFiles;
import org.modelassay.model.Rope;

/** Makes decoders and heads of model files: weights to their devices, attributes to the program. */
final class DecoderLoader {
  private DecoderLoader() {}

  /**
   * Loads a model.
   *
   * @throws AssayException when a weight holds NaN or infinity, naming it
   */
  static Decoder load(
      ModelFiles model, WeightTreatment treatment, Precision precision, Placement placement) {
    DecoderShape shape = model.shape();
    var weights = new LinkedHashMap<String, Tensor>();
    var loaders = new HashMap<Device, WeightLoader>();
    try {
      model
          .weights()
          .forEach(
              (weight, source) -> {
                List<Integer> users = Placement.users(weight.name(), shape);
                Device device =
                    users.isEmpty()
                        ? placement.device(weight.name())
                        : placement.home(users.get(0));
                Tensor loaded =
                    loaders
                        .computeIfAbsent(device, d -> new WeightLoader(treatment, precision, d))
                        .load(weight, source);
                if (!weight.name().startsWith("shared.")) {
                  weights.put(weight.name(), loaded);
                  return;
                }
                String rest = weight.name().split("\\.", 3)[2];
                try (loaded) {
                  for (int layer : users) {
                    weights.put(
                        layer + ".shared." + rest, Decoder.moved(loaded, placement.home(layer)));
                  }
                }
              });
      var program = new Program("decoder.Decoder", attributes(shape));
      program.call("bind", weights);
      var parts = new LinkedHashMap<String, Tensor>();
      Tensor matrix = Objects.requireNonNull(weights.get(matrix(shape)));
      parts.put("head", Decoder.moved(matrix, placement.last()));
      Tensor bias = weights.get("head.bias");
      if (bias != null) {
        parts.put("head.bias", Decoder.moved(bias, placement.last()));
      }
      return new Decoder(
          loaders.values(),
          program,
          placement,
          weights,
          head(parts, shape, placement.last()),
          shape);
    } catch (RuntimeException | Error e) {
      weights.values().forEach(Tensor::close);
      loaders.values().forEach(WeightLoader::close);
      throw e;
    }
  }

  /** The program's name of the output matrix. */
  static String matrix(DecoderShape shape) {
    return shape.tied() ? "embed" : "head";
  }

  /** The head alone. */
  static OutputHead head(ModelFiles model, Precision precision, Device device) {
    DecoderShape shape = model.shape();
    String name = matrix(shape);
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
    parts.putAll(numbers(shape, device));
    return new OutputHead(parts, shape.vocabulary(), shape.output());
  }

  /** What a head multiplies its logits by and caps them at, where it does. */
  static Map<String, Tensor> numbers(DecoderShape shape, Device device) {
    Program operations = Programs.weights();
    var numbers = new HashMap<String, Tensor>();
    shape
        .logitScale()
        .ifPresent(s -> numbers.put("scale", operations.tensor("number", s, device.name())));
    shape
        .logitCap()
        .ifPresent(c -> numbers.put("cap", operations.tensor("number", c, device.name())));
    return numbers;
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

  static Map<String, Object> attributes(DecoderShape shape) {
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
}
