package org.modelassay.model.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.DecodingCost;
import org.modelassay.model.ModelConfig;

/** Published configurations against counts by hand. */
class DecodingCostTest {
  private static DecodingCost cost(String model) throws Exception {
    String resource = "/golden/configs/" + model + ".json";
    ModelConfig read =
        ModelConfig.read(
            Path.of(Objects.requireNonNull(DecodingCostTest.class.getResource(resource)).toURI()));
    Family family = Families.of(read.text("model_type", ""), read.file());
    ModelConfig config = read.withDefaults(family.defaults());
    DecoderShape shape = family.shape(config);
    return DecodingCost.of(shape, family.weights(config, shape, Set.of()));
  }

  @Test
  void ofADenseModelItIsTheCountOfInformationCapacity() throws Exception {
    // The published formula with hidden 4096, 32 layers, 32 heads, 8 of keys, MLP 14336, 32000 ids,
    // in the mean over 1024 steps.
    double perLayer = 4.0 * 4096 * 4096 + 4.0 * 4096 * 1024 + 6.0 * 4096 * 14336;
    double attention = 4.0 * 32 * 128 * 1023 / 2;
    double expected = 32 * (perLayer + attention) + 2.0 * 4096 * 32000;

    assertThat(cost("Mistral-7B-v0.1").flopsPerToken(1024)).isEqualTo(expected);
  }

  @Test
  void ofAMixtureATokenMeetsTheRouterAndTheExpertsItIsSentTo() throws Exception {
    DecodingCost cost = cost("Mixtral-8x7B-v0.1");

    assertThat(cost.matrices())
        .isEqualTo(32L * (2L * 4096 * 4096 + 2L * 4096 * 1024 + 2L * 3 * 4096 * 14336 + 8L * 4096));
    // With both embeddings of 32000 x 4096: the 12.9 billion that its makers give.
    assertThat((cost.matrices() + 2.0 * cost.head()) / 1e9).isEqualTo(12.9, within(0.05));
  }

  @Test
  void slidingWindowsLookBackNoFurther() throws Exception {
    DecodingCost cost = cost("gemma-2-2b");
    int length = 8192;
    long position = 8L * (256 + 256);
    double whole = (length - 1) / 2.0;
    double windowed = (4096.0 * 4095 / 2 + 4096.0 * 4096) / length;

    assertThat(cost.matrices())
        .isEqualTo(26L * (2L * 8 * 256 * 2304 + 2L * 4 * 256 * 2304 + 3L * 2304 * 9216));
    assertThat(cost.flopsPerToken(length))
        .isEqualTo(
            2.0 * cost.matrices()
                + 2.0 * 256_000 * 2304
                + 13 * 2.0 * position * (whole + windowed));
  }

  @Test
  void aSharedBlockCountsAtEveryUse() throws Exception {
    // One block, used by 6 of the 38 layers; each use has adapters of rank 128.
    DecodingCost cost = cost("Zamba2-1.2B");
    long block = 4L * 4096 * 4096 - 4096L * 4096 + 4096L * 2048 + 2L * 8192 * 2048 + 2048L * 8192;
    long use = 2048L * 2048 + 3L * 128 * (4096 + 4096) + 128L * (2048 + 2 * 8192);
    long mixer = cost.matrices() - 6 * (block + use);

    assertThat(cost.attention()).hasSize(6);
    // 38 mixers: in to gate, values, keys, queries and steps, and out.
    assertThat(mixer).isEqualTo(38L * (2048L * (2 * 4096 + 2 * 64 + 64) + 4096L * 2048));
  }
}
