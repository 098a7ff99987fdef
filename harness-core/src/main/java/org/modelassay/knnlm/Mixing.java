package org.modelassay.knnlm;

/**
 * How the neighbours' distribution is mixed into the model's: {@code p(w) = lambda p_kNN(w) + (1 -
 * lambda) p_LM(w)}, where p_kNN gives each neighbour's token the weight {@code exp(-distance /
 * temperature)} (Khandelwal et al. 2020, equations 2 and 3; there the temperature is 1).
 *
 * @param temperature of squared distances, greater than 0
 * @param lambda share of the neighbours, 0 to 1
 */
public record Mixing(double temperature, double lambda) {

  /**
   * The probability that neighbours give a token.
   *
   * @param matches whether each neighbour's value is the token
   * @param distances squared, ascending
   */
  static double ofNeighbours(boolean[] matches, float[] distances, double temperature) {
    double all = 0;
    double matching = 0;
    for (int j = 0; j < distances.length; j++) {
      // Less the smallest, so that the greatest weight is 1 and never all are 0.
      double weight = Math.exp((distances[0] - (double) distances[j]) / temperature);
      all += weight;
      matching += matches[j] ? weight : 0;
    }
    return all == 0 ? 0 : matching / all;
  }

  /** Natural logarithm of the mixed probability. */
  double logLikelihood(double ofNeighbours, double logLikelihoodOfModel) {
    // Where neighbours give nothing, what the model gives may be too small for its exponential.
    double weighted = lambda * ofNeighbours;
    return weighted == 0
        ? Math.log1p(-lambda) + logLikelihoodOfModel
        : Math.log(weighted + (1 - lambda) * Math.exp(logLikelihoodOfModel));
  }
}
