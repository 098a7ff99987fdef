package org.modelassay.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modelassay.statistics.WithoutReplacement.Decision;

class WithoutReplacementTest {
  /**
   * The promise itself, without simulation: of all orders of every set of 10 zeros and ones, at
   * most alpha are ever judged wrongly on the side where the mean is not, whatever the limit.
   */
  @ParameterizedTest
  @CsvSource({"0.05", "0.2", "0.4"})
  void ofAllOrdersOfASmallSetAtMostAlphaAreEverJudgedWrongly(double alpha) {
    int n = 10;
    int[][] wrong = new int[n + 1][n];
    int[] orders = new int[n + 1];
    for (int bits = 0; bits < 1 << n; bits++) {
      int ones = Integer.bitCount(bits);
      orders[ones]++;
      for (int limit = 0; limit < n; limit++) {
        WithoutReplacement set = WithoutReplacement.ofWholeNumbers(n, 0, 1, alpha);
        Decision truth = ones <= limit ? Decision.AT_MOST : Decision.ABOVE;
        for (int i = 0; i < n; i++) {
          set.observe(bits >> i & 1);
          Decision decision = set.decide(limit / (double) n);
          if (decision != Decision.OPEN) {
            wrong[ones][limit] += decision == truth ? 0 : 1;
            break;
          }
        }
      }
    }
    int any = 0;
    for (int ones = 0; ones <= n; ones++) {
      for (int limit = 0; limit < n; limit++) {
        any += wrong[ones][limit];
        assertThat(wrong[ones][limit] / (double) orders[ones])
            .as("%s ones, limit %s", ones, limit)
            .isLessThanOrEqualTo(alpha);
      }
    }
    assertThat(any).as("errors happen, but no more than allowed").isPositive();
  }

  /** Capitals by logarithms and every sum tried in turn, in Python. */
  @Test
  void boundsAgreeWithASearchOverAllSums() {
    for (JsonNode row : Golden.cases("withoutReplacement")) {
      double[] values = Golden.doubles(row, "values");
      WithoutReplacement set =
          WithoutReplacement.ofWholeNumbers(
              values.length,
              (int) Golden.whole(row, "low"),
              (int) Golden.whole(row, "high"),
              0.025);
      for (JsonNode look : row.get("looks")) {
        int n = (int) Golden.whole(look, "n");
        set.observe(Arrays.copyOfRange(values, set.observed(), n));
        assertThat(set.bounds().low()).isEqualTo(Golden.number(look, "low"));
        assertThat(set.bounds().high()).isEqualTo(Golden.number(look, "high"));
      }
    }
  }

  /** Mean items that a limit of 2 % takes of 1000, over 200 orders. */
  @ParameterizedTest
  @CsvSource({"0, 204", "5, 353", "10, 565", "40, 365", "100, 58"})
  void aMeanFarFromTheLimitIsDecidedEarly(int flips, double expected) {
    SplittableRandom random = new SplittableRandom(7);
    double items = 0;
    for (int run = 0; run < 200; run++) {
      double[] order = shuffled(1000, flips, 0, random);
      items += itemsUntilDecided(WithoutReplacement.ofWholeNumbers(1000, 0, 1, 0.025), order, 0.02);
    }
    assertThat(items / 200).isCloseTo(expected, within(0.1 * expected));
  }

  @Test
  void dropsOfAccuracyAreWholeNumbersTooAndMayBeNegative() {
    SplittableRandom random = new SplittableRandom(8);
    double[] order = shuffled(1000, 10, 40, random);
    WithoutReplacement set = WithoutReplacement.ofWholeNumbers(1000, -1, 1, 0.025);
    assertThat(itemsUntilDecided(set, order, 0.02)).isLessThan(500);
    assertThat(set.decide(0.02)).isEqualTo(Decision.AT_MOST);
    assertThat(set.bounds().low()).isLessThan(-0.03);
    assertThat(set.bounds().high()).isBetween(-0.03, 0.02);
  }

  @Test
  void aLimitIsComparedAsTheFinalDivisionComparesIt() {
    for (int n : new int[] {3, 7, 50, 1000, 14042}) {
      for (int k = 0; k < n; k += Math.max(1, n / 40)) {
        double[] values = new double[n];
        Arrays.fill(values, 0, k, 1);
        WithoutReplacement set = WithoutReplacement.ofWholeNumbers(n, 0, 1, 0.025);
        set.observe(values);
        assertThat(set.decide(k / (double) n)).isEqualTo(Decision.AT_MOST);
        assertThat(set.decide(Math.nextDown(k / (double) n))).isEqualTo(Decision.ABOVE);
      }
    }
  }

