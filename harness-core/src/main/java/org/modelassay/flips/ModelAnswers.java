package org.modelassay.flips;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.modelassay.data.ChoiceItem;
import org.modelassay.reading.ScoredReading;
import org.modelassay.reading.TokenSequence;

/** What one model answers: the choice of the largest summed log-likelihood, the first of equals. */
final class ModelAnswers {
  /** Bins of the calibration error. */
  static final int BINS = 15;

  /** What a float32 log-likelihood of 0 leaves for anything else. */
  private static final double SMALLEST = 0x1p-24;

  private final List<ChoiceItem> items;
  private final double[][] logLikelihoods;
  private final boolean[] greedy;

  /**
   * Creates answers.
   *
   * @param items the items
   * @param logLikelihoods [items][choices] summed over a choice's tokens, nats
   * @param greedy [items] whether every token of the item's first choice is the most likely one;
   *     matters for continuations alone
   */
  ModelAnswers(List<ChoiceItem> items, double[][] logLikelihoods, boolean[] greedy) {
    this.items = items;
    this.logLikelihoods = logLikelihoods;
    this.greedy = greedy;
    for (int i = 0; i < items.size(); i++) {
      for (double value : logLikelihoods[i]) {
        if (Double.isNaN(value)) {
          throw new IllegalArgumentException(
              "item " + items.get(i).id() + " has a log-likelihood that is not a number");
        }
      }
    }
  }

  /** Answers to items none of which is a continuation. */
  ModelAnswers(List<ChoiceItem> items, double[][] logLikelihoods) {
    this(items, logLikelihoods, new boolean[items.size()]);
  }

  /** Sums the targets of each choice; the reading has a sequence per choice, item by item. */
  static ModelAnswers of(List<ChoiceItem> items, ScoredReading reading) {
    float[] targets = reading.logLikelihoods();
    int[] tops = reading.topTokens();
    double[][] sums = new double[items.size()][];
    boolean[] greedy = new boolean[items.size()];
    int sequence = 0;
    for (int i = 0; i < sums.length; i++) {
      sums[i] = new double[items.get(i).choices().size()];
      for (int j = 0; j < sums[i].length; j++) {
        int begin = reading.sequences().offset(sequence);
        int end = reading.sequences().offset(sequence + 1);
        TokenSequence tokens = reading.sequences().sequences().get(sequence);
        boolean most = true;
        for (int t = begin; t < end; t++) {
          sums[i][j] += targets[t];
          most &= tops[t] == tokens.tokens()[tokens.firstScored() + t - begin];
        }
        greedy[i] |= j == 0 && most;
        sequence++;
      }
    }
    return new ModelAnswers(items, sums, greedy);
  }

  List<ChoiceItem> items() {
    return items;
  }

  /**
   * Index of the choice taken; of a continuation 0 when it is what the most likely tokens give, and
   * 1 for anything else.
   */
  int choice(int item) {
    if (items.get(item).isContinuation()) {
      return greedy[item] ? 0 : 1;
    }
    return indexOfLargest(logLikelihoods[item]);
  }

  /** The log-likelihood of an item's first choice, nats. */
  double logLikelihood(int item) {
    return logLikelihoods[item][0];
  }

  /**
   * Index of the choice taken when each log-likelihood is divided by the choice's characters (code
   * points, the delimiter left out): {@code acc_norm} of lm-evaluation-harness.
   */
  int normalizedChoice(int item) {
    return choicePer(item, choice -> choice.codePointCount(0, choice.length()));
  }

  /**
   * Index of the choice taken when each log-likelihood is divided by the choice's UTF-8 bytes (the
   * delimiter left out): {@code acc_bytes} of lm-evaluation-harness.
   */
  int choiceByBytes(int item) {
    return choicePer(item, choice -> choice.getBytes(StandardCharsets.UTF_8).length);
  }

  private int choicePer(int item, ToIntFunction<String> length) {
    if (items.get(item).isContinuation()) {
      return choice(item);
    }
    List<String> choices = items.get(item).choices();
    double[] normalized = logLikelihoods[item].clone();
    for (int j = 0; j < normalized.length; j++) {
      normalized[j] /= length.applyAsInt(choices.get(j));
    }
    return indexOfLargest(normalized);
  }

  boolean isCorrect(int item) {
    return choice(item) == items.get(item).answer();
  }

  /** Whether the answer is another than a baseline's. */
  boolean changes(ModelAnswers baseline, int item) {
    return choice(item) != baseline.choice(item);
  }

  /** Whether the answer is wrong where a baseline's is right. */
  boolean loses(ModelAnswers baseline, int item) {
    return baseline.isCorrect(item) && !isCorrect(item);
  }

  /** Whether the best two choices are exactly equal. */
  boolean isTie(int item) {
    if (items.get(item).isContinuation()) {
      return false;
    }
    double[] values = logLikelihoods[item];
    double best = values[choice(item)];
    return IntStream.range(0, values.length).filter(j -> values[j] == best).count() > 1;
  }

  boolean isCorrectNormalized(int item) {
    return normalizedChoice(item) == items.get(item).answer();
  }

  boolean isCorrectByBytes(int item) {
    return choiceByBytes(item) == items.get(item).answer();
  }

  /** How many items something holds of. */
  int count(IntPredicate holds) {
    return (int) IntStream.range(0, items.size()).filter(holds).count();
  }

  int correct() {
    return count(this::isCorrect);
  }

  int ties() {
    return count(this::isTie);
  }

  /** One value of each item. */
  double[] each(IntToDoubleFunction value) {
    return IntStream.range(0, items.size()).mapToDouble(value).toArray();
  }

