package org.modelassay.knnlm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The evaluated targets with what the neighbours say of each.
 *
 * @param matches [targets][k] whether a neighbour's value is the target
 * @param distances [targets][k] squared, ascending
 * @param logLikelihoods of the model alone, nats
 * @param documents each target's document, 0 to n - 1
 */
record Targets(boolean[][] matches, float[][] distances, float[] logLikelihoods, int[] documents) {

  private static final double MOST = 0.99;

  static Targets of(
      Neighbours neighbours, int[] values, int[] targets, float[] logLikelihoods, int[] documents) {
    boolean[][] matches = new boolean[targets.length][];
    for (int t = 0; t < targets.length; t++) {
      int[] keys = neighbours.keys()[t];
      matches[t] = new boolean[keys.length];
      for (int j = 0; j < keys.length; j++) {
        matches[t][j] = values[keys[j]] == targets[t];
      }
    }
    return new Targets(matches, neighbours.distances(), logLikelihoods, documents);
  }

  /** Log-likelihood of each target mixed in a given way. */
  double[] mixed(Mixing mixing) {
    double[] mixed = new double[documents.length];
    Arrays.setAll(mixed, t -> mixed(t, mixing));
    return mixed;
  }

  /**
   * Log-likelihood of each target, mixed as the other half of the documents likes best: those of
   * even number and those of odd.
   *
   * @param mixings takes the two ways: the even documents' choice, the odd ones'
   */
  double[] crossFitted(List<Mixing> mixings) {
    double[] mixed = new double[documents.length];
    Arrays.setAll(mixed, t -> mixed(t, mixings.get(1 - documents[t] % 2)));
    return mixed;
  }

  /** The way of mixing that each half likes best: of even documents, of odd ones. */
  List<Mixing> tuned() {
    var halves = new ArrayList<Mixing>();
    for (int half = 0; half < 2; half++) {
      int parity = half;
      halves.add(
          tuned(
              IntStream.range(0, documents.length)
                  .filter(t -> documents[t] % 2 == parity)
                  .toArray()));
    }
    return halves;
  }

  /**
   * The likeliest way of mixing for some targets. Temperatures are powers of two times the median
   * of the distance from the nearest neighbour to the farthest, so that a state's scale is none of
   * its merits; the likelihood is concave in lambda, whose best is found by halving.
   */
  private Mixing tuned(int[] some) {
    double scale = scale(some);
    Mixing best = new Mixing(scale, 0);
    double highest = Double.NEGATIVE_INFINITY;
    for (int power = -6; power <= 4; power++) {
      double temperature = scale * Math.pow(2, power);
      double[] ofNeighbours = new double[some.length];
      double[] ofModel = new double[some.length];
      for (int i = 0; i < some.length; i++) {
        ofNeighbours[i] = Mixing.ofNeighbours(matches[some[i]], distances[some[i]], temperature);
        ofModel[i] = Math.exp(logLikelihoods[some[i]]);
      }
      var mixing = new Mixing(temperature, lambda(ofNeighbours, ofModel));
      double sum = 0;
      for (int i = 0; i < some.length; i++) {
        sum += mixing.logLikelihood(ofNeighbours[i], logLikelihoods[some[i]]);
      }
      if (sum > highest) {
        highest = sum;
        best = mixing;
      }
    }
    return best;
  }

  private double scale(int[] some) {
    double[] reach =
        Arrays.stream(some)
            .filter(t -> distances[t].length > 0)
            .mapToDouble(t -> distances[t][distances[t].length - 1] - (double) distances[t][0])
            .sorted()
            .toArray();
    double median = reach.length == 0 ? 0 : reach[reach.length / 2];
    return median > 0 ? median : 1;
  }

  /** Where the derivative of the log-likelihood is 0; at most {@value #MOST}, that none is lost. */
  static double lambda(double[] ofNeighbours, double[] ofModel) {
    double low = 0;
    double high = MOST;
    if (slope(ofNeighbours, ofModel, low) <= 0) {
      return low;
    }
    if (slope(ofNeighbours, ofModel, high) >= 0) {
      return high;
    }
    for (int i = 0; i < 50; i++) {
      double middle = (low + high) / 2;
      if (slope(ofNeighbours, ofModel, middle) > 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  private static double slope(double[] ofNeighbours, double[] ofModel, double lambda) {
    double slope = 0;
    for (int i = 0; i < ofModel.length; i++) {
      double difference = ofNeighbours[i] - ofModel[i];
      slope += difference == 0 ? 0 : difference / (ofModel[i] + lambda * difference);
    }
    return slope;
  }

  private double mixed(int target, Mixing mixing) {
    return mixing.logLikelihood(
        Mixing.ofNeighbours(matches[target], distances[target], mixing.temperature()),
        logLikelihoods[target]);
  }
}
