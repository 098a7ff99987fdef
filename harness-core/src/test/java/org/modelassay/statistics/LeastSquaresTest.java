package org.modelassay.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class LeastSquaresTest {
  /** statsmodels' OLS and its get_prediction. */
  @Test
  void lineAndBandsAgreeWithStatsmodels() {
    for (JsonNode row : Golden.cases("line")) {
      LeastSquares line = LeastSquares.fit(Golden.doubles(row, "x"), Golden.doubles(row, "y"));
      double x = Golden.number(row, "at");
      assertClose(line.intercept(), Golden.number(row, "intercept"));
      assertClose(line.slope(), Golden.number(row, "slope"));
      assertClose(line.interceptError(), Golden.number(row, "interceptError"));
      assertClose(line.slopeError(), Golden.number(row, "slopeError"));
      assertClose(line.residualError(), Golden.number(row, "residualError"));
      assertClose(line.rSquared(), Golden.number(row, "rSquared"));
      assertClose(line.at(x), Golden.number(row, "mean"));
      assertEnds(line.slopeInterval(), Golden.doubles(row, "slopeInterval"));
      assertEnds(line.confidence(x), Golden.doubles(row, "confidence"));
      assertEnds(line.prediction(x), Golden.doubles(row, "prediction"));
    }
  }

  @Test
  void twoPointsGiveALineAndNoErrors() {
    LeastSquares line = LeastSquares.fit(new double[] {0, 2}, new double[] {1, 5});
    assertThat(line.at(1)).isEqualTo(3);
    assertThat(line.slopeError()).isNaN();
    assertThat(line.prediction(1).high()).isInfinite();
  }

  @Test
  void pointsAboveOneAnotherHaveNoLine() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LeastSquares.fit(new double[] {1, 1}, new double[] {1, 2}))
        .withMessageContaining("2 different x");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LeastSquares.fit(new double[2], new double[3]));
  }

  private static void assertEnds(Interval interval, double[] expected) {
    assertClose(interval.low(), expected[0]);
    assertClose(interval.high(), expected[1]);
  }

  private static void assertClose(double value, double expected) {
    assertThat(value).isCloseTo(expected, within(1e-10));
  }
}
