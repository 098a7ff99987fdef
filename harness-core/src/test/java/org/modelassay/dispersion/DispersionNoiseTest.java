package org.modelassay.dispersion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.modelassay.gate.Figure;

/** What some segments, read twice, move. */
class DispersionNoiseTest {
  private static final LayerDispersion STANDARD =
      new LayerDispersion(
          new double[] {0.5, 0.6, 0.7, 0.6},
          value(0.6),
          value(0.8),
          value(0.3),
          new float[][] {{1, 0}, {0, 1}, {-1, 0}, {0, -1}, {1, 2}, {3, 1}});
  private static final LayerDispersion AGAIN =
      new LayerDispersion(
          new double[] {0.51, 0.58, 0.7, 0.61},
          value(0.6),
          value(0.79),
          value(0.304),
          new float[][] {{1, 0}, {0, 1}, {-1, 0}, {0, -1.5f}, {1, 2}, {3, 1}});

  @Test
  void withinASegmentNothingCancelsAgainstAnother() {
    Map<String, Double> floors = floors(false);
    assertThat(floors.get("dispersion.within")).isCloseTo(0.01, within(1e-15));
    assertThat(floors.get("dispersion.mean")).isCloseTo(0.01, within(1e-15));
    assertThat(floors.get("dispersion.drop")).isCloseTo(0.01, within(1e-15));
    assertThat(floors.get("dispersion.relativeDrop")).isCloseTo(0.01 / 0.6, within(1e-15));
    assertThat(floors.get("dispersion.across")).isCloseTo(0.01, within(1e-12));
    assertThat(floors.get("dispersion.anisotropy")).isCloseTo(0.004, within(1e-12));
  }

  @Test
  void acrossSegmentsItIsWhatTheFigureMoves() {
    assertThat(floors(true).get("dispersion.relativeDrop")).isCloseTo(0.01 / 0.8, within(1e-12));
  }

  @Test
  void whatComparesStatesHasTheirOwnLikenessAsFloor() {
    Map<String, Double> floors = floors(false);
    assertThat(floors.get("dispersion.relativeError"))
        .isCloseTo(Math.sqrt(0.25 / 19), within(1e-12));
    double cka = Alignment.cka(STANDARD.pooled(), AGAIN.pooled()).debiased().value();
    assertThat(cka).isBetween(0.5, 0.9999);
    assertThat(floors.get("dispersion.cka")).isCloseTo(1 - cka, within(1e-12));
    assertThat(floors.get("dispersion.effectiveRank")).isNull();
  }

  private static Map<String, Double> floors(boolean across) {
    List<Figure> figures =
        DispersionMetrics.ALL.stream()
            .map(metric -> new Figure(metric, 0.5, null, 4, "segments", null))
            .toList();
    return DispersionNoise.on(figures, STANDARD, AGAIN, across).stream()
        .filter(figure -> figure.floor() != null)
        .collect(
            Collectors.toMap(
                figure -> figure.metric().name(),
                figure -> Objects.requireNonNull(figure.floor())));
  }

  private static Jackknifed value(double value) {
    return new Jackknifed(value, new double[0]);
  }
}
