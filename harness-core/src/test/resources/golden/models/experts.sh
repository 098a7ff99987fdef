#!/bin/sh
# Makes the models with experts, in the folder of this script: PYTHON=.../python experts.sh [NAME]
cd "$(dirname "$0")" || exit 1
only=$1
family() {
  if [ -z "$only" ] || [ "$only" = "$1" ]; then
    rm -rf "./$1"
    "${PYTHON:-python}" make.py "$1" "$2" "$3" --seed 11 --length 24 --dtype bfloat16 --published $4 || exit 1
  fi
}
# NAME MODEL_TYPE CONFIGURATION
sizes='"vocab_size": 101, "tie_word_embeddings": true, "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4'
latent="$sizes, \"num_key_value_heads\": 4, \"kv_lora_rank\": 10, \"qk_nope_head_dim\": 8, \"qk_rope_head_dim\": 4, \"v_head_dim\": 6, \"first_k_dense_replace\": 1, \"moe_intermediate_size\": 10, \"intermediate_size\": 24"
family mixtral mixtral "{$sizes, \"num_key_value_heads\": 2, \"head_dim\": 10, \"intermediate_size\": 20, \"num_local_experts\": 4, \"sliding_window\": 9}"
family qwen2-moe qwen2_moe "{$sizes, \"num_hidden_layers\": 3, \"num_key_value_heads\": 2, \"intermediate_size\": 28, \"moe_intermediate_size\": 12, \"shared_expert_intermediate_size\": 20, \"num_experts\": 5, \"num_experts_per_tok\": 2, \"mlp_only_layers\": [1], \"use_sliding_window\": true, \"sliding_window\": 7}"
family qwen3-moe qwen3_moe "{$sizes, \"num_key_value_heads\": 2, \"head_dim\": 12, \"intermediate_size\": 28, \"moe_intermediate_size\": 12, \"num_experts\": 6, \"num_experts_per_tok\": 3, \"norm_topk_prob\": true, \"decoder_sparse_step\": 2}"
family deepseek-v2 deepseek_v2 "{$latent, \"q_lora_rank\": 12, \"n_routed_experts\": 6, \"n_group\": 3, \"topk_group\": 2, \"num_experts_per_tok\": 2, \"topk_method\": \"group_limited_greedy\", \"routed_scaling_factor\": 1.4, \"rope_parameters\": {\"rope_type\": \"yarn\", \"factor\": 4.0, \"mscale\": 0.707, \"mscale_all_dim\": 0.9, \"original_max_position_embeddings\": 16, \"rope_theta\": 10000.0}, \"max_position_embeddings\": 64}"
family deepseek-v3 deepseek_v3 "{$latent, \"q_lora_rank\": null, \"n_routed_experts\": 8, \"n_group\": 4, \"topk_group\": 2, \"num_experts_per_tok\": 3, \"routed_scaling_factor\": 1.5}"
family gpt-oss gpt_oss "{$sizes, \"num_key_value_heads\": 2, \"head_dim\": 10, \"intermediate_size\": 16, \"num_local_experts\": 4, \"num_experts_per_tok\": 2, \"sliding_window\": 7, \"swiglu_limit\": 0.8, \"rope_parameters\": {\"rope_type\": \"yarn\", \"factor\": 8.0, \"original_max_position_embeddings\": 16, \"rope_theta\": 150000.0, \"truncate\": false}, \"max_position_embeddings\": 128}"
family olmoe olmoe "{$sizes, \"num_key_value_heads\": 2, \"intermediate_size\": 12, \"num_experts\": 5, \"num_experts_per_tok\": 2, \"clip_qkv\": 0.7}" --stacked
family granitemoe granitemoeshared "{$sizes, \"num_key_value_heads\": 2, \"intermediate_size\": 12, \"num_local_experts\": 5, \"num_experts_per_tok\": 2, \"shared_intermediate_size\": 14, \"embedding_multiplier\": 3.0, \"logits_scaling\": 1.7, \"residual_multiplier\": 0.4, \"attention_multiplier\": 0.3}"
