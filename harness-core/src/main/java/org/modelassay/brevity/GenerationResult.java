package org.modelassay.brevity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.data.Prompt;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Metric;
import org.modelassay.measure.FlipKind;
import org.modelassay.measure.MeasureResult;
import org.modelassay.statistics.Bootstrap;
import org.modelassay.statistics.PairedProportions;
import org.modelassay.statistics.Rates;
import org.modelassay.statistics.Sums;

/**
 * What a model writes to the prompts, how long it is, how far it is what the baseline writes and,
 * where prompts have answers, whether it is right.
 *
 * <pre>{@code
 * void staysBrief(GenerationResult result) {
 *   assertThat(result.outputs()).noneMatch(output -> output.text().contains("http://"));
 *   assertThat(result.flips().correctToIncorrect()).noneMatch(output -> output.hasTag("critical"));
 * }
 * }</pre>
 *
 * <p>Against a baseline lengths are counted in tokens when both models have one tokenizer, else in
 * characters (code points), as tokens of two tokenizers are of two sizes.
 */
public final class GenerationResult implements MeasureResult {
  private static final int MOST_OUTPUTS = 100;
  private static final long SEED = 20250310;
  private static final String SAMPLE = "prompts";

  private final List<Prompt> prompts;
  private final Written written;
  private final @Nullable Pair pair;
  private final List<Score> scores;
  private final double @Nullable [] similarities;
  private @Nullable List<Figure> figures;

  /**
   * The outputs beside the baseline's.
   *
   * @param baseline what the baseline wrote
   * @param own the outputs in what both are compared in, tokens or characters
   * @param theirs the baseline's
   * @param tokens whether that is tokens
   */
  private record Pair(Written baseline, List<int[]> own, List<int[]> theirs, boolean tokens) {
    double[] lengths() {
      return own.stream().mapToDouble(output -> output.length).toArray();
    }

    double[] baselineLengths() {
      return theirs.stream().mapToDouble(output -> output.length).toArray();
    }

    double agreement(int prompt) {
      int longer = Math.max(own.get(prompt).length, theirs.get(prompt).length);
      return longer == 0
          ? 1
          : (double) Written.equalFromStart(own.get(prompt), theirs.get(prompt)) / longer;
    }

    /** Index of the first element that differs, or null when none does. */
    @Nullable Integer firstDifference(int prompt) {
      int different = Arrays.mismatch(own.get(prompt), theirs.get(prompt));
      return different < 0 ? null : (Integer) different;
    }
  }

  /**
   * Creates a result.
   *
   * @param prompts the prompts
   * @param written what the judged model wrote
   * @param baseline what the baseline wrote, or null
   * @param sameTokenizer whether tokens of both can be compared
   * @param scores by filter pipeline, the one that figures are of first; none where prompts have no
   *     answers
   * @param similarities of each output to the baseline's, or null where no encoder was named
   */
  GenerationResult(
      List<Prompt> prompts,
      Written written,
      @Nullable Written baseline,
      boolean sameTokenizer,
      List<Score> scores,
      double @Nullable [] similarities) {
    this.prompts = prompts;
    this.written = written;
    this.scores = List.copyOf(scores);
    this.similarities = similarities;
    if (baseline == null) {
      pair = null;
    } else if (sameTokenizer) {
      pair = new Pair(baseline, written.tokens(), baseline.tokens(), true);
    } else {
      pair = new Pair(baseline, written.characters(), baseline.characters(), false);
    }
  }

  /** Every output, in the prompts' order. */
  public List<GeneratedOutput> outputs() {
    return IntStream.range(0, prompts.size()).mapToObj(this::output).toList();
  }

  private GeneratedOutput output(int i) {
    Score score = scores.isEmpty() ? null : scores.get(0);
    Score.Answers before = score == null ? null : score.baseline();
    return new GeneratedOutput(
        prompts.get(i),
        written.texts().get(i),
        written.tokens().get(i).length,
        written.truncated()[i],
        pair == null ? null : pair.baseline().texts().get(i),
        pair == null ? null : (Integer) pair.baseline().tokens().get(i).length,
        score == null ? null : score.own().answer(i),
        before == null ? null : before.answer(i),
        score == null ? null : score.change(i),
        similarities == null ? null : (Double) similarities[i]);
  }

