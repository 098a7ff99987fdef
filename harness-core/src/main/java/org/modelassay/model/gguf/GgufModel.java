package org.modelassay.model.gguf;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.modelassay.AssayException;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.checkpoint.Checkpoint;
import org.modelassay.model.checkpoint.TensorSource;

/**
 * A GGUF file in the vocabulary of Hugging Face: a configuration as {@code config.json} would have
 * it, and a checkpoint with the names, the order of rows and the norms of the model's family.
 *
 * @param config the configuration
 * @param checkpoint the tensors by their Hugging Face names; those without one keep their own
 */
public record GgufModel(ModelConfig config, Checkpoint checkpoint) {
  private static final List<String> END_TOKENS =
      List.of(
          "tokenizer.ggml.eos_token_id",
          "tokenizer.ggml.eot_token_id",
          "tokenizer.ggml.eom_token_id");

  /**
   * Translates a file.
   *
   * @throws org.modelassay.model.UnsupportedModelException for an architecture, or a setting of it,
   *     that is not implemented
   */
  public static GgufModel of(GgufFile file) {
    Object type = file.metadata().getOrDefault("general.type", "model");
    if (!type.equals("model")) {
      throw new AssayException(file + " is of general.type '" + type + "', expected 'model'");
    }
    Architecture architecture = Architectures.of(file);
    var metadata = new GgufMetadata(file, architecture.name());
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    config.put("tie_word_embeddings", !file.has("output.weight"));
    GgufTensor embedding = file.tensor("token_embd.weight");
    if (embedding == null || embedding.shape().length != 2) {
      throw new AssayException(file + " lacks the matrix token_embd.weight");
    }
    config.put("vocab_size", embedding.shape()[0]);
    architecture.settings().read(metadata, config);
    metadata.refuseUnread();
    endTokens(file, config);
    return new GgufModel(
        ModelConfig.of(file.file(), config),
        new Checkpoint(tensors(file, architecture, config), file.files()));
  }

  private static void endTokens(GgufFile file, ObjectNode config) {
    var ids = new TreeSet<Long>();
    for (String key : END_TOKENS) {
      Object id = file.metadata().get(key);
      if (id instanceof Long number) {
        ids.add(number);
      } else if (id != null) {
        throw new AssayException(file + ": " + key + " is " + id + ", expected a token id");
      }
    }
    ids.forEach(config.withArray("eos_token_id")::add);
  }

  private static Map<String, TensorSource> tensors(
      GgufFile file, Architecture architecture, ObjectNode config) {
    var tensors = new LinkedHashMap<String, TensorSource>();
    for (GgufTensor tensor : file.tensors()) {
      if (Ropes.reads(tensor.name())) {
        continue;
      }
      for (TensorSource source : architecture.translate(tensor, config)) {
        if (tensors.putIfAbsent(source.name(), source) != null) {
          throw new AssayException(
              file + ": tensor " + tensor.name() + " is there twice, by two of its names");
        }
      }
    }
    return tensors;
  }
}
