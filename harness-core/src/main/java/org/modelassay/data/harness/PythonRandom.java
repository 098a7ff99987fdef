package org.modelassay.data.harness;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.rng.core.source32.MersenneTwister;

/**
 * Draws as CPython's {@code random.Random} of a small seed draws them. Source: {@code
 * Lib/random.py} of CPython 3.11 ({@code sample}, {@code _randbelow_with_getrandbits}).
 */
final class PythonRandom {
  private final MersenneTwister twister;

  PythonRandom(int seed) {
    twister = new MersenneTwister(new int[] {seed});
  }

  /** A number of 0 to below the bound, which is positive. */
  private int below(int bound) {
    int unused = Integer.numberOfLeadingZeros(bound);
    int drawn = twister.nextInt() >>> unused;
    while (drawn >= bound) {
      drawn = twister.nextInt() >>> unused;
    }
    return drawn;
  }

  /** Some different elements of a list that has as many, in the order drawn. */
  <T> List<T> sample(List<T> population, int count) {
    int size = population.size();
    // From here on a set of what was drawn takes less room than a copy of the list.
    int table = 21;
    if (count > 5) {
      table += (int) Math.pow(4, Math.ceil(Math.log(count * 3.0) / Math.log(4)));
    }
    var drawn = new ArrayList<T>(count);
    if (size <= table) {
      var pool = new ArrayList<>(population);
      for (int i = 0; i < count; i++) {
        int j = below(size - i);
        drawn.add(pool.get(j));
        pool.set(j, pool.get(size - i - 1));
      }
    } else {
      Set<Integer> taken = new HashSet<>();
      for (int i = 0; i < count; i++) {
        int j = below(size);
        while (!taken.add(j)) {
          j = below(size);
        }
        drawn.add(population.get(j));
      }
    }
    return drawn;
  }
}
