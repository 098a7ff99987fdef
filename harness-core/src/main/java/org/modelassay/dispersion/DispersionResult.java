package org.modelassay.dispersion;

import java.util.List;
import java.util.NoSuchElementException;
import org.modelassay.gate.Figure;
import org.modelassay.measure.MeasureResult;

/**
 * What a dispersion check found.
 *
 * @param figures every figure that could be given, of the first layer asked for
 * @param details the same of every layer
 */
public record DispersionResult(List<Figure> figures, DispersionDetails details)
    implements MeasureResult {
  /** Copies the list. */
  public DispersionResult {
    figures = List.copyOf(figures);
  }

  /** The dispersion that the check is over, within or across segments. */
  public double mean() {
    return value("dispersion.mean");
  }

  /** Mean dispersion of the positions of a segment. */
  public double within() {
    return value("dispersion.within");
  }

  /** Dispersion of the segments' last states. */
  public double across() {
    return value("dispersion.across");
  }

  /** How much smaller it is than the baseline's. */
  public double drop() {
    return value("dispersion.drop");
  }

  /** Every layer asked for, in order. */
  public List<DispersionDetails.Layer> layers() {
    return details.layers();
  }

  /**
   * The value of a metric.
   *
   * @param metric its name
   * @throws NoSuchElementException when there is none
   */
  public double value(String metric) {
    return figures.stream()
        .filter(f -> f.metric().name().equals(metric))
        .findFirst()
        .orElseThrow(
            () -> new NoSuchElementException("there is no figure " + metric + " in this check"))
        .value();
  }
}
