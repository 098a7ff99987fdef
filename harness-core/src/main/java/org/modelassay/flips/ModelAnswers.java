package org.modelassay.flips;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.modelassay.data.ChoiceItem;
import org.modelassay.reading.ScoredReading;

/** What one model answers: the choice of the largest summed log-likelihood, the first of equals. */
final class ModelAnswers {
  private final List<ChoiceItem> items;
  private final double[][] logLikelihoods;

  /**
   * Creates answers.
   *
   * @param items the items
   * @param logLikelihoods [items][choices] summed over a choice's tokens, nats
   */
  ModelAnswers(List<ChoiceItem> items, double[][] logLikelihoods) {
    this.items = items;
    this.logLikelihoods = logLikelihoods;
    for (int i = 0; i < items.size(); i++) {
      for (double value : logLikelihoods[i]) {
        if (Double.isNaN(value)) {
          throw new IllegalArgumentException(
              "item " + items.get(i).id() + " has a log-likelihood that is not a number");
        }
      }
    }
  }

  /** Sums the targets of each choice; the reading has a sequence per choice, item by item. */
  static ModelAnswers of(List<ChoiceItem> items, ScoredReading reading) {
    float[] targets = reading.logLikelihoods();
    double[][] sums = new double[items.size()][];
    int sequence = 0;
    for (int i = 0; i < sums.length; i++) {
      sums[i] = new double[items.get(i).choices().size()];
      for (int j = 0; j < sums[i].length; j++) {
        int end = reading.sequences().offset(sequence + 1);
        for (int t = reading.sequences().offset(sequence); t < end; t++) {
          sums[i][j] += targets[t];
        }
        sequence++;
      }
    }
    return new ModelAnswers(items, sums);
  }

  /** Index of the choice taken. */
  int choice(int item) {
    return indexOfLargest(logLikelihoods[item]);
  }

  /**
   * Index of the choice taken when each log-likelihood is divided by the choice's characters (code
   * points, the delimiter left out): {@code acc_norm} of lm-evaluation-harness.
   */
  int normalizedChoice(int item) {
    List<String> choices = items.get(item).choices();
    double[] normalized = logLikelihoods[item].clone();
    for (int j = 0; j < normalized.length; j++) {
      normalized[j] /= choices.get(j).codePointCount(0, choices.get(j).length());
    }
    return indexOfLargest(normalized);
  }

  boolean isCorrect(int item) {
    return choice(item) == items.get(item).answer();
  }

  /** Whether the best two choices are exactly equal. */
  boolean isTie(int item) {
    double[] values = logLikelihoods[item];
    double best = values[choice(item)];
    return IntStream.range(0, values.length).filter(j -> values[j] == best).count() > 1;
  }

  int correct() {
    return count(this::isCorrect);
  }

  int correctNormalized() {
    return count(i -> normalizedChoice(i) == items.get(i).answer());
  }

  int ties() {
    return count(this::isTie);
  }

  private int count(IntPredicate items) {
    return (int) IntStream.range(0, this.items.size()).filter(items).count();
  }

  /** Log-softmax over the choices' log-likelihoods. */
  double[] logProbabilities(int item) {
    double[] values = logLikelihoods[item].clone();
    double largest = values[indexOfLargest(values)];
    double sum = 0;
    for (double value : values) {
      sum += Math.exp(value - largest);
    }
    double logSum = largest + Math.log(sum);
    for (int j = 0; j < values.length; j++) {
      values[j] -= logSum;
    }
    return values;
  }

  List<Double> probabilities(int item) {
    return Arrays.stream(logProbabilities(item)).map(Math::exp).boxed().toList();
  }

  /** The best probability less the second. */
  double margin(int item) {
    double first = 0;
    double second = 0;
    for (double log : logProbabilities(item)) {
      double p = Math.exp(log);
      if (p > first) {
        second = first;
        first = p;
      } else if (p > second) {
        second = p;
      }
    }
    return first - second;
  }

  double[] margins() {
    return IntStream.range(0, items.size()).mapToDouble(this::margin).toArray();
  }

  /** KL(this || other) over the choices of an item, nats. */
  double divergence(ModelAnswers other, int item) {
    double[] p = logProbabilities(item);
    double[] q = other.logProbabilities(item);
    double sum = 0;
    for (int j = 0; j < p.length; j++) {
      double probability = Math.exp(p[j]);
      sum += probability == 0 ? 0 : probability * (p[j] - q[j]);
    }
    // It is never below zero but by rounding.
    return Math.max(0, sum);
  }

  double[] divergences(ModelAnswers other) {
    return IntStream.range(0, items.size()).mapToDouble(i -> divergence(other, i)).toArray();
  }

  private static int indexOfLargest(double[] values) {
    int best = 0;
    for (int j = 1; j < values.length; j++) {
      if (values[j] > values[best]) {
        best = j;
      }
    }
    return best;
  }
}