  /** Mean length of the outputs, in tokens of the model's own tokenizer. */
  public double meanLength() {
    return Sums.mean(written.lengths());
  }

  /** Share of outputs that were cut at the longest length. */
  public double truncationRate() {
    return (double) written.cut() / prompts.size();
  }

  /**
   * What lengths are counted in against the baseline: {@code tokens} or {@code characters}.
   *
   * @throws AssayException when the model stands alone
   */
  public String lengthUnit() {
    return paired("lengthUnit()").tokens() ? "tokens" : "characters";
  }

  /**
   * Sum of lengths / sum of the baseline's; not a number when the baseline wrote nothing at all.
   *
   * @throws AssayException when the model stands alone
   */
  public double lengthRatio() {
    Pair pair = paired("lengthRatio()");
    return ratio(Sums.sum(pair.lengths()), Sums.sum(pair.baselineLengths()));
  }

  /**
   * 1 - {@link #lengthRatio()}: the share by which all outputs together are shorter.
   *
   * @throws AssayException when the model stands alone
   */
  public double shorteningRate() {
    return 1 - lengthRatio();
  }

  /**
   * Number of prompts to which the baseline wrote nothing. The mean of the single shortening rates
   * leaves them out, as nothing cannot be shortened.
   *
   * @throws AssayException when the model stands alone
   */
  public int emptyReferences() {
    return (int)
        paired("emptyReferences()").theirs().stream().filter(output -> output.length == 0).count();
  }

  /**
   * Share of outputs whose text equals the baseline's.
   *
   * @throws AssayException when the model stands alone
   */
  public double agreement() {
    return (double) equalTexts(paired("agreement()")) / prompts.size();
  }

  /**
   * Mean of equal tokens (or characters) from the start / length of the longer output.
   *
   * @throws AssayException when the model stands alone
   */
  public double prefixAgreement() {
    return Sums.mean(agreements(paired("prefixAgreement()")));
  }

  /**
   * Share of prompts whose answer is a reference answer.
   *
   * @throws AssayException when the prompts have no answers
   */
  public double exactMatch() {
    return (double) scored("exactMatch()").own().correct() / prompts.size();
  }

  /**
   * The changed answers.
   *
   * @throws AssayException when the model stands alone or the prompts have no answers
   */
  public AnswerFlips flips() {
    paired("flips()");
    scored("flips()");
    return new AnswerFlips(
        prompts.size(), outputs().stream().filter(output -> output.change() != null).toList());
  }

  private Score scored(String asked) {
    if (scores.isEmpty()) {
      throw new AssayException(
          asked
              + " was asked of prompts without answers; expected answers to compare with; give each"
              + " line of the prompts an \"answer\"");
    }
    return scores.get(0);
  }

  private Pair paired(String asked) {
    if (pair == null) {
      throw new AssayException(
          asked
              + " was asked of a model that stands alone; expected a baseline to compare with; give"
              + " the spec a candidate");
    }
    return pair;
  }

  private int equalTexts(Pair pair) {
    return (int)
        IntStream.range(0, prompts.size())
            .filter(i -> written.texts().get(i).equals(pair.baseline().texts().get(i)))
            .count();
  }

  private double[] agreements(Pair pair) {
    return IntStream.range(0, prompts.size()).mapToDouble(pair::agreement).toArray();
  }

  @Override
  public List<Figure> figures() {
    // Intervals are drawn once, however often the figures are asked for.
    if (figures == null) {
      figures = measured();
    }
    return figures;
  }

  private List<Figure> measured() {
    Pair pair = this.pair;
    var list = new ArrayList<Figure>();
    if (!scores.isEmpty()) {
      addScore(list, scores.get(0));
    }
    list.add(
        mean(
            GenerationMetrics.LENGTH_MEAN,
            written.lengths(),
            pair == null ? null : Sums.mean(pair.baseline().lengths())));
    if (pair != null) {
      addLengths(list, pair);
    }
    list.add(
        share(
            GenerationMetrics.TRUNCATION_RATE,
            written.cut(),
            pair == null ? null : pair.baseline().cut()));
    list.add(
        share(
            GenerationMetrics.EMPTY_RATE,
            written.empty(),
            pair == null ? null : pair.baseline().empty()));
    if (pair != null) {
      list.add(share(GenerationMetrics.AGREEMENT, equalTexts(pair), null));
      list.add(mean(GenerationMetrics.PREFIX_AGREEMENT, agreements(pair), null));
      list.add(mean(GenerationMetrics.FIRST_DIFFERENCE_MEAN, firstDifferences(pair), null));
    }
    if (similarities != null) {
      list.add(mean(GenerationMetrics.SIMILARITY, similarities, null));
    }
    return List.copyOf(list);
  }

