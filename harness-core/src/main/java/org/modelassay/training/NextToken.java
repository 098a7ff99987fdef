package org.modelassay.training;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.modelassay.torch.Learner;
import org.modelassay.torch.Tensor;

/**
 * Predicts each next token of windows cut from one long stream of tokens. Each window has BOS in
 * front, as a model reads it later. One pass over the stream after the other cuts it anew and takes
 * the windows in another order.
 */
public final class NextToken implements Objective {
  private final int[] stream;
  private final int bos;
  private final int length;
  private final int rows;
  private final long seed;

  /**
   * A stream of tokens.
   *
   * @param stream the tokens of all documents, each ended by EOS
   * @param bos the token in front of each window
   * @param length tokens of a window, BOS included; as many are predicted
   * @param rows windows of a step
   * @param seed draws the cuts and the orders
   */
  public NextToken(int[] stream, int bos, int length, int rows, long seed) {
    if (stream.length < 2L * length * rows) {
      throw new IllegalArgumentException(
          stream.length + " tokens are fewer than two steps of " + rows + " x " + length);
    }
    this.stream = stream;
    this.bos = bos;
    this.length = length;
    this.rows = rows;
    this.seed = seed;
  }

  @Override
  public Tensor loss(Learner learner, long step) {
    List<int[]> targets = targets(step);
    var inputs = new ArrayList<int[]>();
    for (int[] window : targets) {
      int[] input = new int[length];
      input[0] = bos;
      System.arraycopy(window, 0, input, 1, length - 1);
      inputs.add(input);
    }
    try (Tensor states = learner.states(inputs)) {
      return learner.nextToken(states, targets);
    }
  }

  /** The windows of a step. */
  List<int[]> targets(long step) {
    // One window of a pass is given up, so that the cuts can lie anywhere.
    int windows = stream.length / length - 1;
    int steps = windows / rows;
    long pass = step / steps;
    var random = new SplittableRandom(seed + pass);
    int shift = random.nextInt(length);
    int[] order = shuffled(windows, random);
    var chosen = new ArrayList<int[]>();
    for (int row = 0; row < rows; row++) {
      int from = shift + length * order[(int) (step % steps) * rows + row];
      int[] window = new int[length];
      System.arraycopy(stream, from, window, 0, length);
      chosen.add(window);
    }
    return chosen;
  }

  private static int[] shuffled(int count, SplittableRandom random) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
