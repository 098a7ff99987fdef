package org.modelassay.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.modelassay.statistics.Permutation.Alternative;

class PermutationTest {
  /** Every arrangement listed by itertools and its statistic computed anew; ties among them. */
  @Test
  void smallSamplesAreExact() {
    for (Alternative alternative : Alternative.values()) {
      for (JsonNode row : Golden.cases("signFlip")) {
        assertP(Permutation.signFlip(Golden.doubles(row, "x"), alternative, 1), row, alternative);
      }
      for (JsonNode row : Golden.cases("twoSample")) {
        double[] x = Golden.doubles(row, "x");
        double[] y = Golden.doubles(row, "y");
        assertP(Permutation.twoSample(x, y, alternative, 1), row, alternative);
      }
      for (JsonNode row : Golden.cases("relation")) {
        double[] x = Golden.doubles(row, "x");
        double[] y = Golden.doubles(row, "y");
        assertP(
            row.get("kind").asText().equals("pearson")
                ? Permutation.pearson(x, y, alternative, 1)
                : Permutation.spearman(x, y, alternative, 1),
            row,
            alternative);
      }
    }
  }

  private static void assertP(double p, JsonNode row, Alternative alternative) {
    assertThat(p).isCloseTo(Golden.number(row, alternative.name()), within(1e-12));
  }

  /**
   * Of larger samples arrangements are drawn. For these the normal approximation is near: within 4
   * standard errors of 9,999 draws, and 0.002 for its own error.
   */
  @Test
  void largeSamplesAgreeWithTheirLimit() {
    SplittableRandom random = new SplittableRandom(3);
    double[] x = random.doubles(400).map(u -> u - 0.47).toArray();
    double[] y = random.doubles(300).map(u -> u - 0.5).toArray();
    double z = Sums.sum(x) / Math.sqrt(Arrays.stream(x).map(v -> v * v).sum());
    double p = NormalDistribution.of(0, 1).survivalProbability(z);
    assertThat(Permutation.signFlip(x, Alternative.GREATER, 1)).isCloseTo(p, within(0.01));
    assertThat(Permutation.signFlip(x, Alternative.TWO_SIDED, 1)).isCloseTo(2 * p, within(0.014));

    double[] first = Arrays.copyOf(x, 300);
    double r = Correlation.pearson(first, y);
    assertThat(Permutation.pearson(first, y, Alternative.TWO_SIDED, 1))
        .isCloseTo(Correlation.pValue(r, 300), within(0.02));
    double error = Math.hypot(Means.standardError(first), Means.standardError(y));
    double d = (Sums.mean(first) - Sums.mean(y)) / error;
    assertThat(Permutation.twoSample(first, y, Alternative.GREATER, 1))
        .isCloseTo(NormalDistribution.of(0, 1).survivalProbability(d), within(0.02));
  }

  @Test
  void aDrawnPValueIsNeverZero() {
    double[] ones = new double[100];
    Arrays.fill(ones, 1);
    assertThat(Permutation.signFlip(ones, Alternative.GREATER, 1)).isEqualTo(1e-4);
    assertThat(Permutation.signFlip(ones, Alternative.LESS, 1)).isOne();
  }

  @Test
  void sameSeedGivesTheSameValue() {
    double[] x = new SplittableRandom(5).doubles(60).map(u -> u - 0.45).toArray();
    assertThat(Permutation.signFlip(x, Alternative.GREATER, 1))
        .isEqualTo(Permutation.signFlip(x, Alternative.GREATER, 1))
        .isNotEqualTo(Permutation.signFlip(x, Alternative.GREATER, 2));
  }

  @Test
  void nothingToCompareIsNoEvidence() {
    assertThat(Permutation.signFlip(new double[9], Alternative.TWO_SIDED, 1)).isOne();
    assertThat(Permutation.signFlip(new double[0], Alternative.GREATER, 1)).isOne();
    assertThat(Permutation.spearman(new double[5], new double[5], Alternative.GREATER, 1)).isNaN();
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Permutation.twoSample(new double[0], new double[1], Alternative.GREATER, 1));
  }
}
