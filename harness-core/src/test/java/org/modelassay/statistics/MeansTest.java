package org.modelassay.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MeansTest {
  /** scipy's sem and t.interval; statsmodels' OLS with cov_type='cluster'. */
  @Test
  void errorsAndIntervalsAgreeWithScipyAndStatsmodels() {
    for (JsonNode row : Golden.cases("means")) {
      double[] values = Golden.doubles(row, "values");
      Clusters clusters = Golden.clusters(row);
      assertThat(Means.standardError(values)).isCloseTo(Golden.number(row, "error"), within(1e-13));
      assertThat(Means.standardError(values, clusters))
          .isCloseTo(Golden.number(row, "clusteredError"), within(1e-13));
      assertEnds(Means.interval(values), Golden.doubles(row, "interval"));
      assertEnds(Means.interval(values, clusters), Golden.doubles(row, "clusteredInterval"));
    }
  }

  /** Miller (2024), section 2.2, apart from the factor for few clusters. */
  @Test
  void theClusteredErrorIsMillersFormula() {
    double[] values = {1, 1, 0, 0.5, 0, 1, 0.25, 0.75};
    int[] of = {0, 0, 0, 1, 1, 2, 2, 3};
    double mean = Sums.mean(values);
    double sum = 0;
    for (int i = 0; i < 8; i++) {
      for (int j = 0; j < 8; j++) {
        sum += of[i] == of[j] ? (values[i] - mean) * (values[j] - mean) : 0;
      }
    }
    Clusters clusters = Clusters.of(IntStream.of(of).boxed().toList());
    assertThat(Means.standardError(values, clusters))
        .isCloseTo(Math.sqrt(sum * 4 / 3) / 8, within(1e-15));
  }

  @Test
  void clustersOfOneItemEachChangeNothing() {
    double[] values = {3, 1, 4, 1, 5, 9, 2, 6};
    Clusters clusters = Clusters.of(IntStream.range(0, 8).boxed().toList());
    assertThat(Means.standardError(values, clusters))
        .isCloseTo(Means.standardError(values), within(1e-15));
  }

  @Test
  void oneValueOrOneClusterIsTooFew() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Means.interval(new double[1]))
        .withMessageContaining("2 values");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Means.interval(new double[2], Clusters.of(List.of("a", "a"))))
        .withMessageContaining("2 clusters");
  }

  private static void assertEnds(Interval interval, double[] expected) {
    assertThat(interval.low()).isCloseTo(expected[0], within(1e-12));
    assertThat(interval.high()).isCloseTo(expected[1], within(1e-12));
  }
}
