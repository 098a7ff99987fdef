"""The part of benchmarks/generation that runs the reference and, in turns with it, our process; see there."""

import json
import random
import statistics
import subprocess
import sys
import tempfile
import time

import torch
import transformers

ROWS = 16
directory, count, longest, rounds = sys.argv[1], *map(int, sys.argv[2:])
model = transformers.AutoModelForCausalLM.from_pretrained(directory, dtype=torch.float32).eval()
ends = model.generation_config.eos_token_id
ends = [-1] if ends is None else ends if isinstance(ends, list) else [ends]
model.generation_config = transformers.GenerationConfig()
draw = random.Random(1)
prompts = [[draw.randrange(100, model.config.vocab_size) for _ in range(8 + draw.randrange(64))] for _ in range(count)]
prompts.sort(key=len)


@torch.no_grad()
def reference():
    written = 0
    for at in range(0, count, ROWS):
        rows = prompts[at:at + ROWS]
        width = len(rows[-1])
        inputs = torch.tensor([[0] * (width - len(row)) + row for row in rows])
        there = torch.tensor([[0] * (width - len(row)) + [1] * len(row) for row in rows])
        output = model.generate(
            inputs, attention_mask=there, do_sample=False, max_new_tokens=longest, eos_token_id=ends, pad_token_id=0)
        for row in output[:, width:].tolist():
            written += next((i + 1 for i, token in enumerate(row) if token in ends), len(row))
    return written


with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
    file.writelines(json.dumps({"id": f"p{i}", "ids": row}) + "\n" for i, row in enumerate(prompts))
    file.flush()
    ours = subprocess.Popen(
        ["java", "org.modelassay.generation.GenerationRate", directory, file.name, str(longest)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert ours.stdout.readline() == "ready\n", "the Java process ended"
    rates = {"assay": [], "transformers": []}
    for _ in range(rounds):
        ours.stdin.write("x")
        ours.stdin.flush()
        tokens, seconds = ours.stdout.readline().split()
        rates["assay"].append(int(tokens) / float(seconds))
        begin = time.perf_counter()
        written = reference()
        rates["transformers"].append(written / (time.perf_counter() - begin))
        print(f"assay {tokens} tokens, {rates['assay'][-1]:.1f}/s; "
              f"transformers {written}, {rates['transformers'][-1]:.1f}/s", flush=True)
    ours.stdin.close()
a, b = (statistics.median(rates[name]) for name in ("assay", "transformers"))
print(f"tokens/s: assay {a:.1f}, transformers {b:.1f}, ratio {a / b:.2f}; {count} prompts, {longest} new tokens, "
      f"{torch.get_num_threads()} threads")
