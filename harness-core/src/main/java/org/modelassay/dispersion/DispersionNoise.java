package org.modelassay.dispersion;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Metric;
import org.modelassay.reading.SequenceSet;
import org.modelassay.statistics.Samples;

/**
 * What moves when nothing is changed: some segments that a model reads again, in passes of half the
 * size, whose sums are added up in another order. Figures that differ by no more say nothing of the
 * models. Centred states are not read again, for their centre depends on all that is read.
 */
final class DispersionNoise {
  private static final int FEWEST = 4;
  private static final int MOST = 32;
  private static final int PART = 16;

  private DispersionNoise() {}

  /**
   * The segments that are read again, evenly spread.
   *
   * @param segments their numbers
   */
  record Sample(int[] segments, DispersionPlan.Side again) {
    static Sample of(DispersionPlan.Side side) {
      SequenceSet set = side.request().sequences();
      int all = set.sequences().size();
      int count = Math.min(all, Math.max(FEWEST, Math.min(MOST, all / PART)));
      int[] segments = Samples.evenly(count, all);
      return new Sample(
          segments,
          side.again(
              SequenceSet.apart(
                  set.name() + " again",
                  IntStream.of(segments).mapToObj(set.sequences()::get).toList())));
    }
  }

  /**
   * The figures of one state with their floors, where they have one.
   *
   * @param standard of the sample, as read with all others
   * @param again the same, read again
   */
  static List<Figure> on(
      List<Figure> figures, LayerDispersion standard, LayerDispersion again, boolean across) {
    Map<Metric, Double> floors = new HashMap<>();
    double within =
        IntStream.range(0, standard.segments().length)
            .mapToDouble(i -> Math.abs(again.segments()[i] - standard.segments()[i]))
            .average()
            .orElse(0);
    double between = Math.abs(again.across().value() - standard.across().value());
    double mean = across ? between : within;
    floors.put(DispersionMetrics.WITHIN, within);
    floors.put(DispersionMetrics.ACROSS, between);
    floors.put(DispersionMetrics.MEAN, mean);
    floors.put(DispersionMetrics.DROP, mean);
    floors.put(
        DispersionMetrics.RELATIVE_DROP,
        mean / (across ? standard.across() : standard.within()).value());
    if (standard.anisotropy() != null && again.anisotropy() != null) {
      floors.put(
          DispersionMetrics.ANISOTROPY,
          Math.abs(again.anisotropy().value() - standard.anisotropy().value()));
    }
    floors.put(
        DispersionMetrics.RELATIVE_ERROR,
        Alignment.relativeError(standard.pooled(), again.pooled()).value());
    floors.put(
        DispersionMetrics.CKA,
        Math.abs(1 - Alignment.cka(standard.pooled(), again.pooled()).debiased().value()));
    return figures.stream()
        .map(
            figure -> {
              Double floor = floors.get(figure.metric());
              return floor == null || !Double.isFinite(floor) ? figure : figure.withFloor(floor);
            })
        .toList();
  }
}
