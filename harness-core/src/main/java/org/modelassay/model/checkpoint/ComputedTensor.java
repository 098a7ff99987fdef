package org.modelassay.model.checkpoint;

import java.nio.file.Path;
import java.util.List;

/**
 * A tensor that is computed from others while a model is loaded: dequantised, transposed, merged
 * with an adapter.
 *
 * @param name its name
 * @param function a method of the programs that treat weights, {@code text.method}, such as {@code
 *     weights.transposed}; its result is a tensor of {@code shape}
 * @param arguments of the method, in order: {@link TensorSource}s, given in the type they are
 *     stored in; {@code List<TensorSource>}; {@code long[]}; Long, Double, Boolean and String
 * @param shape its sizes
 * @param type the type of its values
 */
public record ComputedTensor(
    String name, String function, List<Object> arguments, long[] shape, StoredType type)
    implements TensorSource {
  /** Copies the arguments. */
  public ComputedTensor {
    arguments = List.copyOf(arguments);
  }

  @Override
  public Path file() {
    for (Object argument : arguments) {
      if (argument instanceof TensorSource source) {
        return source.file();
      }
      if (argument instanceof List<?> list
          && !list.isEmpty()
          && list.get(0) instanceof TensorSource source) {
        return source.file();
      }
    }
    throw new IllegalStateException(name + " is computed from nothing");
  }
}
