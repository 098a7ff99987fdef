package org.modelassay.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScheduleTest {
  private final Schedule schedule = new Schedule(110, 10, 2, 0.1);

  @Test
  void risesInALine() {
    assertThat(schedule.rate(0)).isEqualTo(0.2);
    assertThat(schedule.rate(4)).isEqualTo(1);
    assertThat(schedule.rate(9)).isEqualTo(2);
  }

  @Test
  void fallsByHalfACosine() {
    assertThat(schedule.rate(10)).isEqualTo(2);
    assertThat(schedule.rate(60)).as("half way").isCloseTo(2 * (0.1 + 0.9 / 2), within(1e-12));
    assertThat(schedule.rate(110)).as("behind the last step").isCloseTo(0.2, within(1e-12));
  }
}
