package org.modelassay.torch;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import java.nio.ByteBuffer;
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

  static Tensor matrix(long[] values, int rows, int columns) {
    return Tensor.of(manager(), values, rows, columns);
  }

  static Tensor matrix(ByteBuffer floats, int rows, int columns) {
    return Tensor.of(manager(), floats, rows, columns);
  }
}
