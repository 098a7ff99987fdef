package org.modelassay.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modelassay.AssayException;
import org.modelassay.model.ModelFiles;

/**
 * Damaged GGUF files: each ends in an error that says what is wrong, or in a model that runs. A
 * file that ended the process would end this test.
 */
class MutatedGgufTest {
  private static final int MUTATIONS = 60;
  private static final long[] EXTREMES = {
    0,
    1,
    -1,
    2,
    0x7f,
    0xff,
    0x7fff,
    0x10000,
    1 << 24,
    Integer.MAX_VALUE,
    1L << 31,
    1L << 40,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    0x7fc00000,
    0x7f800000
  };

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"text/qwen2-Q8_0", "gemma3", "phi3-longrope", "qwen2moe", "falcon-40b"})
  void endsInAnErrorOrAModel(String name) throws IOException, URISyntaxException {
    byte[] whole =
        Files.readAllBytes(
            Path.of(
                Objects.requireNonNull(
                        MutatedGgufTest.class.getResource("/golden/gguf/" + name + ".gguf"))
                    .toURI()));
    int errors = 0;
    for (int seed = 1; seed <= MUTATIONS; seed++) {
      Path file = folder.resolve("model.gguf");
      Files.write(file, mutated(whole, new Random(seed)));
      try {
        use(file, name.startsWith("text"));
      } catch (AssayException e) {
        assertThat(e.getMessage()).as("seed %d", seed).isNotBlank();
        errors++;
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + seed + " of " + name, e);
      }
    }
    assertThat(errors).as("mutations that are noticed").isGreaterThan(MUTATIONS / 3);
  }

  /** One to three changes, most of them in the header. */
  private static byte[] mutated(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      // The data of these files is most of them; a change there is one of a weight.
      int reach = random.nextInt(5) == 0 ? bytes.length : Math.min(bytes.length, 4000);
      int at = random.nextInt(Math.max(1, reach - 8));
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> put(bytes, at, 4, EXTREMES[random.nextInt(EXTREMES.length)]);
        case 3 -> put(bytes, at, 8, EXTREMES[random.nextInt(EXTREMES.length)]);
        case 4 -> bytes = Arrays.copyOf(bytes, at + 1);
        default -> {
          int length = Math.min(1 + random.nextInt(64), bytes.length - at);
          System.arraycopy(bytes, random.nextInt(bytes.length - length + 1), bytes, at, length);
        }
      }
    }
    return bytes;
  }

  private static void put(byte[] bytes, int at, int size, long value) {
    if (at + 8 <= bytes.length) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      if (size == 4) {
        buffer.putInt(at, (int) value);
      } else {
        buffer.putLong(at, value);
      }
    }
  }

  private static void use(Path file, boolean withTokenizer) {
    try (ModelFiles model = ModelFiles.open(file)) {
      assertThat(model.endTokens()).isNotNull();
      assertThat(model.chatTemplates()).isNotNull();
      try (Decoder decoder =
          Decoder.load(model, WeightTreatment.NONE, Precision.FLOAT32, Device.CPU)) {
        try (Decoder.Pass pass = decoder.read(List.of(new int[] {1, 2, 3}), List.of())) {
          assertThat(decoder.head().logits(pass.last())).isNotEmpty();
        }
      }
      if (withTokenizer) {
        assertThat(model.tokenizer().encode("a")).isNotNull();
      }
    }
  }
}
