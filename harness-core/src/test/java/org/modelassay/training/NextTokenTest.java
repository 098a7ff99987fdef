package org.modelassay.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NextTokenTest {
  /** Each token is its place, so that a window tells where it was cut. */
  private static final int[] STREAM = IntStream.range(0, 1000).toArray();

  private static final NextToken OBJECTIVE = new NextToken(STREAM, 1000, 10, 3, 7);

  private static List<Integer> starts(long from, long to) {
    var starts = new ArrayList<Integer>();
    for (long step = from; step < to; step++) {
      for (int[] window : OBJECTIVE.targets(step)) {
        assertThat(window).isEqualTo(IntStream.range(window[0], window[0] + 10).toArray());
        starts.add(window[0]);
      }
    }
    return starts;
  }

  @Test
  void aPassTakesEachWindowOnce() {
    // 99 windows of 10, 3 to a step.
    List<Integer> starts = starts(0, 33);
    assertThat(starts).doesNotHaveDuplicates().hasSize(99);
    assertThat(starts.stream().map(start -> start % 10).distinct()).hasSize(1);
  }

  @Test
  void theNextPassTakesThemInAnotherOrder() {
    assertThat(starts(33, 66)).hasSize(99).isNotEqualTo(starts(0, 33));
  }

  @Test
  void aStepDependsOnItsNumberAlone() {
    assertThat(new NextToken(STREAM, 1000, 10, 3, 7).targets(40).toArray())
        .isEqualTo(OBJECTIVE.targets(40).toArray());
  }

  @Test
  void aStreamThatIsTooShortIsRefused() {
    assertThatThrownBy(() -> new NextToken(new int[59], 1000, 10, 3, 7))
        .hasMessageContaining("59 tokens are fewer than two steps of 3 x 10");
  }
}
