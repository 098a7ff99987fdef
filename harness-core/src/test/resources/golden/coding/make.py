"""Makes long-context.json: LongPPL by the package longppl 0.3.0, Information Capacity by its published formula.

    pip install torch==2.7.1 transformers==5.24.0 longppl==0.3.0
    python make.py            # in this folder, from a checkout
"""
import json, math, pathlib, random
import torch

from longppl.longppl import cal_overlap, compute_longppl, find_key_token
from transformers import AutoModelForCausalLM, AutoTokenizer

root = pathlib.Path(__file__).resolve().parents[6]
sample = root / "sample-project"
rule = dict(trunc_len=32, sliding_window=16, alpha=1.0, beta=-2.0)
bias = -24

def load(name):
    path = sample / "models" / name
    return AutoModelForCausalLM.from_pretrained(path, dtype=torch.float32).eval(), AutoTokenizer.from_pretrained(path)

evaluator, evaluator_tokenizer = load("resume-next")
model, tokenizer = load("resume")
out = {"rule": rule, "evaluator": "models/resume-next", "model": "models/resume", "bias": bias, "documents": []}
text_bits, nll, count = [], 0.0, 0
for language in ("en", "ja"):
    lines = (sample / "corpora" / f"resumes-{language}.jsonl").read_text(encoding="utf-8").splitlines()[:4]
    for line in lines:
        document = json.loads(line)
        # Twice, so that the second half can be told from the first.
        text = document["text"][:220] + "\n" + document["text"][:220]
        found = compute_longppl(text, model, evaluator, tokenizer, evaluator_tokenizer, **rule)
        spans = find_key_token(text, evaluator, evaluator_tokenizer, **rule)
        ids = tokenizer(text, return_tensors="pt")["input_ids"]
        with torch.no_grad():
            log_p = torch.log_softmax(model(ids).logits[0, :-1].double(), -1)
        own = -log_p.gather(1, ids[0, 1:, None])[:, 0] / math.log(2)
        nll += own.sum().item()
        count += own.numel()
        text_bits.append(8 * len(tokenizer.decode(ids[0, 1:]).encode()) / own.numel())
        out["documents"].append({"id": document["id"], "text": text, "tokens": ids.shape[1],
                                 "longppl": None if found["longppl"] is None else float(found["longppl"]),
                                 "keyTokens": found["n_key_token"] or 0, "spans": spans.tolist()})
c = model.config
length = 512  # the context: shorter than the 1024 of the paper
width = c.hidden_size // c.num_attention_heads
layer = 4 * c.hidden_size ** 2 + 4 * c.hidden_size * c.num_key_value_heads * width + 6 * c.hidden_size * c.intermediate_size
layer += 4 * c.num_attention_heads * width * (length - 1) / 2
flops = c.num_hidden_layers * layer + 2 * c.hidden_size * c.vocab_size
out["flopsPerToken"] = flops
out["informationCapacity"] = (sum(text_bits) / len(text_bits) - nll / count + bias) / math.log2(flops)
out["textBits"] = sum(text_bits) / len(text_bits)
out["codedBits"] = nll / count
draw = random.Random(1)
out["overlaps"] = []
for _ in range(60):
    # Tokens of random lengths, some of which share a character; stretches of another tokenizer's.
    tokens, at = [], 0
    while at < 30:
        end = at + draw.randint(1, 4)
        tokens += [[at, end]] * draw.choice([1, 1, 1, 3])
        at = end
    stretches, at = [], draw.randint(1, 4)
    while at < 30:
        end = at + draw.randint(1, 6)
        stretches.append([at, end])
        at = end + draw.randint(1, 5)
    out["overlaps"].append({"tokens": tokens, "stretches": stretches, "inside": [i + 1 for i in cal_overlap(tokens, stretches)]})
pathlib.Path("long-context.json").write_text(json.dumps(out, ensure_ascii=False) + "\n", encoding="utf-8")
print({k: v for k, v in out.items() if k not in ("documents", "overlaps")})
print([(d["tokens"], d["keyTokens"], d["longppl"]) for d in out["documents"]])
