package org.modelassay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Sizes beside Python 3.12's {@code zlib.compress(x, 9)} and {@code lzma.compress(x, preset=9)} and
 * zstandard 0.25.0's {@code ZstdCompressor(level=19).compress(x)} (libzstd 1.5.7).
 */
class CompressorsTest {
  private static final List<String> WORDS =
      List.of(
          "the model codes a text and what it does not know costs bits 職務 経歴 書 を 読む".split(" "));

  @ParameterizedTest
  @CsvSource({
    "1, 4, 12, 60, 13",
    "20, 93, 73, 132, 84",
    "2000, 9906, 2097, 2048, 1951",
    "50000, 247238, 43091, 38236, 38472"
  })
  void aTextIsAsSmallAsByTheReferenceImplementations(
      int words, int bytes, long zlib, long xz, long zstd) {
    byte[] text = text(words);
    assertThat(text).hasSize(bytes);
    // The Java runtime takes the system's zlib, of which some are faster and find a little less.
    assertThat(Compressors.zlib(text)).isCloseTo(zlib, Percentage.withPercentage(2));
    // XZ for Java is an encoder of its own beside liblzma: of 38,236 bytes it saves another 40.
    assertThat(Compressors.xz(text)).isCloseTo(xz, Percentage.withPercentage(0.2));
    assertThat(Compressors.zstd(text)).hasValue(zstd);
  }

  /** The same words in every language that has 32-bit integers. */
  private static byte[] text(int words) {
    List<String> drawn = new ArrayList<>();
    long x = 1;
    for (int i = 0; i < words; i++) {
      x = (x * 1103515245 + 12345) % (1L << 31);
      drawn.add(WORDS.get((int) ((x >> 16) % WORDS.size())));
    }
    return String.join(" ", drawn).getBytes(StandardCharsets.UTF_8);
  }
}
