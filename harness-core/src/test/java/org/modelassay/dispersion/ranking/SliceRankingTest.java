package org.modelassay.dispersion.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.modelassay.AssayException;

class SliceRankingTest {
  /** Items 0 to 2 on one line, 3 to 5 two on one axis, 6 to 8 on three axes. */
  private static final float[][] STATES = {
    {1, 0, 0}, {2, 0, 0}, {3, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 5, 0}, {1, 0, 0}, {0, 1, 0},
    {0, 0, 1}
  };

  private static final Map<String, int[]> SLICES =
      Map.of(
          "wide", new int[] {6, 7, 8},
          "narrow", new int[] {0, 1, 2},
          "middle", new int[] {3, 4, 5},
          "tiny", new int[] {0, 8});

  @Test
  void theLowestDispersionStandsFirstAndSmallSlicesAreNamed() {
    SliceRanking ranking = SliceRanking.of(STATES, SLICES, null, 3);

    assertThat(ranking.slices())
        .extracting(SliceRanking.Slice::name)
        .containsExactly("narrow", "middle", "wide");
    assertThat(ranking.slices().get(0).dispersion()).isCloseTo(0, within(1e-12));
    assertThat(ranking.slices().get(1).dispersion()).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(ranking.slices().get(2).dispersion()).isCloseTo(1, within(1e-12));
    assertThat(ranking.leftOut()).containsExactly("tiny");
  }

  @Test
  void membersNearestToTheMeanDirectionComeFirst() {
    SliceRanking ranking = SliceRanking.of(STATES, SLICES, null, 3);

    assertThat(ranking.slices().get(1).members()).containsExactly(4, 5, 3);
  }

  @Test
  void labelsAreTestedByTheExactPermutationOfSlices() {
    double[] easy = {0, 0, 0, 0, 1, 0, 1, 1, 1};

    SliceRanking ranking = SliceRanking.of(STATES, SLICES, easy, 3);

    assertThat(ranking.slices().get(1).meanLabel()).isEqualTo(1.0 / 3);
    assertThat(ranking.spearman()).isCloseTo(1, within(1e-12));
    assertThat(ranking.pValue()).isCloseTo(1.0 / 6, within(1e-12)); // one order of 3! is as good
  }

  @Test
  void withoutLabelsNothingIsTested() {
    SliceRanking ranking = SliceRanking.of(STATES, SLICES, null, 3);

    assertThatThrownBy(ranking::spearman).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void slicesOfOneMeanLabelHaveNoOrder() {
    double[] same = {1, 1, 1, 1, 1, 1, 1, 1, 1};

    assertThatThrownBy(() -> SliceRanking.of(STATES, SLICES, same, 3))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("every slice has the mean label 1.0");
  }

  @Test
  void aRankingNeedsTwoSlices() {
    assertThatThrownBy(() -> SliceRanking.of(STATES, SLICES, null, 4))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("0 of 4 slices have 4 items or more (the largest, ");
  }
}
