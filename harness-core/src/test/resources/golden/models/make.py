"""Makes a small random model with the reference outputs that a program has to reproduce.

    python make.py DIRECTORY MODEL_TYPE '{"hidden_size": 64, ...}' [--seed 1] [--length 40] [--dtype float32] [--shard 200KB]

Needs torch 2.7.1 and transformers 5.24.0. The directory gets config.json, model.safetensors (or shards) as the library
saves them, and golden.safetensors: input_ids i64 [2, length], logits f32, hidden_states.0 .. hidden_states.L f32, all
computed in float32 on the CPU. Every parameter is random, norms and biases too, so that each of them matters.
"""
import argparse
import json
import os

import torch
from safetensors.torch import save_file
from transformers import AutoConfig, AutoModelForCausalLM


def main():
    p = argparse.ArgumentParser()
    p.add_argument("directory")
    p.add_argument("model_type")
    p.add_argument("config")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--length", type=int, default=40)
    p.add_argument("--dtype", default="float32")
    p.add_argument("--shard", default="5GB")
    p.add_argument("--attention", default="eager")
    p.add_argument("--scale", type=float, default=1.0)
    a = p.parse_args()
    torch.manual_seed(a.seed)
    config = AutoConfig.for_model(a.model_type, **json.loads(a.config))
    model = AutoModelForCausalLM.from_config(config, attn_implementation=a.attention).float().eval()
    with torch.no_grad():
        for name, w in model.named_parameters():
            if "A_log" in name:
                w.uniform_(-1.0, 1.5)
            elif "dt_bias" in name or "dt_proj.bias" in name:
                w.uniform_(-3.0, 1.0)
            elif "recurrent_param" in name:
                w.uniform_(-4.0, 0.5)
            elif w.dim() >= 2:
                w.normal_(0.0, a.scale / w.shape[-1] ** 0.5)
            elif w.dim() == 1 and ("norm" in name or "ln_" in name or name.endswith(".D")) and "bias" not in name:
                w.uniform_(0.5, 1.5)
            else:
                w.normal_(0.0, 0.2)
    os.makedirs(a.directory, exist_ok=True)
    model.to(getattr(torch, a.dtype)).save_pretrained(a.directory, max_shard_size=a.shard)
    model = AutoModelForCausalLM.from_pretrained(a.directory, dtype=torch.float32, attn_implementation=a.attention).eval()
    ids = torch.randint(0, config.get_text_config().vocab_size, (2, a.length))
    with torch.no_grad():
        out = model(ids, output_hidden_states=True, use_cache=False)
    golden = {"input_ids": ids, "logits": out.logits.float().contiguous()}
    for i, h in enumerate(out.hidden_states):
        golden[f"hidden_states.{i}"] = h.float().contiguous()
    save_file({k: v.clone() for k, v in golden.items()}, os.path.join(a.directory, "golden.safetensors"))


if __name__ == "__main__":
    main()
