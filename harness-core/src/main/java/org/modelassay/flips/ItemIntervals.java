package org.modelassay.flips;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modelassay.data.ChoiceItem;
import org.modelassay.statistics.Bootstrap;
import org.modelassay.statistics.Clusters;
import org.modelassay.statistics.Interval;
import org.modelassay.statistics.PairedProportions;
import org.modelassay.statistics.Rates;

/**
 * What figures of some items say of items like these. Those of one group, such as the questions
 * about one passage, resemble each other, so that groups are what was drawn; an item without a
 * group is its own.
 */
final class ItemIntervals {
  private static final long SEED = 20240712;

  private final int items;
  private final @Nullable Clusters clusters;

  private ItemIntervals(int items, @Nullable Clusters clusters) {
    this.items = items;
    this.clusters = clusters;
  }

  static ItemIntervals of(List<ChoiceItem> items) {
    List<Object> names =
        IntStream.range(0, items.size())
            .<Object>mapToObj(
                i -> {
                  String group = items.get(i).group();
                  return group == null ? i : group;
                })
            .toList();
    Set<Object> different = new HashSet<>(names);
    return new ItemIntervals(
        items.size(), different.size() == items.size() ? null : Clusters.of(names));
  }

  /** Of the share of items that count; null where there are too few groups. */
  @Nullable Interval share(IntPredicate counts) {
    if (clusters == null) {
      return Rates.clopperPearson(IntStream.range(0, items).filter(counts).count(), items);
    }
    double[] counted = IntStream.range(0, items).mapToDouble(i -> counts.test(i) ? 1 : 0).toArray();
    return clusters.count() < Bootstrap.FEWEST ? null : Rates.kornGraubard(counted, clusters);
  }

  /**
   * Of the difference of two shares of the same items; null where there are too few groups.
   *
   * @param differences per item 1 where it counts for the first share alone, -1 for the second, 0
   *     for both or neither
   */
  @Nullable Interval pairedDifference(double[] differences) {
    if (clusters == null) {
      long first = IntStream.range(0, items).filter(i -> differences[i] > 0).count();
      long second = IntStream.range(0, items).filter(i -> differences[i] < 0).count();
      return PairedProportions.tango(first, second, items);
    }
    return clusters.count() < Bootstrap.FEWEST
        ? null
        : PairedProportions.tango(differences, clusters);
  }

  /** Of the mean of one value per item; null where too few were drawn. */
  @Nullable Interval mean(double[] values) {
    return clusters == null ? Bootstrap.mean(values, SEED) : Bootstrap.mean(values, clusters, SEED);
  }

  /** Of the ratio of two sums over items; null where too few were drawn. */
  @Nullable Interval ratio(double[] numerators, double[] denominators) {
    return clusters == null
        ? Bootstrap.ratio(numerators, denominators, SEED)
        : Bootstrap.ratio(numerators, denominators, clusters, SEED);
  }
}
