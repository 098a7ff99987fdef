package org.modelassay.knnlm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against scikit-learn and scipy: src/test/resources/knnlm/README.md. */
class KnnLmGoldenTest {
  record Golden(
      float[][] keys,
      int[] values,
      float[][] queries,
      int[] targets,
      float[] logLikelihoods,
      int k,
      double temperature,
      double lam,
      int[][] neighbours,
      double[][] squaredDistances,
      double[] ofNeighbours,
      double[] mixed,
      double perplexity,
      double bestLambda) {}

  private final Golden golden = read();

  @ParameterizedTest
  @EnumSource
  void findsTheSameNeighbours(Search search) {
    Neighbours found = search.nearest(golden.keys, golden.queries, golden.k);

    assertThat(found.keys()).isDeepEqualTo(golden.neighbours);
    for (int q = 0; q < golden.queries.length; q++) {
      for (int j = 0; j < golden.k; j++) {
        assertThat((double) found.distances()[q][j])
            .isCloseTo(golden.squaredDistances[q][j], within(1e-5));
      }
    }
  }

  @Test
  void mixesAsTheFormula() {
    Targets targets = targets();
    for (int t = 0; t < golden.targets.length; t++) {
      assertThat(
              Mixing.ofNeighbours(targets.matches()[t], targets.distances()[t], golden.temperature))
          .isCloseTo(golden.ofNeighbours[t], within(1e-6));
    }
    double[] mixed = targets.mixed(new Mixing(golden.temperature, golden.lam));
    assertThat(mixed).containsExactly(golden.mixed, within(1e-6));
    assertThat(Math.exp(-Arrays.stream(mixed).average().orElseThrow()))
        .isCloseTo(golden.perplexity, within(1e-5));
  }

  @Test
  void findsTheLikeliestLambda() {
    double[] ofModel = new double[golden.targets.length];
    Arrays.setAll(ofModel, t -> Math.exp(golden.logLikelihoods[t]));

    assertThat(Targets.lambda(golden.ofNeighbours, ofModel))
        .isCloseTo(golden.bestLambda, within(1e-6));
  }

  @Test
  void theScaleOfAStateIsNoMerit() {
    float[][] keys = scaled(golden.keys);
    float[][] queries = scaled(golden.queries);
    Targets wide =
        Targets.of(
            Search.EXACT.nearest(keys, queries, golden.k),
            golden.values,
            golden.targets,
            golden.logLikelihoods,
            documents());

    List<Mixing> tuned = targets().tuned();
    assertThat(wide.tuned())
        .extracting(Mixing::temperature)
        .containsExactlyElementsOf(tuned.stream().map(m -> m.temperature() * 1024 * 1024).toList());
    assertThat(wide.crossFitted(wide.tuned()))
        .containsExactly(targets().crossFitted(tuned), within(1e-9));
  }

  private Targets targets() {
    return Targets.of(
        Search.EXACT.nearest(golden.keys, golden.queries, golden.k),
        golden.values,
        golden.targets,
        golden.logLikelihoods,
        documents());
  }

  private int[] documents() {
    int[] documents = new int[golden.targets.length];
    Arrays.setAll(documents, t -> t / 2);
    return documents;
  }

  private static float[][] scaled(float[][] states) {
    return Arrays.stream(states)
        .map(
            state -> {
              float[] wide = state.clone();
              for (int i = 0; i < wide.length; i++) {
                wide[i] *= 1024;
              }
              return wide;
            })
        .toArray(float[][]::new);
  }

  private static Golden read() {
    try (var in = KnnLmGoldenTest.class.getResourceAsStream("/knnlm/golden.json")) {
      return new ObjectMapper().readValue(in, Golden.class);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
