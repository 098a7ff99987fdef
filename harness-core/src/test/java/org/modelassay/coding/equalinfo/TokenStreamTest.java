package org.modelassay.coding.equalinfo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the numbers that arXiv 2404.03626 publishes. */
class TokenStreamTest {
  @ParameterizedTest
  @CsvSource({
    // learner, bytes/token, coding model, million FLOPs/byte
    "25e6, 5.31, 3e6, 15.42",
    "2e9, 5.31, 3e6, 759.3",
    "113e6, 5.49, 3e6, 47.17",
    "25e6, 2.23, 0, 22.42"
  })
  void operationsPerByte(double learner, double tokenRatio, double coder, double millions) {
    assertThat(TokenStream.flopsPerByte(learner, tokenRatio, coder, 1) / 1e6)
        .isCloseTo(millions, within(0.01));
  }

  @ParameterizedTest
  @CsvSource({"256, 5.49, 1.457", "256, 2.66, 3.008", "32000, 4.28, 3.497"})
  void bitsPerByteOfAUniformLearner(double vocabulary, double tokenRatio, double bitsPerByte) {
    assertThat(TokenStream.uniformBitsPerByte(vocabulary, tokenRatio))
        .isCloseTo(bitsPerByte, within(0.0005));
  }

  @Test
  void theUnigramLearnerKnowsTheFrequencies() {
    TokenStream tokens = TokenStream.of(10, 4, List.of(new int[] {1, 1}, new int[] {2, 3}), 8);
    assertThat(tokens.tokenRatio()).isEqualTo(2.5);
    assertThat(tokens.bitRatio()).isEqualTo(2.5);
    assertThat(tokens.entropy()).isCloseTo(1.5, within(1e-12));
    assertThat(tokens.unigramBitsPerByte()).isCloseTo(1.5 / 2.5, within(1e-12));
    assertThat(tokens.uniformBitsPerByte()).isCloseTo(8 / 2.5, within(1e-12));
  }
}