  /** The answers to some of the items. */
  ModelAnswers of(int[] members) {
    return new ModelAnswers(
        Arrays.stream(members).mapToObj(items::get).toList(),
        Arrays.stream(members).mapToObj(i -> logLikelihoods[i]).toArray(double[][]::new),
        greedy(members));
  }

  /** The answers of several parts, one after the other. */
  static ModelAnswers joined(List<ModelAnswers> parts) {
    return new ModelAnswers(
        parts.stream().flatMap(part -> part.items.stream()).toList(),
        parts.stream().flatMap(part -> Arrays.stream(part.logLikelihoods)).toArray(double[][]::new),
        greedy(parts));
  }

  private static boolean[] greedy(List<ModelAnswers> parts) {
    boolean[] all = new boolean[parts.stream().mapToInt(part -> part.greedy.length).sum()];
    int at = 0;
    for (ModelAnswers part : parts) {
      System.arraycopy(part.greedy, 0, all, at, part.greedy.length);
      at += part.greedy.length;
    }
    return all;
  }

  /** How much more likely a choice is than another, nats. */
  double advantage(int item, int choice, int other) {
    return logLikelihoods[item][choice] - logLikelihoods[item][other];
  }

  /** How far the best two choices are apart, nats; infinite where there is but one. */
  double gap(int item) {
    if (items.get(item).isContinuation()) {
      return Double.POSITIVE_INFINITY;
    }
    int best = choice(item);
    double gap = Double.POSITIVE_INFINITY;
    for (int j = 0; j < logLikelihoods[item].length; j++) {
      gap = j == best ? gap : Math.min(gap, advantage(item, best, j));
    }
    return gap;
  }

  /** The most that the difference of two choices of an item differs between two readings, nats. */
  double largestShift(ModelAnswers other, int item) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < logLikelihoods[item].length; j++) {
      double shift = logLikelihoods[item][j] - other.logLikelihoods[item][j];
      least = Math.min(least, shift);
      most = Math.max(most, shift);
    }
    return most - least;
  }

  private boolean[] greedy(int[] members) {
    boolean[] some = new boolean[members.length];
    for (int i = 0; i < some.length; i++) {
      some[i] = greedy[members[i]];
    }
    return some;
  }

  /**
   * Log-softmax over the choices' log-likelihoods; of a continuation the logarithms of its
   * probability and of that of anything else.
   */
  double[] logProbabilities(int item) {
    double[] values = logLikelihoods[item].clone();
    if (items.get(item).isContinuation()) {
      double rest = Math.max(SMALLEST, -Math.expm1(values[0]));
      return new double[] {values[0], Math.log(rest)};
    }
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

  /** The probability of the choice taken. */
  double confidence(int item) {
    return Math.exp(logProbabilities(item)[choice(item)]);
  }

  /**
   * Sum over the choices of (probability - (1 for the right one, else 0))², 0 to 2 (Brier 1950,
   * "Verification of forecasts expressed in terms of probability").
   */
  double brierScore(int item) {
    double[] logs = logProbabilities(item);
    double sum = 0;
    for (int j = 0; j < logs.length; j++) {
      double error = Math.exp(logs[j]) - (j == items.get(item).answer() ? 1 : 0);
      sum += error * error;
    }
    return sum;
  }

  /** What an item adds to the numerator of F1: 2 where the second choice is right and taken. */
  double f1Hits(int item) {
    return choice(item) == 1 && items.get(item).answer() == 1 ? 2 : 0;
  }

  /** What it adds to the denominator: 1 for each of right and taken that the second choice is. */
  double f1All(int item) {
    return (choice(item) == 1 ? 1 : 0) + (items.get(item).answer() == 1 ? 1 : 0);
  }

  /**
   * The expected calibration error: the answers lie in {@value #BINS} bins by their probability,
   * ((m - 1) / {@value #BINS}, m / {@value #BINS}]; of each bin the distance between the share that
   * is right and the mean probability, weighed by the bin's share of all items (Guo et al. 2017,
   * arXiv 1706.04599, equation 3).
   */
  double calibrationError() {
    double[] excess = new double[BINS];
    for (int i = 0; i < items.size(); i++) {
      double confidence = confidence(i);
      int bin = Math.min(BINS, Math.max(1, (int) Math.ceil(confidence * BINS))) - 1;
      excess[bin] += (isCorrect(i) ? 1 : 0) - confidence;
    }
    return Arrays.stream(excess).map(Math::abs).sum() / items.size();
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

  /**
   * The Jensen-Shannon divergence over the choices of an item, nats: KL(P || M) / 2 + KL(Q || M) /
   * 2, M being (P + Q) / 2; at most ln 2.
   */
  double jensenShannon(ModelAnswers other, int item) {
    double[] p = logProbabilities(item);
    double[] q = other.logProbabilities(item);
    double sum = 0;
    for (int j = 0; j < p.length; j++) {
      double apart = q[j] - p[j];
      sum -= Math.exp(p[j]) * logMeanWithOne(apart) + Math.exp(q[j]) * logMeanWithOne(-apart);
    }
    return Math.max(0, sum / 2);
  }

  /** ln((1 + e^x) / 2), without the difference of near numbers and without overflow. */
  private static double logMeanWithOne(double x) {
    return Math.max(0, x) + Math.log1p(Math.expm1(-Math.abs(x)) / 2);
  }

  /** Half the sum of |p - q| over the choices of an item, 0 to 1. */
  double totalVariation(ModelAnswers other, int item) {
    double[] p = logProbabilities(item);
    double[] q = other.logProbabilities(item);
    double sum = 0;
    for (int j = 0; j < p.length; j++) {
      sum += Math.abs(Math.exp(p[j]) - Math.exp(q[j]));
    }
    return sum / 2;
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
