package org.modelassay.model.gguf;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.modelassay.model.UnsupportedModelException;

/**
 * The architectures of GGUF files that are read: for each a table of tensor names and what its
 * metadata means. Names and conventions are those of llama.cpp ({@code gguf-py/gguf/constants.py},
 * {@code convert_hf_to_gguf.py}); what llama.cpp takes for granted and does not store stands here.
 */
final class Architectures {
  private static final String LLAMA_NAMES =
      """
      token_embd             model.embed_tokens
      output_norm            model.norm
      output                 lm_head
      blk.N.attn_norm        model.layers.N.input_layernorm
      blk.N.attn_q           model.layers.N.self_attn.q_proj
      blk.N.attn_k           model.layers.N.self_attn.k_proj
      blk.N.attn_v           model.layers.N.self_attn.v_proj
      blk.N.attn_output      model.layers.N.self_attn.o_proj
      blk.N.attn_q_norm      model.layers.N.self_attn.q_norm
      blk.N.attn_k_norm      model.layers.N.self_attn.k_norm
      blk.N.ffn_norm         model.layers.N.post_attention_layernorm
      blk.N.ffn_gate         model.layers.N.mlp.gate_proj
      blk.N.ffn_up           model.layers.N.mlp.up_proj
      blk.N.ffn_down         model.layers.N.mlp.down_proj
      """;
  // Where neighbours rotate in llama.cpp and halves in Hugging Face.
  private static final String PAIRS =
      """
      blk.N.attn_q           model.layers.N.self_attn.q_proj             heads
      blk.N.attn_k           model.layers.N.self_attn.k_proj             kv_heads
      """;
  private static final String MIXTRAL_NAMES =
      """
      blk.N.ffn_gate_inp     model.layers.N.block_sparse_moe.gate
      blk.N.ffn_gate_exps    model.layers.N.block_sparse_moe.experts.E.w1
      blk.N.ffn_down_exps    model.layers.N.block_sparse_moe.experts.E.w2
      blk.N.ffn_up_exps      model.layers.N.block_sparse_moe.experts.E.w3
      """;
  private static final String QWEN_EXPERTS =
      """
      blk.N.ffn_gate_inp     model.layers.N.mlp.gate
      blk.N.ffn_gate_exps    model.layers.N.mlp.experts.E.gate_proj
      blk.N.ffn_up_exps      model.layers.N.mlp.experts.E.up_proj
      blk.N.ffn_down_exps    model.layers.N.mlp.experts.E.down_proj
      blk.N.ffn_gate_shexp   model.layers.N.mlp.shared_expert.gate_proj
      blk.N.ffn_up_shexp     model.layers.N.mlp.shared_expert.up_proj
      blk.N.ffn_down_shexp   model.layers.N.mlp.shared_expert.down_proj
      blk.N.ffn_gate_inp_shexp model.layers.N.mlp.shared_expert_gate     row
      """;
  private static final String GEMMA_NORMS =
      """
      output_norm            model.norm                                   one_more
      blk.N.attn_norm        model.layers.N.input_layernorm               one_more
      blk.N.ffn_norm         model.layers.N.post_attention_layernorm      one_more
      """;
  private static final String GEMMA2_NORMS =
      """
      output_norm            model.norm                                   one_more
      blk.N.attn_norm        model.layers.N.input_layernorm               one_more
      blk.N.attn_q_norm      model.layers.N.self_attn.q_norm              one_more
      blk.N.attn_k_norm      model.layers.N.self_attn.k_norm              one_more
      blk.N.post_attention_norm model.layers.N.post_attention_layernorm   one_more
      blk.N.ffn_norm         model.layers.N.pre_feedforward_layernorm     one_more
      blk.N.post_ffw_norm    model.layers.N.post_feedforward_layernorm    one_more
      """;
  private static final String NORMS_AFTER =
      """
      blk.N.post_attention_norm model.layers.N.post_attention_layernorm
      blk.N.post_ffw_norm    model.layers.N.post_feedforward_layernorm
      """;
  private static final String GLM4_NAMES =
      """
      blk.N.post_attention_norm model.layers.N.post_self_attn_layernorm
      blk.N.post_ffw_norm    model.layers.N.post_mlp_layernorm
      blk.N.ffn_up           model.layers.N.mlp.gate_up_proj
      """;
  private static final String PHI3_NAMES =
      """
      blk.N.attn_qkv         model.layers.N.self_attn.qkv_proj
      blk.N.ffn_up           model.layers.N.mlp.gate_up_proj
      """;
  private static final String PHI_NAMES =
      """
      output_norm            model.final_layernorm
      blk.N.attn_output      model.layers.N.self_attn.dense
      blk.N.ffn_up           model.layers.N.mlp.fc1
      blk.N.ffn_down         model.layers.N.mlp.fc2
      """;
  private static final String STARCODER2_NAMES =
      """
      blk.N.ffn_up           model.layers.N.mlp.c_fc
      blk.N.ffn_down         model.layers.N.mlp.c_proj
      """;
  private static final String STABLELM_NORMS =
      """
      blk.N.attn_q_norm      model.layers.N.self_attn.q_layernorm.norms.E
      blk.N.attn_k_norm      model.layers.N.self_attn.k_layernorm.norms.E
      """;
  private static final String GPT2_NAMES =
      """
      token_embd             transformer.wte
      position_embd          transformer.wpe
      output_norm            transformer.ln_f
      output                 lm_head
      blk.N.attn_norm        transformer.h.N.ln_1
      blk.N.attn_qkv         transformer.h.N.attn.c_attn                  transposed
      blk.N.attn_output      transformer.h.N.attn.c_proj                  transposed
      blk.N.ffn_norm         transformer.h.N.ln_2
      blk.N.ffn_up           transformer.h.N.mlp.c_fc                     transposed
      blk.N.ffn_down         transformer.h.N.mlp.c_proj                   transposed
      """;
  private static final String GPT_NEOX_NAMES =
      """
      token_embd             gpt_neox.embed_in
      output_norm            gpt_neox.final_layer_norm
      output                 embed_out
      blk.N.attn_norm        gpt_neox.layers.N.input_layernorm
      blk.N.attn_qkv         gpt_neox.layers.N.attention.query_key_value  grouped
      blk.N.attn_output      gpt_neox.layers.N.attention.dense
      blk.N.ffn_norm         gpt_neox.layers.N.post_attention_layernorm
      blk.N.ffn_up           gpt_neox.layers.N.mlp.dense_h_to_4h
      blk.N.ffn_down         gpt_neox.layers.N.mlp.dense_4h_to_h
      """;
  private static final String BLOOM_NAMES =
      """
      token_embd             transformer.word_embeddings
      token_embd_norm        transformer.word_embeddings_layernorm
      output_norm            transformer.ln_f
      output                 lm_head
      blk.N.attn_norm        transformer.h.N.input_layernorm
      blk.N.attn_qkv         transformer.h.N.self_attention.query_key_value grouped
      blk.N.attn_output      transformer.h.N.self_attention.dense
      blk.N.ffn_norm         transformer.h.N.post_attention_layernorm
      blk.N.ffn_up           transformer.h.N.mlp.dense_h_to_4h
      blk.N.ffn_down         transformer.h.N.mlp.dense_4h_to_h
      """;
  private static final String FALCON_TWO_NORMS =
      """
      blk.N.attn_norm        transformer.h.N.ln_mlp
      blk.N.attn_norm_2      transformer.h.N.ln_attn
      """;
  private static final String MAMBA_NAMES =
      """
      token_embd             backbone.embeddings
      output_norm            backbone.norm_f
      output                 lm_head
      blk.N.attn_norm        backbone.layers.N.norm
      blk.N.ssm_in           backbone.layers.N.mixer.in_proj
      blk.N.ssm_conv1d       backbone.layers.N.mixer.conv1d               channels
      blk.N.ssm_x            backbone.layers.N.mixer.x_proj
      blk.N.ssm_dt           backbone.layers.N.mixer.dt_proj
      blk.N.ssm_a            backbone.layers.N.mixer.A_log                log_negated
      blk.N.ssm_d            backbone.layers.N.mixer.D
      blk.N.ssm_out          backbone.layers.N.mixer.out_proj
      """;

