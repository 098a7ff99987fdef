"""Measures how far the reference's own half precision is from its float32.

    python half.py DIRECTORY > half.json

For every model of the directory with a golden.safetensors: the root mean square of the difference between the logits
that the reference (transformers 5.24.0, torch 2.7.1, CPU, eager attention) gives in bfloat16 or float16 and the golden
ones, by type.
"""
import json
import os
import sys

import torch
from safetensors.torch import load_file
from transformers import AutoModelForCausalLM
from transformers.utils import logging

logging.disable_progress_bar()


def main():
    result = {}
    root = sys.argv[1]
    for name in sorted(os.listdir(root)):
        folder = os.path.join(root, name)
        if not os.path.exists(os.path.join(folder, "golden.safetensors")):
            continue
        golden = load_file(os.path.join(folder, "golden.safetensors"))
        result[name] = {}
        attention = "sdpa" if name.startswith("falcon-alibi") or name == "falcon-rw" else "eager"
        for dtype in ("bfloat16", "float16"):
            try:
                model = AutoModelForCausalLM.from_pretrained(folder, dtype=getattr(torch, dtype), attn_implementation=attention).eval()
                with torch.no_grad():
                    logits = model(golden["input_ids"], use_cache=False).logits.float()
                d = (logits - golden["logits"]).double()
                result[name][dtype] = float(d.pow(2).mean().sqrt())
            except Exception as e:
                print(name, dtype, str(e).splitlines()[0], file=sys.stderr)
    json.dump(result, sys.stdout, indent=1, sort_keys=True)
    print()


if __name__ == "__main__":
    main()
