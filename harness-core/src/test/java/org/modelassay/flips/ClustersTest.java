package org.modelassay.flips;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.modelassay.data.ChoiceItem;
import org.modelassay.statistics.Interval;
import org.modelassay.statistics.PairedProportions;
import org.modelassay.statistics.Rates;

class ClustersTest {
  private final Random random = new Random(5);

  @Test
  void itemsThatStandForThemselvesHaveTheExactIntervals() {
    Clusters clusters = clusters(IntStream.range(0, 50).mapToObj(i -> null).toArray(String[]::new));
    double[] differences = new double[50];
    differences[0] = 1;
    differences[1] = 1;
    differences[2] = -1;

    assertThat(clusters.share(i -> i < 7)).isEqualTo(Rates.clopperPearson(7, 50));
    assertThat(clusters.pairedDifference(differences)).isEqualTo(PairedProportions.tango(2, 1, 50));
  }

  @Test
  void groupsOfOneItemAreNoGroups() {
    String[] groups = IntStream.range(0, 50).mapToObj(i -> "g" + i).toArray(String[]::new);

    assertThat(clusters(groups).share(i -> i < 7)).isEqualTo(Rates.clopperPearson(7, 50));
  }

  @Test
  void copiesOfAnItemTellNoMoreThanTheItem() {
    double[] values = random.doubles(40).toArray();
    double[] copied = IntStream.range(0, 120).mapToDouble(i -> values[i / 3]).toArray();
    Clusters single = clusters(new String[40]);
    Clusters triple =
        clusters(IntStream.range(0, 120).mapToObj(i -> "g" + i / 3).toArray(String[]::new));
    Clusters ignored = clusters(new String[120]);

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

  private static double width(Interval interval) {
    return interval.high() - interval.low();
  }

  private static Clusters clusters(@Nullable String[] groups) {
    return Clusters.of(
        IntStream.range(0, groups.length)
            .mapToObj(
                i ->
                    new ChoiceItem(
                        "i" + i, "", "?", " ", List.of("x", "y"), 0, List.of(), false, groups[i]))
            .toList());
  }
}
