package org.modelassay.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JackknifeTest {
  private static final double[] VALUES = {
    1.001, 1.27, 0.803, 0.49, 0.695, 0.452, 1.049, 2.922, 0.675, 0.609, 1.48, 1.33
  };

  private static double[] leaveOneOut(ToDoubleFunction<double[]> statistic) {
    return IntStream.range(0, VALUES.length)
        .mapToDouble(
            out ->
                statistic.applyAsDouble(
                    IntStream.range(0, VALUES.length)
                        .filter(i -> i != out)
                        .mapToDouble(i -> VALUES[i])
                        .toArray()))
        .toArray();
  }

  private static double variance(double[] values) {
    double mean = Sums.mean(values);
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return squares / (values.length - 1);
  }

  /** Of a mean it is Student's interval; scipy 1.17.1: t.interval(.95, 11, mean, sem). */
  @Test
  void ofAMeanItIsStudentsInterval() {
    Interval interval = Jackknife.interval(Sums.mean(VALUES), leaveOneOut(Sums::mean));
    assertThat(interval.low()).isCloseTo(0.6359045123147192, within(1e-12));
    assertThat(interval.high()).isCloseTo(1.4934288210186146, within(1e-12));
  }

  /** NumPy and scipy: var(ddof=1) of the same numbers, leaving out one at a time. */
  @Test
  void ofAVarianceItAgreesWithNumPy() {
    Interval interval = Jackknife.interval(variance(VALUES), leaveOneOut(JackknifeTest::variance));
    assertThat(interval.low()).isCloseTo(-0.27827906163860894, within(1e-12));
    assertThat(interval.high()).isCloseTo(1.1890515464870939, within(1e-12));
    assertThat(interval.method()).isEqualTo("jackknife t");
  }

  @Test
  void oneMemberIsTooFew() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Jackknife.interval(1, new double[] {1}))
        .withMessageContaining("2 members");
  }
}
