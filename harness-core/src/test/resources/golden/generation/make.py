"""Writes what the reference writes greedily to some prompts, for a model in a directory.

    python make.py [--tokens N] [--batch N] [--without-cache] MODEL_DIRECTORY PROMPTS OUT

Needs torch and transformers 5.24. transformers runs the model in float32 on the CPU with `generate(do_sample=False)`
and nothing of the model's generation_config.json but its end tokens, a prompt at a time or `--batch` of them, padded on
the left (which recurrent models do not allow). `--without-cache` reads the whole text again for each token, for models
of which the reference's cache gives something else than that.

PROMPTS: a JSONL file, a prompt a line, `{"id", "prompt"}` or `{"id", "ids"}`. A text is encoded with the tokens that the
tokenizer puts around it by default.

OUT: `versions`, `max_new_tokens`, `end_tokens`, and for each prompt `id`, `ids`, `output` (the end token left out),
`ended` (by an end token) and `margins`: by how much the best logit leads the second one, for each chosen token, the end
token included.
"""

import argparse
import json
import pathlib

import torch
import transformers

parser = argparse.ArgumentParser()
parser.add_argument("--tokens", type=int, default=48)
parser.add_argument("--batch", type=int, default=1)
parser.add_argument("--without-cache", action="store_true")
for name in ("model", "prompts", "out"):
    parser.add_argument(name, type=pathlib.Path)
a = parser.parse_args()

model = transformers.AutoModelForCausalLM.from_pretrained(a.model, dtype=torch.float32).eval()
stored = model.generation_config
ends = stored.eos_token_id if isinstance(stored.eos_token_id, list) else [stored.eos_token_id]
ends = [e for e in ends if e is not None]
model.generation_config = transformers.GenerationConfig()

tokenizer = None
prompts = []
for line in a.prompts.read_text("utf-8").splitlines():
    prompt = json.loads(line)
    ids = prompt.get("ids")
    if ids is None:
        tokenizer = tokenizer or transformers.AutoTokenizer.from_pretrained(a.model)
        ids = tokenizer(prompt["prompt"])["input_ids"]
    prompts.append({"id": prompt["id"], "ids": ids})


@torch.no_grad()
def write(rows):
    longest = max(len(row["ids"]) for row in rows)
    there = torch.tensor([[0] * (longest - len(row["ids"])) + [1] * len(row["ids"]) for row in rows])
    inputs = torch.tensor([[0] * (longest - len(row["ids"])) + row["ids"] for row in rows])
    # "dynamic" rotary angles stay those of the longest text so far until a short one is read.
    model(torch.tensor([[0]]))
    result = model.generate(
        inputs, attention_mask=there, do_sample=False, max_new_tokens=a.tokens, eos_token_id=ends or [-1], pad_token_id=0,
        use_cache=not a.without_cache, output_logits=True, return_dict_in_generate=True)
    for i, row in enumerate(rows):
        output = result.sequences[i, longest:].tolist()
        end = next((at for at, token in enumerate(output) if token in ends), None)
        row["output"] = output[:end]
        row["ended"] = end is not None
        row["margins"] = []
        for step in result.logits[:len(output) if end is None else end + 1]:
            best = torch.topk(step[i].float(), 2).values
            row["margins"].append(round(float(best[0] - best[1]), 7))


order = sorted(prompts, key=lambda row: len(row["ids"]))
for at in range(0, len(order), a.batch):
    write(order[at:at + a.batch])

text = ",\n".join(json.dumps(p, ensure_ascii=False) for p in prompts)
head = json.dumps({
    "versions": {"torch": torch.__version__, "transformers": transformers.__version__},
    "without_cache": a.without_cache, "max_new_tokens": a.tokens, "end_tokens": ends})
a.out.write_text(head[:-1] + ', "prompts": [\n' + text + "\n]}\n", "utf-8")
smallest = min(m for p in prompts for m in p["margins"])
print(f"{a.model.name}: {len(prompts)} prompts, {sum(len(p['output']) for p in prompts)} tokens, smallest margin {smallest:.1e}")
