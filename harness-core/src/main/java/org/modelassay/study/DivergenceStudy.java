package org.modelassay.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.modelassay.statistics.Correlation;
import org.modelassay.statistics.Interval;
import org.modelassay.statistics.LeastSquares;
import org.modelassay.statistics.MultipleTesting;

/**
 * How models' scores follow their compression, which models stand off, and how much of that goes
 * with their tokenizers.
 *
 * <p>With {@code x = ln LMCR} and {@code z = ln token efficiency} of each model:
 *
 * <pre>
 *   score = a + b x + r        the line; r is a model's residual, in units of the score
 *   z     = c + d x + u        u: how much finer (u &gt; 0) a tokenizer cuts the corpus than those of
 *                              models that compress it as well do
 *   r     = g u + rest         through 0; g u is the tokenizer's part
 * </pre>
 *
 * {@code ln LMCR = ln Late-stage LMCR + ln token efficiency} exactly, so these are the residuals of
 * the line that sees LMCR alone and of the plane that sees both of its factors (Frisch and Waugh
 * 1933, "Partial Time Regressions as Compared with Individual Trends"): g is the coefficient that z
 * has beside x in the plane, and the two parts are uncorrelated, so that {@code sum r² = sum (g u)²
 * + sum rest²}.
 *
 * <p>g is estimated and not set to -b. That choice would say what a model's residual were with a
 * common tokenizer, were its bits per token to stay; but a tokenizer that makes half as many tokens
 * leaves about twice the bits to each, and then LMCR does not move.
 *
 * <p>Limits: it tells what goes with the tokenizers of these models, not what they cause, for
 * models of one maker share much else. Errors hold when the rests are independent and normal with
 * equal scatter; sizes of one family are not independent. Below about ten models intervals are so
 * wide that they say little.
 *
 * @param correlation Pearson's, of score and ln LMCR
 * @param correlationInterval its two-sided 95 % interval
 * @param line the line of score on ln LMCR
 * @param tokenizerSlope g, in units of the score for a factor e of token efficiency
 * @param tokenizerInterval its two-sided 95 % interval; with 0 in it, these models do not show that
 *     tokenizers have a part
 * @param tokenizerShare the share of the squared residuals that goes with the tokenizers, 0 to 1;
 *     NaN when there are none
 * @param residuals one for each model, in the order given
 */
public record DivergenceStudy(
    double correlation,
    Interval correlationInterval,
    LeastSquares line,
    double tokenizerSlope,
    Interval tokenizerInterval,
    double tokenizerShare,
    List<Residual> residuals) {
  /** The fewest models: beside three coefficients one degree of freedom is left. */
  public static final int FEWEST = 4;

  private static final double ALIKE = 1e-9;

  /** Copies the list. */
  public DivergenceStudy {
    residuals = List.copyOf(residuals);
  }

  /**
   * How a model stands off the line.
   *
   * @param model its name
   * @param residual score less the line's, in units of the score; above 0 it scores better than
   *     models that compress as well
   * @param tokenizer the part that goes with its tokenizer
   * @param tokenizerInterval its two-sided 95 % interval, for the slope's error alone
   * @param rest the other part
   * @param expected the two-sided 95 % prediction interval of its score, from the line through all
   *     other models
   * @param studentised the residual divided by the standard error that it has by the other models'
   *     scatter: Student's t with n - 3 degrees of freedom
   * @param outlier how likely chance alone puts any of the models that far off, at most (p of the
   *     studentised residual, by Holm's correction for all models); below 0.05 it is an outlier
   */
  public record Residual(
      String model,
      double residual,
      double tokenizer,
      Interval tokenizerInterval,
      double rest,
      Interval expected,
      double studentised,
      double outlier) {}

  /**
   * Studies models.
   *
   * @param models of the same benchmark and corpus
   * @throws IllegalArgumentException when there are fewer than {@value #FEWEST}, or when their LMCR
   *     or their token efficiency beside it do not differ
   */
  public static DivergenceStudy of(List<ScoredModel> models) {
    int n = models.size();
    if (n < FEWEST) {
      throw new IllegalArgumentException(
          "the study needs " + FEWEST + " models or more, but there are " + n);
    }
    double[] x = column(models, m -> Math.log(m.lmcr()));
    double[] y = column(models, ScoredModel::score);
    LeastSquares line = LeastSquares.fit(x, y);
    double[] residual = line.residuals(x, y);
    double[] z = column(models, m -> Math.log(m.tokenEfficiency()));
    double[] cut = LeastSquares.fit(x, z).residuals(x, z);
    if (Arrays.stream(cut).allMatch(u -> Math.abs(u) < ALIKE)) {
      throw new IllegalArgumentException(
          "the models' tokenizers cut the corpus alike (token efficiency is a function of LMCR),"
              + " so that no residual can go with them");
    }
    LeastSquares part = LeastSquares.fit(cut, residual, 1);
    double[] rest = part.residuals(cut, residual);
    double[] studentised = new double[n];
    double[] p = new double[n];
    Interval[] expected = new Interval[n];
    for (int i = 0; i < n; i++) {
      LeastSquares others = LeastSquares.fit(without(x, i), without(y, i));
      expected[i] = others.prediction(x[i]);
      studentised[i] = others.studentised(x[i], y[i]);
      p[i] = others.pValue(studentised[i]);
    }
    double[] outlier = MultipleTesting.holm(p);
    List<Residual> residuals = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      residuals.add(
          new Residual(
              models.get(i).name(),
              residual[i],
              part.slope() * cut[i],
              times(part.slopeInterval(), cut[i]),
              rest[i],
              expected[i],
              studentised[i],
              outlier[i]));
    }
    double correlation = Correlation.pearson(x, y);
    return new DivergenceStudy(
        correlation,
        Correlation.pearsonInterval(correlation, n),
        line,
        part.slope(),
        part.slopeInterval(),
        part.rSquared(),
        residuals);
  }

  private static Interval times(Interval interval, double factor) {
    double a = interval.low() * factor;
    double b = interval.high() * factor;
    return Interval.of(Math.min(a, b), Math.max(a, b), interval.method());
  }

  private static double[] column(List<ScoredModel> models, ToDoubleFunction<ScoredModel> value) {
    return models.stream().mapToDouble(value).toArray();
  }

  private static double[] without(double[] values, int index) {
    double[] others = new double[values.length - 1];
    System.arraycopy(values, 0, others, 0, index);
    System.arraycopy(values, index + 1, others, index, others.length - index);
    return others;
  }
}
