package org.modelassay.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatesTest {
  /** Made by scipy 1.17.1, binomtest(k, n).proportion_ci(0.95, 'exact'). */
  @ParameterizedTest
  @CsvSource({
    "0, 20, 0, 0.16843347098308548",
    "20, 20, 0.8315665290169145, 1",
    "1, 1, 0.025, 1",
    "1, 20, 0.0012650894979560339, 0.24873276277202772",
    "26, 320, 0.053760445537016255, 0.11678417190825728",
    "3, 1000, 0.0006190999316499173, 0.008742023238657654",
    "129, 975, 0.11166267977390508, 0.15520122749705687",
    "5000, 100000, 0.04865725520723964, 0.05136892088058044"
  })
  void clopperPearsonAgreesWithScipy(long successes, long n, double low, double high) {
    Interval interval = Rates.clopperPearson(successes, n);
    assertThat(interval.low()).isCloseTo(low, within(1e-12));
    assertThat(interval.high()).isCloseTo(high, within(1e-12));
    assertThat(interval.confidence()).isEqualTo(0.95);
    assertThat(interval.method()).isEqualTo("Clopper-Pearson");
  }

  @Test
  void nothingLookedAtLeavesEveryShareOpen() {
    Interval interval = Rates.clopperPearson(0, 0);
    assertThat(interval.low()).isZero();
    assertThat(interval.high()).isOne();
  }

  @Test
  void moreSuccessesThanItemsIsAMistake() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Rates.clopperPearson(5, 4))
        .withMessageContaining("5 of 4");
    assertThatIllegalArgumentException().isThrownBy(() -> Rates.clopperPearson(-1, 4));
  }

  @Test
  void clopperPearsonAndWilsonAgreeWithStatsmodels() {
    for (JsonNode row : Golden.cases("clopperPearson")) {
      Interval interval =
          Rates.clopperPearson(
              Golden.whole(row, "k"), Golden.whole(row, "n"), Golden.number(row, "confidence"));
      assertEnds(interval, row, 1e-12);
    }
    for (JsonNode row : Golden.cases("wilson")) {
      assertEnds(Rates.wilson(Golden.whole(row, "k"), Golden.whole(row, "n")), row, 1e-14);
    }
    assertThat(Rates.wilson(0, 0).high()).isOne();
  }

  /** statsmodels' cluster-robust variance, put into the published formula. */
  @Test
  void kornGraubardUsesTheEffectiveSizeOfClusteredItems() {
    for (JsonNode row : Golden.cases("kornGraubard")) {
      double[] values = Golden.doubles(row, "values");
      Clusters clusters = Golden.clusters(row);
      assertThat(Rates.effectiveSize(values, clusters))
          .isCloseTo(Golden.number(row, "size"), within(1e-9))
          .isLessThanOrEqualTo(values.length);
      assertEnds(Rates.kornGraubard(values, clusters), row, 1e-11);
    }
  }

  /** Every second item counts in each cluster: clusters resemble each other too much for chance. */
  @Test
  void clustersThatAreAlikeGiveNoMoreItemsThanThereAre() {
    double[] values = new double[100];
    for (int i = 0; i < 100; i += 2) {
      values[i] = 1;
    }
    Clusters clusters = Clusters.of(IntStream.range(0, 100).mapToObj(i -> i / 10).toList());
    assertThat(Rates.effectiveSize(values, clusters)).isEqualTo(100);
  }

  @Test
  void aClusteredShareNeedsTwoClustersAndZerosAndOnes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Rates.kornGraubard(new double[3], Clusters.of(Collections.nCopies(3, 1))))
        .withMessageContaining("2 clusters");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Rates.kornGraubard(new double[] {0, 0.5}, Clusters.of(List.of(1, 2))))
        .withMessageContaining("0.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Rates.kornGraubard(new double[3], Clusters.of(List.of(1, 2))))
        .withMessage("3 values, but clusters of 2 items");
  }

  private static void assertEnds(Interval interval, JsonNode row, double tolerance) {
    assertThat(interval.low()).isCloseTo(Golden.number(row, "low"), within(tolerance));
    assertThat(interval.high()).isCloseTo(Golden.number(row, "high"), within(tolerance));
  }
}
