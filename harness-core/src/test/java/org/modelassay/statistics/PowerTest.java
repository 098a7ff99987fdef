package org.modelassay.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class PowerTest {
  /** The values printed by Miller (2024); he rounds z, hence the tenth of a percent. */
  @Test
  void meansReproduceMillersNumbers() {
    assertThat(Power.meanItems(1 / 9.0, 0.03, 0.05, 0.8)).isEqualTo(969);
    assertThat(Power.meanDetectable(1 / 9.0 + 2 / 6.0, 198, 0.05, 0.8))
        .isCloseTo(0.132, within(0.0011));
    assertThat(Power.meanDetectable(1 / 9.0 + 2 / 60.0, 198, 0.05, 0.8))
        .isCloseTo(0.075, within(0.0011));
    assertThat(Power.meanDetectable(1 / 9.0, 969, 0.05, 0.8)).isCloseTo(0.03, within(1e-5));
  }

  /**
   * Connor's formula in numbers: ψ = 0.1, δ = 0.02 needs (1.95996 √0.1 + 0.84162 √0.0996)²/0.0004.
   */
  @Test
  void mcNemarNeedsConnorsNumber() {
    assertThat(Power.pairedItems(0.1, 0.02, 0.05, 0.8)).isEqualTo(1960);
    assertThat(Power.pairedItems(0.1, -0.02, 0.05, 0.8)).isEqualTo(1960);
    assertThat(Power.pairedDetectable(0.1, 1960, 0.05, 0.8)).isCloseTo(0.02, within(1e-5));
    assertThat(Power.pairedDetectable(0.01, 20, 0.05, 0.8)).isNaN();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Power.pairedItems(0.1, 0.2, 0.05, 0.8))
        .withMessageContaining("0.2 and 0.1");
  }

  /** Every number of items tried in turn by scipy. */
  @Test
  void itemsToDecideARateAreTheFewestThatDo() {
    for (JsonNode row : Golden.cases("itemsToDecideRate")) {
      assertThat(
              Power.itemsToDecideRate(
                  Golden.whole(row, "k"), Golden.whole(row, "n"), Golden.number(row, "limit")))
          .as("%s", row)
          .hasValue(Golden.whole(row, "items"));
    }
  }

  @Test
  void aRateNearItsLimitNeedsManyItemsAndOneAtItIsNeverDecided() {
    // The normal approximation says 1.96² · 0.0199 · 0.9801 / 0.0001² = 7.49 million.
    long items = Power.itemsToDecideRate(199, 10_000, 0.02).orElseThrow();
    long counted = -Math.floorDiv(-199 * items, 10_000L);
    assertThat(items / 7.49e6).isCloseTo(1, within(0.01));
    assertThat(Rates.clopperPearson(counted, items).high()).isLessThanOrEqualTo(0.02);
    assertThat(Rates.clopperPearson(counted, items - 1).high()).isGreaterThan(0.02);
    assertThat(Power.itemsToDecideRate(2, 100, 0.02)).isEmpty();
    assertThat(Power.itemsToDecideRate(19_999, 1_000_000, 0.02)).isEmpty();
    assertThat(Power.itemsToDecideRate(3, 9, 0)).hasValue(9);
    assertThat(Power.itemsToDecideRate(0, 9, 1)).hasValue(9);
  }

  @Test
  void whatIsDecidedNeedsNoMoreItems() {
    assertThat(Power.itemsToDecideRate(1, 1000, 0.02)).hasValue(1000);
    assertThat(Power.itemsToDecideDifference(5, 5, 1000, 0.05)).hasValue(1000);
    assertThat(Power.itemsToDecide(1, Interval.of(0.5, 1.5, "x"), 2, 40)).hasValue(40);
  }

  @Test
  void detectableRatesAgreeWithScipy() {
    for (JsonNode row : Golden.cases("rateDetectable")) {
      assertThat(
              Power.rateDetectable(
                  Golden.whole(row, "n"), Golden.number(row, "limit"), Golden.number(row, "power")))
          .isCloseTo(Golden.number(row, "rate"), within(1e-12));
    }
    assertThat(Power.rateDetectable(20, 0.02, 0.8)).isNaN();
  }

  @Test
  void itemsToDecideADifferenceAreTheFewestThatDo() {
    for (JsonNode row : Golden.cases("itemsToDecideDifference")) {
      assertThat(
              Power.itemsToDecideDifference(
                  Golden.whole(row, "b"),
                  Golden.whole(row, "c"),
                  Golden.whole(row, "n"),
                  Golden.number(row, "limit")))
          .hasValue(Golden.whole(row, "items"));
    }
    assertThat(Power.itemsToDecideDifference(4, 2, 100, 0.02)).isEmpty();
  }

  @Test
  void anIntervalShrinksWithTheRootOfTheItems() {
    assertThat(Power.itemsToDecide(1, Interval.of(0.5, 3, "x"), 2, 40)).hasValue(160);
    assertThat(Power.itemsToDecide(1, Interval.of(0, 3, "x"), 0.5, 40)).hasValue(160);
    assertThat(Power.itemsToDecide(1, Interval.of(0, 3, "x"), 1, 40)).isEmpty();
    assertThat(Power.itemsToDecide(1, Interval.of(Double.NaN, 3, "x"), 0, 40)).isEmpty();
  }
}