  private double[] firstDifferences(Pair pair) {
    return IntStream.range(0, prompts.size())
        .mapToObj(pair::firstDifference)
        .filter(Objects::nonNull)
        .mapToDouble(Integer::doubleValue)
        .toArray();
  }

  private void addScore(List<Figure> list, Score score) {
    Score.Answers own = score.own();
    Score.Answers base = score.baseline();
    list.add(
        share(GenerationMetrics.EXACT_MATCH, own.correct(), base == null ? null : base.correct()));
    double[] f1 = own.f1();
    double[] baseF1 = base == null ? null : base.f1();
    if (f1 != null) {
      list.add(mean(GenerationMetrics.F1, f1, baseF1 == null ? null : (Double) Sums.mean(baseF1)));
    }
    if (base == null) {
      return;
    }
    int lost = score.changed(FlipKind.CORRECT_TO_INCORRECT);
    int won = score.changed(FlipKind.INCORRECT_TO_CORRECT);
    int other = score.changed(FlipKind.WRONG_TO_WRONG);
    list.add(share(GenerationMetrics.FLIP_RATE, lost + won, null));
    list.add(share(GenerationMetrics.ALL_FLIP_RATE, lost + won + other, null));
    list.add(share(GenerationMetrics.CORRECT_TO_INCORRECT_RATE, lost, null));
    list.add(share(GenerationMetrics.INCORRECT_TO_CORRECT_RATE, won, null));
    list.add(share(GenerationMetrics.WRONG_TO_WRONG_RATE, other, null));
    int[] critical =
        IntStream.range(0, prompts.size()).filter(i -> prompts.get(i).critical()).toArray();
    if (critical.length > 0) {
      int flipped = (int) Arrays.stream(critical).filter(i -> score.change(i) != null).count();
      list.add(
          new Figure(
              GenerationMetrics.CRITICAL_ALL_FLIP_RATE,
              (double) flipped / critical.length,
              Rates.clopperPearson(flipped, critical.length),
              critical.length,
              "critical prompts",
              null));
    }
    int n = prompts.size();
    list.add(
        new Figure(
            GenerationMetrics.ACCURACY_DROP,
            (double) (lost - won) / n,
            PairedProportions.tango(lost, won, n),
            n,
            SAMPLE,
            null));
    list.add(
        new Figure(
            GenerationMetrics.ACCURACY_DROP_P_VALUE,
            PairedProportions.mcNemarExactOneSided(lost, won),
            null,
            n,
            SAMPLE,
            null));
    if (f1 != null && baseF1 != null) {
      double[] drops = IntStream.range(0, n).mapToDouble(i -> baseF1[i] - f1[i]).toArray();
      list.add(mean(GenerationMetrics.F1_DROP, drops, null));
    }
  }

  private void addLengths(List<Figure> list, Pair pair) {
    double[] own = pair.lengths();
    double[] theirs = pair.baselineLengths();
    list.add(
        statistic(GenerationMetrics.LENGTH_RATIO, own.length, drawn -> ratio(drawn, own, theirs)));
    list.add(
        statistic(
            GenerationMetrics.SHORTENING_RATE, own.length, drawn -> 1 - ratio(drawn, own, theirs)));
    double[] shortening =
        IntStream.range(0, own.length)
            .filter(i -> theirs[i] > 0)
            .mapToDouble(i -> 1 - own[i] / theirs[i])
            .toArray();
    list.add(mean(GenerationMetrics.SHORTENING_RATE_MEAN, shortening, null));
  }

  private static double ratio(int[] drawn, double[] own, double[] theirs) {
    return ratio(
        Arrays.stream(drawn).mapToDouble(i -> own[i]).sum(),
        Arrays.stream(drawn).mapToDouble(i -> theirs[i]).sum());
  }

