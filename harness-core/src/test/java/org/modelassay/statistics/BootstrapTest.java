package org.modelassay.statistics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  private static final double[] X = {
    1.001, 1.27, 0.803, 0.49, 0.695, 0.452, 1.049, 2.922, 0.675, 0.609, 1.48, 1.33, 1.088, 0.475,
    0.977, 1.744, 0.341, 0.693, 0.218, 0.356, 0.229, 0.829, 0.363, 1.242, 1.134, 0.861, 0.134, 0.65,
    0.962, 1.095
  };

  private static double mean(double[] values, int[] drawn) {
    return Arrays.stream(drawn).mapToDouble(i -> values[i]).average().orElseThrow();
  }

  /**
   * scipy.stats.bootstrap(method='BCa') of the same clusters with 200,000 resamples, at the
   * expanded level. The ends of 2,000 resamples scatter; their mean over 40 seeds is compared,
   * within 4 of its standard errors.
   */
  @Test
  void meansOfItemsAndOfClustersAgreeWithScipy() {
    for (JsonNode row : Golden.cases("bootstrap")) {
      double[] values = Golden.doubles(row, "values");
      Clusters clusters = Golden.clusters(row);
      assertAgrees(seed -> Bootstrap.mean(values, clusters, seed), row);
    }
  }

  /** The same reference for a ratio of sums: the figure of a corpus from its documents. */
  @Test
  void agreesWithScipyOnARatioOfDocuments() {
    for (JsonNode row : Golden.cases("bootstrapRatio")) {
      double[] values = Golden.doubles(row, "values");
      double[] weights = Golden.doubles(row, "weights");
      ToDoubleFunction<int[]> ratio =
          drawn -> {
            double sum = 0;
            double weight = 0;
            for (int i : drawn) {
              sum += values[i] * weights[i];
              weight += weights[i];
            }
            return sum / weight;
          };
      assertAgrees(seed -> Bootstrap.bca(values.length, ratio, seed), row);
    }
  }

  private static void assertAgrees(LongFunction<@Nullable Interval> bySeed, JsonNode row) {
    double[] lows = new double[40];
    double[] highs = new double[40];
    for (int seed = 0; seed < 40; seed++) {
      Interval interval = requireNonNull(bySeed.apply(seed));
      assertThat(interval.method()).isEqualTo("BCa bootstrap");
      lows[seed] = interval.low();
      highs[seed] = interval.high();
    }
    assertThat(Sums.mean(lows))
        .isCloseTo(Golden.number(row, "low"), within(4 * Means.standardError(lows)));
    assertThat(Sums.mean(highs))
        .isCloseTo(Golden.number(row, "high"), within(4 * Means.standardError(highs)));
  }

  /**
   * 400 samples of 30 from an exponential distribution, whose mean is 1. ErrorRates simulates more:
   * there some 94 % are covered, here it may be 3 standard errors less or more.
   */
  @Test
  void coversTheTrueMean() {
    SplittableRandom random = new SplittableRandom(20);
    int covered = 0;
    for (int sample = 0; sample < 400; sample++) {
      double[] values = random.doubles(30).map(u -> -Math.log1p(-u)).toArray();
      Interval interval = requireNonNull(Bootstrap.mean(values, random.nextLong()));
      covered += interval.low() <= 1 && 1 <= interval.high() ? 1 : 0;
    }
    assertThat(covered / 400.0).isCloseTo(0.94, within(0.036));
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
