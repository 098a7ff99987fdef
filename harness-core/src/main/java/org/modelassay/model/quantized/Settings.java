package org.modelassay.model.quantized;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.modelassay.AssayException;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.UnsupportedModelException;
import org.modelassay.model.checkpoint.StoredType;

/** The {@code quantization_config} of a configuration; its errors name file, key and value. */
final class Settings {
  /**
   * Keys that say how a checkpoint was made or how a kernel runs, which modules were left out, or
   * what the shapes of the parts say as well.
   */
  private static final Pattern HARMLESS =
      Pattern.compile(
          "quant_method|method|version|meta|quantizer|dataset|tokenizer|backend|lm_head|sym|desc_act"
              + "|zero_point|true_sequential|static_groups|act_group_aware|mse|damp_.*|model_seqlen"
              + "|block_name_to_quantize|module_name_preceding_first_block|batch_size|pad_token_id"
              + "|modules_in_block_to_quantize|max_input_length|cache_block_outputs|use_cuda_fp16"
              + "|(use|disable)_exllama|exllama_config|model_name_or_path|model_file_base_name"
              + "|do_fuse|modules_to_fuse|fuse_max_seq_len|modules_to_(not_)?convert|ignored?_layers"
              + "|ignore|quantization_status|global_compression_ratio|run_compressed|dequantize"
              + "|activation_scheme|activation_scale_ub|fmt|scale_fmt"
              + "|_?load_in_[48]bit|llm_int8_.*|bnb_4bit_.*");

  private final ModelConfig config;
  private final String name;
  private final JsonNode root;
  private final Set<String> read = new HashSet<>();

  /**
   * Reads settings.
   *
   * @param key where they stand in the configuration
   */
  Settings(ModelConfig config, String key) {
    this.config = config;
    this.name = key;
    this.root = config.node(key);
    if (!root.isObject()) {
      throw new AssayException(config.file() + ": " + key + " is " + root + ", expected an object");
    }
  }

  /** Whether a key is there and not null. */
  boolean has(String key) {
    return root.hasNonNull(key);
  }

  /** A node, missing when there is none or null. */
  JsonNode node(String key) {
    read.add(key);
    return has(key) ? root.get(key) : MissingNode.getInstance();
  }

  String text(String key, String otherwise) {
    JsonNode node = node(key);
    if (!node.isMissingNode() && !node.isTextual()) {
      throw wrong(key, "a text");
    }
    return node.asText(otherwise);
  }

  int whole(String key, int otherwise) {
    JsonNode node = node(key);
    if (node.isMissingNode()) {
      return otherwise;
    }
    if (!node.isIntegralNumber() || !node.canConvertToInt()) {
      throw wrong(key, "a whole number");
    }
    return node.asInt();
  }

  /**
   * The consecutive inputs that share a scale: positive, or the largest number for all of a row.
   */
  int group() {
    int group = whole("group_size", 128);
    if (group != -1 && group <= 0) {
      throw wrong("group_size", "a positive number, or -1 for whole rows");
    }
    return group == -1 ? Integer.MAX_VALUE : group;
  }

  /** Height and width of a block, two positive whole numbers; empty when the node is missing. */
  int[] block(JsonNode sizes, String key) {
    if (sizes.isMissingNode() || sizes.isNull()) {
      return new int[0];
    }
    if (!sizes.isArray() || sizes.size() != 2) {
      throw wrong(key, "two positive whole numbers");
    }
    int[] block = {sizes.get(0).asInt(), sizes.get(1).asInt()};
    if (block[0] <= 0 || block[1] <= 0) {
      throw wrong(key, "two positive whole numbers");
    }
    return block;
  }

  /** The type that the model's other weights are kept in. */
  StoredType original() {
    String dtype = config.text("dtype", config.text("torch_dtype", "bfloat16"));
    return switch (dtype) {
      case "float32" -> StoredType.F32;
      case "float16" -> StoredType.F16;
      default -> StoredType.BF16;
    };
  }

  AssayException wrong(String key, String expected) {
    return new AssayException(
        config.file() + ": " + name + "." + key + " is " + shown(key) + ", expected " + expected);
  }

  UnsupportedModelException unsupported(String key, String supported) {
    return new UnsupportedModelException(
        config.file()
            + ": "
            + name
            + "."
            + key
            + " is "
            + shown(key)
            + ", which is not implemented; supported: "
            + supported);
  }

  private String shown(String key) {
    JsonNode node = root.at("/" + key.replace('.', '/'));
    return node.isMissingNode() ? "missing" : node.toString();
  }

  /** Refuses the keys that nobody looked at, unless they are switched off or cannot matter. */
  void refuseUnread() {
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      String key = entry.getKey();
      if (!read.contains(key)
          && !HARMLESS.matcher(key).matches()
          && !ModelConfig.isOff(entry.getValue())) {
        throw new UnsupportedModelException(
            config.file()
                + ": "
                + name
                + "."
                + key
                + " is "
                + entry.getValue()
                + "; this key is not known and may change what the numbers mean. Take it out if it"
                + " does not");
      }
    }
  }
}