  private static final int MOST_HEADS = 1 << 14;

  private static final Map<String, Architecture> ALL = new TreeMap<>();

  static {
    add("llama", Architectures::llama, LLAMA_NAMES, PAIRS, MIXTRAL_NAMES);
    add("qwen2", Architectures::qwen2, LLAMA_NAMES);
    add("qwen3", Architectures::qwen3, LLAMA_NAMES);
    add("qwen2moe", Architectures::qwen2Experts, LLAMA_NAMES, QWEN_EXPERTS);
    add("qwen3moe", Architectures::qwen3Experts, LLAMA_NAMES, QWEN_EXPERTS);
    add("gemma", Architectures::gemma, LLAMA_NAMES, GEMMA_NORMS);
    add("gemma2", Architectures::gemma2, LLAMA_NAMES, GEMMA2_NORMS);
    add("gemma3", Architectures::gemma3, LLAMA_NAMES, GEMMA2_NORMS);
    add("phi2", Architectures::phi, LLAMA_NAMES, PHI_NAMES);
    add("phi3", Architectures::phi3, LLAMA_NAMES, PHI3_NAMES);
    add("starcoder2", Architectures::starcoder2, LLAMA_NAMES, STARCODER2_NAMES);
    add("stablelm", Architectures::stablelm, LLAMA_NAMES, STABLELM_NORMS);
    add("olmo2", Architectures::olmo2, LLAMA_NAMES, NORMS_AFTER);
    add("granite", Architectures::granite, LLAMA_NAMES, PAIRS);
    add("command-r", Architectures::cohere, LLAMA_NAMES);
    add("nemotron", Architectures::nemotron, LLAMA_NAMES, GEMMA_NORMS);
    add("smollm3", Architectures::smollm3, LLAMA_NAMES, PAIRS);
    add("exaone4", Architectures::exaone4, LLAMA_NAMES, NORMS_AFTER);
    add("glm4", Architectures::glm4, LLAMA_NAMES, GLM4_NAMES);
    add("gpt2", Architectures::gpt2, GPT2_NAMES);
    add("gptneox", Architectures::gptNeox, GPT_NEOX_NAMES);
    add("bloom", Architectures::bloom, BLOOM_NAMES);
    add("falcon", Architectures::falcon, BLOOM_NAMES);
    add("mamba", Architectures::mamba, MAMBA_NAMES);
  }

