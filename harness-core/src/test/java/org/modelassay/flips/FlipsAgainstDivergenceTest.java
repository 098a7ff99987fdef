package org.modelassay.flips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Metric;

class FlipsAgainstDivergenceTest {
  private final List<List<Figure>> candidates = new ArrayList<>();

  // scipy.stats.spearmanr of the columns below.
  @Test
  void ranksOfFlipsGoWithRanksOfDivergence() {
    candidate(0.0004, 0.012, 0.018);
    candidate(0.031, 0.094, 0.137);
    candidate(0.052, 0.081, 0.150);
    candidate(0.41, 0.26, 0.44);

    List<Figure> found = FlipsAgainstDivergence.of(candidates);

    assertThat(found)
        .extracting(figure -> figure.metric().name())
        .containsExactly(
            "choices.flipRate.withKlDivergence", "choices.allFlipRate.withKlDivergence");
    assertThat(found.get(0).value()).isCloseTo(0.8, within(1e-12));
    assertThat(found.get(1).value()).isCloseTo(1, within(1e-12));
    assertThat(found.get(0).n()).isEqualTo(4);
    assertThat(found.get(0).interval()).isNotNull();
  }

  @Test
  void twoCandidatesSayNothing() {
    candidate(0.0004, 0.012, 0.018);
    candidate(0.031, 0.094, 0.137);
    candidates.add(List.of());

    assertThat(FlipsAgainstDivergence.of(candidates)).isEmpty();
  }

  @Test
  void equalFlipsHaveNoRanks() {
    candidate(0.1, 0, 0.018);
    candidate(0.2, 0, 0.02);
    candidate(0.3, 0, 0.03);

    List<Figure> found = FlipsAgainstDivergence.of(candidates);

    assertThat(found.get(0).value()).isNaN();
    assertThat(found.get(1).value()).isCloseTo(1, within(1e-12));
  }

  private void candidate(double divergence, double flips, double allFlips) {
    candidates.add(
        List.of(
            figure(ChoicesMetrics.ACCURACY, 0.5),
            figure(ChoicesMetrics.FLIP_RATE, flips),
            figure(ChoicesMetrics.ALL_FLIP_RATE, allFlips),
            figure(ChoicesMetrics.KL_DIVERGENCE_MEAN, divergence)));
  }

  private static Figure figure(Metric metric, double value) {
    return new Figure(metric, value, null, 100, "items", null);
  }
}
