"""Hidden states inside blocks, and what they reduce to, by the reference.

    python sublayers.py models > sublayers.json

The reference is transformers 5.24.0 (torch 2.7.1, CPU, eager attention, float32); hooks take what each block's MLP reads
and what the norm in front of the MLP reads, which is the stream behind attention (of OLMo 2, which has no norm there, both
are one). For the rows of golden.safetensors, without their first position: the state at the last one, the mean of 1 - cos
over all pairs of positions, the same of the states less their mean over both rows, and exp of the entropy of the singular
values over their sum; float64.
"""
import json
import os
import sys

import numpy as np
import torch
from safetensors.torch import load_file
from transformers import AutoModelForCausalLM

# The norm that reads the stream behind attention.
NORMS = {
    "llama-tied": "post_attention_layernorm",
    "gemma3-text": "pre_feedforward_layernorm",
    "olmo2": "mlp",
    "gpt2": "ln_2",
    "mixtral": "post_attention_layernorm",
}


def distance(x):
    u = x / np.linalg.norm(x, axis=1, keepdims=True)
    cosines = u @ u.T
    return float(np.mean(1 - cosines[np.triu_indices(len(x), 1)]))


def reduced(rows):
    rows = [r[1:].astype(np.float64) for r in rows]
    mean = np.concatenate(rows).mean(0)
    return {
        "last": [r[-1].tolist() for r in rows],
        "within": [distance(r) for r in rows],
        "centred": [distance(r - mean) for r in rows],
    }


def main():
    result = {}
    for name, norm in NORMS.items():
        folder = os.path.join(sys.argv[1], name)
        model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()
        golden = load_file(os.path.join(folder, "golden.safetensors"))
        taken = {}
        body = model.get_decoder()
        for k, block in enumerate(body.h if hasattr(body, "h") else body.layers):
            def hook(key):
                return lambda module, args: taken.__setitem__(key, args[0].detach().clone().numpy())
            mlp = block.mlp if hasattr(block, "mlp") else block.block_sparse_moe
            mlp.register_forward_pre_hook(hook(f"{k + 1}.mlpInput"))
            getattr(block, norm).register_forward_pre_hook(hook(f"{k + 1}.attention"))
        with torch.no_grad():
            out = model(golden["input_ids"], use_cache=False, output_hidden_states=True)
        for k, h in enumerate(out.hidden_states):
            taken[str(k)] = h.numpy()
        result[name] = {key: reduced(states) for key, states in sorted(taken.items())}
    json.dump(result, sys.stdout, separators=(",", ":"))


main()
