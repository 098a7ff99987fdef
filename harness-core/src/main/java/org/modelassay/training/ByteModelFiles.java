package org.modelassay.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.modelassay.AtomicFile;
import org.modelassay.model.checkpoint.SafetensorsWriter;
import org.modelassay.model.checkpoint.StoredType;

/**
 * The directory of a byte model in Hugging Face layout: a Llama whose token ids 0 to 255 are the
 * bytes of UTF-8.
 */
final class ByteModelFiles {
  /** In front of each window. */
  static final int BOS = 256;

  /** Behind each document. */
  static final int EOS = 257;

  private static final int VOCABULARY = 258;
  private static final double DEVIATION = 0.02;
  private static final String BEGIN = "<|begin|>";
  private static final String END = "<|end|>";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private ByteModelFiles() {}

  /** Writes configuration, tokenizer and random weights. */
  static void create(Path directory, Recipe recipe) {
    write(directory.resolve("config.json"), config(recipe));
    write(directory.resolve("generation_config.json"), generation());
    write(directory.resolve("tokenizer.json"), tokenizer());
    write(directory.resolve("tokenizer_config.json"), tokenizerConfig(recipe));
    weights(directory, weights(recipe));
  }

  /** Writes the weights, rounded to bfloat16. */
  static void weights(Path directory, List<SafetensorsWriter.Values> weights) {
    SafetensorsWriter.write(directory.resolve("model.safetensors"), weights, StoredType.BF16);
  }

  private static void write(Path file, JsonNode json) {
    // transformers writes line feeds on every system.
    AtomicFile.write(
        file,
        out ->
            out.write(
                (JSON.writeValueAsString(json).replace("\r\n", "\n") + "\n")
                    .getBytes(StandardCharsets.UTF_8)));
  }

  private static ObjectNode config(Recipe recipe) {
    ObjectNode json = JSON.createObjectNode();
    json.putArray("architectures").add("LlamaForCausalLM");
    json.put("attention_bias", false);
    json.put("attention_dropout", 0.0);
    json.put("bos_token_id", BOS);
    json.put("dtype", "bfloat16");
    json.put("eos_token_id", EOS);
    json.put("head_dim", recipe.headWidth());
    json.put("hidden_act", "silu");
    json.put("hidden_size", recipe.hidden());
    json.put("initializer_range", DEVIATION);
    json.put("intermediate_size", recipe.feedForward());
    json.put("max_position_embeddings", recipe.context());
    json.put("mlp_bias", false);
    json.put("model_type", "llama");
    json.put("num_attention_heads", recipe.heads());
    json.put("num_hidden_layers", recipe.layers());
    json.put("num_key_value_heads", recipe.keyValueHeads());
    json.put("rms_norm_eps", 1e-5);
    json.putObject("rope_parameters").put("rope_theta", 10000.0).put("rope_type", "default");
    json.put("tie_word_embeddings", true);
    json.put("use_cache", true);
    json.put("vocab_size", VOCABULARY);
    return json;
  }

  private static ObjectNode generation() {
    return JSON.createObjectNode()
        .put("bos_token_id", BOS)
        .put("do_sample", false)
        .put("eos_token_id", EOS);
  }

  private static ObjectNode tokenizerConfig(Recipe recipe) {
    return JSON.createObjectNode()
        .put("tokenizer_class", "PreTrainedTokenizerFast")
        .put("bos_token", BEGIN)
        .put("eos_token", END)
        .put("add_bos_token", true)
        .put("add_eos_token", false)
        .put("clean_up_tokenization_spaces", false)
        .put("model_max_length", recipe.context());
  }

