package org.modelassay.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
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

  /**
   * Figures published with "Compression Represents Intelligence Linearly" (Huang et al. 2024): mean
   * benchmark scores over bits per character of 19 models on Common Crawl, of 19 on arXiv
   * mathematics, and of the latter with three models more that the paper leaves out.
   */
  @Test
  void linesOfScoresOnCompressionAreThePublishedOnes() {
    double[] web = {
      .635, .649, .629, .612, .605, .645, .638, .609, .581, .620, .593, .577, .572, .568, .542,
      .557, .527, .559, .557
    };
    double[] knowledge = {
      .489, .479, .494, .511, .571, .501, .503, .542, .557, .561, .587, .591, .618, .626, .624,
      .610, .631, .632, .617
    };
    LeastSquares line = LeastSquares.fit(web, knowledge);
    assertThat(Correlation.pearson(web, knowledge)).isCloseTo(-0.9350, within(5e-5));
    assertThat(line.slope()).isCloseTo(-1.3916, within(5e-5));
    assertThat(line.intercept()).isCloseTo(1.3913, within(5e-5));
    assertThat(line.rootMeanSquare()).isCloseTo(0.0190, within(5e-5));

    double[] arxiv = {
      .500, .420, .541, .510, .500, .431, .443, .483, .487, .475, .482, .456, .416, .421, .430,
      .417, .441, .429, .394, .483, .450, .415
    };
    double[] mathematics = {
      .228, .494, .173, .190, .213, .347, .350, .280, .213, .253, .255, .300, .423, .453, .442,
      .427, .349, .404, .489, .353, .465, .581
    };
    double[] arxiv19 = Arrays.copyOf(arxiv, 19);
    double[] mathematics19 = Arrays.copyOf(mathematics, 19);
    assertThat(Correlation.pearson(arxiv19, mathematics19)).isCloseTo(-0.9531, within(5e-5));
    assertThat(LeastSquares.fit(arxiv19, mathematics19).rootMeanSquare())
        .isCloseTo(0.0312, within(5e-5));
    assertThat(Correlation.pearson(arxiv, mathematics)).isCloseTo(-0.8943, within(5e-5));
    assertThat(LeastSquares.fit(arxiv, mathematics).rootMeanSquare())
        .isCloseTo(0.0500, within(5e-5));
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
