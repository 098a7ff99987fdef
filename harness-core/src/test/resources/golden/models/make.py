"""Makes a small random model with the reference outputs that a program has to reproduce.

    python make.py DIRECTORY MODEL_TYPE '{"hidden_size": 64, ...}' [--seed 1] [--length 40] [--dtype float32] [--shard 200KB] [--published] [--stacked]

Needs torch 2.7.1 and transformers 5.24.0. The directory gets config.json, model.safetensors (or shards) as the library
saves them, and golden.safetensors: input_ids i64 [2, length], logits f32, hidden_states.0 .. hidden_states.L f32, all
computed in float32 on the CPU. Every parameter is random, norms and biases too, so that each of them matters.
config.legacy.json is the same configuration as published checkpoints have it: rotary keys at the top, and nothing that
is the default of the library's class. It is only written when the library computes the same from it.
"""
import argparse
import json
import os
import shutil
import tempfile

import torch
from safetensors.torch import save_file
from transformers import AutoConfig, AutoModelForCausalLM


def published(config, defaults):
    c = {k: v for k, v in config.items() if k == "model_type" or k not in defaults or defaults[k] != v}
    if "text_config" in c:
        text = AutoConfig.for_model(config["text_config"]["model_type"]).to_dict()
        return {**c, "text_config": published(config["text_config"], text)}
    rope = dict(config.get("rope_parameters") or {})
    c.pop("rope_parameters", None)
    if config["model_type"] != "ministral":
        c.pop("layer_types", None)
    if "full_attention" in rope:
        if config["model_type"].startswith("gemma3"):
            c["rope_local_base_freq"] = rope["sliding_attention"]["rope_theta"]
        rope = dict(rope["full_attention"])
    for key in ("rope_theta", "partial_rotary_factor"):
        if key in rope:
            c[key] = rope.pop(key)
    if rope.get("rope_type", "default") != "default":
        c["rope_scaling"] = rope
    if "dtype" in c:
        c["torch_dtype"] = c.pop("dtype")
    return c


def write_published(directory, ids, logits, attention):
    with open(os.path.join(directory, "config.json")) as f:
        config = json.load(f)
    legacy = published(config, AutoConfig.for_model(config["model_type"]).to_dict())
    with tempfile.TemporaryDirectory() as copy:
        for name in os.listdir(directory):
            if name.startswith("model"):
                shutil.copy(os.path.join(directory, name), copy)
        with open(os.path.join(copy, "config.json"), "w") as f:
            json.dump(legacy, f)
        model = AutoModelForCausalLM.from_pretrained(copy, dtype=torch.float32, attn_implementation=attention).eval()
        with torch.no_grad():
            if not torch.equal(model(ids, use_cache=False).logits, logits):
                raise SystemExit("the published layout computes something else: " + json.dumps(legacy))
    with open(os.path.join(directory, "config.legacy.json"), "w") as f:
        json.dump(legacy, f, indent=2)


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
    p.add_argument("--published", action="store_true")
    p.add_argument("--stacked", action="store_true", help="save experts as the library holds them")
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
        for name, b in model.named_buffers():
            # A buffer that decides which experts are chosen.
            if name.endswith("e_score_correction_bias"):
                b.normal_(0.0, 0.2)
    os.makedirs(a.directory, exist_ok=True)
    model.to(getattr(torch, a.dtype)).save_pretrained(a.directory, max_shard_size=a.shard, save_original_format=not a.stacked)
    model = AutoModelForCausalLM.from_pretrained(a.directory, dtype=torch.float32, attn_implementation=a.attention).eval()
    ids = torch.randint(0, config.get_text_config().vocab_size, (2, a.length))
    with torch.no_grad():
        out = model(ids, output_hidden_states=True, use_cache=False)
    golden = {"input_ids": ids, "logits": out.logits.float().contiguous()}
    for i, h in enumerate(out.hidden_states):
        golden[f"hidden_states.{i}"] = h.float().contiguous()
    save_file({k: v.clone() for k, v in golden.items()}, os.path.join(a.directory, "golden.safetensors"))
    if a.published:
        write_published(a.directory, ids, out.logits, a.attention)


if __name__ == "__main__":
    main()
