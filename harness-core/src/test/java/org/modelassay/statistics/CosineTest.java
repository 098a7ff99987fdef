package org.modelassay.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CosineTest {
  @Test
  void theCosineOfKnownAngles() {
    float[] east = {2, 0};

    assertThat(Cosine.of(east, new float[] {5, 0})).isEqualTo(1);
    assertThat(Cosine.of(east, new float[] {-1, 0})).isEqualTo(-1);
    assertThat(Cosine.of(east, new float[] {0, 3})).isZero();
    assertThat(Cosine.of(east, new float[] {1, 1})).isCloseTo(Math.sqrt(0.5), within(1e-15));
  }

  @Test
  void lengthsDoNotMatterHoweverSmall() {
    assertThat(Cosine.of(new float[] {1e-30f, 2e-30f}, new float[] {1e30f, 2e30f}))
        .isCloseTo(1, within(1e-7));
  }

  @Test
  void aVectorWithItselfIsNeverBeyondOne() {
    assertThat(Cosine.of(new float[] {0.1f, 0.3f, 0.7f}, new float[] {0.1f, 0.3f, 0.7f}))
        .isLessThanOrEqualTo(1)
        .isCloseTo(1, within(1e-15));
  }

  @Test
  void aZeroVectorHasNoDirection() {
    assertThat(Cosine.of(new float[2], new float[] {1, 0})).isNaN();
  }

  @Test
  void otherLengthsAreAMistake() {
    assertThatThrownBy(() -> Cosine.of(new float[2], new float[3]))
        .hasMessage("vectors of 2 and 3 numbers have no angle");
  }
}
