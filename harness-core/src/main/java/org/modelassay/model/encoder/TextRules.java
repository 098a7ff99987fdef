package org.modelassay.model.encoder;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.modelassay.AssayException;
import org.modelassay.model.ModelConfig;

/**
 * How a text is prepared before its tokens are encoded, as sentence-transformers 6.2 reads it from
 * the files.
 *
 * @param prompt stands in front of every text
 * @param lowerCase whether the text is put into lower case first
 * @param longest ids that a text may have, special tokens included
 * @param cutsFront whether a longer text loses its beginning instead of its end
 */
record TextRules(String prompt, boolean lowerCase, int longest, boolean cutsFront) {
  /** The library's names for the file, in the order in which it looks for them. */
  private static final List<String> FILES =
      List.of(
          "sentence_bert_config.json",
          "sentence_roberta_config.json",
          "sentence_distilbert_config.json",
          "sentence_camembert_config.json",
          "sentence_albert_config.json",
          "sentence_xlm-roberta_config.json",
          "sentence_xlnet_config.json");

  /**
   * Reads the files.
   *
   * @param directory of the whole
   * @param encoder folder of the encoder itself
   */
  static TextRules read(Path directory, Path encoder, SentenceModules modules, EncoderShape shape) {
    boolean lowerCase = false;
    int longest = shape.positions();
    boolean given = false;
    for (String name : FILES) {
      Path file = encoder.resolve(name);
      if (Files.exists(file)) {
        ModelConfig config = ModelConfig.read(file);
        lowerCase = config.truth("do_lower_case", false);
        given = config.has("max_seq_length");
        longest = config.size("max_seq_length", longest);
        expectStates(config);
        config.refuseUnread();
        break;
      }
    }
    boolean cutsFront = false;
    Path tokenizer = encoder.resolve("tokenizer_config.json");
    if (Files.exists(tokenizer)) {
      ModelConfig config = ModelConfig.read(tokenizer);
      double limit = config.number("model_max_length", longest);
      if (!(limit >= 1)) {
        throw new AssayException(
            tokenizer + ": model_max_length is " + limit + ", expected a positive number");
      }
      if (!given) {
        longest = (int) Math.min(longest, limit);
      }
      cutsFront =
          switch (config.text("truncation_side", "right")) {
            case "right" -> false;
            case "left" -> true;
            default -> throw config.unsupported("truncation_side", "right, left");
          };
    }
    // The reference fails on a text that is longer than its table of positions; here it is cut.
    return new TextRules(
        prompt(directory, modules), lowerCase, Math.min(longest, shape.context()), cutsFront);
  }

  /** What newer files say of the way from a text to states: there is one that is read here. */
  private static void expectStates(ModelConfig config) {
    if (!config.text("transformer_task", "feature-extraction").equals("feature-extraction")) {
      throw config.unsupported("transformer_task", "feature-extraction");
    }
    if (!config.text("module_output_name", "token_embeddings").equals("token_embeddings")) {
      throw config.unsupported("module_output_name", "token_embeddings");
    }
    if (config.has("modality_config")) {
      JsonNode text = config.node("modality_config").path("text");
      if (!text.path("method").asText().equals("forward")
          || !text.path("method_output_name").asText().equals("last_hidden_state")) {
        throw config.unsupported(
            "modality_config", "text by forward, whose output is last_hidden_state");
      }
    }
  }

  private static String prompt(Path directory, SentenceModules modules) {
    Path file = directory.resolve("config_sentence_transformers.json");
    if (!Files.exists(file)) {
      return "";
    }
    ModelConfig config = ModelConfig.read(file);
    String name = config.text("default_prompt_name", "");
    JsonNode prompts = config.node("prompts");
    // How two embeddings are compared is up to the measure.
    config.ignore("similarity_fn_name");
    config.refuseUnread();
    if (name.isEmpty()) {
      return "";
    }
    JsonNode prompt = prompts.path(name);
    if (!prompt.isTextual()) {
      throw new AssayException(
          file + ": default_prompt_name is " + name + ", and prompts has no text of that name");
    }
    if (!prompt.asText().isEmpty() && !modules.withPrompt()) {
      throw config.unsupported(
          "default_prompt_name", "no prompt where the pooling leaves its tokens out");
    }
    return prompt.asText();
  }
}
