package org.modelassay.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class EquivalenceTest {
  /** statsmodels' ttost_mean; the clustered one from its cluster-robust error. */
  @Test
  void meansAgreeWithStatsmodels() {
    for (JsonNode row : Golden.cases("means")) {
      double[] values = Golden.doubles(row, "values");
      assertThat(Equivalence.means(values, 0.5))
          .isCloseTo(Golden.number(row, "equivalence"), within(1e-12));
      assertThat(Equivalence.means(values, Golden.clusters(row), 0.5))
          .isCloseTo(Golden.number(row, "clusteredEquivalence"), within(1e-12));
    }
  }

  @Test
  void pairedSharesAgreeWithTheLikelihoodMaximisedByScipy() {
    for (JsonNode row : Golden.cases("equivalentShares")) {
      assertThat(
              Equivalence.pairedProportions(
                  Golden.whole(row, "b"),
                  Golden.whole(row, "c"),
                  Golden.whole(row, "n"),
                  Golden.number(row, "margin")))
          .isCloseTo(Golden.number(row, "p"), within(1e-10));
    }
  }

  /** The p value is alpha just where the interval of confidence 1 - 2 alpha meets the margin. */
  @Test
  void testAndIntervalAgree() {
    Interval interval = PairedProportions.tango(40, 31, 1000, 0.9);
    double margin = Math.max(interval.high(), -interval.low());
    assertThat(Equivalence.pairedProportions(40, 31, 1000, margin)).isCloseTo(0.05, within(1e-9));
  }

  @Test
  void equalValuesAreEquivalentWhenInsideTheMargin() {
    assertThat(Equivalence.means(new double[9], 0.1)).isZero();
    assertThat(Equivalence.means(new double[] {1, 1, 1}, 0.5)).isOne();
    assertThat(Equivalence.pairedProportions(0, 0, 500, 0.05)).isLessThan(1e-5);
  }

  @Test
  void aMarginMustBeAboveZero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Equivalence.means(new double[9], 0))
        .withMessageContaining("margin");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Equivalence.pairedProportions(1, 1, 9, 1));
  }
}