  @Test
  void whatCanBeCountedNeedsNoBet() {
    WithoutReplacement set = WithoutReplacement.ofWholeNumbers(10, 0, 1, 1e-9);
    set.observe(1, 1, 1, 0, 0, 0, 0);
    assertThat(set.decide(0.2)).isEqualTo(Decision.ABOVE);
    assertThat(set.decide(0.3)).isEqualTo(Decision.OPEN);
    assertThat(set.decide(0.6)).isEqualTo(Decision.AT_MOST);
    assertThat(set.bounds().low()).isEqualTo(0.3);
    assertThat(set.bounds().high()).isEqualTo(0.6);
  }

  @Test
  void limitsOutsideTheBoundsAreDecidedBeforeTheFirstValue() {
    WithoutReplacement set = WithoutReplacement.ofWholeNumbers(10, 0, 1, 0.025);
    assertThat(set.decide(1)).isEqualTo(Decision.AT_MOST);
    assertThat(set.decide(Double.POSITIVE_INFINITY)).isEqualTo(Decision.AT_MOST);
    assertThat(set.decide(-0.01)).isEqualTo(Decision.ABOVE);
    assertThat(set.decide(0)).isEqualTo(Decision.OPEN);
    assertThat(set.bounds()).isEqualTo(new Interval(0, 1, 0.95, "betting without replacement"));
  }

  /** A limit is decided exactly when the interval lies on one side of it. */
  @Test
  void boundsAreTheLimitsThatAreStillOpen() {
    double[] order = shuffled(300, 9, 0, new SplittableRandom(9));
    WithoutReplacement set = WithoutReplacement.ofWholeNumbers(300, 0, 1, 0.025);
    for (int seen = 0; seen < 300; seen += 50) {
      set.observe(Arrays.copyOfRange(order, seen, seen + 50));
      Interval bounds = set.bounds();
      for (int k = 0; k < 300; k++) {
        Decision expected =
            bounds.high() <= k / 300.0
                ? Decision.AT_MOST
                : bounds.low() > k / 300.0 ? Decision.ABOVE : Decision.OPEN;
        assertThat(set.decide(k / 300.0)).as("%s of %s", k, seen).isEqualTo(expected);
      }
    }
    assertThat(set.bounds().low()).isEqualTo(0.03).isEqualTo(set.bounds().high());
  }

  @Test
  void anyBoundedNumbersServe() {
    SplittableRandom random = new SplittableRandom(10);
    double[] values = random.doubles(2000).map(u -> 5 + u * u).toArray();
    double mean = Sums.mean(values);
    WithoutReplacement set = WithoutReplacement.ofNumbers(2000, 5, 6, 0.025);
    Interval last = set.bounds();
    for (int seen = 0; seen < 2000; seen += 250) {
      set.observe(Arrays.copyOfRange(values, seen, seen + 250));
      Interval bounds = set.bounds();
      assertThat(bounds.low()).isBetween(last.low(), mean + 1e-12);
      assertThat(bounds.high()).isBetween(mean - 1e-12, last.high());
      last = bounds;
    }
    assertThat(set.decide(mean)).isEqualTo(Decision.AT_MOST);
    assertThat(last.high() - last.low()).isLessThan(1e-12);
  }

  @Test
  void badArgumentsAreNamed() {
    WithoutReplacement set = WithoutReplacement.ofWholeNumbers(2, 0, 1, 0.025);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> set.observe(0.5))
        .withMessage("value 0 is 0.5, which is no whole number of 0.0 to 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> set.observe(0, 1, 1))
        .withMessage("1 values more than the 2 of the set");
    assertThatIllegalArgumentException().isThrownBy(() -> set.observe(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> set.decide(Double.NaN));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WithoutReplacement.ofWholeNumbers(0, 0, 1, 0.025));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WithoutReplacement.ofNumbers(9, 1, 1, 0.025));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WithoutReplacement.ofWholeNumbers(9, 0, 1, 0));
  }

  private static int itemsUntilDecided(WithoutReplacement set, double[] order, double limit) {
    for (int i = 0; i < order.length; i++) {
      set.observe(order[i]);
      if (set.decide(limit) != Decision.OPEN) {
        return i + 1;
      }
    }
    throw new AssertionError("all values are known, but nothing is decided");
  }

  private static double[] shuffled(int n, int ones, int minusOnes, SplittableRandom random) {
    double[] values = new double[n];
    Arrays.fill(values, 0, ones, 1);
    Arrays.fill(values, ones, ones + minusOnes, -1);
    IntStream.iterate(n - 1, i -> i > 0, i -> i - 1)
        .forEach(
            i -> {
              int j = random.nextInt(i + 1);
              double value = values[i];
              values[i] = values[j];
              values[j] = value;
            });
    return values;
  }
}
