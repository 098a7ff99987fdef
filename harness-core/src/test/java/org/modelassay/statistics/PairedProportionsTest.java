package org.modelassay.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairedProportionsTest {
  /**
   * Made by another route with 40 digits (mpmath): the share of the second disagreement by
   * bisection on the derivative of the multinomial likelihood, then the ends by bisection on the
   * score. The first row is the airway data of Fagerland, Lydersen and Laake (2014), printed as
   * (-0.517, -0.026).
   */
  @ParameterizedTest
  @CsvSource({
    "1, 7, 21, -0.5172322764213774, -0.026003032480868535",
    "6, 16, 161, -0.12402343246406816, -0.005433395731677082",
    "86, 43, 975, 0.021597598244230697, 0.06738227624933582",
    "0, 0, 50, -0.07134759913335872, 0.07134759913335872",
    "0, 5, 14, -0.612355768960926, -0.06493533914177993",
    "14, 0, 14, 0.5693783945247283, 1",
    "0, 14, 14, -1, -0.5693783945247283",
    "9, 17, 320, -0.05903667640249945, 0.006664384872502342",
    "2, 0, 1000, -0.0018344120025262343, 0.007262807863492177",
    "412, 340, 14042, 0.0013030765273435844, 0.00897373864873846"
  })
  void tangoHoldsEveryDifferenceThatTheScoreDoesNotReject(
      long b, long c, long n, double low, double high) {
    Interval interval = PairedProportions.tango(b, c, n);
    assertThat(interval.low()).isCloseTo(low, within(1e-12));
    assertThat(interval.high()).isCloseTo(high, within(1e-12));
    assertThat(interval.method()).isEqualTo("Tango score");
  }

  @Test
  void noItemsLeaveEveryDifferenceOpen() {
    Interval interval = PairedProportions.tango(0, 0, 0);
    assertThat(interval.low()).isEqualTo(-1);
    assertThat(interval.high()).isEqualTo(1);
  }

  @Test
  void moreDisagreementsThanItemsIsAMistake() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PairedProportions.tango(3, 2, 4))
        .withMessageContaining("3 and 2 of 4");
  }

  /**
   * The rows of arXiv 2602.10144's method, computed by scipy 1.17.1: binom.sf(b - 1, b + c, 0.5).
   */
  @ParameterizedTest
  @CsvSource({
    "86, 43, 9.59712067858462e-05",
    "68, 18, 2.6468447542862846e-08",
    "46, 46, 0.5414797401737639",
    "20, 22, 0.6780155218148138",
    "5, 14, 0.9903945922851562",
    "412, 340, 0.004788420996860966",
    "274, 285, 0.6940943172044693",
    "0, 7, 1",
    "0, 0, 1"
  })
  void mcNemarIsTheTailOfAFairCoin(long b, long c, double p) {
    assertThat(PairedProportions.mcNemarExactOneSided(b, c)).isCloseTo(p, within(p * 1e-12));
  }

  /** statsmodels' mcnemar(exact=True) and scipy's binomial distribution. */
  @Test
  void mcNemarAgreesWithStatsmodels() {
    for (JsonNode row : Golden.cases("mcNemar")) {
      long b = Golden.whole(row, "b");
      long c = Golden.whole(row, "c");
      assertP(PairedProportions.mcNemarExactOneSided(b, c), row, "exactOneSided");
      assertP(PairedProportions.mcNemarExactTwoSided(b, c), row, "exactTwoSided");
      assertP(PairedProportions.mcNemarMidPOneSided(b, c), row, "midPOneSided");
      assertP(PairedProportions.mcNemarMidPTwoSided(b, c), row, "midPTwoSided");
    }
  }

  /** Fagerland, Lydersen and Laake (2013): the airway data. */
  @Test
  void mcNemarReproducesThePublishedExample() {
    assertThat(PairedProportions.mcNemarExactTwoSided(1, 7)).isCloseTo(0.0703, within(5e-5));
    assertThat(PairedProportions.mcNemarMidPTwoSided(1, 7)).isCloseTo(0.0391, within(5e-5));
  }

  /** The likelihood maximised numerically by scipy. */
  @Test
  void tangoAtOtherConfidencesAndByClusters() {
    for (JsonNode row : Golden.cases("tango")) {
      Interval interval =
          PairedProportions.tango(
              Golden.whole(row, "b"),
              Golden.whole(row, "c"),
              Golden.whole(row, "n"),
              Golden.number(row, "confidence"));
      assertEnds(interval, row);
    }
    for (JsonNode row : Golden.cases("tangoClustered")) {
      assertEnds(PairedProportions.tango(Golden.doubles(row, "values"), Golden.clusters(row)), row);
    }
  }

  @Test
  void noDisagreementAmongFewClustersLeavesMoreOpenThanAmongItems() {
    Clusters clusters = Clusters.of(IntStream.range(0, 100).mapToObj(i -> i % 5).toList());
    assertThat(PairedProportions.tango(new double[100], clusters).high())
        .isGreaterThan(1.5 * PairedProportions.tango(0, 0, 100).high());
  }

  private static void assertEnds(Interval interval, JsonNode row) {
    assertThat(interval.low()).isCloseTo(Golden.number(row, "low"), within(1e-9));
    assertThat(interval.high()).isCloseTo(Golden.number(row, "high"), within(1e-9));
  }

  private static void assertP(double p, JsonNode row, String name) {
    double expected = Golden.number(row, name);
    assertThat(p).as(name).isCloseTo(expected, within(expected * 1e-11));
  }
}
