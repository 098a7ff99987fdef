package org.modelassay.model;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * A weight that the program wants, and the tensors of the checkpoint that it is made of: one as it
 * stands, transposed, an entry of a larger one, or several stacked.
 *
 * @param name the program's name for it, such as {@code 3.q}
 * @param sources the checkpoint's names, such as {@code model.layers.3.self_attn.q_proj.weight};
 *     where there are several they are stacked along a new first dimension
 * @param stored the sizes that each source has
 * @param entry which entry of the source's first dimension it is, empty for all of it
 * @param transposed whether the last two dimensions are to be exchanged
 * @param treated whether treatments apply: the matrices of attention and MLP, never embedding,
 *     head, norms, routers or biases
 * @param wide whether it stays float32 whatever the model computes in
 */
public record Weight(
    String name,
    List<String> sources,
    long[] stored,
    OptionalInt entry,
    boolean transposed,
    boolean treated,
    boolean wide) {
  /** Copies the list. */
  public Weight {
    sources = List.copyOf(sources);
  }

  /** A matrix that treatments apply to. */
  public static Weight matrix(String name, String source, long rows, long columns) {
    return new Weight(
        name, List.of(source), new long[] {rows, columns}, OptionalInt.empty(), false, true, false);
  }

  /** A weight that no treatment touches. */
  public static Weight plain(String name, String source, long... shape) {
    return new Weight(name, List.of(source), shape, OptionalInt.empty(), false, false, false);
  }

  /** Several of one shape, stacked along a new first dimension. */
  public static Weight stacked(String name, List<String> sources, long... shape) {
    return new Weight(name, sources, shape, OptionalInt.empty(), false, false, false);
  }

  /** This weight stored input-major: [in, out] in the file, [out, in] in the program. */
  public Weight storedTransposed() {
    long[] flipped = stored.clone();
    int n = flipped.length;
    flipped[n - 2] = stored[n - 1];
    flipped[n - 1] = stored[n - 2];
    return new Weight(name, sources, flipped, entry, true, treated, wide);
  }

  /** This weight kept in float32. */
  public Weight inFloat32() {
    return new Weight(name, sources, stored, entry, transposed, treated, true);
  }

  /** This weight as one entry of a tensor that holds {@code count} of them. */
  public Weight entryOf(int count, int index) {
    long[] all = new long[stored.length + 1];
    all[0] = count;
    System.arraycopy(stored, 0, all, 1, stored.length);
    return new Weight(name, sources, all, OptionalInt.of(index), transposed, treated, wide);
  }

  /** Whether the program sees one whole tensor of the checkpoint as it lies there. */
  public boolean asStored() {
    return sources.size() == 1 && entry.isEmpty() && !transposed;
  }

  /** The sizes that the program sees. */
  public long[] shape() {
    long[] shape =
        entry.isPresent() ? Arrays.copyOfRange(stored, 1, stored.length) : stored.clone();
    if (sources.size() > 1) {
      long[] stack = new long[shape.length + 1];
      stack[0] = sources.size();
      System.arraycopy(shape, 0, stack, 1, shape.length);
      shape = stack;
    }
    if (transposed) {
      int n = shape.length;
      long last = shape[n - 1];
      shape[n - 1] = shape[n - 2];
      shape[n - 2] = last;
    }
    return shape;
  }
}
