package org.modelassay.model.quantized;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.modelassay.model.checkpoint.ComputedTensor;
import org.modelassay.model.checkpoint.StoredTensor;
import org.modelassay.model.checkpoint.StoredType;

/**
 * MXFP4 as GPT-OSS stores its experts (OCP Microscaling Formats 1.0): numbers of 4 bits, 32 of
 * which share a power of two. {@code X_blocks} holds two to a byte, the earlier in the low bits,
 * [E, rows, columns / 32, 16], {@code X_scales} the powers plus 127, [E, rows, columns / 32]; X
 * itself is [E, columns, rows].
 */
final class Mxfp4 implements Quantization.Method {
  private static final int SHARING = 32;
  private static final Set<StoredType> BYTES = Set.of(StoredType.U8);

  @Override
  public void dequantize(Settings settings, Parts parts) {
    for (String name : parts.stems("_blocks")) {
      StoredTensor blocks = parts.take(name + "_blocks", BYTES);
      StoredTensor scales = parts.take(name + "_scales", BYTES);
      long[] shape = blocks.shape();
      if (shape.length != 4 || shape[3] != SHARING / 2) {
        throw Parts.misshaped(blocks, "[E, rows, blocks, 16]");
      }
      Parts.sized(scales, "one for each block of 32", Arrays.copyOf(shape, 3));
      parts.put(
          // bfloat16 holds every value exactly.
          new ComputedTensor(
              name,
              "quantized.mxfp4",
              List.of(blocks, scales),
              new long[] {shape[0], Math.multiplyExact(shape[2], SHARING), shape[1]},
              StoredType.BF16));
    }
  }
}
