package org.modelassay.gate;

import java.util.List;

/**
 * Figures may not be worse than the accepted ones by more than max(absolute, relative x |accepted|,
 * noise floor).
 *
 * @param metrics names of the guarded metrics; empty means those that the check has limits on
 * @param absolute allowance in the metric's unit, at least 0
 * @param relative allowance as a share of the accepted figure, at least 0
 */
public record NoRegression(List<String> metrics, double absolute, double relative) {
  /** Copies the list. */
  public NoRegression {
    metrics = List.copyOf(metrics);
  }
}
