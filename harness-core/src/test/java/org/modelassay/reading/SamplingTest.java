package org.modelassay.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SamplingTest {
  @Test
  void aDrawIsTheHashOfSeedStepAndId() {
    // int.from_bytes(hashlib.sha256(struct.pack('>qq', seed, step) + id.encode()).digest()[:8],
    // 'big') >> 11
    assertThat(new Sampling(1, 0, 1, 0).draw("p0", 0)).isEqualTo(4103632622756126L);
    assertThat(new Sampling(1, 0, 1, 7).draw("要約-1", 12)).isEqualTo(4465095984849151L);
    assertThat(new Sampling(1, 0, 1, -1).draw("", Integer.MAX_VALUE)).isEqualTo(5808170710272687L);
  }

  @Test
  void numbersThatMeanNothingAreRefused() {
    refused(() -> new Sampling(-1, 0, 1, 0), "temperature is -1.0; expected 0 (greedy) or more");
    refused(
        () -> new Sampling(Double.NaN, 0, 1, 0), "temperature is NaN; expected 0 (greedy) or more");
    refused(() -> new Sampling(1, -1, 1, 0), "topK is -1; expected 0 (all) or more");
    refused(
        () -> new Sampling(1, 0, 0, 0), "topP is 0.0; expected more than 0 and at most 1 (all)");
    refused(
        () -> new Sampling(1, 0, 1.1, 0), "topP is 1.1; expected more than 0 and at most 1 (all)");
    refused(
        () -> new Sampling(0, 0, 0.9, 0),
        "topK, topP and seed change nothing where temperature is 0; set a temperature or leave them"
            + " out");
  }

  private static void refused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable made, String message) {
    assertThatIllegalArgumentException().isThrownBy(made).withMessage(message);
  }
}
