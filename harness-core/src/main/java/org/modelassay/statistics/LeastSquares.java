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
 * @param residualError standard deviation of a point about the line; NaN of 2 points
 * @param rSquared share of the y values' variance that the line explains; NaN when they are equal
 * @param n points
 * @param degrees degrees of freedom of the residuals, n - 2 of a line through points
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
    int degrees,
    double meanX,
    double spreadX) {

  /**
   * Fits a line.
   *
   * @throws IllegalArgumentException when the columns differ in length, or when fewer than 2 x
   *     values differ
   */
  public static LeastSquares fit(double[] x, double[] y) {
    return fit(x, y, 0);
  }

  /**
   * Fits a line through what further variables leave of x and of y: its slope and the errors are
   * those that x has in the regression of y on all of them (Frisch and Waugh 1933).
   *
   * @param x residuals of the regression of x on the further variables
   * @param y residuals of the regression of y on them
   * @param further how many they are
   * @throws IllegalArgumentException as {@link #fit(double[], double[])}
   */
  public static LeastSquares fit(double[] x, double[] y, int further) {
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
    int degrees = n - 2 - further;
    double error = degrees > 0 ? Math.sqrt(squares / degrees) : Double.NaN;
    return new LeastSquares(
        meanY - slope * meanX,
        slope,
        error * Math.sqrt(1.0 / n + meanX * meanX / xx),
        error / Math.sqrt(xx),
        error,
        1 - squares / yy,
        n,
        degrees,
        meanX,
        xx);
  }

  /** The line's y at x. */
  public double at(double x) {
    return intercept + slope * x;
  }

  /** What the line leaves of each y. */
  public double[] residuals(double[] x, double[] y) {
    double[] residuals = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      residuals[i] = y[i] - at(x[i]);
    }
    return residuals;
  }

  /** Root of the mean squared residual, sum over n; NaN of 2 points. */
  public double rootMeanSquare() {
    return residualError * Math.sqrt((double) degrees / n);
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
    return about(at(x), predictionError(x), "prediction band");
  }

  /**
   * How far one further point is off the line, in standard errors of its prediction: Student's t
   * with {@link #degrees}. With the line through all points but this one it is the point's
   * externally studentised residual (Cook and Weisberg 1982, "Residuals and Influence in
   * Regression", section 2.2).
   */
  public double studentised(double x, double y) {
    return (y - at(x)) / predictionError(x);
  }

  /** The two-sided p value of such a distance. */
  public double pValue(double studentised) {
    return 2 * TDistribution.of(degrees).survivalProbability(Math.abs(studentised));
  }

  private double predictionError(double x) {
    return residualError * Math.sqrt(1 + shareOfLine(x));
  }

  private double shareOfLine(double x) {
    return 1.0 / n + (x - meanX) * (x - meanX) / spreadX;
  }

  private Interval about(double value, double error, String method) {
    if (degrees < 1) {
      return Interval.of(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, method);
    }
    double t = TDistribution.of(degrees).inverseSurvivalProbability(Interval.TAIL);
    return Interval.of(value - t * error, value + t * error, method);
  }
}
