package org.modelassay.flips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Metric;

class FlipsAgainstDivergenceTest {
  private final Map<String, List<Figure>> candidates = new LinkedHashMap<>();

  // scipy.stats.spearmanr of the columns below.
  @Test
  void ranksOfFlipsGoWithRanksOfDivergence() {
    candidate("int8", 0.0004, 0.012, 0.018);
    candidate("int4", 0.031, 0.094, 0.137);
    candidate("pruned", 0.052, 0.081, 0.150);
    candidate("int3", 0.41, 0.26, 0.44);

    FlipsAgainstDivergence found = FlipsAgainstDivergence.of(candidates);

    assertThat(found).isNotNull();
    if (found != null) {
      assertThat(found.flips()).isCloseTo(0.8, within(1e-12));
      assertThat(found.allFlips()).isCloseTo(1, within(1e-12));
      assertThat(found.points())
          .extracting(FlipsAgainstDivergence.Point::candidate)
          .containsExactly("int8", "int4", "pruned", "int3");
      assertThat(found.points().get(2))
          .isEqualTo(new FlipsAgainstDivergence.Point("pruned", 0.052, 0.081, 0.150));
    }
  }

  @Test
  void twoCandidatesSayNothing() {
    candidate("int8", 0.0004, 0.012, 0.018);
    candidate("int4", 0.031, 0.094, 0.137);
    candidates.put("failed", List.of());

    assertThat(FlipsAgainstDivergence.of(candidates)).isNull();
  }

  @Test
  void equalFlipsHaveNoRanks() {
    candidate("a", 0.1, 0, 0.018);
    candidate("b", 0.2, 0, 0.02);
    candidate("c", 0.3, 0, 0.03);

    FlipsAgainstDivergence found = FlipsAgainstDivergence.of(candidates);

    assertThat(found).isNotNull();
    if (found != null) {
      assertThat(found.flips()).isNaN();
      assertThat(found.allFlips()).isCloseTo(1, within(1e-12));
    }
  }

  private void candidate(String name, double divergence, double flips, double allFlips) {
    candidates.put(
        name,
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
