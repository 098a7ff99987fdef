package org.modelassay.model.quantized;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.checkpoint.Checkpoint;
import org.modelassay.model.checkpoint.ComputedTensor;
import org.modelassay.model.checkpoint.TensorSource;

/**
 * What {@code quantization_config} of a configuration makes of a checkpoint: the checkpoint that
 * the reference library would save after dequantising. Which matrices are quantised is told by the
 * parts that are stored, so lists of modules that are not are never read.
 */
public final class Quantization {
  private static final String KEY = "quantization_config";
  private static final Map<String, Method> METHODS =
      new TreeMap<>(
          Map.of(
              "awq", new Awq(),
              "bitsandbytes", new BitsAndBytes(),
              "compressed-tensors", new CompressedTensors(),
              "fbgemm_fp8", new Fp8(),
              "fp8", new Fp8(),
              "gptq", new Gptq()));

  /** The matrices that GPT-2 keeps input-major; every method stores them output-major. */
  private static final Pattern INPUT_MAJOR = Pattern.compile(".*\\.(c_attn|c_proj|c_fc)\\.weight");

  private Quantization() {}

  /**
   * Turns the stored parts into weights.
   *
   * @param stored the tensors as the files hold them
   * @return the same checkpoint when the configuration says nothing of quantisation
   * @throws org.modelassay.AssayException when a part is missing or misshaped
   * @throws org.modelassay.model.UnsupportedModelException when method or option is not implemented
   */
  public static Checkpoint dequantized(ModelConfig config, Checkpoint stored) {
    if (!config.has(KEY)) {
      return stored;
    }
    var settings = new Settings(config, KEY);
    String name = settings.text("quant_method", inferred(settings));
    Method method = METHODS.get(name);
    if (method == null) {
      throw settings.unsupported(
          "quant_method",
          String.join(", ", METHODS.keySet())
              + "; save a dequantised copy in Python: model.dequantize(), then"
              + " model.save_pretrained(...)");
    }
    var parts = new Parts(stored, name);
    method.dequantize(settings, parts);
    settings.refuseUnread();
    Checkpoint weights = parts.checkpoint();
    return config.text("model_type", "").equals("gpt2") ? inputMajor(weights) : weights;
  }

  /** Early bitsandbytes checkpoints do not name their method. */
  private static String inferred(Settings settings) {
    return settings.has("load_in_8bit") || settings.has("load_in_4bit") ? "bitsandbytes" : "";
  }

  private static Checkpoint inputMajor(Checkpoint checkpoint) {
    var tensors = new LinkedHashMap<String, TensorSource>(checkpoint.tensors());
    tensors.replaceAll(
        (name, tensor) ->
            tensor instanceof ComputedTensor && INPUT_MAJOR.matcher(name).matches()
                ? Computations.transposed(tensor)
                : tensor);
    return new Checkpoint(tensors, checkpoint.files());
  }

  /** One way of quantising. */
  interface Method {
    /** Takes the parts and gives the weights. */
    void dequantize(Settings settings, Parts parts);
  }
}
