"""Writes the log-probability that the reference gives every token of some texts, for a model in a directory.

    python make.py [--tokens N] MODEL_DIRECTORY TEXTS_DIRECTORY OUT NAME [TEXT ...]

Needs torch, transformers 5.24 and safetensors. transformers runs the model in float32 with sdpa attention, a batch of
one, on the CPU. Without a TEXT, every .txt of TEXTS_DIRECTORY is taken. `--tokens` keeps only a text's first N tokens.

A text is a file's whole content, encoded without special tokens. Every token is scored once, in windows of at most 512
inputs: the first window's input is the tokenizer's BOS token and tokens[0..510], and it scores tokens[0..511]; each next
one starts with the last token already scored, without BOS, and scores 512 more; the last one scores what is left and
takes as many earlier tokens as fit (BOS included, where the text is shorter than a window).

OUT/NAME.json: `model`, `window`, `prefix_token`, `versions`, and `tokens` where it was given.
OUT/NAME.TEXT.safetensors, TEXT without .txt: `token_ids` (i64) and `logprob.base` (f32), a value per token in the text's
order: natural logarithms, by a log-softmax in float64 of the float32 logits.
"""

import argparse
import json
import pathlib
import time

import torch
import transformers
from safetensors.torch import save_file

WINDOW = 512


def windows(count):
    """The first scored token, the end of the scored tokens and the number of inputs, of every window.

    The inputs are those that end just before the last scored token, in the stream of BOS and all tokens."""
    for start in range(0, count, WINDOW):
        end = min(start + WINDOW, count)
        yield start, end, min(end, WINDOW)


@torch.no_grad()
def logprobs(model, prefix, tokens):
    stream = torch.tensor([prefix] + tokens)  # stream[i] predicts tokens[i]
    scores = []
    for start, end, inputs in windows(len(tokens)):
        logits = model(stream[None, end - inputs:end], logits_to_keep=end - start, use_cache=False).logits[0]
        assert logits.dtype == torch.float32 and len(logits) == end - start
        targets = stream[start + 1:end + 1, None]
        scores.append(logits.double().log_softmax(-1).gather(-1, targets)[:, 0])
    return torch.cat(scores)


parser = argparse.ArgumentParser()
parser.add_argument("--tokens", type=int)
for name in ("model", "texts", "out"):
    parser.add_argument(name, type=pathlib.Path)
parser.add_argument("name")
parser.add_argument("text", nargs="*")
a = parser.parse_args()

tokenizer = transformers.AutoTokenizer.from_pretrained(a.model)
model = transformers.AutoModelForCausalLM.from_pretrained(a.model, dtype=torch.float32, attn_implementation="sdpa").eval()
a.out.mkdir(parents=True, exist_ok=True)
about = {"model": a.name, "window": WINDOW, "prefix_token": tokenizer.bos_token_id,
         "versions": {"torch": str(torch.__version__), "transformers": transformers.__version__}}
if a.tokens:
    about["tokens"] = a.tokens
(a.out / f"{a.name}.json").write_text(json.dumps(about, indent=1) + "\n")

for text in a.text or sorted(p.name for p in a.texts.glob("*.txt")):
    began = time.monotonic()
    content = (a.texts / text).read_bytes().decode()  # bytes: no translation of line ends
    tokens = tokenizer.encode(content, add_special_tokens=False)[:a.tokens]
    scores = logprobs(model, tokenizer.bos_token_id, tokens)
    save_file({"token_ids": torch.tensor(tokens), "logprob.base": scores.float()},
              a.out / f"{a.name}.{text.removesuffix('.txt')}.safetensors")
    print(f"{text}: {len(tokens)} tokens, {-scores.sum():.6f} nats, {time.monotonic() - began:.0f} s", flush=True)
