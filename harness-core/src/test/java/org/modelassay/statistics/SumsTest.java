package org.modelassay.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SumsTest {
  /** Neumaier's own example, where Kahan's sum gives 0. */
  @Test
  void keepsWhatALargeTermWouldSwallow() {
    assertThat(Sums.sum(new double[] {1, 1e100, 1, -1e100})).isEqualTo(2);
  }

  @Test
  void aMillionTenthsAreAHundredThousand() {
    double[] tenths = new double[1_000_000];
    Arrays.fill(tenths, 0.1);
    assertThat(Sums.sum(tenths)).isEqualTo(100_000);
    assertThat(Sums.mean(tenths)).isEqualTo(0.1);
  }

  @Test
  void whatIsNotFiniteStaysSo() {
    assertThat(Sums.sum(new double[] {1, Double.POSITIVE_INFINITY, 2}))
        .isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(Sums.sum(new double[] {1, Double.NaN})).isNaN();
  }

  @Test
  void ofNothingTheSumIsZeroAndTheMeanUnknown() {
    assertThat(Sums.sum(new double[0])).isZero();
    assertThat(Sums.mean(new double[0])).isNaN();
  }
}
