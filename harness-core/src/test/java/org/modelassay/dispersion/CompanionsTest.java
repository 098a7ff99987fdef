package org.modelassay.dispersion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * CKA, relative error and effective rank against numpy in float64 with the kernels written out,
 * numpy.linalg.svd for the rank, and against closed forms.
 */
class CompanionsTest {
  @ParameterizedTest
  @CsvSource({
    "8, 5, 7, 0.5140130069812388, 0.7036189787904131, 0.4963080462725436, 0.5832506435972828,"
        + " 4.490811671292035, 5.9591423926442975",
    "40, 6, 3, 0.506064153229908, 0.5469711430497407, 0.5044448386000376, 0.5149156796872348,"
        + " 5.898934035917955, 2.972469530893074",
    "6, 50, 50, 0.7559860386586188, 0.9527974624418486, 0.9816171887025094, 0.8642345197731787,"
        + " 5.8610364107840685, 5.80703848581524"
  })
  void asNumpyHasThem(
      int n,
      int widthX,
      int widthY,
      double debiased,
      double plain,
      double withoutFirst,
      double withoutLast,
      double rankX,
      double rankY) {
    float[][] x = vectors(1, n, widthX);
    float[][] y = vectors(2, n, widthY);
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < Math.min(widthX, widthY); k++) {
        y[i][k] = 0.5f * y[i][k] + x[i][k];
      }
    }
    Jackknifed cka = Alignment.cka(x, y).debiased();
    assertThat(cka.value()).isCloseTo(debiased, within(1e-11));
    assertThat(cka.leaveOneOut()).hasSize(n);
    assertThat(cka.leaveOneOut()[0]).isCloseTo(withoutFirst, within(1e-10));
    assertThat(cka.leaveOneOut()[n - 1]).isCloseTo(withoutLast, within(1e-10));
    assertThat(Alignment.cka(x, y).plain()).isCloseTo(plain, within(1e-11));
    assertThat(EffectiveRank.of(x)).isCloseTo(rankX, within(1e-10));
    assertThat(EffectiveRank.of(y)).isCloseTo(rankY, within(1e-10));
    if (widthX == widthY) {
      assertThat(Alignment.relativeError(x, y).value()).isCloseTo(0.5236884754132916, within(1e-7));
    }
  }

  @Test
  void plainCkaIsNearOneOfFewSegmentsHoweverUnrelatedAndTheDebiasedIsNearZero() {
    float[][] x = vectors(3, 30, 1000);
    float[][] y = vectors(4, 30, 1000);
    assertThat(Alignment.cka(x, y).plain()).isGreaterThan(0.95);
    assertThat(Alignment.cka(x, y).debiased().value()).isCloseTo(0, within(0.1));
  }

  @Test
  void ckaIsOneOfWhatIsTurnedScaledAndMoved() {
    float[][] x = vectors(5, 20, 4);
    float[][] y = new float[20][];
    for (int i = 0; i < 20; i++) {
      y[i] = new float[] {9 + 2 * x[i][3], -2 * x[i][0], 2 * x[i][2] - 1, 2 * x[i][1]};
    }
    Jackknifed cka = Alignment.cka(x, y).debiased();
    assertThat(cka.value()).isCloseTo(1, within(1e-6));
    assertThat(cka.leaveOneOut()).usingComparatorWithPrecision(1e-6).containsOnly(1);
    assertThat(Alignment.cka(x, y).plain()).isCloseTo(1, within(1e-6));
  }

  @Test
  void theIntervalNeedsFiveSegmentsAndVectorsThatDifferAValue() {
    assertThat(Alignment.cka(vectors(6, 4, 9), vectors(7, 4, 9)).debiased().interval()).isNull();
    assertThat(Alignment.cka(vectors(6, 5, 9), vectors(7, 5, 9)).debiased().interval()).isNotNull();
    float[][] alike = {{1, 2}, {1, 2}, {1, 2}, {1, 2}, {1, 2}};
    assertThat(Alignment.cka(alike, vectors(7, 5, 9)).debiased().value()).isNaN();
    assertThat(Alignment.cka(alike, vectors(7, 5, 9)).plain()).isNaN();
  }

  @Test
  void relativeErrorOfAScaledSideIsTheScalesDistanceFromOne() {
    float[][] x = vectors(8, 6, 5);
    float[][] y = new float[6][5];
    for (int i = 0; i < 6; i++) {
      for (int k = 0; k < 5; k++) {
        y[i][k] = 1.5f * x[i][k];
      }
    }
    Jackknifed error = Alignment.relativeError(x, y);
    assertThat(error.value()).isCloseTo(0.5, within(1e-6));
    assertThat(error.leaveOneOut()).usingComparatorWithPrecision(1e-6).containsOnly(0.5);
    assertThat(Alignment.relativeError(x, x).value()).isZero();
  }

  @Test
  void effectiveRankOfClosedForms() {
    // Two orthogonal directions of lengths 3 and 1: exp of the entropy of (3/4, 1/4).
    double expected = Math.exp(-(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25)));
    assertThat(EffectiveRank.of(new float[][] {{0, 3, 0}, {1, 0, 0}}))
        .isCloseTo(expected, within(1e-14));
    assertThat(EffectiveRank.of(new float[][] {{0, 3}, {1, 0}, {0, 0}}))
        .isCloseTo(expected, within(1e-14));
    assertThat(EffectiveRank.of(new float[][] {{1, 2}, {2, 4}, {-3, -6}}))
        .isCloseTo(1, within(1e-14));
    assertThat(EffectiveRank.of(new float[][] {{0, 0}, {0, 0}})).isNaN();
  }

  /** Numbers in -1 to 1 that Python makes alike: s = (1103515245 s + 12345) mod 2^31. */
  private static float[][] vectors(long seed, int n, int width) {
    float[][] vectors = new float[n][width];
    long s = seed;
    for (float[] vector : vectors) {
      for (int k = 0; k < width; k++) {
        s = (s * 1103515245 + 12345) % (1L << 31);
        vector[k] = (float) (s / 1073741824.0 - 1);
      }
    }
    return vectors;
  }
}
