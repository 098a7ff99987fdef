"""Scores a saved model the way the harness does, in plain PyTorch, and quantises it in three ways.

This is an independent second opinion: nothing here is shared with the Java code that is checked against it.
"""

from __future__ import annotations

import copy
import json
import math
from pathlib import Path

import torch
from tokenizers import Tokenizer
from transformers import LlamaForCausalLM

QUANTISED = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")


def load(folder: Path):
    """The saved bf16 weights, widened to float32, and the tokenizer."""
    model = LlamaForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    return model, Tokenizer.from_file(str(folder / "tokenizer.json"))


# --- quantisation -----------------------------------------------------------------------------------------

def int8_rows(w: torch.Tensor) -> torch.Tensor:
    s = w.abs().amax(dim=1, keepdim=True) / 127
    s = torch.where(s == 0, torch.ones_like(s), s)
    return torch.clamp(torch.round(w / s), -127, 127) * s


def asymmetric(w: torch.Tensor, top: int, group: int) -> torch.Tensor:
    rows, width = w.shape
    g = w.reshape(rows, width // group, group)
    lo = g.amin(dim=2, keepdim=True).clamp(max=0)
    hi = g.amax(dim=2, keepdim=True).clamp(min=0)
    s = (hi - lo) / top
    s = torch.where(s == 0, torch.ones_like(s), s)
    z = torch.round(-lo / s)
    q = torch.clamp(torch.round(g / s) + z, 0, top)
    return ((q - z) * s).reshape(rows, width)


SCHEMES = {
    "int8": int8_rows,
    "int4-g64": lambda w: asymmetric(w, 15, 64),
    "int3-g64": lambda w: asymmetric(w, 7, 64),
}


def quantised(model, scheme: str):
    """A copy whose linear layers went through the scheme and back; embeddings and norms stay as they are."""
    out = copy.deepcopy(model)
    with torch.no_grad():
        for name, p in out.named_parameters():
            if any(f".{q}.weight" in name for q in QUANTISED):
                p.copy_(SCHEMES[scheme](p))
    return out


# --- scoring ----------------------------------------------------------------------------------------------

@torch.no_grad()
def log_likelihoods(model, requests: list[tuple[list[int], list[int]]], batch: int = 64) -> list[float]:
    """Sum of log p(continuation | context) for each (context ids, continuation ids); right padding is harmless
    because attention looks to the left only."""
    out = [0.0] * len(requests)
    order = sorted(range(len(requests)), key=lambda i: len(requests[i][0]) + len(requests[i][1]))
    for at in range(0, len(order), batch):
        part = order[at:at + batch]
        rows = [requests[i][0] + requests[i][1] for i in part]
        width = max(map(len, rows))
        ids = torch.tensor([row + [0] * (width - len(row)) for row in rows])
        logp = torch.log_softmax(model(input_ids=ids, use_cache=False).logits.float(), dim=-1)
        for b, i in enumerate(part):
            context, continuation = requests[i]
            first = len(context) - 1
            for k, token in enumerate(continuation):
                out[i] += logp[b, first + k, token].item()
    return out


def run_task(model, tok: Tokenizer, items: list[dict]) -> list[list[float]]:
    """Four log-likelihoods per item: context = <|begin|> + question, continuation = ' ' + choice."""
    bos = tok.token_to_id("<|begin|>")
    requests = []
    for item in items:
        context = [bos] + tok.encode(item["question"], add_special_tokens=False).ids
        for choice in item["choices"]:
            requests.append((context, tok.encode(" " + choice, add_special_tokens=False).ids))
    flat = log_likelihoods(model, requests)
    return [flat[i:i + 4] for i in range(0, len(flat), 4)]


def picks(scores: list[list[float]]) -> list[int]:
    return [row.index(max(row)) for row in scores]


def accuracy(picked: list[int], items: list[dict]) -> float:
    return sum(p == i["answer"] for p, i in zip(picked, items)) / len(items)


@torch.no_grad()
def document_nats(model, tok: Tokenizer, text: str) -> tuple[float, int]:
    """Total negative log-likelihood and number of scored tokens; input is <|begin|> + tokens."""
    ids = tok.encode(text, add_special_tokens=False).ids
    bos = tok.token_to_id("<|begin|>")
    return -log_likelihoods(model, [([bos], ids)])[0], len(ids)


def bits_per_byte(model, tok: Tokenizer, documents: list[dict]) -> float:
    nats = sum(document_nats(model, tok, d["text"])[0] for d in documents)
    return nats / math.log(2) / sum(len(d["text"].encode()) for d in documents)


@torch.no_grad()
def greedy(model, tok: Tokenizer, prompt: str, limit: int = 64) -> list[int]:
    """Greedy continuation; the closing <|end|> is part of the result when it is reached."""
    bos, eos = tok.token_to_id("<|begin|>"), tok.token_to_id("<|end|>")
    ids = [bos] + tok.encode(prompt, add_special_tokens=False).ids
    out: list[int] = []
    while len(out) < limit:
        token = int(model(input_ids=torch.tensor([ids + out]), use_cache=False).logits[0, -1].argmax())
        out.append(token)
        if token == eos:
            break
    return out


def read_lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
