package org.modelassay.model.quantized;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.modelassay.AssayException;
import org.modelassay.model.checkpoint.Checkpoint;
import org.modelassay.model.checkpoint.StoredTensor;
import org.modelassay.model.checkpoint.StoredType;
import org.modelassay.model.checkpoint.TensorSource;

/**
 * The tensors of a quantised checkpoint while a method puts its weights together: parts are taken
 * out, each with its type and sizes checked, and weights are put in.
 */
final class Parts {
  /** Types that scales are kept in. */
  static final Set<StoredType> SCALES = Set.of(StoredType.F16, StoredType.BF16, StoredType.F32);

  private static final Set<StoredType> WORDS = Set.of(StoredType.I32);

  private final Map<String, TensorSource> tensors;
  private final List<Path> files;
  private final String method;

  Parts(Checkpoint stored, String method) {
    this.tensors = new LinkedHashMap<>(stored.tensors());
    this.files = stored.files();
    this.method = method;
  }

  /** The modules {@code X} of which some tensor {@code X.part} is there. */
  SortedSet<String> modules(String... parts) {
    var modules = new TreeSet<String>();
    for (String name : tensors.keySet()) {
      for (String part : parts) {
        if (name.endsWith("." + part)) {
          modules.add(name.substring(0, name.length() - part.length() - 1));
        }
      }
    }
    return modules;
  }

  /** The names of which some tensor with this ending is there, without it. */
  SortedSet<String> stems(String ending) {
    var stems = new TreeSet<String>();
    for (String name : tensors.keySet()) {
      if (name.endsWith(ending)) {
        stems.add(name.substring(0, name.length() - ending.length()));
      }
    }
    return stems;
  }

  /** The modules whose {@code weight} is of one of these types. */
  SortedSet<String> weights(Set<StoredType> types) {
    var modules = new TreeSet<String>();
    for (TensorSource tensor : tensors.values()) {
      if (tensor.name().endsWith(".weight") && types.contains(tensor.type())) {
        modules.add(tensor.name().substring(0, tensor.name().length() - ".weight".length()));
      }
    }
    return modules;
  }

  boolean has(String name) {
    return tensors.containsKey(name);
  }

  /** Takes a part that may be missing. */
  Optional<StoredTensor> find(String name, Set<StoredType> types) {
    TensorSource tensor = tensors.remove(name);
    if (tensor == null) {
      return Optional.empty();
    }
    if (!types.contains(tensor.type())) {
      throw new AssayException(
          tensor.file()
              + ": tensor "
              + name
              + " is of type "
              + tensor.type()
              + ", "
              + method
              + " keeps it as "
              + types.stream().sorted().map(Enum::name).collect(Collectors.joining(" or ")));
    }
    return Optional.of((StoredTensor) tensor);
  }

  /** Takes a part. */
  StoredTensor take(String name, Set<StoredType> types) {
    return find(name, types)
        .orElseThrow(
            () ->
                new AssayException(
                    files.get(0).getParent()
                        + ": tensor "
                        + name
                        + " is missing, a part of a weight quantised by "
                        + method
                        + " of which other parts are there: copy the whole checkpoint"));
  }

  /** Takes a matrix of packed codes. */
  StoredTensor words(String name) {
    return matrix(take(name, WORDS));
  }

  /** Takes a matrix of scales. */
  StoredTensor scales(String name) {
    return matrix(take(name, SCALES));
  }

  /** Drops tensors that are of no use to the weights, such as scales of activations. */
  void drop(String... parts) {
    for (String part : parts) {
      tensors.keySet().removeIf(name -> name.endsWith("." + part));
    }
  }

  /** Puts a weight in. */
  void put(TensorSource weight) {
    tensors.put(weight.name(), weight);
  }

  Checkpoint checkpoint() {
    return new Checkpoint(tensors, files);
  }

  /** Requires two dimensions. */
  static StoredTensor matrix(StoredTensor part) {
    if (part.shape().length != 2 || part.elements() == 0) {
      throw misshaped(part, "a matrix");
    }
    return part;
  }

  /** Requires these sizes. */
  static <T extends TensorSource> T sized(T part, String because, long... shape) {
    if (!Arrays.equals(part.shape(), shape)) {
      throw misshaped(part, Arrays.toString(shape) + ": " + because);
    }
    return part;
  }

  /** Requires a number of elements, in whatever shape. */
  static <T extends TensorSource> T counted(T part, String because, long count) {
    if (part.elements() != count) {
      throw misshaped(part, count + " numbers: " + because);
    }
    return part;
  }

  static AssayException misshaped(TensorSource part, String expected) {
    return new AssayException(
        part.file()
            + ": tensor "
            + part.name()
            + " has shape "
            + Arrays.toString(part.shape())
            + ", expected "
            + expected);
  }

  /**
   * The bytes of a small tensor.
   *
   * @param most more are refused
   */
  static ByteBuffer bytes(StoredTensor part, int most) {
    if (part.bytes() > most) {
      throw misshaped(part, "at most " + most + " bytes");
    }
    ByteBuffer buffer = ByteBuffer.allocate((int) part.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(part.file())) {
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, part.offset() + buffer.position()) < 0) {
          throw new IOException("the file ends at " + (part.offset() + buffer.position()));
        }
      }
    } catch (IOException e) {
      throw new AssayException(
          part.file() + ": tensor " + part.name() + " cannot be read: " + e, e);
    }
    return buffer.flip();
  }
}
