package org.modelassay.coding;

import org.modelassay.reading.ScoredReading;

/**
 * How far two models' predictions of the same tokens are apart, in nats.
 *
 * @param tokens KL(baseline || candidate) of each predicted token
 * @param from of each document, its sum
 * @param to of each document, the sum of KL(candidate || baseline)
 * @param agreeing of each document, tokens where both have the same most likely token
 * @param predicted of each document, predicted tokens
 */
record Divergence(
    double[] tokens, double[] from, double[] to, double[] agreeing, double[] predicted) {

  static Divergence of(CorpusText text, ScoredReading subject, ScoredReading baseline) {
    float[] fromBaseline = subject.divergenceFromBaseline();
    float[] toBaseline = subject.divergenceToBaseline();
    int[] top = subject.topTokens();
    int[] baselineTop = baseline.topTokens();
    int n = text.texts().size();
    var divergence =
        new Divergence(
            new double[fromBaseline.length],
            new double[n],
            new double[n],
            new double[n],
            new double[n]);
    for (int d = 0; d < n; d++) {
      CorpusText.Text document = text.texts().get(d);
      divergence.predicted[d] = document.predicted();
      for (int t = document.first(); t < document.first() + document.predicted(); t++) {
        divergence.tokens[t] = atLeastZero(fromBaseline[t]);
        divergence.from[d] += divergence.tokens[t];
        divergence.to[d] += atLeastZero(toBaseline[t]);
        divergence.agreeing[d] += top[t] == baselineTop[t] ? 1 : 0;
      }
    }
    return divergence;
  }

  /** A divergence that rounding took below 0 is 0; NaN stays. */
  private static double atLeastZero(float nats) {
    return nats < 0 ? 0 : nats;
  }
}
