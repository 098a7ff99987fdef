package org.modelassay.model.quantized;

import java.util.Set;
import java.util.TreeSet;
import org.modelassay.model.checkpoint.StoredTensor;
import org.modelassay.model.checkpoint.StoredType;

/**
 * Weights of 8-bit floats with scales: {@code fp8} with a scale for each block of {@code
 * weight_block_size} ({@code weight_scale_inv}, as DeepSeek V3 and Qwen 3 have it) or one for the
 * matrix, {@code fbgemm_fp8} with one for each output ({@code weight_scale}). Scales of activations
 * are left out: the weights are dequantised, and the model computes in what it computes in.
 */
final class Fp8 implements Quantization.Method {
  static final Set<StoredType> FLOATS = Set.of(StoredType.F8_E4M3, StoredType.F8_E5M2);
  private static final String[] SCALES = {"weight_scale_inv", "weight_scale"};

  @Override
  public void dequantize(Settings settings, Parts parts) {
    if (!settings.text("expert_dtype", "fp8").equals("fp8")) {
      throw settings.unsupported("expert_dtype", "fp8");
    }
    int[] block = settings.block(settings.node("weight_block_size"), "weight_block_size");
    parts.drop("input_scale", "activation_scale", "input_scale_ub", "k_scale", "v_scale");
    var modules = new TreeSet<String>(parts.modules(SCALES));
    modules.addAll(parts.weights(FLOATS));
    for (String module : modules) {
      StoredTensor codes = Parts.matrix(parts.take(module + ".weight", FLOATS));
      String scale = parts.has(module + "." + SCALES[1]) ? SCALES[1] : SCALES[0];
      StoredTensor scales = parts.take(module + "." + scale, Parts.SCALES);
      parts.put(
          Computations.exactBlocks(
              module + ".weight",
              codes,
              ScaleGrid.of(scales, codes.shape(), block),
              settings.original()));
    }
  }
}