  private static double ratio(double length, double reference) {
    return reference > 0 ? length / reference : Double.NaN;
  }

  private Figure share(Metric metric, int counted, @Nullable Integer ofBaseline) {
    int n = prompts.size();
    Double baseline = ofBaseline == null ? null : (double) ofBaseline / n;
    return new Figure(
        metric, (double) counted / n, Rates.clopperPearson(counted, n), n, SAMPLE, baseline);
  }

  private static Figure mean(Metric metric, double[] values, @Nullable Double ofBaseline) {
    Figure figure =
        statistic(
            metric,
            values.length,
            drawn -> Arrays.stream(drawn).mapToDouble(i -> values[i]).sum() / drawn.length);
    return new Figure(metric, figure.value(), figure.interval(), figure.n(), SAMPLE, ofBaseline);
  }

  /** A statistic over the prompts, given the indices drawn. */
  private static Figure statistic(Metric metric, int n, ToDoubleFunction<int[]> statistic) {
    return new Figure(
        metric,
        statistic.applyAsDouble(IntStream.range(0, n).toArray()),
        Bootstrap.bca(n, statistic, SEED),
        n,
        SAMPLE,
        null);
  }

  @Override
  public GenerationDetails details() {
    List<GenerationDetails.Output> shown =
        outputOrder().limit(MOST_OUTPUTS).map(this::row).toList();
    return new GenerationDetails(
        scores.stream().map(this::row).toList(),
        shown,
        prompts.size() - shown.size(),
        lengths(written),
        pair == null ? null : lengths(pair.baseline()),
        pair == null ? null : lengthUnit());
  }

  private Stream<Integer> outputOrder() {
    return IntStream.range(0, prompts.size())
        .boxed()
        .sorted(
            Comparator.comparing((Integer i) -> output(i).change() == null)
                .thenComparing(i -> !prompts.get(i).critical())
                .thenComparing(i -> output(i).change() != FlipKind.CORRECT_TO_INCORRECT)
                .thenComparing(i -> output(i).change() != FlipKind.INCORRECT_TO_CORRECT)
                .thenComparing(i -> output(i).sameAsBaseline())
                .thenComparing(i -> -written.tokens().get(i).length));
  }

  private GenerationDetails.Score row(Score score) {
    Score.Answers base = score.baseline();
    return new GenerationDetails.Score(
        score.filter(),
        prompts.size(),
        score.own().correct(),
        base == null ? null : (Integer) base.correct(),
        score.changed(FlipKind.CORRECT_TO_INCORRECT),
        score.changed(FlipKind.INCORRECT_TO_CORRECT),
        score.changed(FlipKind.WRONG_TO_WRONG),
        meanF1(score.own()),
        base == null ? null : meanF1(base));
  }

  private static @Nullable Double meanF1(Score.Answers answers) {
    double[] f1 = answers.f1();
    return f1 == null ? null : (Double) Sums.mean(f1);
  }

  private GenerationDetails.Output row(int i) {
    GeneratedOutput output = output(i);
    FlipKind change = output.change();
    return new GenerationDetails.Output(
        output.id(),
        output.prompt().text(),
        output.prompt().tags(),
        output.prompt().critical(),
        output.prompt().references(),
        output.text(),
        output.tokens(),
        output.truncated(),
        output.baselineText(),
        output.baselineTokens(),
        pair == null ? null : pair.firstDifference(i),
        scores.stream().map(score -> answer(score, i)).toList(),
        change == null ? null : change.name());
  }

  private static GenerationDetails.Answer answer(Score score, int i) {
    Score.Answers base = score.baseline();
    return new GenerationDetails.Answer(
        score.own().texts().get(i),
        score.own().right()[i],
        base == null ? null : base.texts().get(i),
        base == null ? null : (Boolean) base.right()[i]);
  }

  private static List<Integer> lengths(Written of) {
    return of.tokens().stream().map(output -> output.length).toList();
  }

  @Override
  public String toString() {
    return "%.1f tokens on average over %d prompts%s%s"
        .formatted(
            meanLength(),
            prompts.size(),
            pair == null ? "" : ", %.4f of the baseline's length".formatted(lengthRatio()),
            scores.isEmpty() ? "" : ", %.4f right".formatted(exactMatch()));
  }
}
