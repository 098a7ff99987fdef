"""Loss, gradients and steps of AdamW of golden models, by transformers and torch; see README.md."""

import pathlib
import sys

import torch
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM

HERE = pathlib.Path(__file__).parent


def loss_of(model, ids, lengths):
    logits = model(input_ids=ids, use_cache=False).logits.float()
    targets = ids[:, 1:].clone()
    for row, length in enumerate(lengths):
        targets[row, length - 1 :] = -100
    return torch.nn.functional.cross_entropy(logits[:, :-1].flatten(0, 1), targets.flatten())


def gradients(name):
    torch.set_num_threads(1)
    folder = HERE.parent / "models" / name
    # float64: what is left of a difference is the program's own rounding.
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float64, attn_implementation="eager")
    # The reference would leave the row of the padding token out, real tokens too.
    model.get_input_embeddings().padding_idx = None
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
    save_file({key: value.contiguous() for key, value in out.items()}, HERE / (name + ".safetensors"))
    print(name, out["loss"].item(), out["norm"].item())


def steps():
    """Five clipped steps of torch.optim.AdamW under given gradients; the vector does not decay."""
    torch.manual_seed(7)
    weights = [torch.nn.Parameter(torch.randn(5, 3)), torch.nn.Parameter(torch.randn(4))]
    groups = [{"params": weights[:1], "weight_decay": 0.1}, {"params": weights[1:], "weight_decay": 0.0}]
    optimiser = torch.optim.AdamW(groups, betas=(0.9, 0.95), eps=1e-8)
    rates = torch.tensor([0.01, 0.02, 0.03, 0.02, 0.005])
    out = {"rates": rates, "matrix": weights[0].detach().clone(), "vector": weights[1].detach().clone()}
    for step, rate in enumerate(rates.tolist()):
        for name, weight in zip(["matrix", "vector"], weights):
            # Some within the largest norm of 1, some beyond.
            weight.grad = torch.randn_like(weight) * (0.1 if step == 1 else 1.0)
            out[f"gradient.{step}.{name}"] = weight.grad.clone()
        out[f"norm.{step}"] = torch.nn.utils.clip_grad_norm_(weights, 1.0).reshape(1)
        for group in optimiser.param_groups:
            group["lr"] = rate
        optimiser.step()
        for name, weight in zip(["matrix", "vector"], weights):
            out[f"stepped.{step}.{name}"] = weight.detach().clone()
    save_file(out, HERE / "adamw.safetensors")


for model in sys.argv[1:]:
    gradients(model)
steps()
