package org.modelassay.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CorrelationTest {
  /** Scores and bits per character of arXiv 2404.09937, figure 2 (Common Crawl): -0.9350. */
  @Test
  void pearsonReproducesCompressionRepresentsIntelligenceLinearly() {
    double[] score = {
      48.9, 47.9, 49.4, 51.1, 57.1, 50.1, 50.3, 54.2, 55.7, 56.1, 58.7, 59.1, 61.8, 62.6, 62.4,
      61.0, 63.1, 63.2, 61.7
    };
    double[] bits = {
      .635, .649, .629, .612, .605, .645, .638, .609, .581, .620, .593, .577, .572, .568, .542,
      .557, .527, .559, .557
    };
    assertThat(Correlation.pearson(score, bits)).isCloseTo(-0.9350, within(5e-5));
  }

  /** The same paper's mathematics column: -0.9531, and -0.8943 with three Qwen models added. */
  @Test
  void pearsonReproducesTheMathematicsColumn() {
    double[] score = {
      22.8, 49.4, 17.3, 19.0, 21.3, 34.7, 35.0, 28.0, 21.3, 25.3, 25.5, 30.0, 42.3, 45.3, 44.2,
      42.7, 34.9, 40.4, 48.9, 35.3, 46.5, 58.1
    };
    double[] bits = {
      .500, .420, .541, .510, .500, .431, .443, .483, .487, .475, .482, .456, .416, .421, .430,
      .417, .441, .429, .394, .483, .450, .415
    };
    assertThat(Correlation.pearson(Arrays.copyOf(score, 19), Arrays.copyOf(bits, 19)))
        .isCloseTo(-0.9531, within(5e-5));
    assertThat(Correlation.pearson(score, bits)).isCloseTo(-0.8943, within(5e-5));
  }

  /** scipy 1.17.1: spearmanr and pearsonr of the same columns. */
  @Test
  void tiesShareTheirAverageRank() {
    double[] x = {1, 2, 2, 3, 5, 8, 8, 8, 9, 10};
    double[] y = {2, 1, 4, 3, 6, 5, 9, 9, 7, 12};
    assertThat(Correlation.spearman(x, y)).isCloseTo(0.8766100170265108, within(1e-14));
    assertThat(Correlation.pearson(x, y)).isCloseTo(0.8797527984120703, within(1e-14));
  }

  @Test
  void equalColumnsCorrelateByExactlyOne() {
    for (int n = 2; n < 200; n++) {
      double[] x = IntStream.range(0, n).mapToDouble(i -> Math.pow(1.1, i)).toArray();
      assertThat(Correlation.pearson(x, x)).isEqualTo(1);
      assertThat(Correlation.spearman(x, x)).isEqualTo(1);
    }
  }

  @Test
  void ranksSeeOrderAlone() {
    double[] x = {1, 2, 3, 4};
    double[] y = {10, 1000, 1001, Double.POSITIVE_INFINITY};
    assertThat(Correlation.spearman(x, y)).isCloseTo(1, within(1e-15));
  }

  @Test
  void whatHasNoSpreadHasNoCorrelation() {
    assertThat(Correlation.pearson(new double[] {1, 1}, new double[] {1, 2})).isNaN();
    assertThat(Correlation.pearson(new double[] {1}, new double[] {1})).isNaN();
    assertThat(Correlation.spearman(new double[] {1, 2}, new double[] {1, Double.NaN})).isNaN();
  }

  @Test
  void columnsMustBeEquallyLong() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Correlation.pearson(new double[2], new double[3]))
        .withMessageContaining("2 and 3");
  }

  /** scipy's pearsonr and spearmanr; Bonett and Wright's interval from the latter. */
  @Test
  void intervalsAndPValuesAgreeWithScipy() {
    for (JsonNode row : Golden.cases("correlation")) {
      double[] x = Golden.doubles(row, "x");
      double[] y = Golden.doubles(row, "y");
      double pearson = Correlation.pearson(x, y);
      double spearman = Correlation.spearman(x, y);
      assertThat(pearson).isCloseTo(Golden.number(row, "pearson"), within(1e-13));
      assertThat(spearman).isCloseTo(Golden.number(row, "spearman"), within(1e-13));
      assertThat(Correlation.pValue(pearson, x.length))
          .isCloseTo(Golden.number(row, "pearsonP"), within(1e-11));
      assertThat(Correlation.pValue(spearman, x.length))
          .isCloseTo(Golden.number(row, "spearmanP"), within(1e-11));
      assertEnds(
          Correlation.pearsonInterval(pearson, x.length), Golden.doubles(row, "pearsonInterval"));
      assertEnds(
          Correlation.spearmanInterval(spearman, x.length),
          Golden.doubles(row, "spearmanInterval"));
    }
  }

  @Test
  void perfectAndUnknownCorrelationsHaveIntervalsToo() {
    assertEnds(Correlation.pearsonInterval(1, 9), new double[] {1, 1});
    assertEnds(Correlation.spearmanInterval(-1, 9), new double[] {-1, -1});
    assertEnds(Correlation.pearsonInterval(0.5, 3), new double[] {-1, 1});
    assertThat(Correlation.pearsonInterval(Double.NaN, 9).low()).isNaN();
    assertThat(Correlation.pValue(1, 9)).isZero();
    assertThat(Correlation.pValue(1, 2)).isOne();
    assertThat(Correlation.pValue(Double.NaN, 2)).isNaN();
  }

  private static void assertEnds(Interval interval, double[] expected) {
    assertThat(interval.low()).isCloseTo(expected[0], within(1e-12));
    assertThat(interval.high()).isCloseTo(expected[1], within(1e-12));
  }
}
