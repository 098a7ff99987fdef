package org.modelassay.model.quantized;

import java.util.List;
import java.util.Optional;
import org.modelassay.model.checkpoint.ComputedTensor;
import org.modelassay.model.checkpoint.StoredType;
import org.modelassay.model.checkpoint.TensorSource;

/**
 * The steps that formats are put together from, as {@code quantized.py} computes them. Codes are
 * [out, in], like the matrix they stand for.
 */
final class Computations {
  private Computations() {}

  /** Exchanges the two dimensions. */
  static ComputedTensor transposed(TensorSource matrix) {
    long[] shape = {matrix.shape()[1], matrix.shape()[0]};
    return new ComputedTensor(
        matrix.name(), "weights.transposed", List.of(matrix), shape, matrix.type());
  }

  /**
   * The first {@code count} codes of each row of words, less an offset.
   *
   * @param words [rows, words] of int32
   * @param bits of a code: 2, 3, 4 or 8
   */
  static ComputedTensor unpacked(TensorSource words, int bits, int offset, long count) {
    return new ComputedTensor(
        words.name(),
        "quantized.unpacked",
        List.of(words, (long) bits, (long) offset, count),
        new long[] {words.shape()[0], count},
        StoredType.I16);
  }

  /** The columns of each run put into another order. */
  static ComputedTensor reordered(TensorSource codes, long... order) {
    return step("quantized.reordered", codes, order);
  }

  /** One added to each code of words: by words, so that an overflow carries. */
  static ComputedTensor incremented(TensorSource words, int bits) {
    return step("quantized.incremented", words, (long) bits);
  }

  /** One added to each code, the largest becoming 0. */
  static ComputedTensor wrapped(TensorSource codes, int bits) {
    return step("quantized.wrapped", codes, (long) bits);
  }

  private static ComputedTensor step(String function, TensorSource codes, Object argument) {
    return new ComputedTensor(
        codes.name(), function, List.of(codes, argument), codes.shape(), codes.type());
  }

  /**
   * (code - zero) * scale with a zero and a scale for each block of codes, in the arithmetic of the
   * scales' type.
   *
   * @param zeros as many as scales
   */
  static ComputedTensor blocks(
      String name, TensorSource codes, Optional<? extends TensorSource> zeros, ScaleGrid grid) {
    return blocks(name, codes, zeros, grid, grid.scales().type(), true);
  }

  /**
   * code * scale in float32 without rounding.
   *
   * @param type what is said of its values
   */
  static ComputedTensor exactBlocks(
      String name, TensorSource codes, ScaleGrid grid, StoredType type) {
    return blocks(name, codes, Optional.empty(), grid, type, false);
  }

  private static ComputedTensor blocks(
      String name,
      TensorSource codes,
      Optional<? extends TensorSource> zeros,
      ScaleGrid grid,
      StoredType type,
      boolean rounded) {
    long[] shape = codes.shape();
    long[] block = {Math.min(grid.height(), shape[0]), Math.min(grid.width(), shape[1])};
    return new ComputedTensor(
        name,
        "quantized.blocks",
        List.of(codes, zeros.stream().toList(), grid.scales(), grid.grid(), block, rounded),
        shape,
        type);
  }

  /**
   * The same where each column says itself which group, a column of zeros and scales, it belongs
   * to.
   *
   * @param zeros [out, groups]
   * @param scales [out, groups]
   * @param group [in], whole numbers
   */
  static ComputedTensor groups(
      String name,
      TensorSource codes,
      Optional<? extends TensorSource> zeros,
      TensorSource scales,
      TensorSource group) {
    return new ComputedTensor(
        name,
        "quantized.groups",
        List.of(codes, zeros.stream().toList(), scales, group),
        codes.shape(),
        scales.type());
  }
}
