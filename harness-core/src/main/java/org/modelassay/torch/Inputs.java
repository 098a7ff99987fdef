package org.modelassay.torch;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tensors made from Java arrays. Each is closed by whoever asked for it, so one manager serves all.
 */
final class Inputs {
  private static @Nullable PtNDManager manager;

  private Inputs() {}

  private static synchronized PtNDManager manager() {
    PtNDManager m = manager;
    if (m == null) {
      Torch.start();
      m = (PtNDManager) NDManager.newBaseManager(ai.djl.Device.cpu(), "PyTorch");
      manager = m;
    }
    return m;
  }

  static Tensor vector(long[] values) {
    return Tensor.of(manager(), values);
  }

  static Tensor vector(double[] values) {
    return Tensor.of(manager(), values);
  }

  /** The length of each row, [B]. */
  static Tensor lengths(List<int[]> rows) {
    return vector(rows.stream().mapToLong(row -> row.length).toArray());
  }

  /** Rows side by side, right padded, [B,T]. */
  static Tensor padded(List<int[]> rows, int longest, int with) {
    long[] ids = new long[Math.multiplyExact(rows.size(), longest)];
    Arrays.fill(ids, with);
    for (int i = 0; i < rows.size(); i++) {
      int[] row = rows.get(i);
      for (int t = 0; t < row.length; t++) {
        ids[i * longest + t] = row[t];
      }
    }
    return matrix(ids, rows.size(), longest);
  }

  /** Positions of rows, [B,T]; padding counts on from where a row ends. */
  static Tensor positions(List<int[]> rows, int longest) {
    long[] at = new long[Math.multiplyExact(rows.size(), longest)];
    for (int i = 0; i < rows.size(); i++) {
      int[] row = rows.get(i);
      for (int t = 0; t < longest; t++) {
        at[i * longest + t] = t < row.length ? row[t] : at[i * longest + t - 1] + 1;
      }
    }
    return matrix(at, rows.size(), longest);
  }

  /** Rows that count from a number each, [B,T]. */
  static Tensor counted(long[] from, int longest) {
    long[] at = new long[Math.multiplyExact(from.length, longest)];
    Arrays.setAll(at, i -> from[i / longest] + i % longest);
    return matrix(at, from.length, longest);
  }

  static Tensor matrix(long[] values, int rows, int columns) {
    return Tensor.of(manager(), values, rows, columns);
  }

  static Tensor matrix(ByteBuffer floats, int rows, int columns) {
    return Tensor.of(manager(), floats, rows, columns);
  }
}
