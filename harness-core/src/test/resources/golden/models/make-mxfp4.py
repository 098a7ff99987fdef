"""Makes a small GPT-OSS whose experts are stored as MXFP4, as the published checkpoints are, with the outputs of the reference.

    python make-mxfp4.py DIRECTORY

Needs torch 2.7.1 and transformers 5.24.0. The library reads the checkpoint back and dequantises it by itself; the
outputs are computed in float32 on the CPU, as those of make.py.
"""
import json
import os
import sys

import torch
from safetensors.torch import load_file, save_file
from transformers import AutoConfig, AutoModelForCausalLM

CONFIG = dict(
    vocab_size=101, hidden_size=32, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2, head_dim=8,
    intermediate_size=32, num_local_experts=3, num_experts_per_tok=2, sliding_window=7, swiglu_limit=3.0,
    tie_word_embeddings=True, max_position_embeddings=128,
    rope_parameters=dict(rope_type="yarn", factor=8.0, original_max_position_embeddings=16, rope_theta=150000.0, truncate=False))


def main():
    directory = sys.argv[1]
    torch.manual_seed(19)
    model = AutoModelForCausalLM.from_config(AutoConfig.for_model("gpt_oss", **CONFIG)).float()
    with torch.no_grad():
        for name, w in model.named_parameters():
            if w.dim() >= 2:
                w.normal_(0.0, w.shape[-1] ** -0.5)
            elif "norm" in name:
                w.uniform_(0.5, 1.5)
            else:
                w.normal_(0.0, 0.2)
    model.to(torch.bfloat16).save_pretrained(directory)
    file = os.path.join(directory, "model.safetensors")
    tensors = load_file(file)
    for name in [n for n in tensors if n.endswith("experts.gate_up_proj") or n.endswith("experts.down_proj")]:
        experts, columns, rows = tensors.pop(name).shape
        tensors[name + "_blocks"] = torch.randint(0, 256, (experts, rows, columns // 32, 16), dtype=torch.uint8)
        tensors[name + "_scales"] = torch.randint(122, 127, (experts, rows, columns // 32), dtype=torch.uint8)
    save_file(tensors, file, metadata={"format": "pt"})
    path = os.path.join(directory, "config.json")
    with open(path) as f:
        config = json.load(f)
    config["quantization_config"] = {
        "quant_method": "mxfp4",
        "modules_to_not_convert": ["model.layers.*.self_attn", "model.layers.*.mlp.router", "model.embed_tokens", "lm_head"]}
    with open(path, "w") as f:
        json.dump(config, f, indent=2)
    model = AutoModelForCausalLM.from_pretrained(directory, attn_implementation="eager").float().eval()
    assert not any("blocks" in name for name, _ in model.named_parameters()), "the library did not dequantise"
    ids = torch.randint(0, CONFIG["vocab_size"], (2, 24))
    with torch.no_grad():
        out = model(ids, output_hidden_states=True, use_cache=False)
    golden = {"input_ids": ids, "logits": out.logits.float().contiguous()}
    for i, h in enumerate(out.hidden_states):
        golden[f"hidden_states.{i}"] = h.float().contiguous()
    save_file({k: v.clone() for k, v in golden.items()}, os.path.join(directory, "golden.safetensors"))


if __name__ == "__main__":
    main()
