package org.modelassay.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.modelassay.model.ModelFiles;

/** What is sampled from, against the logits warpers of the reference on the sample's model. */
class SamplingTest {
  private static final double ONE = 0x1p53;

  private static ModelFiles model;
  private static Decoder decoder;
  private static JsonNode cases;

  @BeforeAll
  static void load() throws IOException {
    model = ModelFiles.open(Path.of("..", "sample-project", "models", "resume"));
    decoder = Decoder.load(model, WeightTreatment.NONE, Precision.FLOAT32, Device.CPU);
    cases =
        new ObjectMapper()
            .readTree(
                SamplingTest.class.getResourceAsStream("/golden/sampling/distributions.json"));
  }

  @AfterAll
  static void close() {
    decoder.close();
    model.close();
  }

  /** The final state after a context, [1,H]. */
  private static Tensor state(JsonNode context) {
    int[] ids = new ObjectMapper().convertValue(context, int[].class);
    try (Decoder.Pass pass = decoder.read(List.of(ids), List.of())) {
      return OutputHead.select(pass.last(), new long[] {0}, new long[] {ids.length - 1L});
    }
  }

  private static double[] distribution(Tensor state, JsonNode setting) {
    return decoder
        .head()
        .distribution(
            state,
            setting.get("temperature").asDouble(),
            setting.get("top_k").asInt(),
            setting.get("top_p").asDouble());
  }

  @Test
  void whatIsKeptAndHowLikelyItIsEqualTheReferences() {
    assertThat(cases).hasSize(24);
    for (JsonNode setting : cases) {
      try (Tensor h = state(setting.get("context"))) {
        double[] p = distribution(h, setting);

        int[] kept = IntStream.range(0, p.length).filter(id -> p[id] > 0).toArray();
        assertThat(kept).as(setting.toString()).hasSize(setting.get("count").asInt());
        assertThat(Arrays.stream(kept).sum()).isEqualTo(setting.get("sum").asInt());
        assertThat(Arrays.stream(p).sum()).isCloseTo(1, within(1e-12));
        if (setting.has("ids")) {
          for (int i = 0; i < kept.length; i++) {
            assertThat(kept[i]).isEqualTo(setting.get("ids").get(i).asInt());
            assertThat(p[kept[i]]).isCloseTo(setting.get("p").get(i).asDouble(), within(2e-6));
          }
        }
      }
    }
  }

  @Test
  void aDrawIsTheIdWhoseShareOfTheLineItFallsOn() {
    for (int at : new int[] {0, 4, 15}) {
      JsonNode setting = cases.get(at);
      try (Tensor h = state(setting.get("context"))) {
        double[] p = distribution(h, setting);
        long[] draws = new Random(at).longs(200, 0, 1L << 53).toArray();
        draws[0] = 0;
        draws[1] = (1L << 53) - 1;
        for (long draw : draws) {
          long[] got =
              decoder
                  .head()
                  .sample(
                      h,
                      setting.get("temperature").asDouble(),
                      setting.get("top_k").asInt(),
                      setting.get("top_p").asDouble(),
                      new long[] {draw});

          int id = 0;
          double below = 0;
          while (below + p[id] <= draw / ONE && id < p.length - 1) {
            below += p[id++];
          }
          assertThat(p[(int) got[0]]).isPositive();
          if (draw > 0 && draw < (1L << 53) - 1) {
            assertThat(got[0]).isEqualTo(id);
          }
        }
      }
    }
  }
}
