package org.modelassay.flips;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.modelassay.data.ChoiceItem;
import org.modelassay.statistics.Clusters;
import org.modelassay.statistics.Interval;
import org.modelassay.statistics.PairedProportions;
import org.modelassay.statistics.Rates;

class ItemIntervalsTest {
  private final Random random = new Random(5);

  @Test
  void itemsThatStandForThemselvesHaveTheExactIntervals() {
    ItemIntervals intervals = intervals(new String[50]);
    double[] differences = new double[50];
    differences[0] = 1;
    differences[1] = 1;
    differences[2] = -1;

    assertThat(intervals.share(i -> i < 7)).isEqualTo(Rates.clopperPearson(7, 50));
    assertThat(intervals.pairedDifference(differences))
        .isEqualTo(PairedProportions.tango(2, 1, 50));
  }

  @Test
  void groupsOfOneItemAreNoGroups() {
    String[] groups = IntStream.range(0, 50).mapToObj(i -> "g" + i).toArray(String[]::new);

    assertThat(intervals(groups).share(i -> i < 7)).isEqualTo(Rates.clopperPearson(7, 50));
  }

  @Test
  void copiesOfAnItemTellNoMoreThanTheItem() {
    double[] values = random.doubles(40).toArray();
    double[] copied = IntStream.range(0, 120).mapToDouble(i -> values[i / 3]).toArray();
    ItemIntervals single = intervals(new String[40]);
    ItemIntervals triple =
        intervals(IntStream.range(0, 120).mapToObj(i -> "g" + i / 3).toArray(String[]::new));
    ItemIntervals ignored = intervals(new String[120]);

    Interval of = single.mean(values);

    assertThat(of).isNotNull();
    if (of != null) {
      Interval ofTriple = triple.mean(copied);
      Interval tooNarrow = ignored.mean(copied);
      assertThat(ofTriple).isNotNull();
      assertThat(tooNarrow).isNotNull();
      if (ofTriple != null && tooNarrow != null) {
        assertThat(width(ofTriple)).isBetween(0.999 * width(of), 1.001 * width(of));
        assertThat(width(tooNarrow)).isLessThan(0.7 * width(of));
      }
    }
  }

  @Test
  void sharesOfGroupedItemsAreKornGraubards() {
    String[] groups = IntStream.range(0, 60).mapToObj(i -> "g" + i / 2).toArray(String[]::new);
    List<String> names = List.of(groups);
    double[] counted = IntStream.range(0, 60).mapToDouble(i -> i < 14 ? 1 : 0).toArray();

    assertThat(intervals(groups).share(i -> i < 14))
        .isEqualTo(Rates.kornGraubard(counted, Clusters.of(names)));
    assertThat(intervals(groups).pairedDifference(counted))
        .isEqualTo(PairedProportions.tango(counted, Clusters.of(names)));
  }

  @Test
  void fewGroupsStandForNothing() {
    String[] groups = IntStream.range(0, 30).mapToObj(i -> "g" + i % 19).toArray(String[]::new);

    assertThat(intervals(groups).share(i -> i < 7)).isNull();
    assertThat(intervals(groups).pairedDifference(new double[30])).isNull();
    assertThat(intervals(groups).mean(new double[30])).isNull();
  }

  private static double width(Interval interval) {
    return interval.high() - interval.low();
  }

  private static ItemIntervals intervals(@Nullable String[] groups) {
    return ItemIntervals.of(
        IntStream.range(0, groups.length)
            .mapToObj(
                i ->
                    new ChoiceItem(
                        "i" + i, "", "?", " ", List.of("x", "y"), 0, List.of(), false, groups[i]))
            .toList());
  }
}
