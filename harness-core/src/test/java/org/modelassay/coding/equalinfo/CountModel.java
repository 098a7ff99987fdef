package org.modelassay.coding.equalinfo;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.modelassay.reading.StepModel;

/**
 * A byte model that counted what follows up to {@link #ORDER} bytes in some text: deterministic and
 * quick, with predictions about as sharp as those of a small neural model. Id 256 stands in front.
 */
final class CountModel implements StepModel {
  static final int ORDER = 3;
  static final int BEGIN = 256;

  private final Map<Integer, int[]> counts = new HashMap<>();
  private final Map<Integer, long[]> distributions = new HashMap<>();
  private final Deque<Integer> last = new ArrayDeque<>();
  long steps;

  CountModel(byte[] text) {
    for (int i = 0; i < text.length; i++) {
      for (int order = 0; order <= Math.min(ORDER, i); order++) {
        counts.computeIfAbsent(key(text, i - order, order), k -> new int[257])[text[i] & 0xFF]++;
      }
    }
  }

  private static int key(byte[] text, int from, int order) {
    int key = 1;
    for (int i = 0; i < order; i++) {
      key = (key << 8) | (text[from + i] & 0xFF);
    }
    return key;
  }

  @Override
  public void reset() {
    last.clear();
  }

  @Override
  public Frequencies next(int token) {
    steps++;
    if (token != BEGIN) {
      last.addLast(token);
      if (last.size() > ORDER) {
        last.removeFirst();
      }
    }
    int key = 1;
    for (int symbol : last) {
      key = (key << 8) | symbol;
    }
    return new Sums(distributions.computeIfAbsent(key, this::sums));
  }

  /** Counts of each order, the longer the heavier: the share of an order's unseen is 1 of n + 1. */
  private long[] sums(int key) {
    double[] p = new double[257];
    for (int order = 0; order <= ORDER; order++) {
      int longest = (31 - Integer.numberOfLeadingZeros(key)) / 8;
      if (order > longest) {
        break;
      }
      int above = 1 << (8 * order);
      int suffix = above | (key & (above - 1));
      int[] seen = counts.get(suffix);
      if (seen == null) {
        break;
      }
      double n = 0;
      for (int count : seen) {
        n += count;
      }
      for (int t = 0; t < p.length; t++) {
        p[t] = (p[t] + seen[t]) / (n + 1);
      }
    }
    long[] sums = new long[258];
    for (int t = 0; t < 257; t++) {
      sums[t + 1] = sums[t] + 1 + (long) (p[t] * 0x1p40);
    }
    return sums;
  }

  @Override
  public int vocabularySize() {
    return 257;
  }

  private record Sums(long[] sums) implements Frequencies {
    @Override
    public long total() {
      return sums[sums.length - 1];
    }

    @Override
    public long low(int token) {
      return sums[token];
    }

    @Override
    public long frequency(int token) {
      return sums[token + 1] - sums[token];
    }

    @Override
    public int find(long value) {
      throw new UnsupportedOperationException();
    }
  }
}
