package org.modelassay.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantilesTest {
  private static final double[] VALUES = {3.1, 0.2, 5.5, 1.7, 2.2, 9.1, 0.4, 4.8, 6.6, 1.1};

  /** numpy.quantile of the same numbers. */
  @ParameterizedTest
  @CsvSource({
    "0, 0.2",
    "0.05, 0.29",
    "0.25, 1.25",
    "0.5, 2.65",
    "0.9, 6.85",
    "0.99, 8.875",
    "1, 9.1"
  })
  void interpolatesAsNumPyDoes(double q, double expected) {
    assertThat(Quantiles.quantile(VALUES, q)).isCloseTo(expected, within(1e-14));
  }

  /** Ranks from scipy 1.17.1: binom.ppf(.025, n, q) and binom.ppf(.975, n, q) + 1. */
  @ParameterizedTest
  @CsvSource({
    "10, 0.5, 2, 9",
    "100, 0.5, 40, 61",
    "1000, 0.99, 983, 997",
    "100, 0.99, 97, Infinity",
    "5, 0.5, -Infinity, Infinity"
  })
  void intervalLiesBetweenOrderStatistics(int n, double q, double low, double high) {
    double[] ranks = IntStream.iterate(n, i -> i > 0, i -> i - 1).mapToDouble(i -> i).toArray();
    Interval interval = Quantiles.interval(ranks, q);
    assertThat(interval.low()).isEqualTo(low);
    assertThat(interval.high()).isEqualTo(high);
    assertThat(interval.method()).isEqualTo("order statistics");
  }

  @Test
  void leavesTheValuesAsTheyAre() {
    double[] values = {3, 1, 2};
    assertThat(Quantiles.quantile(values, 0.5)).isEqualTo(2);
    assertThat(values).containsExactly(3, 1, 2);
  }

  @Test
  void aValueThatIsNotANumberIsNotHidden() {
    double[] values = {3, Double.NaN, 2};
    assertThat(Quantiles.quantile(values, 0)).isNaN();
    assertThat(Quantiles.interval(values, 0.5).low()).isNaN();
  }

  @Test
  void badArgumentsAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quantiles.quantile(new double[0], 0.5))
        .withMessageContaining("no values");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quantiles.quantile(VALUES, 99))
        .withMessageContaining("99");
  }
}
