package org.modelassay.maven.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modelassay.brevity.GenerationDetails;
import org.modelassay.maven.report.DispersionView.Tick;

/**
 * A generation check on one candidate, as rows and a chart.
 *
 * @param compared whether there is a baseline
 * @param prompts number of prompts
 * @param scores both models' right answers by filter pipeline
 * @param f1 whether words shared with the references were measured
 * @param unit what first differences are counted in
 * @param truncated outputs that were cut, of those listed
 * @param longer outputs longer than the baseline's
 * @param shorter outputs shorter than the baseline's
 * @param equal outputs as long as the baseline's
 * @param quantiles lengths of the outputs in a few numbers
 * @param scatter both lengths of each prompt, or null without a baseline
 * @param histogram lengths by bin, without a baseline
 * @param outputs the outputs
 */
record GenerationView(
    boolean compared,
    String prompts,
    List<Score> scores,
    boolean f1,
    String unit,
    int truncated,
    int longer,
    int shorter,
    int equal,
    List<Quantile> quantiles,
    @Nullable Scatter scatter,
    List<Bin> histogram,
    Shown<Output> outputs) {

  /** A filter pipeline; numbers of a baseline are empty without one. */
  record Score(
      Text filter,
      Cell right,
      Cell baselineRight,
      int flips,
      List<ChoicesView.Kind> kinds,
      Cell f1,
      Cell baselineF1) {}

  record Quantile(String name, String judged, String baseline) {}

  /** A chart in its own units: 330 wide, 330 high. */
  record Scatter(List<Tick> vertical, List<Tick> horizontal, List<Dot> dots) {}

  /** Prompts whose two lengths are (nearly) the same. */
  record Dot(String x, String y, String radius, String kind, String label) {}

  record Bin(String label, int count, String width) {}

  record Output(
      Text id,
      Text prompt,
      ChoicesView.@Nullable Kind change,
      boolean critical,
      List<Text> tags,
      List<Text> references,
      List<Answer> answers,
      @Nullable Side baseline,
      Side judged,
      boolean differs,
      @Nullable Integer firstDifference,
      String lengths) {}

  /**
   * What a filter pipeline made of the outputs.
   *
   * @param filter its name
   * @param baseline the baseline's answer, or null
   * @param text the judged model's
   */
  record Answer(
      Text filter, @Nullable Text baseline, boolean baselineRight, Text text, boolean right) {}

  /**
   * One model's text.
   *
   * @param before characters of the common beginning that are not shown
   * @param common the common beginning
   * @param own what follows
   * @param tokens its length
   * @param width its length as a bar
   * @param truncated whether it was cut
   */
  record Side(int before, Text common, Text own, int tokens, String width, boolean truncated) {}

  private static final double LEFT = 46;
  private static final double RIGHT = 318;
  private static final double TOP = 12;
  private static final double BOTTOM = 284;
  private static final int GRID = 48;

  static GenerationView of(GenerationDetails details, Size size) {
    List<Integer> lengths = details.lengths();
    List<Integer> before = details.baselineLengths();
    int pairs = before == null ? 0 : Math.min(before.size(), lengths.size());
    int longer = 0;
    int shorter = 0;
    for (int i = 0; i < pairs && before != null; i++) {
      int order = Integer.compare(lengths.get(i), before.get(i));
      longer += order > 0 ? 1 : 0;
      shorter += order < 0 ? 1 : 0;
    }
    int longest = 1;
    for (GenerationDetails.Output output : details.outputs()) {
      Integer other = output.baselineTokens();
      longest = Math.max(longest, Math.max(output.tokens(), other == null ? 0 : other));
    }
    int widest = longest;
    return new GenerationView(
        before != null,
        Numbers.count(lengths.size()),
        details.scores().stream().map(score -> score(score, size)).toList(),
        details.scores().stream().anyMatch(score -> score.f1() != null),
        details.unit() == null || details.unit().equals("tokens") ? "token" : "character",
        (int) details.outputs().stream().filter(GenerationDetails.Output::truncated).count(),
        longer,
        shorter,
        pairs - longer - shorter,
        quantiles(lengths, before),
        before == null || pairs == 0 ? null : scatter(lengths, before, pairs),
        before != null || lengths.isEmpty() ? List.of() : histogram(lengths),
        Shown.of(
            details.outputs(),
            size.items(),
            details.outputsLeftOut(),
            output -> output(output, details.scores(), widest, size)));
  }

  private static Score score(GenerationDetails.Score score, Size size) {
    Integer before = score.baselineRight();
    return new Score(
        Text.of(score.filter(), size.name()),
        Cell.of((double) score.right() / score.prompts(), "share"),
        cell(before == null ? null : (Double) ((double) before / score.prompts())),
        score.correctToIncorrect() + score.incorrectToCorrect(),
        List.of(
            ChoicesView.kind("CORRECT_TO_INCORRECT", score.correctToIncorrect()),
            ChoicesView.kind("INCORRECT_TO_CORRECT", score.incorrectToCorrect()),
            ChoicesView.kind("WRONG_TO_WRONG", score.wrongToWrong())),
        cell(score.f1()),
        cell(score.baselineF1()));
  }

  private static Cell cell(@Nullable Double share) {
    return share == null ? new Cell("", "") : Cell.of(share, "share");
  }

  private static Answer answer(String filter, GenerationDetails.Answer answer, Size size) {
    String before = answer.baselineText();
    return new Answer(
        Text.of(filter, size.name()),
        before == null ? null : Text.of(before, size.text()),
        Boolean.TRUE.equals(answer.baselineRight()),
        Text.of(answer.text(), size.text()),
        answer.right());
  }

  private static Output output(
      GenerationDetails.Output output,
      List<GenerationDetails.Score> scores,
      int longest,
      Size size) {
    String text = output.text();
    String other = output.baselineText();
    int tokens = output.tokens();
    Integer otherTokens = output.baselineTokens();
    boolean differs = other != null && (output.firstDifference() != null || !other.equals(text));
    int common = !differs || other == null ? text.length() : commonPrefix(text, other);
    // A long common beginning is folded: what differs must be on the page.
    int hidden = differs && common > size.text() / 2 ? common - Math.min(common, 200) : 0;
    String lengths = Numbers.count(tokens) + " tokens";
    if (otherTokens != null) {
      lengths = Numbers.count(otherTokens) + " \u2192 " + lengths;
      if (otherTokens > 0 && otherTokens != tokens) {
        double change = (double) (tokens - otherTokens) / otherTokens;
        lengths +=
            (change < 0 ? " (\u2212" : " (+") + Math.round(Math.abs(change) * 100) + "\u202F%)";
      }
    }
    return new Output(
        Text.of(output.id(), size.name()),
        Text.of(output.prompt(), size.text()),
        output.change() == null ? null : ChoicesView.kind(output.change(), 1),
        output.critical(),
        output.tags().stream().map(tag -> Text.of(tag, size.name())).toList(),
        output.references().stream().map(each -> Text.of(each, size.text())).toList(),
        IntStream.range(0, Math.min(scores.size(), output.answers().size()))
            .mapToObj(i -> answer(scores.get(i).filter(), output.answers().get(i), size))
            .toList(),
        other == null
            ? null
            : side(
                other, hidden, common, otherTokens == null ? 0 : otherTokens, longest, false, size),
        side(text, hidden, common, tokens, longest, output.truncated(), size),
        differs,
        output.firstDifference(),
        lengths);
  }

  private static Side side(
      String text, int hidden, int common, int tokens, int longest, boolean truncated, Size size) {
    int from = Math.min(hidden, text.length());
    int to = Math.min(common, text.length());
    return new Side(
        from,
        Text.of(text.substring(from, to), size.text()),
        Text.of(text.substring(to), size.text()),
        tokens,
        Gauge.percent(100.0 * tokens / longest),
        truncated);
  }

  /** Length of the longest common beginning that splits no character. */
  static int commonPrefix(String a, String b) {
    int length = 0;
    int most = Math.min(a.length(), b.length());
    while (length < most && a.charAt(length) == b.charAt(length)) {
      length++;
    }
    return length > 0 && Character.isHighSurrogate(a.charAt(length - 1)) ? length - 1 : length;
  }

  private static List<Quantile> quantiles(List<Integer> lengths, @Nullable List<Integer> baseline) {
    if (lengths.isEmpty()) {
      return List.of();
    }
    int[] sorted = lengths.stream().mapToInt(Integer::intValue).sorted().toArray();
    int[] before =
        baseline == null
            ? new int[0]
            : baseline.stream().mapToInt(Integer::intValue).sorted().toArray();
    List<Quantile> rows = new ArrayList<>();
    rows.add(quantile("shortest", sorted, before, 0));
    rows.add(quantile("10 %", sorted, before, 0.1));
    rows.add(quantile("median", sorted, before, 0.5));
    rows.add(quantile("90 %", sorted, before, 0.9));
    rows.add(quantile("longest", sorted, before, 1));
    rows.add(new Quantile("mean", mean(sorted), mean(before)));
    return rows;
  }

  /** The smallest length that a share of the outputs does not exceed. */
  private static Quantile quantile(String name, int[] sorted, int[] before, double share) {
    return new Quantile(name, at(sorted, share), at(before, share));
  }

  private static String at(int[] sorted, double share) {
    if (sorted.length == 0) {
      return "";
    }
    int place = (int) Math.ceil(share * sorted.length) - 1;
    return Numbers.count(sorted[Math.max(0, place)]);
  }

  private static String mean(int[] sorted) {
    return sorted.length == 0
        ? ""
        : Numbers.fixed(Arrays.stream(sorted).average().orElse(Double.NaN), 1);
  }

  private static Scatter scatter(List<Integer> lengths, List<Integer> before, int pairs) {
    int most = 1;
    for (int i = 0; i < pairs; i++) {
      most = Math.max(most, Math.max(lengths.get(i), before.get(i)));
    }
    Scale x = Scale.round(0, most, LEFT, RIGHT);
    Scale y = Scale.round(0, most, BOTTOM, TOP);
    // Prompts that fall into one cell are one dot with their number, so any corpus makes a page.
    double cell = Math.max(1, x.to() / GRID);
    Map<Long, int[]> cells = new TreeMap<>();
    for (int i = 0; i < pairs; i++) {
      long column = (long) (before.get(i) / cell);
      long row = (long) (lengths.get(i) / cell);
      int[] sum = cells.computeIfAbsent(column * 1000 + row, key -> new int[3]);
      sum[0]++;
      sum[1] += before.get(i);
      sum[2] += lengths.get(i);
    }
    int fullest = cells.values().stream().mapToInt(sum -> sum[0]).max().orElse(1);
    List<Dot> dots = new ArrayList<>();
    for (int[] sum : cells.values()) {
      double was = (double) sum[1] / sum[0];
      double is = (double) sum[2] / sum[0];
      String label =
          (sum[0] == 1 ? "1 prompt" : Numbers.count(sum[0]) + " prompts")
              + ": "
              + Numbers.of(was, "")
              + " \u2192 "
              + Numbers.of(is, "")
              + " tokens";
      dots.add(
          new Dot(
              DispersionView.place(x.place(was)),
              DispersionView.place(y.place(is)),
              DispersionView.place(
                  3.2 + (fullest > 1 ? 5 * Math.sqrt((sum[0] - 1.0) / fullest) : 0)),
              is > was ? "longer" : is < was ? "shorter" : "equal",
              label));
    }
    return new Scatter(ticks(y), ticks(x), dots);
  }

  private static List<Tick> ticks(Scale scale) {
    return scale.ticks(4).stream()
        .map(
            tick ->
                new Tick(
                    DispersionView.place(scale.place(tick)),
                    Numbers.of(DispersionView.rounded(tick), "")))
        .toList();
  }

  private static List<Bin> histogram(List<Integer> lengths) {
    int most = lengths.stream().mapToInt(Integer::intValue).max().orElse(0);
    int width = Math.max(1, (int) Math.ceil((most + 1) / 12.0));
    int[] counts = new int[most / width + 1];
    lengths.forEach(length -> counts[length / width]++);
    int fullest = Math.max(1, Arrays.stream(counts).max().orElse(1));
    List<Bin> bins = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      String label =
          width == 1 ? String.valueOf(i) : i * width + "\u2013" + (i * width + width - 1);
      bins.add(new Bin(label, counts[i], Gauge.percent(100.0 * counts[i] / fullest)));
    }
    return bins;
  }
}
