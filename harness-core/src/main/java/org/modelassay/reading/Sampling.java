package org.modelassay.reading;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.modelassay.Sha256;

/**
 * How a next token is chosen: the most likely one, or one drawn from the model's distribution,
 * which temperature, {@code topK} and {@code topP} change in this order, as the warpers of
 * transformers do.
 *
 * @param temperature what logits are divided by; 0 for the most likely token, the lowest id of
 *     equals
 * @param topK how many of the most likely tokens are drawn from, 0 for all
 * @param topP of those, only the most likely that have this probability together, in (0, 1]
 * @param seed of the draws
 */
public record Sampling(double temperature, int topK, double topP, long seed) {
  /** Always the most likely token. */
  public static final Sampling GREEDY = new Sampling(0, 0, 1, 0);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the number; also for one that could change nothing
   */
  public Sampling {
    if (!(temperature >= 0) || Double.isInfinite(temperature)) {
      throw new IllegalArgumentException(
          "temperature is " + temperature + "; expected 0 (greedy) or more");
    }
    if (topK < 0) {
      throw new IllegalArgumentException("topK is " + topK + "; expected 0 (all) or more");
    }
    if (!(topP > 0 && topP <= 1)) {
      throw new IllegalArgumentException(
          "topP is " + topP + "; expected more than 0 and at most 1 (all)");
    }
    if (temperature == 0 && (topK != 0 || topP != 1 || seed != 0)) {
      throw new IllegalArgumentException(
          "topK, topP and seed change nothing where temperature is 0; set a temperature or leave"
              + " them out");
    }
  }

  /** Whether nothing is drawn. */
  public boolean greedy() {
    return temperature == 0;
  }

  /**
   * A number that is uniform over 0 .. 2^53 - 1, decided by its arguments and the seed alone: the
   * first 53 bits of the SHA-256 of seed and step, 8 bytes each, high ones first, and the id in
   * UTF-8.
   *
   * @param id the prompt's id
   * @param step how many tokens its continuation has already
   */
  public long draw(String id, int step) {
    MessageDigest sha = Sha256.digest();
    sha.update(ByteBuffer.allocate(16).putLong(seed).putLong(step).array());
    sha.update(id.getBytes(StandardCharsets.UTF_8));
    return ByteBuffer.wrap(sha.digest()).getLong() >>> 11;
  }
}
