package org.modelassay.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CosineDispersionTest {
  @Test
  void vectorsOfOneDirectionHaveNone() {
    float[][] same = {{3, 4}, {6, 8}, {0.3f, 0.4f}};
    assertThat(new CosineDispersion(same).mean()).isCloseTo(0, within(1e-7));
  }

  @Test
  void orthogonalVectorsHaveOneAndOppositeOnesTwo() {
    float[][] orthogonal = {{2, 0, 0}, {0, 5, 0}, {0, 0, 0.1f}};
    assertThat(new CosineDispersion(orthogonal).mean()).isCloseTo(1, within(1e-15));
    assertThat(new CosineDispersion(new float[][] {{1, 2}, {-2, -4}}).mean())
        .isCloseTo(2, within(1e-15));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 10})
  void cornersOfASimplexHaveTheMostThatSoManyCanHave(int n) {
    float[][] corners = new float[n][n];
    for (int i = 0; i < n; i++) {
      Arrays.fill(corners[i], -1);
      corners[i][i] = n - 1;
    }
    assertThat(new CosineDispersion(corners).mean()).isCloseTo(n / (n - 1.0), within(1e-14));
  }

  @ParameterizedTest
  @CsvSource({"2, 3, 0", "17, 64, 0", "200, 31, 0", "200, 31, 20", "50, 1024, 500"})
  void equalsTheMeanOverAllPairs(int n, int width, float shift) {
    SplittableRandom random = new SplittableRandom(n);
    float[][] vectors = new float[n][width];
    for (float[] vector : vectors) {
      double scale = Math.exp(4 * random.nextDouble());
      for (int k = 0; k < width; k++) {
        vector[k] = (float) (scale * (random.nextDouble(-1, 1) + shift));
      }
    }
    var fast = new CosineDispersion(vectors);
    assertThat(fast.mean()).isCloseTo(pairwise(vectors), within(1e-12));
    double[] leaveOneOut = fast.leaveOneOut();
    for (int out : new int[] {0, n / 2, n - 1}) {
      float[][] left = vectors.clone();
      left[out] = vectors[n - 1];
      double expected = pairwise(Arrays.copyOf(left, n - 1));
      if (n == 2) {
        assertThat(leaveOneOut[out]).isNaN();
      } else {
        assertThat(leaveOneOut[out]).isCloseTo(expected, within(1e-12));
      }
    }
  }

  @Test
  void oneVectorHasNoPairs() {
    assertThat(new CosineDispersion(new float[][] {{1, 2}}).mean()).isNaN();
  }

  @Test
  void aVectorWithoutDirectionIsRefused() {
    float[][] zero = {{1, 0}, {0, 0}};
    assertThat(CosineDispersion.flawed(zero)).isEqualTo(1);
    assertThatIllegalArgumentException().isThrownBy(() -> new CosineDispersion(zero));
    assertThat(CosineDispersion.flawed(new float[][] {{1, Float.NaN}})).isZero();
    assertThat(CosineDispersion.flawed(new float[][] {{1, 1}, {Float.POSITIVE_INFINITY, 0}}))
        .isEqualTo(1);
    // Squares that no float could hold.
    assertThat(CosineDispersion.flawed(new float[][] {{1e30f, 0}, {1e-30f, 0}})).isEqualTo(-1);
  }

  private static double pairwise(float[][] vectors) {
    double sum = 0;
    int pairs = 0;
    for (int i = 0; i < vectors.length; i++) {
      for (int j = i + 1; j < vectors.length; j++) {
        double ij = 0;
        double ii = 0;
        double jj = 0;
        for (int k = 0; k < vectors[i].length; k++) {
          ij += (double) vectors[i][k] * vectors[j][k];
          ii += (double) vectors[i][k] * vectors[i][k];
          jj += (double) vectors[j][k] * vectors[j][k];
        }
        sum += 1 - ij / Math.sqrt(ii * jj);
        pairs++;
      }
    }
    return sum / pairs;
  }
}
