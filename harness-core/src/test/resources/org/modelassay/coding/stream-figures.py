"""What two published programs print of the first twelve lines of the sample's English corpus: python stream-figures.py EVALUATION > stream-figures.json

EVALUATION is the folder code/evaluation of hkust-nlp/llm-compression-intelligence (commit ff39c41), whose windows are
taken as they are; llama-perplexity's loop is written out below. Run at the root of the repository with torch 2.7.1,
transformers 5.24.0 and datasets (or an empty module of that name: nothing of it is used).
"""

import json
import re
import sys

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import LlamaForCausalLM

sys.path.insert(0, sys.argv[1])
from packed_dataset import EvalDataset

SAMPLE = "sample-project/"
MODELS = [LlamaForCausalLM.from_pretrained(SAMPLE + "models/" + m, dtype=torch.float32).eval() for m in ("resume", "resume-next")]
TOKENIZER = Tokenizer.from_file(SAMPLE + "models/resume/tokenizer.json")
BOS = 0


def documents():
    lines = [json.loads(line) for line in open(SAMPLE + "corpora/resumes-en.jsonl", encoding="utf-8")][:12]
    natural = lambda line: [int(p) if p.isdigit() else p for p in re.split(r"(\d+)", line["id"])]
    return [line["text"] for line in sorted(lines, key=natural)]


@torch.no_grad()
def log_probabilities(model, ids):
    return torch.log_softmax(model(torch.tensor([ids])).logits[0].double(), -1)


def figures(windows):
    """windows: (ids, positions of the targets). Figures of the second model beside the first."""
    nats, divergence, agreeing = [0.0, 0.0], [], 0
    for ids, targets in windows:
        base, judged = (log_probabilities(m, ids)[[t - 1 for t in targets]] for m in MODELS)
        for i, lp in enumerate((base, judged)):
            nats[i] -= lp[range(len(targets)), [ids[t] for t in targets]].sum().item()
        divergence += (base.exp() * (base - judged)).sum(-1).tolist()
        agreeing += (base.argmax(-1) == judged.argmax(-1)).sum().item()
    n = len(divergence)
    return {
        "targets": n,
        "nats": nats[1],
        "baseline_nats": nats[0],
        "perplexity": np.exp(nats[1] / n),
        "kl_mean": np.mean(divergence),
        "kl_p50": np.quantile(divergence, 0.5),
        "kl_p99": np.quantile(divergence, 0.99),
        "top_token_agreement": agreeing / n,
    }


def compression_intelligence(texts):
    data = EvalDataset.__new__(EvalDataset)
    data.data = np.concatenate([TOKENIZER.encode(t).ids for t in texts])
    data.block_size, data.stride, data.prev_end_loc, data.begin_loc = 1901, 512, 0, 0
    data.seq_len = len(data.data)
    windows = []
    for k in range(len(data)):
        ids, mask = data[k]
        # main.py: logits of ids[:1900] against ids[1:] where mask[1:] says so.
        windows.append((ids.tolist(), [t for t in range(1, len(ids)) if mask[t]]))
    out = figures(windows)
    out["bits_per_character"] = out["nats"] / np.log(2) / sum(map(len, texts))
    return out


def llama_perplexity(texts, n_ctx):
    stream = [BOS] + [i for t in texts for i in TOKENIZER.encode(t, add_special_tokens=False).ids]
    windows = []
    for chunk in range(len(stream) // n_ctx):
        ids = stream[chunk * n_ctx : (chunk + 1) * n_ctx]
        ids[0] = BOS
        # perplexity.cpp: logits at n_ctx / 2 .. n_ctx - 2 predict the token behind each.
        windows.append((ids, [j + 1 for j in range(n_ctx // 2, n_ctx - 1)]))
    return figures(windows)


texts = documents()
print(json.dumps({"compression_intelligence": compression_intelligence(texts), "llama_perplexity": llama_perplexity(texts, 512), "llama_perplexity_101": llama_perplexity(texts, 101)}, indent=1))
