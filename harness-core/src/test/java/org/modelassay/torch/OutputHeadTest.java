package org.modelassay.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.modelassay.model.ModelFiles;

/** What follows the final hidden state, against softmax in double precision. */
class OutputHeadTest {
  private static final double UNIT = 1L << 40;

  @Test
  void intervalsAreTheSoftmaxToTheCodersResolution() throws URISyntaxException {
    Path folder =
        Path.of(
            Objects.requireNonNull(OutputHeadTest.class.getResource("/golden/models/llama-tied"))
                .toURI());
    int[] tokens = new Random(5).ints(20, 3, 307).toArray();
    try (ModelFiles model = ModelFiles.open(folder);
        Decoder decoder = Decoder.load(model, WeightTreatment.NONE, Precision.FLOAT32, Device.CPU);
        Decoder.Pass pass = decoder.read(List.of(tokens), List.of())) {
      for (int t = 0; t + 1 < tokens.length; t++) {
        try (Tensor h = pass.last(new long[] {0}, new long[] {t})) {
          double[] p = softmax(decoder.head().logits(h));
          OutputHead.Scores scores = decoder.head().score(h, new long[] {tokens[t + 1]}, true);
          long[] sums = decoder.head().cumulative(h);

          double below = 0;
          for (int v = 0; v < tokens[t + 1]; v++) {
            below += p[v];
          }
          long[] span = scores.intervals();
          assertThat(span[0] / UNIT).isCloseTo(below, within(307 / UNIT));
          assertThat(span[1] / UNIT).isCloseTo(p[tokens[t + 1]], within(Math.scalb(1.0, -38)));
          // Each id has floor(p 2^40) + 1: together at most one more than 2^40 for each id.
          assertThat(span[2]).isBetween(1L << 40, (1L << 40) + 307);
          assertThat((double) scores.logLikelihoods()[0])
              .isCloseTo(Math.log(p[tokens[t + 1]]), within(2e-6));

          // Step by step the same state gives the same integers.
          assertThat(sums).hasSize(307);
          assertThat(sums[306]).isEqualTo(span[2]);
          assertThat(sums[tokens[t + 1]] - span[1]).isEqualTo(span[0]);
          assertThat(sums[tokens[t + 1] - 1]).isEqualTo(span[0]);
          for (int v = 0; v < p.length; v++) {
            double frequency = sums[v] - (v == 0 ? 0 : sums[v - 1]);
            assertThat(frequency / UNIT).isCloseTo(p[v], within(Math.scalb(1.0, -38)));
          }
        }
      }
    }
  }

  private static double[] softmax(float[] logits) {
    double[] p = new double[logits.length];
    double sum = 0;
    for (int v = 0; v < p.length; v++) {
      p[v] = Math.exp(logits[v]);
      sum += p[v];
    }
    for (int v = 0; v < p.length; v++) {
      p[v] /= sum;
    }
    return p;
  }

  /** A head of one column: the logits are its values, times the state. */
  private static OutputHead head(float... column) {
    return new OutputHead(Map.of("head", column(column)), column.length, 1);
  }

  /** One column in float32, in memory of its own. */
  private static Tensor column(float... values) {
    ByteBuffer direct = ByteBuffer.allocateDirect(4 * values.length).order(ByteOrder.nativeOrder());
    direct.asFloatBuffer().put(values);
    try (Tensor view = Inputs.matrix(direct, values.length, 1)) {
      // Nothing is pruned: this copies, so that the buffer need not live on.
      return Programs.weights().tensor("prune", view, 0L);
    }
  }

  @Test
  void ofEqualsTheLowestIdIsTheMostLikely() {
    for (int vocabulary : new int[] {3, 64, 1000, 40000}) {
      float[] column = new float[vocabulary];
      column[1] = 2;
      column[2] = 2;
      column[vocabulary - 1] = 2;
      try (OutputHead head = head(column);
          Tensor h = column(1)) {
        assertThat(head.next(h)).containsExactly(1);
        assertThat(head.score(h, new long[] {0}, false).topTokens()).containsExactly(1);
      }
      try (OutputHead head = head(new float[vocabulary]);
          Tensor h = column(1)) {
        assertThat(head.next(h)).containsExactly(0);
      }
    }
  }

  @Test
  void anIdThatIsAllButImpossibleKeepsAnIntervalOfOne() {
    try (OutputHead head = head(0, -1000, 1000);
        Tensor h = column(1)) {
      assertThat(head.cumulative(h)).containsExactly(1, 2, (1L << 40) + 3);
      assertThat(head.score(h, new long[] {1}, true).intervals())
          .containsExactly(1, 1, (1L << 40) + 3);
    }
  }

  @Test
  void divergenceOfClosedFormBothWays() {
    // p = (1/2, 1/2), q = (1/4, 3/4): KL(p || q) = ln(4/3)/2, KL(q || p) = ln 2 - H(q).
    try (OutputHead head = head(0, (float) Math.log(3));
        Tensor zero = column(0);
        Tensor one = column(1)) {
      float[] kl =
          head.compare(one, new long[] {0}, new long[] {0, 1}, false, zero, head, false, false)
              .divergences();

      assertThat((double) kl[0]).isCloseTo(Math.log(4 / 3.0) / 2, within(1e-7));
      assertThat((double) kl[1])
          .isCloseTo(Math.log(2) + 0.25 * Math.log(0.25) + 0.75 * Math.log(0.75), within(1e-7));
    }
  }

  @Test
  void distancesOfClosedForm() {
    // p = (1/2, 1/2), q = (1/4, 3/4), their mean (3/8, 5/8).
    try (OutputHead head = head(0, (float) Math.log(3));
        Tensor zero = column(0);
        Tensor one = column(1)) {
      float[] all =
          head.compare(one, new long[] {0}, new long[] {0, 1}, false, zero, head, false, true)
              .divergences();

      double toMean = 0.5 * Math.log(4 / 3.0) + 0.5 * Math.log(4 / 5.0);
      double back = 0.25 * Math.log(2 / 3.0) + 0.75 * Math.log(6 / 5.0);
      assertThat((double) all[2]).isCloseTo((toMean + back) / 2, within(1e-7));
      assertThat((double) all[3]).isCloseTo(0.25, within(1e-7));
    }
  }

  @Test
  void anExactHeadTellsApartWhatItsTypeRoundsToEquals() {
    // Logits 18 and 18 + 1/32: near 18, bfloat16 has a number every 1/8.
    try (var head = new OutputHead(Map.of("head", bfloat16(2, 18, 0, 18, 0.03125f)), 2, 2);
        Tensor h = bfloat16(1, 1, 1)) {
      float[] rounded = head.score(h, new long[] {0}, false).logLikelihoods();
      float[] exact = head.exact().score(h, new long[] {0}, false).logLikelihoods();

      assertThat((double) rounded[0]).isCloseTo(-Math.log(2), within(1e-6));
      assertThat((double) exact[0]).isCloseTo(-Math.log(1 + Math.exp(0.03125)), within(1e-6));
    }
  }

  private static Tensor bfloat16(int rows, float... values) {
    ByteBuffer direct = ByteBuffer.allocateDirect(4 * values.length).order(ByteOrder.nativeOrder());
    direct.asFloatBuffer().put(values);
    try (Tensor view = Inputs.matrix(direct, rows, values.length / rows)) {
      return Programs.weights().tensor("cast", view, (long) Precision.BFLOAT16.code());
    }
  }
}
