package org.modelassay.brevity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.data.Prompt;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Metric;
import org.modelassay.measure.MeasureResult;
import org.modelassay.statistics.Bootstrap;
import org.modelassay.statistics.Rates;
import org.modelassay.statistics.Sums;

/**
 * What a model writes to the prompts, how long it is, and how far it is what the baseline writes.
 *
 * <pre>{@code
 * void staysBrief(GenerationResult result) {
 *   assertThat(result.outputs()).noneMatch(output -> output.text().contains("http://"));
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
  }

  GenerationResult(
      List<Prompt> prompts, Written written, @Nullable Written baseline, boolean sameTokenizer) {
    this.prompts = prompts;
    this.written = written;
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
    return new GeneratedOutput(
        prompts.get(i),
        written.texts().get(i),
        written.tokens().get(i).length,
        written.truncated()[i],
        pair == null ? null : pair.baseline().texts().get(i),
        pair == null ? null : (Integer) pair.baseline().tokens().get(i).length);
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
  public double exactMatch() {
    return (double) equalTexts(paired("exactMatch()")) / prompts.size();
  }

  /**
   * Mean of equal tokens (or characters) from the start / length of the longer output.
   *
   * @throws AssayException when the model stands alone
   */
  public double agreement() {
    return Sums.mean(agreements(paired("agreement()")));
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
      list.add(share(GenerationMetrics.EXACT_MATCH, equalTexts(pair), null));
      list.add(mean(GenerationMetrics.AGREEMENT, agreements(pair), null));
    }
    return List.copyOf(list);
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
        IntStream.range(0, prompts.size())
            .boxed()
            .sorted(
                Comparator.comparing((Integer i) -> output(i).sameAsBaseline())
                    .thenComparing(i -> -written.tokens().get(i).length))
            .limit(MOST_OUTPUTS)
            .map(this::row)
            .toList();
    return new GenerationDetails(
        shown,
        prompts.size() - shown.size(),
        lengths(written),
        pair == null ? null : lengths(pair.baseline()));
  }

  private GenerationDetails.Output row(int i) {
    GeneratedOutput output = output(i);
    return new GenerationDetails.Output(
        output.id(),
        output.prompt().text(),
        output.text(),
        output.tokens(),
        output.truncated(),
        output.baselineText(),
        output.baselineTokens(),
        firstDifference(i));
  }

  private @Nullable Integer firstDifference(int i) {
    if (pair == null || !pair.tokens()) {
      return null;
    }
    int different = Arrays.mismatch(pair.own().get(i), pair.theirs().get(i));
    return different < 0 ? null : (Integer) different;
  }

  private static List<Integer> lengths(Written of) {
    return of.tokens().stream().map(output -> output.length).toList();
  }

  @Override
  public String toString() {
    return "%.1f tokens on average over %d prompts%s"
        .formatted(
            meanLength(),
            prompts.size(),
            pair == null ? "" : ", %.4f of the baseline's length".formatted(lengthRatio()));
  }
}
