package org.modelassay.model.checkpoint;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

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
  /** Functions that treat every entry of the first dimension alike and alone. */
  private static final Set<String> BY_ENTRY = Set.of("quantized.mxfp4");

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

  @Override
  public TensorSource entry(int index) {
    long[] rest = Arrays.copyOfRange(shape, 1, shape.length);
    if (BY_ENTRY.contains(function)) {
      // Only what is wanted is computed: a stack of experts is large.
      List<Object> each =
          arguments.stream()
              .map(a -> a instanceof TensorSource source ? (Object) source.entry(index) : a)
              .toList();
      return new ComputedTensor(name, function, each, rest, type);
    }
    return new ComputedTensor(name, "weights.entry", List.of(this, (long) index), rest, type);
  }

  @Override
  public TensorSource rows(long[] ids) {
    if (!function.equals("gguf.dequantized")
        || !(arguments.get(0) instanceof StoredTensor blocks)) {
      return TensorSource.super.rows(ids);
    }
    // A row of such a matrix is a whole number of blocks.
    long[] byRow = {shape[0], blocks.bytes() / shape[0]};
    TensorSource some =
        new StoredTensor(
                blocks.name(), blocks.type(), byRow, blocks.file(), blocks.offset(), blocks.bytes())
            .rows(ids);
    long[] sizes = {ids.length, shape[1]};
    return new ComputedTensor(
        name,
        function,
        List.of(some, arguments.get(1), arguments.get(2), arguments.get(3), sizes),
        sizes,
        type);
  }
}