  private Architectures() {}

  private static void add(String name, Architecture.Settings settings, String... tables) {
    ALL.put(name, new Architecture(name, Architecture.table(tables), settings));
  }

  /** The architecture of a file. */
  static Architecture of(GgufFile file) {
    Object name = file.metadata().get("general.architecture");
    Architecture architecture = name instanceof String text ? ALL.get(text) : null;
    if (architecture == null) {
      throw new UnsupportedModelException(
          file
              + ": general.architecture '"
              + name
              + "' is not supported; supported are "
              + String.join(", ", ALL.keySet()));
    }
    if (architecture.name().equals("falcon") && file.has("blk.0.attn_norm_2.weight")) {
      // What is the one norm of a layer elsewhere is that of the MLP where there are two.
      return new Architecture(
          architecture.name(),
          Architecture.table(BLOOM_NAMES, FALCON_TWO_NORMS),
          architecture.settings());
    }
    return architecture;
  }

  private static void llama(GgufMetadata m, ObjectNode c) {
    if (m.size("expert_count", 0) > 0) {
      c.put("model_type", "mixtral");
      c.put("num_local_experts", experts(m));
      c.put("num_experts_per_tok", m.size("expert_used_count"));
      expertsGatedBySoftmax(m);
    } else {
      m.size("expert_used_count", 0);
      c.put("model_type", m.has("attention.sliding_window") ? "mistral" : "llama");
      c.put("attention_bias", m.file().has("blk.0.attn_q.bias"));
      c.put("mlp_bias", m.file().has("blk.0.ffn_gate.bias"));
    }
    window(m, c);
    decoder(m, c, true);
    rms(m, c, "rms_norm_eps");
  }

  private static void qwen2(GgufMetadata m, ObjectNode c) {
    c.put("model_type", "qwen2");
    decoder(m, c, false);
    rms(m, c, "rms_norm_eps");
  }

  private static void qwen3(GgufMetadata m, ObjectNode c) {
    c.put("model_type", "qwen3");
    decoder(m, c, true);
    rms(m, c, "rms_norm_eps");
  }

