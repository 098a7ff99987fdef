package org.modelassay.dispersion.ranking;

import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.modelassay.gate.Figure;
import org.modelassay.measure.MeasureResult;

/**
 * What a ranking found.
 *
 * @param figures the lowest dispersion, and with labels the correlation and its p value
 * @param details slices and low tail
 */
public record RankingResult(List<Figure> figures, RankingDetails details) implements MeasureResult {
  /** Copies the list. */
  public RankingResult {
    figures = List.copyOf(figures);
  }

  /** Slices by dispersion, the lowest first. */
  public List<RankingDetails.Slice> slices() {
    return details.slices();
  }

  /**
   * Spearman's correlation of dispersion and mean label over slices.
   *
   * @throws NoSuchElementException when the corpus has no labels
   */
  public double spearman() {
    return labelled(details.spearman());
  }

  /**
   * The p value of that correlation being above 0.
   *
   * @throws NoSuchElementException when the corpus has no labels
   */
  public double pValue() {
    return labelled(details.pValue());
  }

  private static double labelled(@Nullable Double value) {
    if (value == null) {
      throw new NoSuchElementException("the corpus has no labels, so nothing is tested");
    }
    return value;
  }
}
