package org.modelassay.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.modelassay.ProcessMemory;

/** No array is as large as positions times vocabulary. */
class LargeVocabularyTest {
  private static final int VOCABULARY = 262_144;
  private static final int WIDTH = 16;
  private static final int STATES = 2048;

  /** Begins the process's peak anew; Linux alone can. */
  private static final Path PEAK = Path.of("/proc/self/clear_refs");

  @Test
  void scoringTwoThousandPositionsTakesTheRoomOfAChunk() throws IOException {
    assumeThat(PEAK).isWritable();
    try (var output = new OutputHead(Map.of("head", matrix(VOCABULARY, 1)), VOCABULARY, WIDTH);
        Tensor states = matrix(STATES, 2)) {
      long[] targets = new Random(3).longs(STATES, 0, VOCABULARY).toArray();
      Files.writeString(PEAK, "5");
      long before = Objects.requireNonNull(ProcessMemory.now()).resident();

      OutputHead.Scores scores = output.score(states, targets, true);

      assertThat(scores.logLikelihoods()).hasSize(STATES);
      long taken = Objects.requireNonNull(ProcessMemory.now()).peak() - before;
      // All logits would be 2 GiB; a chunk is 256 MiB.
      assertThat(taken).isBetween(1L << 27, 1L << 29);
    }
  }

  private static Tensor matrix(int rows, long seed) {
    ByteBuffer values = ByteBuffer.allocateDirect(4 * rows * WIDTH).order(ByteOrder.nativeOrder());
    var random = new Random(seed);
    while (values.hasRemaining()) {
      values.putFloat((float) random.nextGaussian());
    }
    return Inputs.matrix(values.flip(), rows, WIDTH);
  }
}