  private static void qwen2Experts(GgufMetadata m, ObjectNode c) {
    c.put("model_type", "qwen2_moe");
    c.put("shared_expert_intermediate_size", rows(m, "blk.0.ffn_gate_shexp.weight", 0));
    m.size("expert_shared_feed_forward_length", 0);
    experts(m, c, false);
    decoder(m, c, false);
    rms(m, c, "rms_norm_eps");
  }

  private static void qwen3Experts(GgufMetadata m, ObjectNode c) {
    c.put("model_type", "qwen3_moe");
    experts(m, c, true);
    decoder(m, c, true);
    rms(m, c, "rms_norm_eps");
  }

  private static void experts(GgufMetadata m, ObjectNode c, boolean normalised) {
    c.put("num_experts", experts(m));
    c.put("num_experts_per_tok", m.size("expert_used_count"));
    c.put("norm_topk_prob", m.truth("expert_weights_norm", normalised));
    // Sizes are the tensors' own: older files do not say them.
    c.put("moe_intermediate_size", rows(m, "blk.0.ffn_gate_exps.weight", 1));
    m.size("expert_feed_forward_length", 0);
    expertsGatedBySoftmax(m);
  }

  private static void expertsGatedBySoftmax(GgufMetadata m) {
    if (m.size("expert_gating_func", 1) > 1) {
      throw m.unsupported("expert_gating_func", "1, a soft-max over the experts");
    }
  }

  private static void gemma(GgufMetadata m, ObjectNode c) {
    c.put("model_type", "gemma");
    c.put("hidden_activation", "gelu_pytorch_tanh");
    decoder(m, c, true);
    rms(m, c, "rms_norm_eps");
  }

  private static void gemma2(GgufMetadata m, ObjectNode c) {
    c.put("model_type", "gemma2");
    c.put("hidden_activation", "gelu_pytorch_tanh");
    c.put("attn_logit_softcapping", m.number("attn_logit_softcapping", 50));
    c.put("final_logit_softcapping", m.number("final_logit_softcapping", 30));
    c.put("sliding_window", m.size("attention.sliding_window", 4096));
    int layers = decoder(m, c, true);
    layerTypes(m, c, layers, 2);
    queryScale(c, layers == 46);
    rms(m, c, "rms_norm_eps");
  }

  private static void gemma3(GgufMetadata m, ObjectNode c) {
    c.put("model_type", "gemma3_text");
    c.put("hidden_activation", "gelu_pytorch_tanh");
    if (m.has("final_logit_softcapping")) {
      c.put("final_logit_softcapping", m.number("final_logit_softcapping", 0));
    }
    c.put("sliding_window", m.size("attention.sliding_window"));
    c.put("rope_local_base_freq", m.number("rope.freq_base_swa", 10_000));
    int layers = decoder(m, c, true);
    layerTypes(m, c, layers, 6);
    queryScale(c, layers == 62);
    rms(m, c, "rms_norm_eps");
  }

  /** The largest Gemma of a generation, known by its layers, divides scores by another root. */
  private static void queryScale(ObjectNode c, boolean largest) {
    int width = c.path("hidden_size").asInt() / c.path("num_attention_heads").asInt();
    c.put("query_pre_attn_scalar", largest ? width : c.path("head_dim").asInt());
  }

  private static void phi(GgufMetadata m, ObjectNode c) {
    c.put("model_type", "phi");
    decoder(m, c, false);
    layerNorm(m, c, "layer_norm_eps");
  }

  private static void phi3(GgufMetadata m, ObjectNode c) {
    c.put("model_type", "phi3");
    window(m, c);
    decoder(m, c, false);
    rms(m, c, "rms_norm_eps");
  }

  private static void starcoder2(GgufMetadata m, ObjectNode c) {
    c.put("model_type", "starcoder2");
    c.put("use_bias", true);
    window(m, c);
    decoder(m, c, false);
    layerNorm(m, c, "norm_epsilon");
  }

