package org.modelassay.statistics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  private static final double[] X = {
    1.001, 1.27, 0.803, 0.49, 0.695, 0.452, 1.049, 2.922, 0.675, 0.609, 1.48, 1.33, 1.088, 0.475,
    0.977, 1.744, 0.341, 0.693, 0.218, 0.356, 0.229, 0.829, 0.363, 1.242, 1.134, 0.861, 0.134, 0.65,
    0.962, 1.095
  };
  private static final double[] WEIGHT = {
    109, 65, 22, 55, 145, 56, 87, 21, 169, 48, 68, 178, 112, 172, 135, 154, 36, 117, 111, 177, 85,
    128, 31, 90, 78, 47, 167, 88, 196, 126
  };

  private static double mean(double[] values, int[] drawn) {
    return Arrays.stream(drawn).mapToDouble(i -> values[i]).average().orElseThrow();
  }

  /**
   * Reference: scipy.stats.bootstrap(method='BCa') with 400,000 resamples. Tolerance: three
   * standard deviations of an end with 2,000 resamples, measured there over 150 seeds.
   */
  @Test
  void agreesWithScipyOnASkewedMean() {
    Interval interval = requireNonNull(Bootstrap.bca(30, drawn -> mean(X, drawn), 1));
    assertThat(interval.low()).isCloseTo(0.7132, within(3 * 0.0053));
    assertThat(interval.high()).isCloseTo(1.1221, within(3 * 0.0122));
    assertThat(interval.method()).isEqualTo("BCa bootstrap");
  }

  /** The same reference for a ratio of sums: the figure of a corpus from its documents. */
  @Test
  void agreesWithScipyOnARatioOfDocuments() {
    Interval interval =
        requireNonNull(
            Bootstrap.bca(
                30,
                drawn -> {
                  double sum = 0;
                  double weight = 0;
                  for (int i : drawn) {
                    sum += X[i] * WEIGHT[i];
                    weight += WEIGHT[i];
                  }
                  return sum / weight;
                },
                1));
    assertThat(interval.low()).isCloseTo(0.6695, within(3 * 0.0056));
    assertThat(interval.high()).isCloseTo(1.0142, within(3 * 0.0065));
  }

  /**
   * 400 samples of 30 from an exponential distribution, whose mean is 1. BCa is known to cover a
   * little less than it says there (Efron and Tibshirani 1993, chapter 14): 91 to 96 %.
   */
  @Test
  void coversTheTrueMean() {
    SplittableRandom random = new SplittableRandom(20);
    int covered = 0;
    for (int sample = 0; sample < 400; sample++) {
      double[] values = new double[30];
      Arrays.setAll(values, i -> -Math.log1p(-random.nextDouble()));
      Interval interval =
          requireNonNull(Bootstrap.bca(30, drawn -> mean(values, drawn), random.nextLong()));
      covered += interval.low() <= 1 && 1 <= interval.high() ? 1 : 0;
    }
    assertThat(covered / 400.0).isBetween(0.91, 0.96);
  }

  @Test
  void sameSeedGivesTheSameInterval() {
    assertThat(Bootstrap.bca(30, drawn -> mean(X, drawn), 5))
        .isEqualTo(Bootstrap.bca(30, drawn -> mean(X, drawn), 5))
        .isNotEqualTo(Bootstrap.bca(30, drawn -> mean(X, drawn), 6));
  }

  @Test
  void fewerThanTwentyDocumentsClaimNoInterval() {
    assertThat(Bootstrap.bca(19, drawn -> mean(X, drawn), 1)).isNull();
    assertThat(Bootstrap.bca(20, drawn -> mean(X, drawn), 1)).isNotNull();
  }

  @Test
  void equalValuesGiveAPoint() {
    Interval interval = requireNonNull(Bootstrap.bca(20, drawn -> 0.25, 1));
    assertThat(interval.low()).isEqualTo(0.25);
    assertThat(interval.high()).isEqualTo(0.25);
  }

  @Test
  void aStatisticThatIsNotANumberClaimsNoInterval() {
    assertThat(Bootstrap.bca(20, drawn -> drawn[0] == 3 ? Double.NaN : 1, 1)).isNull();
  }

  @Test
  void theLargestOfASampleStillHasFiniteEnds() {
    Interval interval =
        requireNonNull(
            Bootstrap.bca(
                30, drawn -> Arrays.stream(drawn).mapToDouble(i -> X[i]).max().orElseThrow(), 1));
    assertThat(interval.high()).isEqualTo(2.922);
    assertThat(interval.low()).isBetween(1.0, 2.922);
  }

  /**
   * scipy.stats.bootstrap of the same clusters with 200,000 resamples. The ends of 2,000 resamples
   * scatter; their mean over 40 seeds is compared, within 4 of its standard errors.
   */
  @Test
  void meansOfItemsAndOfClustersAgreeWithScipy() {
    for (JsonNode row : Golden.cases("bootstrap")) {
      double[] values = Golden.doubles(row, "values");
      Clusters clusters = Golden.clusters(row);
      double[] lows = new double[40];
      double[] highs = new double[40];
      for (int seed = 0; seed < 40; seed++) {
        Interval interval = requireNonNull(Bootstrap.mean(values, clusters, seed));
        lows[seed] = interval.low();
        highs[seed] = interval.high();
      }
      assertThat(Sums.mean(lows))
          .isCloseTo(Golden.number(row, "low"), within(4 * Means.standardError(lows)));
      assertThat(Sums.mean(highs))
          .isCloseTo(Golden.number(row, "high"), within(4 * Means.standardError(highs)));
    }
  }

  @Test
  void theQuickMeanIsTheMean() {
    Interval slow = requireNonNull(Bootstrap.bca(30, drawn -> mean(X, drawn), 3));
    Interval quick = requireNonNull(Bootstrap.mean(X, 3));
    assertThat(quick.low()).isCloseTo(slow.low(), within(1e-12));
    assertThat(quick.high()).isCloseTo(slow.high(), within(1e-12));
    Clusters single = Clusters.of(Arrays.stream(X).boxed().toList());
    assertThat(Bootstrap.mean(X, single, 3)).isEqualTo(quick);
    assertThat(Bootstrap.mean(new double[19], 3)).isNull();
  }
}
