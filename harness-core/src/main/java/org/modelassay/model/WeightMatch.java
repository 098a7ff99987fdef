package org.modelassay.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.modelassay.AssayException;
import org.modelassay.model.checkpoint.ComputedTensor;
import org.modelassay.model.checkpoint.TensorSource;

/**
 * Finds the tensors that the weights of a model are made of. Every weight must be there in its
 * shape, and nothing may be left over: a tensor that the configuration does not use tells that the
 * model computed would not be the model saved.
 */
public final class WeightMatch {
  private WeightMatch() {}

  /**
   * The source of each weight.
   *
   * @param location where the model lies, for messages
   * @param config what asks for the weights, for messages
   * @param wanted the weights
   * @param tensors those of the checkpoint, by name
   * @param ignorable whether a tensor that is none of the weights has no effect
   * @throws AssayException when a tensor is missing, misshaped, of whole numbers or left over
   */
  public static Map<Weight, TensorSource> of(
      Path location,
      ModelConfig config,
      List<Weight> wanted,
      Map<String, TensorSource> tensors,
      Predicate<String> ignorable) {
    var matched = new LinkedHashMap<Weight, TensorSource>();
    var missing = new ArrayList<String>();
    var left = new TreeSet<>(tensors.keySet());
    for (Weight weight : wanted) {
      var sources = new ArrayList<TensorSource>();
      for (String name : weight.sources()) {
        TensorSource source = tensors.get(name);
        if (source == null) {
          missing.add(name + " " + Arrays.toString(weight.stored()));
          continue;
        }
        check(config, weight, source);
        left.remove(name);
        sources.add(source);
      }
      if (sources.size() == weight.sources().size()) {
        matched.put(weight, arranged(weight, sources));
      }
    }
    if (!missing.isEmpty()) {
      throw new AssayException(
          location
              + ": "
              + missing.size()
              + " of the tensors that "
              + config.file().getFileName()
              + " asks for are missing, such as "
              + missing.get(0));
    }
    left.removeIf(ignorable);
    if (!left.isEmpty()) {
      throw new AssayException(
          location
              + ": "
              + left.size()
              + " tensors are left over, such as "
              + left.first()
              + "; the configuration does not use them, so the model computed would not be the model saved");
    }
    return Collections.unmodifiableMap(matched);
  }

  private static void check(ModelConfig config, Weight weight, TensorSource source) {
    if (!Arrays.equals(source.shape(), weight.stored())) {
      throw new AssayException(
          source.file()
              + ": tensor "
              + source.name()
              + " has shape "
              + Arrays.toString(source.shape())
              + ", "
              + config.file().getFileName()
              + " asks for "
              + Arrays.toString(weight.stored()));
    }
    if (!source.type().floating()) {
      throw new AssayException(
          source.file()
              + ": tensor "
              + source.name()
              + " holds whole numbers of type "
              + source.type()
              + ", and "
              + config.file().getFileName()
              + " has no quantization_config that says what they mean");
    }
  }

  /** The sources of a weight as the program wants them. */
  private static TensorSource arranged(Weight weight, List<TensorSource> sources) {
    TensorSource source = sources.get(0);
    String name = source.name();
    if (sources.size() > 1) {
      source =
          new ComputedTensor(
              name, "weights.stacked", List.of(sources), weight.shape(), source.type());
    }
    if (weight.entry().isPresent()) {
      source = source.entry(weight.entry().getAsInt());
    }
    if (weight.transposed()) {
      source =
          new ComputedTensor(
              name, "weights.transposed", List.of(source), weight.shape(), source.type());
    }
    return source;
  }
}
