package org.modelassay.model;

import java.util.Set;
import java.util.regex.Pattern;

/** Keys of {@code config.json} that cannot change what the weights compute in inference. */
final class HarmlessKeys {
  private static final Set<String> NAMES =
      Set.of(
          "architectures",
          "auto_map",
          "model_type",
          "torch_dtype",
          "dtype",
          "transformers_version",
          "use_cache",
          "cache_implementation",
          "return_dict",
          "output_attentions",
          "output_hidden_states",
          "pretraining_tp",
          "gradient_checkpointing",
          "is_decoder",
          "is_encoder_decoder",
          "problem_type",
          "id2label",
          "label2id",
          "num_labels",
          "task_specific_params",
          "finetuning_task",
          "tokenizer_class",
          "prefix",
          "chunk_size_feed_forward",
          "attn_implementation",
          "vocab_size",
          "max_position_embeddings",
          "n_positions",
          "max_length",
          "min_length",
          "temperature",
          "top_k",
          "top_p",
          "do_sample",
          "num_beams",
          "repetition_penalty",
          "unsloth_version",
          "unsloth_fixed",
          "use_flash_attention",
          "router_aux_loss_coef",
          "router_jitter_noise",
          "output_router_logits",
          "aux_loss_alpha",
          "seq_aux",
          "language",
          "license",
          "name_or_path",
          "model_name");
  // Names of the reference library's own fields, dropout, initial values and losses: of training
  // alone.
  private static final Pattern TRAINING =
      Pattern.compile(
          "_.*|.*(dropout|_pdrop|_drop)(_.*)?|.*token_id|.*token_index|.*initializer.*"
              + "|init_.*|.*_init_?std|summary_.*|.*_loss_coef.*|.*_aux_loss.*|reorder_and_upcast.*");

  private HarmlessKeys() {}

  static boolean contains(String key) {
    return NAMES.contains(key) || TRAINING.matcher(key).matches();
  }
}
