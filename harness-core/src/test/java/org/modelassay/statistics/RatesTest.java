package org.modelassay.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

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
}