  private static void stablelm(GgufMetadata m, ObjectNode c) {
    c.put("model_type", "stablelm");
    c.put("use_qkv_bias", m.file().has("blk.0.attn_q.bias"));
    c.put("qk_layernorm", m.file().has("blk.0.attn_q_norm.weight"));
    c.put("use_parallel_residual", !m.file().has("blk.0.ffn_norm.weight"));
    m.truth("use_parallel_residual", true);
    decoder(m, c, false);
    layerNorm(m, c, "layer_norm_eps");
  }

  private static void olmo2(GgufMetadata m, ObjectNode c) {
    c.put("model_type", "olmo2");
    decoder(m, c, false);
    rms(m, c, "rms_norm_eps");
  }

  private static void granite(GgufMetadata m, ObjectNode c) {
    c.put("model_type", "granite");
    c.put("attention_multiplier", m.number("attention.scale", 1));
    c.put("embedding_multiplier", m.number("embedding_scale", 1));
    c.put("residual_multiplier", m.number("residual_scale", 1));
    c.put("logits_scaling", m.number("logit_scale", 1));
    c.put("attention_bias", m.file().has("blk.0.attn_q.bias"));
    c.put("mlp_bias", m.file().has("blk.0.ffn_gate.bias"));
    decoder(m, c, false);
    rms(m, c, "rms_norm_eps");
  }

  private static void cohere(GgufMetadata m, ObjectNode c) {
    c.put("model_type", "cohere");
    c.put("logit_scale", m.number("logit_scale", 1));
    c.put("use_qk_norm", m.file().has("blk.0.attn_q_norm.weight"));
    decoder(m, c, false);
    layerNorm(m, c, "layer_norm_eps");
  }

  private static void nemotron(GgufMetadata m, ObjectNode c) {
    c.put("model_type", "nemotron");
    c.put("hidden_act", "relu2");
    decoder(m, c, true);
    layerNorm(m, c, "norm_eps");
  }

  private static void smollm3(GgufMetadata m, ObjectNode c) {
    c.put("model_type", "smollm3");
    int layers = decoder(m, c, false);
    ArrayNode rotates = c.putArray("no_rope_layers");
    for (int i = 1; i <= layers; i++) {
      rotates.add(i % 4 == 0 ? 0 : 1);
    }
    rms(m, c, "rms_norm_eps");
  }

  private static void exaone4(GgufMetadata m, ObjectNode c) {
    c.put("model_type", "exaone4");
    window(m, c);
    int layers = decoder(m, c, false);
    layerTypes(m, c, layers, c.has("sliding_window") ? 4 : 1);
    rms(m, c, "rms_norm_eps");
  }

  private static void glm4(GgufMetadata m, ObjectNode c) {
    c.put("model_type", "glm4");
    c.put("attention_bias", m.file().has("blk.0.attn_q.bias"));
    decoder(m, c, true);
    rms(m, c, "rms_norm_eps");
  }

  private static void gpt2(GgufMetadata m, ObjectNode c) {
    c.put("model_type", "gpt2");
    c.put("n_layer", layers(m));
    c.put("n_embd", m.size("embedding_length"));
    c.put("n_head", heads(m));
    c.put("n_inner", m.size("feed_forward_length"));
    c.put("n_positions", m.size("context_length"));
    m.size("attention.head_count_kv", 0);
    layerNorm(m, c, "layer_norm_epsilon");
  }

  private static void gptNeox(GgufMetadata m, ObjectNode c) {
    c.put("model_type", "gpt_neox");
    c.put("use_parallel_residual", m.truth("use_parallel_residual", true));
    decoder(m, c, false);
    c.remove("num_key_value_heads");
    layerNorm(m, c, "layer_norm_eps");
  }

  private static void bloom(GgufMetadata m, ObjectNode c) {
    c.put("model_type", "bloom");
    c.put("n_layer", layers(m));
    c.put("hidden_size", m.size("embedding_length"));
    c.put("n_head", heads(m));
    m.size("context_length", 0);
    m.size("feed_forward_length", 0);
    m.size("attention.head_count_kv", 0);
    layerNorm(m, c, "layer_norm_epsilon");
  }

