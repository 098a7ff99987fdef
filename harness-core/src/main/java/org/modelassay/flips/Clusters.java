package org.modelassay.flips;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modelassay.data.ChoiceItem;
import org.modelassay.statistics.Bootstrap;
import org.modelassay.statistics.Interval;
import org.modelassay.statistics.PairedProportions;
import org.modelassay.statistics.Rates;

/**
 * Which items stand together for others: those of one group, such as the questions about one
 * passage, are alike, so that what is drawn again is the group. An item without a group is its own.
 */
final class Clusters {
  private static final long SEED = 20240712;

  private final int items;
  private final int[][] members;

  private Clusters(int items, int[][] members) {
    this.items = items;
    this.members = members;
  }

  static Clusters of(List<ChoiceItem> items) {
    var groups = new LinkedHashMap<Object, List<Integer>>();
    for (int i = 0; i < items.size(); i++) {
      String group = items.get(i).group();
      groups.computeIfAbsent(group == null ? i : group, key -> new ArrayList<>()).add(i);
    }
    return new Clusters(
        items.size(),
        groups.values().stream()
            .map(group -> group.stream().mapToInt(i -> i).toArray())
            .toArray(int[][]::new));
  }

  /** Whether some group has more than one item. */
  private boolean grouped() {
    return members.length < items;
  }

  /** The interval of the share of items that count. */
  Interval share(IntPredicate counts) {
    long counted = IntStream.range(0, items).filter(counts).count();
    return Rates.clopperPearson(counted, items);
  }

  /**
   * The interval of a difference of two shares of the same items: Tango's score interval where
   * every item stands for itself.
   *
   * @param differences per item 1 where it counts for the first share alone, -1 for the second
   */
  @Nullable Interval pairedDifference(double[] differences) {
    if (grouped()) {
      return mean(differences);
    }
    long first = Arrays.stream(differences).filter(d -> d > 0).count();
    long second = Arrays.stream(differences).filter(d -> d < 0).count();
    return PairedProportions.tango(first, second, items);
  }

  /** The interval of the mean of one value per item, or null where there are too few clusters. */
  @Nullable Interval mean(double[] values) {
    double[] sums =
        Arrays.stream(members)
            .mapToDouble(cluster -> Arrays.stream(cluster).mapToDouble(i -> values[i]).sum())
            .toArray();
    return Bootstrap.bca(
        members.length,
        drawn -> {
          double sum = 0;
          double count = 0;
          for (int cluster : drawn) {
            sum += sums[cluster];
            count += members[cluster].length;
          }
          return sum / count;
        },
        SEED);
  }
}
