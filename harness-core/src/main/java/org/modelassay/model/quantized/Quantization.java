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
              "gptq", new Gptq(),
              "mxfp4", new Mxfp4()));

  /** The matrices that GPT-2 keeps input-major; quantised, all are output-major. */
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
    var tensors = new LinkedHashMap<String, TensorSource>(weights.tensors());
    tensors.replaceAll(
        (tensor, source) ->
            source instanceof ComputedTensor && inputMajor(config, tensor)
                ? Computations.transposed(source)
                : source);
    return new Checkpoint(tensors, weights.files());
  }

  /**
   * Whether the models of a configuration keep a matrix input-major, [in, out].
   *
   * @param tensor its name in the checkpoint
   */
  public static boolean inputMajor(ModelConfig config, String tensor) {
    return config.text("model_type", "").equals("gpt2") && INPUT_MAJOR.matcher(tensor).matches();
  }

  /** Early bitsandbytes checkpoints do not name their method. */
  private static String inferred(Settings settings) {
    return settings.has("load_in_8bit") || settings.has("load_in_4bit") ? "bitsandbytes" : "";
  }

  /** One way of quantising. */
  interface Method {
    /** Takes the parts and gives the weights. */
    void dequantize(Settings settings, Parts parts);
  }
}
