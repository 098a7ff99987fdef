package org.modelassay.statistics;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * How far a mean over items may be from the mean of all items like these (Miller 2024, "Adding
 * Error Bars to Evals", arXiv 2411.00640). A paired comparison is the mean of the differences.
 */
public final class Means {
  private Means() {}

  /**
   * The standard error {@code sqrt(Σ (v - mean)² / (n (n - 1)))}.
   *
   * @throws IllegalArgumentException when there are fewer than 2 values
   */
  public static double standardError(double[] values) {
    int n = values.length;
    if (n < 2) {
      throw new IllegalArgumentException("a standard error needs 2 values or more, but has " + n);
    }
    double mean = Sums.mean(values);
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / n / (n - 1));
  }

  /**
   * The standard error when only clusters are independent of each other:
   *
   * <pre>{@code sqrt(G / (G - 1) · Σ over clusters (Σ in the cluster (v - mean))²) / n}</pre>
   *
   * with G clusters. It is the clustered error of Miller (section 2.2), who leaves out G / (G - 1)
   * between different items; with it (Liang and Zeger 1986; "CR1") the error is not too small when
   * clusters are few, and is {@link #standardError(double[])} when each item is its own cluster.
   *
   * @throws IllegalArgumentException when there are fewer than 2 clusters
   */
  public static double standardError(double[] values, Clusters clusters) {
    int groups = clusters.count();
    if (groups < 2) {
      throw new IllegalArgumentException(
          "a clustered standard error needs 2 clusters or more, but has " + groups);
    }
    double mean = Sums.mean(values);
    double[] sums = clusters.sums(values);
    double[] sizes = clusters.sizes();
    double squares = 0;
    for (int c = 0; c < groups; c++) {
      double residual = sums[c] - sizes[c] * mean;
      squares += residual * residual;
    }
    return Math.sqrt(squares * groups / (groups - 1)) / values.length;
  }

  /** Student's two-sided 95 % interval of the mean, with n - 1 degrees of freedom. */
  public static Interval interval(double[] values) {
    return interval(Sums.mean(values), standardError(values), values.length - 1, "Student t");
  }

  /** The same by clusters: their standard error, and G - 1 degrees of freedom. */
  public static Interval interval(double[] values, Clusters clusters) {
    return interval(
        Sums.mean(values), standardError(values, clusters), clusters.count() - 1, "clustered t");
  }

  private static Interval interval(double mean, double error, int freedom, String method) {
    double reach = TDistribution.of(freedom).inverseSurvivalProbability(Interval.TAIL) * error;
    return Interval.of(mean - reach, mean + reach, method);
  }

  /**
   * How many independent items tell as much as these clustered ones: {@code n / deff · (t(n - 1) /
   * t(G - 1))²}, at most n. The design effect deff is the squared ratio of the clustered error to
   * the plain one, t(d) Student's quantile with d degrees of freedom at the confidence, by which
   * what few clusters leave unknown of deff is charged (Korn and Graubard 1998). When all values
   * are equal no design effect is seen and deff is 1.
   */
  static double effectiveSize(double[] values, Clusters clusters, double confidence) {
    double plain = standardError(values);
    double clustered = standardError(values, clusters);
    int n = values.length;
    // n / (n - 1) makes the plain variance that of a share p, p (1 - p) / n.
    double perEffect = plain == 0 ? 1 : plain * plain * (n - 1) / n / (clustered * clustered);
    double tail = Interval.tail(confidence);
    double freedom =
        TDistribution.of(n - 1).inverseSurvivalProbability(tail)
            / TDistribution.of(clusters.count() - 1).inverseSurvivalProbability(tail);
    return n * Math.min(1, perEffect * freedom * freedom);
  }
}
