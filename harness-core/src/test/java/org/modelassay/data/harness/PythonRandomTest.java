package org.modelassay.data.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Values of CPython 3.11: {@code r = random.Random(1234); r.sample(range(n), k)}, in this order.
 */
class PythonRandomTest {
  @Test
  void samplesAreThoseOfPython() {
    var random = new PythonRandom(1234);

    assertThat(random.sample(range(20), 5)).isEqualTo(List.of(14, 3, 0, 2, 1));
    assertThat(random.sample(range(1000), 5)).isEqualTo(List.of(687, 709, 85, 100, 784));
    assertThat(random.sample(range(85), 7)).isEqualTo(List.of(45, 30, 2, 3, 82, 44, 61));
    assertThat(random.sample(range(86), 7)).isEqualTo(List.of(78, 59, 19, 11, 23, 14, 1));
    assertThat(random.sample(range(3), 3)).isEqualTo(List.of(2, 1, 0));
    assertThat(random.sample(range(1), 1)).isEqualTo(List.of(0));
  }

  private static List<Integer> range(int size) {
    return IntStream.range(0, size).boxed().toList();
  }
}
