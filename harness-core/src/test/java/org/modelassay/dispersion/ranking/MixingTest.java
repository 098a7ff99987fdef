package org.modelassay.dispersion.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.modelassay.AssayException;

class MixingTest {
  /** Right items on axes of their own, wrong ones all on one: only pairs of wrong ones are near. */
  @Test
  void dispersionOfMixedSlicesHasItsClosedForm() {
    int right = 50;
    int wrong = 60;
    float[][] states = new float[right + wrong][right + 1];
    boolean[] answers = new boolean[states.length];
    for (int i = 0; i < states.length; i++) {
      answers[i] = i < right;
      states[i][Math.min(i, right)] = 1 + i;
    }

    Mixing mixing = Mixing.of(states, answers, 20, 3);

    assertThat(mixing.size()).isEqualTo(20);
    for (int share = 0; share < Mixing.SHARES; share++) {
      double near = 20 - 2 * share;
      for (double dispersion : mixing.dispersions()[share]) {
        assertThat(dispersion).isCloseTo(1 - near * (near - 1) / (20 * 19), within(1e-12));
      }
    }
    assertThat(mixing.monotone()).isTrue();
    assertThat(mixing.spearmans()).containsOnly(1.0);
  }

  @Test
  void slicesShrinkToWhatBothKindsOfItemsAllow() {
    float[][] states = new float[60][60];
    boolean[] answers = new boolean[60];
    for (int i = 0; i < 60; i++) {
      answers[i] = i < 27;
      states[i][answers[i] ? i : 59] = 1;
      states[i][58] += 1;
    }

    Mixing mixing = Mixing.of(states, answers, 100, 10);

    assertThat(mixing.size()).isEqualTo(20);
    assertThat(mixing.spearmans()).hasSize(10);
    assertThat(mixing.spearmanOfMeans()).isGreaterThan(0.99);
  }

  @Test
  void tooFewItemsOfAKindAreAnErrorThatCountsThem() {
    boolean[] answers = new boolean[30];
    assertThatThrownBy(() -> Mixing.of(ones(30), answers, 100, 10))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("0 items right and 30 wrong");
  }

  private static float[][] ones(int count) {
    float[][] states = new float[count][2];
    for (float[] state : states) {
      state[0] = 1;
    }
    return states;
  }
}
