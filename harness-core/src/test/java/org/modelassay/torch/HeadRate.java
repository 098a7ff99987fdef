package org.modelassay.torch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Random;

/** The output matrix alone, of any number of rows. */
public final class HeadRate {
  private static final int WIDTH = 256;
  private static final int STATES = 512;

  private HeadRate() {}

  /** Scores 512 states of width 256. */
  public static void score(int vocabulary) {
    try (var head = new OutputHead(Map.of("head", matrix(vocabulary)), vocabulary, WIDTH);
        Tensor states = matrix(STATES)) {
      long[] targets = new Random(1).longs(STATES, 0, vocabulary).toArray();
      head.score(states, targets, false);
      head.score(states, targets, false);
      head.score(states, targets, false);
      head.score(states, targets, false);
    }
  }

  private static Tensor matrix(int rows) {
    ByteBuffer values = ByteBuffer.allocateDirect(4 * rows * WIDTH).order(ByteOrder.nativeOrder());
    for (int i = 0; values.hasRemaining(); i++) {
      values.putFloat((i * 31 % 1000 - 500) / 1e4f);
    }
    return Inputs.matrix(values.flip(), rows, WIDTH);
  }
}