  /** Byte-level BPE without merges: every byte is a token, and no text is changed. */
  private static ObjectNode tokenizer() {
    ObjectNode json = JSON.createObjectNode();
    json.put("version", "1.0");
    json.putNull("truncation");
    json.putNull("padding");
    for (int id : new int[] {BOS, EOS}) {
      json.withArray("added_tokens")
          .addObject()
          .put("id", id)
          .put("content", id == BOS ? BEGIN : END)
          .put("single_word", false)
          .put("lstrip", false)
          .put("rstrip", false)
          .put("normalized", false)
          .put("special", true);
    }
    json.putNull("normalizer");
    json.set("pre_tokenizer", byteLevel());
    ObjectNode template = json.putObject("post_processor").put("type", "TemplateProcessing");
    part(template, "single", "A", 0);
    part(template, "pair", "A", 0);
    part(template, "pair", "B", 1);
    ObjectNode begin = template.putObject("special_tokens").putObject(BEGIN).put("id", BEGIN);
    begin.putArray("ids").add(BOS);
    begin.putArray("tokens").add(BEGIN);
    json.set("decoder", byteLevel());
    ObjectNode model = json.putObject("model").put("type", "BPE");
    model.putNull("dropout");
    model.putNull("unk_token");
    model.putNull("continuing_subword_prefix");
    model.putNull("end_of_word_suffix");
    model.put("fuse_unk", false);
    model.put("byte_fallback", false);
    model.put("ignore_merges", false);
    ObjectNode vocabulary = model.putObject("vocab");
    String[] alphabet = alphabet();
    for (int id = 0; id < 256; id++) {
      vocabulary.put(alphabet[id], id);
    }
    vocabulary.put(BEGIN, BOS);
    vocabulary.put(END, EOS);
    model.putArray("merges");
    return json;
  }

  private static ObjectNode byteLevel() {
    return JSON.createObjectNode()
        .put("type", "ByteLevel")
        .put("add_prefix_space", false)
        .put("trim_offsets", false)
        .put("use_regex", false);
  }

  private static void part(ObjectNode template, String name, String sequence, int type) {
    template
        .withArray(name)
        .addObject()
        .putObject("SpecialToken")
        .put("id", BEGIN)
        .put("type_id", type);
    template
        .withArray(name)
        .addObject()
        .putObject("Sequence")
        .put("id", sequence)
        .put("type_id", type);
  }

  /**
   * The character that stands for each byte in a byte-level vocabulary: printable ones of Latin-1
   * for themselves, the others from U+0100 on, in their order.
   */
  static String[] alphabet() {
    String[] alphabet = new String[256];
    int next = 256;
    for (int b = 0; b < 256; b++) {
      boolean printable = (b >= '!' && b <= '~') || (b >= 0xa1 && b <= 0xff && b != 0xad);
      alphabet[b] = Character.toString(printable ? b : next++);
    }
    return alphabet;
  }

  /**
   * Normally distributed matrices; those that write to the residual stream are smaller the more of
   * them there are (GPT-2's rule), and norms begin with 1.
   */
  private static List<SafetensorsWriter.Values> weights(Recipe recipe) {
    // Its algorithm is part of Java's specification: the same numbers everywhere.
    var random = new Random(recipe.seed());
    int hidden = recipe.hidden();
    int queries = recipe.heads() * recipe.headWidth();
    int keys = recipe.keyValueHeads() * recipe.headWidth();
    int inner = recipe.feedForward();
    double written = DEVIATION / StrictMath.sqrt(2.0 * recipe.layers());
    var all = new ArrayList<SafetensorsWriter.Values>();
    all.add(drawn("model.embed_tokens.weight", VOCABULARY, hidden, DEVIATION, random));
    for (int layer = 0; layer < recipe.layers(); layer++) {
      String name = "model.layers." + layer + ".";
      all.add(ones(name + "input_layernorm.weight", hidden));
      all.add(drawn(name + "self_attn.q_proj.weight", queries, hidden, DEVIATION, random));
      all.add(drawn(name + "self_attn.k_proj.weight", keys, hidden, DEVIATION, random));
      all.add(drawn(name + "self_attn.v_proj.weight", keys, hidden, DEVIATION, random));
      all.add(drawn(name + "self_attn.o_proj.weight", hidden, queries, written, random));
      all.add(ones(name + "post_attention_layernorm.weight", hidden));
      all.add(drawn(name + "mlp.gate_proj.weight", inner, hidden, DEVIATION, random));
      all.add(drawn(name + "mlp.up_proj.weight", inner, hidden, DEVIATION, random));
      all.add(drawn(name + "mlp.down_proj.weight", hidden, inner, written, random));
    }
    all.add(ones("model.norm.weight", hidden));
    return all;
  }

  private static SafetensorsWriter.Values drawn(
      String name, int rows, int columns, double deviation, Random random) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return new SafetensorsWriter.Values(name, new long[] {rows, columns}, values);
  }

  private static SafetensorsWriter.Values ones(String name, int size) {
    float[] values = new float[size];
    Arrays.fill(values, 1);
    return new SafetensorsWriter.Values(name, new long[] {size}, values);
  }
}
