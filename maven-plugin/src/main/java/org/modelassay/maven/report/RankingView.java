package org.modelassay.maven.report;

import org.modelassay.dispersion.ranking.RankingDetails;
import org.modelassay.dispersion.ranking.RankingDetails.Item;
import org.modelassay.dispersion.ranking.RankingDetails.Slice;

/**
 * A ranking of slices on one candidate.
 *
 * @param state the hidden state
 * @param items read
 * @param inNoSlice how many of them no slice holds; empty for none
 * @param compared whether there is a baseline
 * @param spearman correlation with the mean label; empty without labels
 * @param pValue of it; empty likewise
 * @param slices a row per slice, the lowest first
 * @param tooSmall names of slices that are not ranked
 * @param tail the lowest slices' items
 */
record RankingView(
    Text state,
    String items,
    String inNoSlice,
    boolean compared,
    String spearman,
    String pValue,
    Shown<Row> slices,
    Shown<Text> tooSmall,
    Shown<Tail> tail) {

  /**
   * A slice.
   *
   * @param width of its bar, the widest slice being 100 %
   * @param label mean label; empty without labels
   */
  record Row(
      Text name,
      String items,
      String width,
      String dispersion,
      String interval,
      String baseline,
      String label) {}

  /** Items of a slice that lie nearest to its mean direction. */
  record Tail(Text slice, Shown<Member> items) {}

  /** An item. */
  record Member(Text id, Text text, String label) {}

  static RankingView of(RankingDetails details, Size size) {
    double widest = details.slices().stream().mapToDouble(Slice::dispersion).max().orElse(1);
    return new RankingView(
        Text.of(details.state(), size.name()),
        Numbers.count(details.items()),
        details.inNoSlice() == 0 ? "" : Numbers.count(details.inNoSlice()),
        details.slices().stream().anyMatch(slice -> slice.baselineDispersion() != null),
        Numbers.fixed(details.spearman(), 3),
        details.pValue() == null ? "" : Numbers.of(details.pValue(), ""),
        Shown.of(
            details.slices(),
            size.rows(),
            details.slicesLeftOut(),
            slice -> row(slice, widest, size)),
        Shown.of(details.tooSmall(), size.items(), name -> Text.of(name, size.name())),
        Shown.of(
            details.tail(),
            size.items(),
            tail ->
                new Tail(
                    Text.of(tail.slice(), size.name()),
                    Shown.of(tail.items(), size.items(), item -> member(item, size)))));
  }

  private static Row row(Slice slice, double widest, Size size) {
    double share = Math.max(0, Math.min(1, slice.dispersion() / widest));
    return new Row(
        Text.of(slice.name(), size.name()),
        Numbers.count(slice.items()),
        Gauge.percent(Double.isFinite(share) ? 100 * share : 0),
        Numbers.fixed(slice.dispersion(), 4),
        Numbers.fixed(slice.interval(), 4),
        Numbers.fixed(slice.baselineDispersion(), 4),
        Numbers.fixed(slice.meanLabel(), 3));
  }

  private static Member member(Item item, Size size) {
    return new Member(
        Text.of(item.id(), size.name()),
        Text.of(item.text(), size.text()),
        Numbers.fixed(item.label(), 3));
  }
}