  private static void falcon(GgufMetadata m, ObjectNode c) {
    c.put("model_type", "falcon");
    decoder(m, c, false);
    int groups = c.path("num_key_value_heads").asInt();
    c.remove("num_key_value_heads");
    c.set("ffn_hidden_size", c.remove("intermediate_size"));
    c.put("num_kv_heads", groups);
    c.put("multi_query", true);
    c.put("parallel_attn", true);
    c.put("bias", false);
    c.put("alibi", false);
    c.put("new_decoder_architecture", groups > 1);
    if (groups > 1) {
      c.put("num_ln_in_parallel_attn", m.file().has("blk.0.attn_norm_2.weight") ? 2 : 1);
    }
    layerNorm(m, c, "layer_norm_epsilon");
  }

  private static void mamba(GgufMetadata m, ObjectNode c) {
    c.put("model_type", "mamba");
    c.put("hidden_size", m.size("embedding_length"));
    c.put("num_hidden_layers", layers(m));
    c.put("intermediate_size", m.size("ssm.inner_size"));
    c.put("state_size", m.size("ssm.state_size"));
    c.put("conv_kernel", m.size("ssm.conv_kernel"));
    c.put("time_step_rank", m.size("ssm.time_step_rank"));
    c.put("use_conv_bias", m.file().has("blk.0.ssm_conv1d.bias"));
    c.put("use_bias", m.file().has("blk.0.ssm_in.bias"));
    m.size("context_length", 0);
    rms(m, c, "layer_norm_epsilon");
  }

  /**
   * What most decoders have; returns the number of layers.
   *
   * @param ownWidth whether the family knows heads of another width than hidden / heads
   */
  private static int decoder(GgufMetadata m, ObjectNode c, boolean ownWidth) {
    int hidden = m.size("embedding_length");
    int layers = layers(m);
    int heads = heads(m);
    int usual = hidden / heads;
    int width = m.size("attention.key_length", usual);
    if (width != usual && !ownWidth) {
      throw m.unsupported("attention.key_length", "hidden size / heads = " + usual);
    }
    if (m.size("attention.value_length", width) != width) {
      throw m.unsupported("attention.value_length", "attention.key_length = " + width);
    }
    c.put("hidden_size", hidden);
    c.put("num_hidden_layers", layers);
    c.put("num_attention_heads", heads);
    c.put("num_key_value_heads", m.size("attention.head_count_kv", heads));
    if (ownWidth) {
      c.put("head_dim", width);
    }
    c.put("intermediate_size", m.size("feed_forward_length", 0));
    c.put("max_position_embeddings", m.size("context_length"));
    Ropes.read(m, c, width);
    return layers;
  }

  /**
   * Lists are made of layers and heads, so a file must have the tensors to go with their number.
   */
  private static int layers(GgufMetadata m) {
    return m.size("block_count", m.file().tensors().size(), "the number of tensors");
  }

  private static int heads(GgufMetadata m) {
    return m.size("attention.head_count", MOST_HEADS, "far more than any model has");
  }

  private static int experts(GgufMetadata m) {
    return m.size("expert_count", Architecture.MOST_ENTRIES, "what is stacked in a tensor");
  }

  private static void rms(GgufMetadata m, ObjectNode c, String key) {
    c.put(key, m.number("attention.layer_norm_rms_epsilon", 1e-6));
  }

  private static void layerNorm(GgufMetadata m, ObjectNode c, String key) {
    c.put(key, m.number("attention.layer_norm_epsilon", 1e-5));
  }

  private static void window(GgufMetadata m, ObjectNode c) {
    int window = m.size("attention.sliding_window", 0);
    if (window > 0) {
      c.put("sliding_window", window);
    }
  }

  /** Which layers slide: as the file says, else all but every {@code period}th. */
  private static void layerTypes(GgufMetadata m, ObjectNode c, int layers, int period) {
    String key = "attention.sliding_window_pattern";
    List<Boolean> slides = m.truths(key);
    int every = slides.isEmpty() ? m.size(key, period) : period;
    ArrayNode types = c.putArray("layer_types");
    for (int i = 0; i < layers; i++) {
      boolean slide = i < slides.size() ? slides.get(i) : (i + 1) % every != 0;
      types.add(slide ? "sliding_attention" : "full_attention");
    }
  }

  private static long rows(GgufMetadata m, String tensor, int dimension) {
    GgufTensor found = m.file().tensor(tensor);
    return found == null || found.shape().length <= dimension ? 0 : found.shape()[dimension];
  }
}
