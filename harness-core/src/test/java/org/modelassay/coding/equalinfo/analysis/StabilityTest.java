package org.modelassay.coding.equalinfo.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.modelassay.coding.equalinfo.analysis.Stability.Distances;

class StabilityTest {

  @Nested
  class EditDistances {
    private static int of(String a, String b) {
      return EditDistance.of(a.chars().toArray(), b.chars().toArray());
    }

    @Test
    void areLevenshteins() {
      assertThat(of("kitten", "sitting")).isEqualTo(3);
      assertThat(of("saturday", "sunday")).isEqualTo(3);
      assertThat(of("intention", "execution")).isEqualTo(5);
      assertThat(of("", "abc")).isEqualTo(3);
      assertThat(of("abc", "")).isEqualTo(3);
      assertThat(of("same", "same")).isZero();
    }

    /** What is left out at both ends is never taken twice: aa to aaa shares two, not four. */
    @Test
    void bearEndsThatOverlap() {
      assertThat(of("aa", "aaa")).isEqualTo(1);
      assertThat(of("aba", "abababa")).isEqualTo(4);
    }

    @Test
    void agreeWithTheWholeTable() {
      SplittableRandom random = new SplittableRandom(7);
      for (int i = 0; i < 300; i++) {
        int[] a = random.ints(random.nextInt(12), 0, 3).toArray();
        int[] b = random.ints(random.nextInt(12), 0, 3).toArray();
        assertThat(EditDistance.of(a, b)).isEqualTo(table(a, b)).isEqualTo(EditDistance.of(b, a));
      }
    }

    private static int table(int[] a, int[] b) {
      int[][] d = new int[a.length + 1][b.length + 1];
      for (int i = 0; i <= a.length; i++) {
        for (int j = 0; j <= b.length; j++) {
          d[i][j] =
              i == 0 || j == 0
                  ? i + j
                  : Math.min(
                      d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1),
                      1 + Math.min(d[i - 1][j], d[i][j - 1]));
        }
      }
      return d[a.length][b.length];
    }
  }

  @Nested
  class OfTokenisations {
    private final Variants variants = new Variants("x", List.of("a", "b", "c"));

    private Distances of(int[]... sequences) {
      return Stability.of(variants, List.of(new Tokenised("t", List.of(sequences))))
          .distances()
          .get(0);
    }

    @Test
    void isZeroForEqualSequencesAndOneForThoseThatShareNothing() {
      Distances equal = of(new int[] {1, 2}, new int[] {1, 2}, new int[] {1, 2});
      Distances apart = of(new int[] {1, 2}, new int[] {3, 4}, new int[] {5, 6});

      assertThat(equal.median()).isZero();
      assertThat(equal.histogram().get(0)).isEqualTo(3);
      assertThat(apart.median()).isEqualTo(1);
      assertThat(apart.meanDistance()).isEqualTo(2);
      assertThat(apart.histogram().get(Stability.BINS - 1)).isEqualTo(3);
    }

    @Test
    void dividesByTheLongerSequence() {
      // Distances 1, 3 and 4 of at most 4, 4 and 4 tokens.
      Distances distances = of(new int[] {1, 2, 3}, new int[] {1, 2, 3, 4}, new int[] {9, 9, 9, 4});

      assertThat(distances.meanTokens()).isCloseTo(11 / 3.0, within(1e-15));
      assertThat(distances.meanDistance()).isCloseTo((1 + 4 + 3) / 3.0, within(1e-15));
      assertThat(distances.median()).isEqualTo(0.75);
      // A quarter stands at the beginning of its bin: [0.25, 0.3).
      assertThat(distances.histogram().get(5)).isEqualTo(1);
      assertThat(distances.histogram().get(15)).isEqualTo(1);
      assertThat(distances.histogram().get(19)).isEqualTo(1);
    }

    @Test
    void needsTwoTextsAndASequenceForEach() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Stability.of(new Variants("x", List.of("a")), List.of()))
          .withMessageContaining("two texts");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> of(new int[0]))
          .withMessage("t has 1 sequences of 3 texts");
    }

    /** Bytes are stable: a word changes itself alone. */
    @Test
    void ofBytesIsTheDistanceOfTheWords() {
      Variants words = new Variants("and the same sentence for all.", List.of("kitten", "sitting"));
      List<int[]> bytes =
          words.texts().stream()
              .map(t -> t.getBytes(StandardCharsets.UTF_8))
              .map(b -> IntStream.range(0, b.length).map(i -> b[i]).toArray())
              .toList();
      Stability stability = Stability.of(words, List.of(new Tokenised("bytes", bytes)));

      assertThat(stability.pairs()).isEqualTo(1);
      assertThat(stability.distances().get(0).meanDistance()).isEqualTo(3);
      assertThat(stability.distances().get(0).median()).isEqualTo(3.0 / bytes.get(1).length);
    }
  }
}
