package org.modelassay.model.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modelassay.AssayException;

/**
 * MXFP4 as GPT-OSS stores its experts (OCP Microscaling Formats 1.0): numbers of 4 bits, 32 of
 * which share a power of two. {@code X_blocks} holds two to a byte, the earlier in the low bits,
 * [E, rows, columns / 32, 16], {@code X_scales} the powers plus 127, [E, rows, columns / 32]; X
 * itself is [E, columns, rows].
 */
public final class Mxfp4 {
  private static final String BLOCKS = "_blocks";
  private static final int SHARING = 32;

  private Mxfp4() {}

  /** Whether a {@code quantization_config} says so. */
  public static boolean describes(JsonNode quantization) {
    return quantization.path("quant_method").asText().equals("mxfp4");
  }

  /** The checkpoint with the tensors that the pairs stand for. */
  public static Checkpoint dequantised(Checkpoint checkpoint) {
    var tensors = new LinkedHashMap<>(checkpoint.tensors());
    for (Map.Entry<String, TensorSource> entry : checkpoint.tensors().entrySet()) {
      if (!entry.getKey().endsWith(BLOCKS)) {
        continue;
      }
      String blocksName = entry.getKey();
      String name = blocksName.substring(0, blocksName.length() - BLOCKS.length());
      String scalesName = name + "_scales";
      TensorSource blocks = entry.getValue();
      TensorSource scales = tensors.get(scalesName);
      long[] shape = blocks.shape();
      if (scales == null
          || shape.length != 4
          || shape[3] != SHARING / 2
          || blocks.type() != StoredType.U8
          || scales.type() != StoredType.U8
          || !Arrays.equals(scales.shape(), Arrays.copyOf(shape, 3))) {
        throw new AssayException(
            blocks.file()
                + ": tensors "
                + blocksName
                + " "
                + blocks.type()
                + Arrays.toString(shape)
                + " and "
                + scalesName
                + (scales == null
                    ? ", which is missing,"
                    : " " + scales.type() + Arrays.toString(scales.shape()))
                + " are no MXFP4: expected U8 [E, rows, blocks, 16] and U8 [E, rows, blocks]");
      }
      tensors.remove(blocksName);
      tensors.remove(scalesName);
      tensors.put(
          name,
          // bfloat16 holds every value exactly.
          new ComputedTensor(
              name,
              "weights.mxfp4",
              List.of(blocks, scales),
              new long[] {shape[0], Math.multiplyExact(shape[2], SHARING), shape[1]},
              StoredType.BF16));
    }
    return new Checkpoint(tensors, checkpoint.files());
  }
}
