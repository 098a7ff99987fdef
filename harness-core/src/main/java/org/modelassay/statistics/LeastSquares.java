package org.modelassay.statistics;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A straight line through points by ordinary least squares, with what it leaves unknown (Draper and
 * Smith 1998, "Applied Regression Analysis", chapters 1 and 3). Errors hold when the points lie
 * about the line independently with equal normal scatter.
 *
 * @param intercept of the line, at x = 0
 * @param slope of the line
 * @param interceptError standard error of the intercept; NaN of 2 points
 * @param slopeError standard error of the slope; NaN of 2 points
 * @param residualError standard deviation of a point about the line, n - 2 degrees of freedom
 * @param rSquared share of the y values' variance that the line explains; NaN when they are equal
 * @param n points
 * @param meanX mean of the x values
 * @param spreadX sum of the x values' squared deviations from it
 */
public record LeastSquares(
    double intercept,
    double slope,
    double interceptError,
    double slopeError,
    double residualError,
    double rSquared,
    int n,
    double meanX,
    double spreadX) {

  /**
   * Fits a line.
   *
   * @throws IllegalArgumentException when the columns differ in length, or when fewer than 2 x
   *     values differ
   */
  public static LeastSquares fit(double[] x, double[] y) {
    int n = x.length;
    if (y.length != n) {
      throw new IllegalArgumentException(
          "columns must be equally long, but have " + n + " and " + y.length + " rows");
    }
    double meanX = Sums.mean(x);
    double meanY = Sums.mean(y);
    double xx = 0;
    double xy = 0;
    double yy = 0;
    for (int i = 0; i < n; i++) {
      xx += (x[i] - meanX) * (x[i] - meanX);
      xy += (x[i] - meanX) * (y[i] - meanY);
      yy += (y[i] - meanY) * (y[i] - meanY);
    }
    if (n < 2 || xx == 0) {
      throw new IllegalArgumentException("a line needs points with 2 different x or more");
    }
    double slope = xy / xx;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double residual = y[i] - meanY - slope * (x[i] - meanX);
      squares += residual * residual;
    }
    double error = Math.sqrt(squares / (n - 2));
    return new LeastSquares(
        meanY - slope * meanX,
        slope,
        error * Math.sqrt(1.0 / n + meanX * meanX / xx),
        error / Math.sqrt(xx),
        error,
        1 - squares / yy,
        n,
        meanX,
        xx);
  }

  /** The line's y at x. */
  public double at(double x) {
    return intercept + slope * x;
  }

  /** The two-sided 95 % interval of the slope. */
  public Interval slopeInterval() {
    return about(slope, slopeError, "least squares t");
  }

  /** The two-sided 95 % interval of the mean y at x: the confidence band. */
  public Interval confidence(double x) {
    return about(at(x), residualError * Math.sqrt(shareOfLine(x)), "confidence band");
  }

  /** The two-sided 95 % interval of the y of one further point at x: the prediction band. */
  public Interval prediction(double x) {
    return about(at(x), residualError * Math.sqrt(1 + shareOfLine(x)), "prediction band");
  }

  private double shareOfLine(double x) {
    return 1.0 / n + (x - meanX) * (x - meanX) / spreadX;
  }

  private Interval about(double value, double error, String method) {
    if (n < 3) {
      return Interval.of(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, method);
    }
    double t = TDistribution.of(n - 2).inverseSurvivalProbability(Interval.TAIL);
    return Interval.of(value - t * error, value + t * error, method);
  }
}
