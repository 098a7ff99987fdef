package org.modelassay.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Which members of a population stand for it. */
public final class Samples {
  private Samples() {}

  /**
   * Some numbers below a size, evenly spread, rising.
   *
   * @param count at most {@code size}
   */
  public static int[] evenly(int count, int size) {
    return IntStream.range(0, count).map(i -> (int) ((long) i * size / count)).toArray();
  }

  /**
   * Some numbers below a size, drawn without replacement (Fisher and Yates), in the order drawn.
   *
   * @param count at most {@code size}
   */
  public static int[] drawn(int count, int size, SplittableRandom random) {
    int[] numbers = IntStream.range(0, size).toArray();
    for (int i = 0; i < count; i++) {
      int other = random.nextInt(i, size);
      int taken = numbers[other];
      numbers[other] = numbers[i];
      numbers[i] = taken;
    }
    return Arrays.copyOf(numbers, count);
  }
}
