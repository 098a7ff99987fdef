"""Loss, gradients and steps of AdamW of golden models, by transformers and torch; see README.md."""

import pathlib
import sys

import torch
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM

HERE = pathlib.Path(__file__).parent
RATES = [0.01, 0.02, 0.005]


def loss_of(model, ids, lengths):
    logits = model(input_ids=ids, use_cache=False).logits.float()
    targets = ids[:, 1:].clone()
    for row, length in enumerate(lengths):
        targets[row, length - 1 :] = -100
    return torch.nn.functional.cross_entropy(logits[:, :-1].flatten(0, 1), targets.flatten())


def main(name, steps):
    torch.set_num_threads(1)
    folder = HERE.parent / "models" / name
    # float64: what is left of a difference is the program's own rounding.
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float64, attn_implementation="eager")
    ids = load_file(folder / "golden.safetensors")["input_ids"].long()
    lengths = [ids.size(1), ids.size(1) - 5]
    out = {"input_ids": ids, "lengths": torch.tensor(lengths)}
    loss = loss_of(model, ids, lengths)
    loss.backward()
    out["loss"] = loss.detach().float().reshape(1)
    weights = dict(model.named_parameters())
    for key, weight in weights.items():
        out["gradient." + key] = weight.grad.float()
    out["norm"] = torch.sqrt(sum(w.grad.pow(2).sum() for w in weights.values())).float().reshape(1)
    if steps:
        optimiser = torch.optim.AdamW(
            [
                {"params": [w for w in weights.values() if w.dim() > 1], "weight_decay": 0.1},
                {"params": [w for w in weights.values() if w.dim() < 2], "weight_decay": 0.0},
            ],
            betas=(0.9, 0.95),
            eps=1e-8,
        )
        losses = []
        for rate in RATES:
            optimiser.zero_grad()
            loss = loss_of(model, ids, lengths)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(weights.values(), 1.0)
            for group in optimiser.param_groups:
                group["lr"] = rate
            optimiser.step()
            losses.append(loss.item())
        out["losses"] = torch.tensor(losses, dtype=torch.float32)
        out["rates"] = torch.tensor(RATES, dtype=torch.float32)
        for key, weight in weights.items():
            out["stepped." + key] = weight.detach().float()
    save_file({key: value.contiguous() for key, value in out.items()}, HERE / (name + ".safetensors"))
    print(name, out["loss"].item(), out["norm"].item())


main(sys.argv[1], len(sys.argv) > 2)
