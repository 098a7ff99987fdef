package org.modelassay.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplesTest {
  @Test
  void evenlySpreadFromTheFirstOn() {
    assertThat(Samples.evenly(4, 10)).containsExactly(0, 2, 5, 7);
    assertThat(Samples.evenly(3, 3)).containsExactly(0, 1, 2);
    // Beyond what an int holds on the way.
    assertThat(Samples.evenly(3, 2_000_000_000)).containsExactly(0, 666_666_666, 1_333_333_333);
  }

  @Test
  void drawnOnceEachAndEquallyOften() {
    var random = new SplittableRandom(1);
    int[] times = new int[6];
    for (int draw = 0; draw < 6000; draw++) {
      int[] two = Samples.drawn(2, 6, random);
      assertThat(two).doesNotHaveDuplicates();
      for (int number : two) {
        times[number]++;
      }
    }
    // 2000 expected of each, with a standard deviation of 36.5; seed 1.
    assertThat(IntStream.of(times)).allMatch(count -> Math.abs(count - 2000) < 4 * 36.5);
    assertThat(Samples.drawn(6, 6, random)).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
  }
}
