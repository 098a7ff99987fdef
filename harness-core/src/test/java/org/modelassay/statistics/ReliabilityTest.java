package org.modelassay.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.DoubleStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class ReliabilityTest {
  private static double[][] slices(JsonNode row) {
    return StreamSupport.stream(row.get("slices").spliterator(), false)
        .map(s -> StreamSupport.stream(s.spliterator(), false).mapToDouble(JsonNode::asDouble))
        .map(DoubleStream::toArray)
        .toArray(double[][]::new);
  }

  /** pingouin's ICC1 and ICC1k; the last row, of unequal slices, from scipy's f_oneway. */
  @Test
  void intraclassCorrelationAgreesWithPingouin() {
    for (JsonNode row : Golden.cases("reliability")) {
      double single = Reliability.intraclass(slices(row));
      assertThat(single).isCloseTo(Golden.number(row, "single"), within(1e-12));
      assertThat(Reliability.ofMean(single, Golden.whole(row, "size")))
          .isCloseTo(Golden.number(row, "mean"), within(1e-12));
      Interval interval = Reliability.intraclassInterval(slices(row));
      double[] expected = Golden.doubles(row, "interval");
      assertThat(interval.low()).isCloseTo(expected[0], within(1e-11));
      assertThat(interval.high()).isCloseTo(expected[1], within(1e-11));
    }
  }

  /** Shrout and Fleiss (1979), table 4: 0.17 and 0.44. */
  @Test
  void reproducesShroutAndFleiss() {
    double[][] ratings = slices(Golden.cases("reliability").iterator().next());
    assertThat(Reliability.intraclass(ratings)).isCloseTo(0.17, within(0.005));
    assertThat(Reliability.ofMean(Reliability.intraclass(ratings), 4))
        .isCloseTo(0.44, within(0.005));
  }

  @Test
  void equalItemsInDifferentSlicesAreWhollyReliable() {
    double[][] slices = {{1, 1}, {2, 2}, {3, 3}};
    assertThat(Reliability.intraclass(slices)).isOne();
    assertThat(Reliability.ofMean(1, 5)).isOne();
  }

  @Test
  void slicesThatDifferLessThanByChanceHaveNoReliability() {
    double[][] slices = {{1, 2, 3}, {1, 2, 3}};
    assertThat(Reliability.intraclass(slices)).isNegative();
    assertThat(Reliability.ofMean(Reliability.intraclass(slices), 3)).isZero();
    assertThat(Reliability.intraclass(new double[][] {{1, 1}, {1, 1}})).isNaN();
  }

  @Test
  void tooFewSlicesAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Reliability.intraclass(new double[][] {{1}, {2}}))
        .withMessageContaining("2 of 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Reliability.intraclass(new double[][] {{1}, {}}));
  }
}
