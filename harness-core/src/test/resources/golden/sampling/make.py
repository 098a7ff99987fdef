"""Writes what the reference's logits warpers leave of a model's distribution, to distributions.json beside this file.

    python make.py ../../../../../../sample-project/models/resume

Needs torch and transformers 5.24. For some contexts of the sample model and some settings: the warpers that `generate`
applies, in its order (temperature, top-k, top-p), on float32 logits; then the soft-max in float64. `ids` are those that
are left, `p` their probabilities; where more than 400 are left, only their `count` and `sum` of ids.
"""

import json
import pathlib
import sys

import torch
import transformers
from transformers.generation.logits_process import TemperatureLogitsWarper, TopKLogitsWarper, TopPLogitsWarper

CONTEXTS = [[0, 300, 17, 1200, 45], [0, 2000]]
SETTINGS = [
    (1.0, 0, 1.0), (0.7, 50, 1.0), (1.0, 0, 0.9), (1.0, 0, 0.5), (1.5, 200, 0.8), (0.3, 0, 0.95), (2.0, 0, 0.95),
    (1.0, 1, 1.0), (1.0, 0, 1e-6), (0.9, 5, 0.999), (4.0, 0, 0.999), (1.0, 5000, 0.99)]

model = transformers.AutoModelForCausalLM.from_pretrained(sys.argv[1], dtype=torch.float32).eval()
cases = []
for context in CONTEXTS:
    with torch.no_grad():
        logits = model(torch.tensor([context])).logits[:, -1].float()
    for temperature, top_k, top_p in SETTINGS:
        x = logits
        if temperature != 1.0:
            x = TemperatureLogitsWarper(temperature)(None, x)
        if top_k:
            x = TopKLogitsWarper(top_k)(None, x)
        if top_p < 1.0:
            x = TopPLogitsWarper(top_p)(None, x)
        ids = torch.nonzero(torch.isfinite(x[0]))[:, 0].tolist()
        p = torch.softmax(x[0].double(), -1)
        case = {"context": context, "temperature": temperature, "top_k": top_k, "top_p": top_p, "count": len(ids), "sum": sum(ids)}
        if len(ids) <= 400:
            case |= {"ids": ids, "p": [float(f"{p[i]:.7g}") for i in ids]}
        cases.append(case)
out = pathlib.Path(__file__).parent / "distributions.json"
out.write_text("[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")
print([c["count"] for c in cases])
