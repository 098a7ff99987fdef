package org.modelassay.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class MultipleTestingTest {
  /** statsmodels' multipletests. */
  @Test
  void adjustedValuesAgreeWithStatsmodels() {
    for (JsonNode row : Golden.cases("adjusted")) {
      double[] p = Golden.doubles(row, "p");
      assertThat(MultipleTesting.holm(p))
          .containsExactly(Golden.doubles(row, "holm"), within(1e-14));
      assertThat(MultipleTesting.benjaminiHochberg(p))
          .containsExactly(Golden.doubles(row, "benjaminiHochberg"), within(1e-14));
    }
  }

  @Test
  void noTestsNeedNoAdjustment() {
    assertThat(MultipleTesting.holm(new double[0])).isEmpty();
    assertThat(MultipleTesting.benjaminiHochberg(new double[0])).isEmpty();
  }

  @Test
  void whatIsNoProbabilityIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MultipleTesting.holm(new double[] {0.5, 1.5}))
        .withMessageContaining("1.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MultipleTesting.benjaminiHochberg(new double[] {Double.NaN}));
  }
}
