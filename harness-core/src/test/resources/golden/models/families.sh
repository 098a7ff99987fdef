#!/bin/sh
# Makes the models named after their families, in the folder of this script: PYTHON=.../python families.sh [NAME]
cd "$(dirname "$0")" || exit 1
only=$1
family() {
  if [ -z "$only" ] || [ "$only" = "$1" ]; then
    rm -rf "./$1"
    "${PYTHON:-python}" make.py "$1" "$2" "$3" --seed 7 --length 24 --dtype bfloat16 --published || exit 1
  fi
}
# NAME MODEL_TYPE CONFIGURATION; sizes are odd on purpose: heads times width is rarely the hidden size.
sizes='"vocab_size": 101, "pad_token_id": 0, "intermediate_size": 40'
family mistral mistral "{$sizes, \"hidden_size\": 36, \"num_hidden_layers\": 2, \"num_attention_heads\": 3, \"num_key_value_heads\": 1, \"head_dim\": 10, \"sliding_window\": 7, \"rope_parameters\": {\"rope_type\": \"yarn\", \"rope_theta\": 1000.0, \"factor\": 3.0, \"original_max_position_embeddings\": 16, \"beta_fast\": 4.0, \"truncate\": false}}"
family ministral ministral "{$sizes, \"hidden_size\": 32, \"num_hidden_layers\": 2, \"num_attention_heads\": 4, \"num_key_value_heads\": 2, \"head_dim\": 8, \"sliding_window\": 6, \"layer_types\": [\"full_attention\", \"sliding_attention\"]}"
family qwen3 qwen3 "{$sizes, \"hidden_size\": 32, \"num_hidden_layers\": 3, \"num_attention_heads\": 4, \"num_key_value_heads\": 2, \"head_dim\": 10, \"attention_bias\": true, \"use_sliding_window\": true, \"sliding_window\": 6, \"max_window_layers\": 1}"
family gemma gemma "{$sizes, \"hidden_size\": 40, \"num_hidden_layers\": 2, \"num_attention_heads\": 3, \"num_key_value_heads\": 1, \"head_dim\": 14, \"attention_bias\": true, \"hidden_act\": \"gelu\"}"
family gemma2 gemma2 "{$sizes, \"hidden_size\": 36, \"num_hidden_layers\": 2, \"num_attention_heads\": 4, \"num_key_value_heads\": 2, \"head_dim\": 10, \"sliding_window\": 6, \"query_pre_attn_scalar\": 20, \"attn_logit_softcapping\": 2.0, \"final_logit_softcapping\": 5.0}"
gemma3='"hidden_size": 36, "num_hidden_layers": 3, "num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 10, "sliding_window": 6, "sliding_window_pattern": 2, "query_pre_attn_scalar": 20, "rope_parameters": {"full_attention": {"rope_type": "linear", "rope_theta": 500000.0, "factor": 4.0}, "sliding_attention": {"rope_type": "default", "rope_theta": 1000.0}}'
family gemma3-text gemma3_text "{$sizes, $gemma3, \"final_logit_softcapping\": 5.0}"
family gemma3 gemma3 "{\"mm_tokens_per_image\": 4, \"image_token_index\": 500, \"boi_token_index\": 501, \"eoi_token_index\": 502, \"text_config\": {$sizes, $gemma3}, \"vision_config\": {\"hidden_size\": 8, \"intermediate_size\": 8, \"num_hidden_layers\": 1, \"num_attention_heads\": 1, \"image_size\": 28, \"patch_size\": 14}}"
family phi3 phi3 "{$sizes, \"hidden_size\": 48, \"num_hidden_layers\": 2, \"num_attention_heads\": 3, \"num_key_value_heads\": 1, \"tie_word_embeddings\": true, \"max_position_embeddings\": 64, \"original_max_position_embeddings\": 16, \"rope_parameters\": {\"rope_type\": \"longrope\", \"partial_rotary_factor\": 0.75, \"short_factor\": [1.0, 1.1, 1.2, 1.3, 1.4, 1.5], \"long_factor\": [1.0, 1.5, 2.0, 3.0, 5.0, 8.0]}}"
family granite granite "{$sizes, \"hidden_size\": 32, \"num_hidden_layers\": 2, \"num_attention_heads\": 4, \"num_key_value_heads\": 2, \"attention_bias\": true, \"mlp_bias\": true, \"embedding_multiplier\": 7.3, \"attention_multiplier\": 0.2, \"residual_multiplier\": 0.33, \"logits_scaling\": 3.1}"
family olmo olmo "{$sizes, \"hidden_size\": 36, \"num_hidden_layers\": 2, \"num_attention_heads\": 3, \"num_key_value_heads\": 1, \"attention_bias\": true, \"clip_qkv\": 0.6}"
family olmo2 olmo2 "{$sizes, \"hidden_size\": 36, \"num_hidden_layers\": 2, \"num_attention_heads\": 3, \"num_key_value_heads\": 1, \"attention_bias\": true}"
family olmo3 olmo3 "{$sizes, \"hidden_size\": 32, \"num_hidden_layers\": 4, \"num_attention_heads\": 4, \"num_key_value_heads\": 2, \"sliding_window\": 6, \"rope_parameters\": {\"full_attention\": {\"rope_type\": \"yarn\", \"rope_theta\": 1000.0, \"factor\": 4.0, \"original_max_position_embeddings\": 8, \"attention_factor\": 1.2}, \"sliding_attention\": {\"rope_type\": \"default\", \"rope_theta\": 500000.0}}}"
family smollm3 smollm3 "{$sizes, \"hidden_size\": 36, \"num_hidden_layers\": 3, \"num_attention_heads\": 6, \"num_key_value_heads\": 2, \"no_rope_layer_interval\": 2, \"use_sliding_window\": true, \"sliding_window\": 6, \"mlp_bias\": true}"
family exaone4 exaone4 "{$sizes, \"hidden_size\": 32, \"num_hidden_layers\": 3, \"num_attention_heads\": 4, \"num_key_value_heads\": 2, \"head_dim\": 10, \"sliding_window\": 6, \"sliding_window_pattern\": 3, \"rope_parameters\": {\"rope_type\": \"llama3\", \"rope_theta\": 1000.0, \"factor\": 8.0, \"low_freq_factor\": 1.0, \"high_freq_factor\": 4.0, \"original_max_position_embeddings\": 16}}"
family glm glm "{$sizes, \"hidden_size\": 32, \"num_hidden_layers\": 2, \"num_attention_heads\": 4, \"num_key_value_heads\": 2, \"head_dim\": 12}"
family glm4 glm4 "{$sizes, \"hidden_size\": 32, \"num_hidden_layers\": 2, \"num_attention_heads\": 4, \"num_key_value_heads\": 2, \"head_dim\": 12, \"rope_parameters\": {\"rope_type\": \"linear\", \"rope_theta\": 1000.0, \"factor\": 2.0, \"partial_rotary_factor\": 0.75}}"
family cohere cohere "{$sizes, \"hidden_size\": 36, \"num_hidden_layers\": 2, \"num_attention_heads\": 3, \"num_key_value_heads\": 1, \"use_qk_norm\": true, \"attention_bias\": true, \"logit_scale\": 0.4}"
family cohere2 cohere2 "{$sizes, \"hidden_size\": 32, \"num_hidden_layers\": 4, \"num_attention_heads\": 4, \"num_key_value_heads\": 2, \"sliding_window\": 6, \"logit_scale\": 0.4}"
family nemotron nemotron "{$sizes, \"hidden_size\": 36, \"num_hidden_layers\": 2, \"num_attention_heads\": 3, \"num_key_value_heads\": 1, \"head_dim\": 12, \"attention_bias\": true, \"mlp_bias\": true}"
family starcoder2 starcoder2 "{$sizes, \"hidden_size\": 36, \"num_hidden_layers\": 2, \"num_attention_heads\": 3, \"num_key_value_heads\": 1, \"sliding_window\": 7}"
family stablelm stablelm "{$sizes, \"hidden_size\": 48, \"num_hidden_layers\": 2, \"num_attention_heads\": 3, \"num_key_value_heads\": 3, \"use_qkv_bias\": true}"
family stablelm-parallel stablelm "{$sizes, \"hidden_size\": 48, \"num_hidden_layers\": 2, \"num_attention_heads\": 4, \"num_key_value_heads\": 2, \"qk_layernorm\": true, \"use_parallel_residual\": true, \"rope_parameters\": {\"rope_type\": \"dynamic\", \"rope_theta\": 1000.0, \"factor\": 2.0, \"partial_rotary_factor\": 0.5}, \"max_position_embeddings\": 16}"
family arcee arcee "{$sizes, \"hidden_size\": 32, \"num_hidden_layers\": 2, \"num_attention_heads\": 4, \"num_key_value_heads\": 2, \"head_dim\": 10, \"mlp_bias\": true}"
family ernie4_5 ernie4_5 "{$sizes, \"hidden_size\": 32, \"num_hidden_layers\": 2, \"num_attention_heads\": 4, \"num_key_value_heads\": 2, \"head_dim\": 10, \"use_bias\": true}"
family helium helium "{$sizes, \"hidden_size\": 40, \"num_hidden_layers\": 2, \"num_attention_heads\": 4, \"num_key_value_heads\": 2, \"head_dim\": 10, \"attention_bias\": true, \"mlp_bias\": true}"
family seed_oss seed_oss "{$sizes, \"hidden_size\": 32, \"num_hidden_layers\": 2, \"num_attention_heads\": 4, \"num_key_value_heads\": 2, \"head_dim\": 10, \"attention_out_bias\": true, \"mlp_bias\": true}"
